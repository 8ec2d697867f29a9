"""Small groups never stand alone, and never follow by subtraction."""

from travel.small_groups import breakdown
from travel.year_figures import Sums, added_up


def tonnes(value: int) -> Sums:
    return Sums(legs=1, total_mg=value * 1_000_000_000)


def test_large_cells_stand_alone_the_heaviest_first() -> None:
    found = breakdown("unit", {"1": tonnes(2), "2": tonnes(5)}, {"1": 5, "2": 9}, smallest=5)
    assert [cell.keys for cell in found.cells] == [("2",), ("1",)]
    assert found.merged is None


def test_a_small_cell_takes_the_lightest_large_one_with_it() -> None:
    sums = {"1": tonnes(50), "2": tonnes(7), "3": tonnes(20)}
    found = breakdown("unit", sums, {"1": 30, "2": 4, "3": 12}, smallest=5)
    # 4 travellers in unit 2 are too few; unit 3 is the lighter of the other two: 7 t + 20 t = 27 t together.
    assert [cell.keys for cell in found.cells] == [("1",), ("2", "3")]
    assert found.merged is not None
    assert found.merged.sums.total_mg == 27_000_000_000
    assert found.get("2") is None
    assert found.hides("3")


def test_what_is_shown_adds_up_to_the_total() -> None:
    sums = {str(unit): tonnes(unit) for unit in range(1, 10)}
    people = {str(unit): unit for unit in range(1, 10)}
    found = breakdown("unit", sums, people, smallest=5)
    # 1 + 2 + ... + 9 = 45
    assert added_up(cell.sums for cell in found.cells).total_mg == 45_000_000_000


def test_the_merged_cell_has_a_member_that_is_large_enough() -> None:
    found = breakdown("cabin", {"a": tonnes(9), "b": tonnes(3), "c": tonnes(2)}, {"a": 8, "b": 1, "c": 1}, smallest=5)
    # b and c may be the same person: two small cells together prove nothing, so a goes in too.
    assert [cell.keys for cell in found.cells] == [("a", "b", "c")]


def test_months_merge_with_their_neighbour_and_keep_their_order() -> None:
    sums = {str(month): tonnes(month) for month in range(1, 13)}
    people = {str(month): 40 for month in range(1, 13)} | {"8": 2}
    found = breakdown("month", sums, people, smallest=5, in_order=True)
    assert found.merged is not None
    assert found.merged.keys == ("7", "8")
    assert [cell.keys[0] for cell in found.cells[:-1]] == ["1", "2", "3", "4", "5", "6", "9", "10", "11", "12"]


def test_a_cell_that_was_never_counted_counts_as_nobody() -> None:
    found = breakdown("unit", {"1": tonnes(5), "2": tonnes(6)}, {"1": 9}, smallest=5)
    assert found.hides("2")


def test_a_single_small_cell_is_not_named() -> None:
    found = breakdown("unit", {"1": tonnes(5)}, {"1": 1}, smallest=5)
    assert found.get("1") is None
    assert found.hides("1")


def test_nothing_merges_for_those_who_may_see_names() -> None:
    found = breakdown("unit", {"1": tonnes(5), "2": tonnes(6)}, {}, smallest=0)
    assert found.merged is None


def test_cells_without_legs_are_not_lines() -> None:
    found = breakdown("unit", {"1": tonnes(5), "2": Sums()}, {"1": 9}, smallest=5)
    assert [cell.keys for cell in found.cells] == [("1",)]
