"""docs/activity.md names every column, unit and code, as the code has them."""

from pathlib import Path

from greenops.annual_return.activity.resources import COLUMNS, codes
from greenops.annual_return.activity.units import OFFERED, SPELLINGS, dimension_of, unit_names
from greenops.reference.activity import catalogue

GUIDE = Path(__file__).resolve().parents[4] / "docs" / "activity.md"


def columns_table() -> str:
    lines = [f"| `{name}` | {'yes' if must else ''} | {means} |" for name, must, means in COLUMNS]
    return "\n".join(["| column | needed | what stands in it |", "| --- | --- | --- |", *lines])


def units_table() -> str:
    by_dimension: dict[str, list[str]] = {}
    for name in unit_names():
        others = [one for one in SPELLINGS.get(name, ())[:3] if one != name]
        words = f"`{name}`" + (f" ({', '.join(others)})" if others else "")
        kind = dimension_of(name).replace("[", "").replace("]", "").replace("_", " ")
        by_dimension.setdefault(kind, []).append(words)
    lines = [f"| {kind} | {', '.join(names)} |" for kind, names in by_dimension.items()]
    return "\n".join(["| measures | units, and some other spellings |", "| --- | --- |", *lines])


def streams_table() -> str:
    lines = [f"| `{stream}` | {f'`{detail}`' if detail else ''} | {words} | {unit} |"
             for stream, detail, words, unit in codes()]  # fmt: skip
    return "\n".join(["| stream | detail | what it is | kept in |", "| --- | --- | --- | --- |", *lines])


def test_the_guide_has_the_tables_of_the_code():
    text = GUIDE.read_text(encoding="utf-8")

    for table in (columns_table(), units_table(), streams_table()):
        assert table in text
    for codes_of_waste in (catalogue().channels, catalogue().routes):
        assert ", ".join(f"`{code}`" for code in codes_of_waste) in text


def test_every_canonical_unit_offers_itself_first():
    assert [units[0] for units in OFFERED.values()] == list(OFFERED)
