"""A profile checked against the header of a new file: columns that are gone, and what most likely replaces them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from travel.imports.grid import Grid, TextColumn
from travel.imports.header_names import likeness
from travel.imports.kinds import column_kind
from travel.imports.matching import FIELD_KINDS
from travel.imports.profile import TEMPLATE, Profile, profiles
from travel.imports.table import Header, find_header

# How like a header must be to be taken for the one that is missing; where its cells do not fit, it never is.
_CERTAIN = 0.62
_FITS = 0.5
# A file is taken for one of a profile's with changed headers when so many of its columns are there as they were.
_FEWEST, _MOST_MISSING = 4, 2


@dataclass(frozen=True)
class HeaderChange:
    """A column that the profile expects and the file lacks under that name; found is '' when none replaces it."""

    field: str
    expected: str
    found: str
    sentence: str


def adapt(
    profile: Profile, headers: Sequence[str], columns: Sequence[TextColumn]
) -> tuple[Profile, tuple[HeaderChange, ...]]:
    """The profile with the replacing columns added, and every change with its sentence.

    Our template knows many names for each field, of which any file has few: for it nothing is missing.
    """
    if profile.key == TEMPLATE:
        return profile, ()
    matched = profile.match(headers)
    free = [
        place for place in range(len(headers)) if place not in {one for places in matched.values() for one in places}
    ]
    lacking = {name for choice in profile.missing(matched) for one in choice.split(" or ") for name in one.split("+")}
    changes: list[HeaderChange] = []
    added: dict[str, tuple[str, ...]] = {}
    for name, spellings in profile.columns.items():
        if name in matched or not spellings or name in profile.constants:
            continue
        place = _replacing(name, spellings, headers, columns, free)
        if place is not None:
            free.remove(place)
            found = headers[place]
            added[name] = (*spellings, found)
            changes.append(HeaderChange(name, spellings[0], found, f"The column {spellings[0]} is now {found}."))
        elif name in lacking or profile.key not in profiles():
            said = f"The column {spellings[0]} is not in this file."
            changes.append(HeaderChange(name, spellings[0], "", said))
    if not added:
        return profile, tuple(changes)
    return replace(profile, columns={**profile.columns, **added}), tuple(changes)


def _replacing(
    name: str, spellings: Sequence[str], headers: Sequence[str], columns: Sequence[TextColumn], free: Sequence[int]
) -> int | None:
    """The column that has the likest name among those that no field claims, when its values are of the field's kind."""
    likest = [(max(likeness(headers[place], said) for said in spellings), -place) for place in free if headers[place]]
    for like, minus_place in sorted(likest, reverse=True):
        if like < _CERTAIN:
            return None
        wanted = FIELD_KINDS.get(name)
        kind = column_kind(columns[-minus_place])
        if wanted is None or not kind.filled or kind.share(*wanted) >= _FITS:
            return -minus_place
    return None


def changed_profile(grids: Sequence[Grid], among: Sequence[Profile], chosen: Profile | None) -> Profile | None:
    """A profile that would know the file but for one or two required columns that go by a new name; else None.

    chosen: the profile that reads it as it is; only our template, which reads much, gives way to one that knows more.
    """
    if chosen is not None and chosen.key != TEMPLATE:
        return None
    best: tuple[int, Profile] | None = None
    if chosen is not None:
        told = (sum(map(len, chosen.match(header.texts).values())) for _, header in headed(grids, chosen))
        best = (max(told, default=0) - 1, chosen)
    for profile in among:
        if profile.key == TEMPLATE:
            continue
        for grid, header in headed(grids, profile):
            matched = profile.match(header.texts)
            missing = profile.missing(matched)
            known = sum(map(len, matched.values()))
            if not missing or len(missing) > _MOST_MISSING or known < _FEWEST or known < len(profile.required):
                continue
            adapted, _ = adapt(profile, header.texts, grid.columns)
            if not adapted.missing(adapted.match(header.texts)) and (best is None or known > best[0]):
                best = (known, profile)
    return best[1] if best and best[1] is not chosen else None


def headed(grids: Sequence[Grid], profile: Profile) -> list[tuple[Grid, Header]]:
    """The visible sheets in which the profile finds a header."""
    found = [(grid, find_header(grid, [profile])) for grid in grids if grid.visible]
    return [(grid, header) for grid, header in found if header is not None]
