"""How legs are handed to ICAO's calculator and how its results are read: the layout of an edition."""

from dataclasses import dataclass
from functools import cache

from greenops.reference.loading import editions, load_table, source

DATASET = "icao_calculator"


@dataclass(frozen=True)
class InputColumn:
    """A column of the file for the calculator. constant: what stands in every row; '' where the leg says it."""

    header: str
    field: str
    constant: str
    means: str


@dataclass(frozen=True)
class Layout:
    """ours: the layout is made by us and not published by ICAO; it is marked so wherever it is used.

    spellings: field of a result -> headings under which it is read. classes: cabin -> class that is asked for.
    words: class of a result, in lower case -> cabins that it is of.
    """

    edition: str
    ours: bool
    provenance: str
    columns: tuple[InputColumn, ...]
    spellings: dict[str, tuple[str, ...]]
    classes: dict[str, str]
    words: dict[str, tuple[str, ...]]


@cache
def layout(edition: str | None = None) -> Layout:
    """The layout of an edition, the newest one by default."""
    edition = edition or editions(DATASET)[-1]
    described = source(DATASET, edition)
    tables = {name: load_table(DATASET, edition, name) for name in ("input", "results", "classes", "words")}
    columns = tables["input"].sort_values("position")
    return Layout(
        edition=edition,
        ours=described.publisher.startswith("GreenOps"),
        provenance=described.how_obtained,
        columns=tuple(
            InputColumn(*row) for row in columns[["header", "field", "constant", "means"]].itertuples(index=False)
        ),
        spellings=_lists(tables["results"], "field", "spelling"),
        classes=dict(zip(tables["classes"]["cabin"], tables["classes"]["class"], strict=True)),
        words=_lists(tables["words"], "word", "cabin"),
    )


def _lists(table: object, key: str, value: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, one in zip(table[key], table[value], strict=True):  # type: ignore[index]
        found[name] = (*found.get(name, ()), one)
    return found
