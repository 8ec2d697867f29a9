"""Columns to fields: every column is weighed against every field by its header and by its cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from travel.imports.fields import REPEATED
from travel.imports.header_names import best_name, names
from travel.imports.kinds import ColumnKind
from travel.imports.profile import Profile

# The kinds of values (kinds.py) that a field's column holds. A field not named here may hold any texts.
FIELD_KINDS: Mapping[str, tuple[str, ...]] = {
    "origin": ("airport", "place"), "destination": ("airport", "place"),
    "origin_name": ("place",), "destination_name": ("place",),
    "outbound_origin": ("airport", "place"), "outbound_destination": ("airport", "place"),
    "return_origin": ("airport", "place"), "return_destination": ("airport", "place"),
    "route": ("route",), "stop": ("airport", "place"),
    **dict.fromkeys(("departure_date", "outbound_date", "arrival_date", "trip_start", "trip_end", "return_date",
                     "issue_date", "invoice_date", "posting_date"), ("date",)),
    "booking_letter": ("letter", "cabin"), "period": ("date", "count", "number"),
    "cabin": ("cabin",), "carrier": ("carrier", "number"), "flight_number": ("flight", "count", "number"),
    "mode": ("mode", "document"), "passengers": ("count",), "traveller": ("name",),
    "traveller_type": ("traveller_type",),
    "ticket": ("ticket", "locator", "number"), "exchanged_ticket": ("ticket",), "coupon": ("count",),
    "booking_reference": ("locator", "number", "text"), "status": ("document",), "document_type": ("document", "mode"),
    "amount": ("number", "count"), "distance": ("number", "count"), "distance_miles": ("number", "count"),
    "co2": ("number", "count"), "traveller_category": ("category",),
}  # fmt: skip
# Kinds that tell a field also where the header says nothing, in the order in which columns are taken for fields.
TOLD_BY_CELLS: Mapping[str, tuple[str, ...]] = {
    "airport": ("origin", "destination"), "route": ("route",), "ticket": ("ticket",), "date": ("departure_date",),
    "cabin": ("cabin",), "flight": ("flight_number",), "name": ("traveller",), "mode": ("mode",),
}  # fmt: skip
# Fields whose words have a meaning in a table.
FIELD_TABLES: Mapping[str, tuple[str, ...]] = {
    "cabin": ("cabins",), "status": ("documents", "modes"), "document_type": ("documents", "modes"),
    "mode": ("modes", "documents"), "traveller_type": ("traveller_types",),
    "traveller_category": ("traveller_categories",), "payer": ("payers",), "purpose": ("purposes",),
}  # fmt: skip
_LEAST = 0.35
_LIKE = 0.6
_FITS, _CONTRADICTS = 0.5, 0.2
_OTHERS = 3


@dataclass(frozen=True)
class Match:
    """A field for a column, with what speaks for it."""

    field: str
    confidence: float
    evidence: tuple[str, ...]
    others: tuple[str, ...] = ()


def assign(headers: Sequence[str], kinds: Sequence[ColumnKind], base: Profile | None) -> dict[int, Match]:
    """Position of a column -> its field. base: a profile that knows the file; its columns are taken first."""
    found: dict[int, Match] = {}
    taken: set[str] = set()
    for name, places in (base.match(headers) if base else {}).items():
        for place in places:
            known = f"The profile '{base.label if base else ''}' has this column."
            cells = (f"{kinds[place].evidence(kinds[place].main)}.",) if kinds[place].filled else ()
            found[place] = Match(name, 1.0, (known, *cells))
        taken.add(name)
    weighed = [
        (confidence, -place, name, evidence)
        for place, (header, kind) in enumerate(zip(headers, kinds, strict=True))
        for name in names()
        for confidence, evidence in [weigh(name, header, kind)]
        if confidence >= _LEAST
    ]
    weighed.sort(key=lambda one: (-one[0], -one[1]))
    for confidence, minus_place, name, evidence in weighed:
        place = -minus_place
        if place in found or (name in taken and (name not in REPEATED or base)):
            continue
        found[place] = Match(name, confidence, evidence)
        taken.add(name)
    for place, kind in enumerate(kinds):
        free = [name for name in TOLD_BY_CELLS.get(kind.main, ()) if name not in taken]
        # Two columns of airports that no header names are where from and where to; one alone is neither.
        if place not in found and free and kind.filled and kind.share(kind.main) >= 0.8:
            found[place] = Match(free[0], round(0.6 * kind.share(kind.main), 2), (kind.evidence(kind.main),))
            taken.add(free[0])
    return {place: _with_others(match, place, weighed) for place, match in sorted(found.items())}


def _with_others(match: Match, place: int, weighed: Sequence[tuple[float, int, str, tuple[str, ...]]]) -> Match:
    others = tuple(name for _, minus_place, name, _ in weighed if -minus_place == place and name != match.field)
    return Match(match.field, match.confidence, match.evidence, others[:_OTHERS])


def weigh(name: str, header: str, kind: ColumnKind) -> tuple[float, tuple[str, ...]]:
    """How sure it is that a column is the field, and the sentences that say why."""
    like, said = best_name(name, header)
    if like < _LIKE:
        return 0.0, ()
    by_name = f"The header is a usual name for it ('{said}')." if like == 1.0 else f"The header is like '{said}'."
    wanted = FIELD_KINDS.get(name)
    if wanted is None or not kind.filled:
        return (0.85 if like == 1.0 else round(0.6 * like, 2)), (by_name,)
    share = kind.share(*wanted)
    by_cells = f"{kind.evidence(*wanted)}."
    if share >= _FITS:
        return round(like * (0.75 + 0.24 * share), 2), (by_name, by_cells)
    if share < _CONTRADICTS:
        return (0.6 if like == 1.0 else round(like * 0.45, 2)), (by_name, by_cells)
    return round(like * 0.65, 2), (by_name, by_cells)


def grain_of(found: Mapping[str, int]) -> tuple[str, str]:
    """What one row of the file is, and why it is taken for that."""
    has = set(found)
    ends = {"origin", "destination"} <= has
    if {"outbound_origin", "outbound_destination"} & has and {"return_origin", "return_date"} & has:
        return "direction", "One row has columns of the way out and of the way back."
    if "route" in has and not ends:
        if "booking_id" in has:
            return "booking", "One row has the segments of a whole booking, known by its id."
        return "ticket", "One row has the route of a whole ticket."
    if "segment" in has and not ends:
        return "ticket", "One row has its legs side by side in several columns."
    if "coupon" in has and "ticket" in has:
        return "coupon", "One row has a ticket number with a coupon number."
    if ends and {"parent_line", "posting_date"} & has and "document_type" in has and "departure_date" not in has:
        return "expense", "One row has an amount of some type, with a date of posting and none of travel."
    if ends and "passengers" in has and not {"traveller", "ticket", "traveller_id"} & has:
        return "aggregate", "One row has a number of passengers and no traveller and no ticket."
    if ends and "trip_start" in has and "departure_date" not in has and "ticket" not in has:
        return "direction", "One row has the two ends of a trip and its first day."
    if ends:
        return "segment", "One row has one place of departure and one of arrival."
    if {"distance", "distance_miles"} & has:
        return "distance", "One row has a distance and no places."
    return "segment", "Nothing in the file shows where a flight begins and ends."
