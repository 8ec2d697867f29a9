"""Results of ICAO's calculator, read from a file: one row for each leg asked for, or why it is not readable."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from travel.imports.errors import FileRefused
from travel.imports.file import BookingFile, open_file
from travel.imports.folding import fold, is_empty, shown
from travel.imports.grid import Grid
from travel.imports.limits import Limits
from travel.imports.numbers import NumberColumn, read_numbers
from travel.imports.profile import Profile
from travel.imports.sheets import read_sheets
from travel.imports.supplier_units import TO_KG, said_unit
from travel.imports.table import Header, find_header

_CODE = re.compile(r"\b([A-Z]{3})\b")
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$")
_ROUND = frozenset({"round trip", "roundtrip", "return", "true", "yes", "1"})
MOST_ROWS = 50_000


@dataclass(frozen=True)
class ResultRow:
    """One result. co2_kg: of one passenger. word: the class as given, of these cabins. problem: '' when readable."""

    line: int
    origin: str = ""
    destination: str = ""
    word: str = ""
    cabins: tuple[str, ...] = ()
    passengers: int = 1
    on: date | None = None
    co2_kg: float | None = None
    problem: str = ""


def read_results(
    path: str | Path,
    spellings: Mapping[str, tuple[str, ...]],
    words: Mapping[str, tuple[str, ...]],
    *,
    file_name: str,
    limits: Limits | None = None,
) -> list[ResultRow]:
    """The results of a CSV or workbook. Raises FileRefused, with the sentence to show, when it holds none.

    spellings: field -> headings. words: class, in lower case -> cabins.
    """
    limits = limits or Limits()
    profile = Profile(key="official", version=1, label="", grain="segment", columns=spellings, required=())
    grid, header = _table(open_file(path, file_name, limits), profile, limits)
    matched = {field: places[0] for field, places in profile.match(header.texts).items()}
    _check_columns(matched, spellings, file_name)
    return list(_Rows(grid, header, matched, words, file_name).read())


def _table(file: BookingFile, profile: Profile, limits: Limits) -> tuple[Grid, Header]:
    """The sheet that has most of the headings, and where they stand."""
    grids = read_sheets(file, [profile], limits)
    found = [(header.known, -place) for place, grid in enumerate(grids) if (header := find_header(grid, [profile]))]
    if not found:
        raise FileRefused(
            f"{file.name}: no line holds the headings of results. Put them on the first line: "
            f"{', '.join(names[0] for names in profile.columns.values())}."
        )
    grid = grids[-max(found)[1]]
    header = find_header(grid, [profile])
    if header is None or len(grid) - header.last > MOST_ROWS:
        raise FileRefused(f"{file.name}: more than {MOST_ROWS:,} rows. Load the distinct pairs that the export gives.")
    return grid, header


def _check_columns(matched: Mapping[str, int], spellings: Mapping[str, tuple[str, ...]], name: str) -> None:
    missing = [field for field in ("origin", "destination", "class") if field not in matched]
    if "co2_each" not in matched and "co2_all" not in matched:
        missing.append("co2_each")
    if missing:
        said = ", ".join(f"'{spellings[field][0]}'" for field in missing)
        raise FileRefused(f"{name}: the column {said} is missing. Add it to the file of the export and load that.")
    if "co2_each" not in matched and "passengers" not in matched:
        said = spellings["passengers"][0]
        raise FileRefused(f"{name}: the CO2 is of all passengers, and the column '{said}' is missing. Add it.")


class _Rows:
    """The rows below the header."""

    def __init__(
        self, grid: Grid, header: Header, matched: Mapping[str, int], words: Mapping[str, tuple[str, ...]], name: str
    ) -> None:
        self.grid, self.matched, self.words = grid, matched, words
        self.rows = np.arange(header.last + 1, len(grid))
        self.texts = {field: grid.columns[place].take(self.rows).texts() for field, place in matched.items()}
        field = "co2_each" if "co2_each" in matched else "co2_all"
        self.of_all = field == "co2_all"
        column = grid.columns[matched[field]].take(self.rows)
        heading = header.texts[matched[field]]
        unit = said_unit(None, heading, column.uniques, TO_KG)
        if not unit.unit:
            remedy = f"write the unit into the heading '{shown(heading)}', as in 'CO2 per passenger (kg)'."
            raise FileRefused(f"{name}: {remedy}")
        self.to_kg = TO_KG[unit.unit]
        self.given = column
        self.co2 = read_numbers(column, np.ones(len(self.rows), dtype=bool))
        self.passengers: NumberColumn | None = None
        if "passengers" in matched:
            counts = grid.columns[matched["passengers"]].take(self.rows)
            self.passengers = read_numbers(counts, np.ones(len(self.rows), dtype=bool))

    def read(self) -> list[ResultRow]:
        blank = self.grid.blank()
        return [
            self._row(place, int(self.grid.lines[row]))
            for place, row in enumerate(self.rows.tolist())
            if not blank[row]
        ]

    def _row(self, place: int, line: int) -> ResultRow:
        origin, destination = (_airport(self.texts[field][place]) for field in ("origin", "destination"))
        word = str(self.texts["class"][place])
        cabins = self.words.get(fold(word), ())
        passengers = self._passengers(place)
        day, day_problem = self._day(place)
        co2 = float(self.co2.values[place]) * self.to_kg
        if self.of_all and passengers:
            co2 /= passengers
        problem = self._problem(place, origin, destination, word, cabins, passengers, day_problem, co2)
        return ResultRow(
            line, origin, destination, shown(word, 40), cabins, passengers, day,
            None if np.isnan(co2) else co2, f"Line {line}: {problem}" if problem else "",
        )  # fmt: skip

    def _problem(
        self, place: int, origin: str, destination: str, word: str, cabins: tuple[str, ...], passengers: int,
        day_problem: str, co2: float,
    ) -> str:  # fmt: skip
        for field, code in (("origin", origin), ("destination", destination)):
            if not code:
                return (
                    f"'{shown(str(self.texts[field][place]))}' holds no airport code of three letters. Write the code."
                )
        if not cabins:
            return f"the class '{shown(word)}' is not known. Use one of {', '.join(self.words)}."
        if fold(str(self.texts.get("trip", {place: ""})[place])) in _ROUND:
            return "a round trip cannot be laid to its two legs. Ask the calculator for one way."
        if passengers < 1:
            return "the number of passengers is not a whole number of 1 or more. Correct it."
        if day_problem:
            return day_problem
        if np.isnan(co2):
            given = shown(self.given[place])
            return f"'{given}' is no number. Write the result as a number." if given else "it has no result yet."
        return "" if co2 > 0 else "the result is not above zero. Look it up again."

    def _passengers(self, place: int) -> int:
        if self.passengers is None or is_empty(str(self.texts["passengers"][place])):
            return 1
        number = self.passengers.values[place]
        return int(number) if not np.isnan(number) and number >= 1 and number % 1 == 0 else 0

    def _day(self, place: int) -> tuple[date | None, str]:
        text = str(self.texts["date"][place]) if "date" in self.texts else ""
        if is_empty(text):
            return None, ""
        found = _ISO.match(text)
        try:
            day = date(*map(int, found.groups())) if found else None
        except ValueError:
            day = None
        return day, "" if day else f"the date '{shown(text)}' is not written YYYY-MM-DD. Write it so, or leave it out."


def _airport(text: object) -> str:
    """The code in a text such as GVA, or Geneva (GVA)."""
    codes = _CODE.findall(str(text).upper() if len(str(text)) == 3 else str(text))
    return codes[-1] if codes else ""
