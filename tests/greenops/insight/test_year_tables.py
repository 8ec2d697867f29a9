"""Tables whose columns add up, whatever of them is shown together."""

from greenops.insight.naming import LegLinks
from greenops.insight.year_tables import Table, breakdown_tables, route_table
from travel.payers import boundary_of
from travel.small_groups import breakdown
from travel.year_figures import Part, Route, Sums, Waiting, YearBefore, YearFigures, added_up

T = 1_000_000_000  # milligrams in a tonne
DIMENSIONS = ("month", "unit", "cabin", "haul", "traveller_category")
ONE_KEY = {"unit": "0", "cabin": "economy", "haul": "long", "traveller_category": "staff"}
SMALLEST = 5


def part(months: dict[str, int], people: dict[str, int]) -> Part:
    """A side with masses by month in tonnes; every other dimension has one large cell."""
    sums = {month: Sums(legs=1, total_mg=tonnes * T) for month, tonnes in months.items()}
    total = added_up(sums.values())
    others = {name: breakdown(name, {key: total}, {key: 99}, smallest=SMALLEST) for name, key in ONE_KEY.items()}
    month = breakdown("month", sums, people, smallest=SMALLEST, in_order=True)
    return Part(total, {"month": month, **others})


def months_of(inside: Part, added: Part | None, before: Part | None) -> Table:
    figures = YearFigures(
        year=2025, method="icao-13.1", boundary=boundary_of(2025), inside=inside, added=added, added_is_hidden=False,
        unknown_payer=None, unknown_payer_is_hidden=False,
        routes=(Route("GVA", "NBO", Sums(legs=2, total_mg=3 * T)),), routes_left_out=0,
        before=YearBefore(2024, "icao-13.1", before.total, before.by["month"]) if before else None,
        waiting=Waiting({}, {}), units={}, is_whole_organization=True, smallest_group=SMALLEST,
    )  # fmt: skip
    assert route_table(figures, "tCO₂", LegLinks(2025, "icao-13.1", False), 1).printed_rows[0][1][0] == "GVA to NBO"
    return breakdown_tables(figures, "tCO₂", LegLinks(2025, "icao-13.1", False), 1)[0]


def column(table: Table, key: str) -> list[int]:
    place = [column.key for column in table.columns].index(key)
    return [int(row.values[place] or 0) for row in table.rows]  # type: ignore[arg-type]


def total_of(table: Table, key: str) -> int:
    assert table.total is not None
    return int(table.total.values[[column.key for column in table.columns].index(key)] or 0)  # type: ignore[arg-type]


def test_every_column_adds_up_to_its_total() -> None:
    inside = part({"1": 10, "2": 20, "3": 30}, {"1": 9, "2": 3, "3": 9})
    added = part({"2": 4, "3": 5, "7": 6}, {"2": 8, "3": 2, "7": 9})
    before = part({"1": 7, "8": 2, "9": 8}, {"1": 9, "8": 1, "9": 9})
    table = months_of(inside, added, before)
    # inside 10 + 20 + 30, delegates 4 + 5 + 6, year before 7 + 2 + 8
    for key, tonnes in (("emissions", 60), ("added_by_delegates", 15), ("year_before", 17)):
        assert sum(column(table, key)) == total_of(table, key) == tonnes * T


def test_all_months_that_are_not_merged_have_a_line() -> None:
    table = months_of(part({"1": 10, "2": 20, "3": 30}, {"1": 9, "2": 3, "3": 9}), None, None)
    # February is small, January the nearer neighbour by order: ten months and the line of small groups.
    assert [row.values[0] for row in table.rows][:2] == ["March", "April"]
    assert len(table.rows) == 11
    assert table.rows[-1].values[0] == "Small groups together"


def test_without_small_groups_there_is_no_line_for_them() -> None:
    table = months_of(part({"1": 10}, {"1": 9}), None, None)
    assert len(table.rows) == 12
    assert table.note == ""


def test_a_cell_that_is_not_shown_is_a_dash_and_the_note_says_so() -> None:
    added = part({"2": 4, "3": 5}, {"2": 8, "3": 2})
    table = months_of(part({"1": 10, "3": 30}, {"1": 9, "3": 9}), added, None)
    march = next(cells for _url, cells in table.printed_rows if cells[0] == "March")
    assert march[-1] == "–"
    assert "A dash stands for fewer than 5 people" in table.note


def test_the_merged_line_leads_nowhere() -> None:
    table = months_of(part({"1": 10, "2": 20}, {"1": 9, "2": 3}), None, None)
    assert table.rows[-1].url == ""


def test_each_total_shows_its_official_share_where_there_is_one() -> None:
    march = Sums(legs=2, total_mg=10 * T, official_mg=4 * T)
    april = Sums(legs=1, total_mg=30 * T)
    people = {"3": 9, "4": 9}
    total = added_up((march, april))
    others = {name: breakdown(name, {key: total}, {key: 99}, smallest=SMALLEST) for name, key in ONE_KEY.items()}
    month = breakdown("month", {"3": march, "4": april}, people, smallest=SMALLEST, in_order=True)
    table = months_of(Part(total, {"month": month, **others}), None, None)

    place = [column.key for column in table.columns].index("share_official")
    assert {str(row.values[0]): row.values[place] for row in table.rows if row.values[1]} == {"March": 0.4, "April": 0}
    assert table.total is not None
    assert table.total.values[place] == 0.1
    assert "A dash" not in table.note
    without = months_of(part({"1": 10}, {"1": 9}), None, None)
    assert "share_official" not in [column.key for column in without.columns]
