"""The return that was worked by hand in docs/worked_return, against the system, to the last digit.

Where one of these fails after a change of the demonstration or of a factor, the sheet is no more about what the system
computes: put the new inputs into docs/worked_return/*.csv, work the lines again, write the system's values beside them.
"""

import csv
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import isclose
from pathlib import Path

import openpyxl
import pytest

from greenops.annual_return.computation import compute_return
from greenops.annual_return.computed import ComputedReturn
from greenops.annual_return.gathering import gather as gathering
from greenops.annual_return.gathering.gathered import Travel, TravelSums
from greenops.annual_return.models import ActivityReading
from greenops.demo import activity as demo
from greenops.demo.boundary import make_boundary
from greenops.demo.organization import make_organization
from tests.greenops.annual_return.worked_sheets import FOLDER, SHEETS, WORKBOOK, Book

REFERENCE = Path(__file__).resolve().parents[3] / "greenops/reference"
YEAR = 2024
LAST_DIGIT = Fraction(1, 10**12)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
KEYS = ("site__code", "stream", "detail", "channel", "route", "method", "unit")
TYPED = frozenset({"air", "offsets", "vehicles"})  # sheets of inputs alone


@pytest.fixture(scope="module")
def book() -> Book:
    return Book()


@dataclass(frozen=True)
class System:
    """What the system makes of the demonstration. readings: of the year, by what tells them apart."""

    computed: ComputedReturn
    readings: dict[tuple[str | int, ...], Decimal]


@cache
def system_of_the_demonstration() -> System:
    """Made once for all tests of the module: it is plain values, and the database forgets the demonstration again."""
    make_organization()
    make_boundary()
    demo.make_activity()
    rows = ActivityReading.objects.filter(year=YEAR).values_list(*KEYS, "month", "months", "quantity")
    readings = {(*keys, MONTHS[month - 1], months): quantity for *keys, month, months, quantity in rows}
    return System(compute_return(YEAR), readings)


@pytest.fixture
def system(db, monkeypatch, book):
    """Without its bookings: air travel is what the sheet takes as given."""
    monkeypatch.setattr(gathering, "travel_of", lambda year: kept_travel(book))
    made = demo.readings_of
    monkeypatch.setattr(demo, "readings_of", lambda one, year: made(one, year) if year == YEAR else [])
    return system_of_the_demonstration()


def kept_travel(book: Book) -> Travel:
    def whole(name: str) -> int:
        return int(book.value(name))

    def parts(dimension: str) -> dict[str, TravelSums]:
        head, tail = f"air_{dimension}_", "_mg"
        found = [name for name in book.names if name.startswith(head)]
        return {name.removeprefix(head).removesuffix(tail): TravelSums(1, 1, whole(name)) for name in found}

    return Travel(
        method="icao-13.1",
        method_label="ICAO-style estimate",
        method_edition="13.1",
        gas_basis="CO2",
        boundary="2020",
        sentence_off="Paid by us.",
        sentence_on="With delegates.",
        inside=TravelSums(
            *map(whole, ("air_flights", "air_distance_m", "air_total_mg", "air_estimated_mg", "air_official_mg"))
        ),
        added=TravelSums(
            *map(whole, ("air_flights_paid_by_others", "air_distance_paid_by_others_m", "air_paid_by_others_mg"))
        ),
        flagged=TravelSums(total_mg=whole("air_payer_unknown_mg")),
        by={"traveller_category": parts("category"), "cabin": parts("cabin")},
        waiting_rows=whole("air_waiting_rows"),
        waiting_low_mg=0,
        waiting_high_mg=0,
    )


def test_every_line_that_has_a_value_is_worked_and_no_other(system, book):
    known = {line.code for line in system.computed.lines if line.value is not None}
    assert {row["code"] for row in book.records("lines")} == known
    assert len(known) > 150
    assert system.computed.problems == ()


def test_every_line_agrees_with_the_hand_to_the_last_digit(system, book):
    apart = []
    for row in book.records("lines"):
        by_hand, by_system = book.value(row["name"]), system.computed.line(row["code"]).value
        if isinstance(by_hand, Fraction):
            if abs(Fraction(by_system) - by_hand) > abs(by_hand) * LAST_DIGIT:
                apart.append(f"{row['code']} {row['label']}: by hand {float(by_hand)!r}, by the system {by_system!r}")
        elif by_hand != by_system:
            apart.append(f"{row['code']} {row['label']}: by hand {by_hand}, by the system {by_system}")
    assert apart == []


def test_the_column_of_the_system_is_what_the_system_says(system, book):
    for row in book.records("lines"):
        line = system.computed.line(row["code"])
        value = line.value
        written = str(value).upper() if isinstance(value, bool) else value if isinstance(value, str) else None
        assert row["system"] == (format(Decimal(repr(value)), "f") if written is None else written), row["code"]
        assert (row["label"], row["unit"]) == (line.label, line.unit)


def test_the_rules_behind_its_lines_are_those_that_the_note_names(system):
    behind = {rule for line in system.computed.lines if line.value is not None for rule in line.rules}
    assert {f"R{number:02}" for number in range(1, 34)} - behind == {"R22", "R23", "R28", "R31", "R32", "R33"}


def test_every_reading_of_the_year_is_typed_and_no_other(system, book):
    headings = ("site", "stream", "detail", "collection", "route", "method", "unit")
    typed = {
        (*(row[heading] for heading in headings), month, 12 if row["read"] == "once a year" else 1): Decimal(row[month])
        for row in book.records("readings")
        for month in MONTHS
        if row[month]
    }
    assert sorted(set(typed.items()) ^ set(system.readings.items())) == []


def test_every_factor_is_the_row_that_it_names(book):
    named = [row for row in book.records("factors") if row["edition"]]
    assert len(named) > 50
    for row in named:
        wanted = dict(part.split("=") for part in row["row"].split(" "))
        with (REFERENCE / row["edition"] / row["file"]).open(encoding="utf-8") as table:
            found = [one for one in csv.DictReader(table) if wanted.items() <= one.items()]
        assert [one[row["column"]] for one in found] == [row["typed"]], row["name"]


def test_the_gases_of_a_fuel_add_up_to_what_its_factor_gives(book):
    assert set(book.under("fuels", "difference")) == {Fraction(0)}
    assert len(book.rows["fuels"]) > 5


def test_nothing_that_is_worked_is_typed(book):
    results = {"value", "kg CO2e", "kg CO2e outside kyoto", "difference", "location", "renewable kWh"}
    typed = [
        (sheet, row["name"], heading)
        for sheet in set(SHEETS) - TYPED
        for row in book.records(sheet)
        for heading in results & row.keys()
        if row[heading] and not row[heading].startswith("=")
    ]
    assert typed == [("refrigerants", "leak_NBO_first_floor", "value")]  # 0: it is in the account of its refrigerant


def test_the_workbook_has_the_same_cells_with_live_formulas(book):
    made = openpyxl.load_workbook(WORKBOOK)
    assert made.sheetnames == list(SHEETS)
    for sheet, rows in book.rows.items():
        assert made[sheet].dimensions.endswith(str(len(rows)))
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row, start=1):
                held = made[sheet].cell(number, column).value
                value = book.cell(sheet, number, column)
                is_typed_number = isinstance(value, Fraction) and not text.startswith("=")
                if is_typed_number:  # written with sixteen digits
                    assert isclose(held, float(value), rel_tol=1e-15), (sheet, number, column)
                else:
                    assert held == (text or None), (sheet, number, column)
    names = {name: found.attr_text.replace("$", "").split("!") for name, found in made.defined_names.items()}
    assert {name.lower() for name in names} == {name.lower() for name in (*book.names, *book.columns)}
    assert len({name.lower() for name in names}) == len(book.names) + len(book.columns)
    for name, (sheet, row, column) in book.names.items():
        assert made[names[name][0]][names[name][1]] is made[sheet].cell(row, column), name


def test_the_folder_holds_what_the_note_lists():
    note = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert {path.name for path in FOLDER.iterdir()} == {"README.md", WORKBOOK.name, *(f"{name}.csv" for name in SHEETS)}
    assert [name for name in SHEETS if f"`{name}.csv`" not in note] == []


def test_every_figure_says_what_it_is_made_from_and_each_input_opens(system):
    numbers = [
        line
        for line in system.computed.lines
        if isinstance(line.value, int | float) and not isinstance(line.value, bool)
    ]
    without_inputs = {line.code for line in numbers if not line.inputs}
    shut = {given.key for line in numbers for given in line.inputs if not given.link and "line:" not in given.key}
    said = {line.code: line.equation for line in numbers if not line.equation}
    emitted = [given for line in numbers if line.unit == "tCO2eq" for given in line.inputs if "/" in given.key]
    mute = {given.key for given in emitted if given.factors and not given.equation}

    assert {line.value for line in numbers if line.code in without_inputs} <= {0}
    assert shut == set()
    assert mute == set()
    assert said.keys() <= {"1.13"}, said  # the official number is what somebody wrote
