"""Small groups: figures behind which few people stand are shown together with others, never alone."""

from collections.abc import Mapping, Sequence

from travel.year_figures import Breakdown, Cell, Sums, added_up


def breakdown(
    dimension: str,
    sums: Mapping[str, Sums],
    people: Mapping[str, int],
    *,
    smallest: int,
    in_order: bool = False,
) -> Breakdown:
    """The cells of a dimension, with the small ones merged until nobody can be told apart.

    people: how many different persons stand behind each cell; a cell that is not counted counts as nobody.
    smallest: a group is shown from so many people on; 0 shows everything.
    in_order: the dimension has an order of its own (months): what has to be added to a small cell is its
    neighbour and not the smallest other one, and the cells stay in the order given; otherwise the largest
    stands first.

    A person may stand behind several cells, so counts cannot be added: the merged cell is large enough for
    certain only when one of its members is. That member goes in with the small ones, and nothing follows by
    subtraction.
    """
    present = [key for key, value in sums.items() if value.legs]
    small = {key for key in present if people.get(key, 0) < smallest}
    if small:
        companion = _companion(present, small, sums, in_order=in_order)
        if companion is not None:
            small.add(companion)
    shown = [key for key in present if key not in small]
    if not in_order:
        shown.sort(key=lambda key: (-sums[key].total_mg, key))
    cells = [Cell((key,), sums[key]) for key in shown]
    if small:
        keys = tuple(key for key in present if key in small)
        cells.append(Cell(keys, added_up(sums[key] for key in keys), is_merged=True))
    return Breakdown(dimension, tuple(cells))


def _companion(present: Sequence[str], small: set[str], sums: Mapping[str, Sums], *, in_order: bool) -> str | None:
    """The large cell that goes in with the small ones: the nearest in order, or the lightest."""
    large = [key for key in present if key not in small]
    if not large:
        return None
    if not in_order:
        return min(large, key=lambda key: (sums[key].total_mg, key))
    places = [present.index(key) for key in small]
    return min(large, key=lambda key: (min(abs(present.index(key) - place) for place in places), present.index(key)))
