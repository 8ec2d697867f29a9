import hashlib
from pathlib import Path

import pytest
import yaml

from greenops.reference.loading import check_all, editions, load_table, read_table, source
from greenops.reference.schema import ReferenceDataError

HEADER = "code,haul,factor,seats,from_day,measured"
GOOD = "AAA,short,0.15,180,2025-01-31,1"
COLUMNS = {
    "code": {"type": "text", "required": True, "pattern": "[A-Z]{3}"},
    "haul": {"type": "text", "required": True, "choices": ["short", "long"]},
    "factor": {"type": "number", "required": True, "min": 0, "max": 2},
    "seats": {"type": "integer"},
    "from_day": {"type": "date"},
    "measured": {"type": "boolean", "required": True},
}


def edition(root: Path, *rows: str, header: str = HEADER, **described: object) -> Path:
    """An edition with one file, factors.csv, that SOURCE.yaml describes truly unless told otherwise."""
    folder = root / "made_up" / "2025"
    folder.mkdir(parents=True)
    content = "\n".join([header, *rows]).encode() + b"\n"
    (folder / "factors.csv").write_bytes(content)
    about = {"sha256": hashlib.sha256(content).hexdigest(), "rows": len(rows), "key": ["code"], "columns": COLUMNS}
    files = {"files": {"factors.csv": about | described}}
    texts = ("title", "publisher", "published_on", "accessed_on", "url", "licence", "how_obtained")
    provenance = dict.fromkeys(texts, "made up") | {"certainty": "A", "changes_made": "none", "edition": "2025"}
    (folder / "SOURCE.yaml").write_text(yaml.safe_dump(provenance | files, sort_keys=False))
    return folder


def refusal(folder: Path) -> str:
    with pytest.raises(ReferenceDataError) as caught:
        read_table(folder, "factors")
    return str(caught.value)


def test_a_good_file_comes_typed(tmp_path: Path) -> None:
    frame = read_table(edition(tmp_path, GOOD, "BBB,long,0.1,,,0"), "factors")
    assert frame["factor"].tolist() == [0.15, 0.1]
    assert frame["seats"].dtype == "Int64"
    assert frame["seats"].isna().tolist() == [False, True]
    assert frame["from_day"].dt.day.tolist()[0] == 31
    assert frame["measured"].tolist() == [True, False]


@pytest.mark.parametrize(
    ("row", "column", "value", "fault"),
    [
        pytest.param("BBB,short,abc,1,,1", "factor", "abc", "is not a number", id="text for a number"),
        pytest.param("BBB,short,inf,1,,1", "factor", "inf", "is not a number", id="infinite"),
        pytest.param("BBB,short,-0.1,1,,1", "factor", "-0.1", "is below 0", id="below the range"),
        pytest.param("BBB,short,2.5,1,,1", "factor", "2.5", "is above 2", id="above the range"),
        pytest.param("BBB,short,,1,,1", "factor", "", "is empty and the column is required", id="empty"),
        pytest.param("BBB,middle,0.1,1,,1", "haul", "middle", "is not one of short, long", id="not a choice"),
        pytest.param("bb,short,0.1,1,,1", "code", "bb", "does not look like [A-Z]{3}", id="pattern"),
        pytest.param("BBB,short,0.1,1.5,,1", "seats", "1.5", "is not a whole number", id="part of a seat"),
        pytest.param("BBB,short,0.1,1,31.12.2025,1", "from_day", "31.12.2025", "is not a date", id="date"),
        pytest.param("BBB,short,0.1,1,,yes", "measured", "yes", "is not 0 or 1", id="boolean"),
        pytest.param("BBB, short,0.1,1,,1", "haul", " short", "has blanks at an end", id="blank"),
    ],
)
def test_a_bad_row_stops_the_load_with_its_place(tmp_path: Path, row: str, column: str, value: str, fault: str) -> None:
    message = refusal(edition(tmp_path, GOOD, row))
    assert "made_up/2025/factors.csv line 3, " in message
    assert f"{column}: '{value}' {fault}" in message
    assert message.endswith("Correct the row, or add a new edition.")


def test_a_row_that_is_too_short_is_named(tmp_path: Path) -> None:
    assert "line 3: 2 cells instead of 6: 'BBB,short'" in refusal(edition(tmp_path, GOOD, "BBB,short"))


def test_a_repeated_key_is_named(tmp_path: Path) -> None:
    assert "line 3: code 'AAA' stands in an earlier line" in refusal(edition(tmp_path, GOOD, GOOD))


def test_other_columns_than_described_stop_the_load(tmp_path: Path) -> None:
    folder = edition(tmp_path, GOOD, header="code,haul,factor,seats,from_day,estimated")
    assert "line 1: the columns are code, haul, factor, seats, from_day, estimated" in refusal(folder)


def test_a_missing_row_stops_the_load(tmp_path: Path) -> None:
    assert "1 rows, SOURCE.yaml says 2" in refusal(edition(tmp_path, GOOD, rows=2))


def test_a_changed_figure_stops_the_load_even_if_plausible(tmp_path: Path) -> None:
    folder = edition(tmp_path, GOOD)
    (folder / "factors.csv").write_text(f"{HEADER}\n{GOOD.replace('0.15', '0.16')}\n")
    assert "An edition is not edited" in refusal(folder)


def test_bytes_that_are_not_utf8_are_named(tmp_path: Path) -> None:
    folder = edition(tmp_path, GOOD)
    (folder / "factors.csv").write_bytes(f"{HEADER}\n".encode() + b"AA\xe9,short,0.1,1,,1\n")
    assert "line 2: byte 0xe9 is not UTF-8" in refusal(folder)


def test_a_file_that_is_not_described_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match=r"others.csv: not in SOURCE.yaml, which describes factors.csv"):
        read_table(edition(tmp_path, GOOD), "others")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    folder = edition(tmp_path, GOOD)
    (folder / "factors.csv").unlink()
    assert "described in SOURCE.yaml, but missing" in refusal(folder)


def test_an_unknown_edition_says_what_there_is() -> None:
    with pytest.raises(ReferenceDataError, match=r"there is no edition '2016'; there is 2017, 2018, .*2025"):
        load_table("desnz", "2016", "air")


def test_a_table_is_read_once() -> None:
    assert load_table("icao", "13.1", "route_groups") is load_table("icao", "13.1", "route_groups")


def test_every_edition_loads() -> None:
    loaded = list(check_all())
    assert {dataset for dataset, *_ in loaded} >= {"airports", "desnz", "icao", "myclimate", "tim"}
    assert all(rows > 0 for *_, rows in loaded)


def test_every_edition_says_where_it_comes_from() -> None:
    for dataset, edition_name, *_ in check_all():
        assert source(dataset, edition_name).certainty in "ABCD"


def test_desnz_has_an_edition_a_year() -> None:
    assert editions("desnz") == tuple(str(year) for year in range(2017, 2026))
