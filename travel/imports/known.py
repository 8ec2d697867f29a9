"""What earlier imports tell of a file's rows: legs told again, what differs, tickets that another source told."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from travel.emissions.haul import BANDS, haul_band_codes

# What may differ between two tellings of a leg, with the word for it in a sentence.
FIELDS: Mapping[str, str] = {
    "origin": "from",
    "destination": "to",
    "departed_on": "departed",
    "counted_on": "date",
    "date_basis": "date taken from",
    "cabin": "cabin",
    "passengers": "passengers",
    "aircraft": "aircraft",
    "flight_number": "flight",
    "cost_centre": "cost centre",
    "traveller_category": "traveller category",
    "payer": "paid by",
    "event": "event",
    "coupon": "coupon",
}
# What comes with the places of a leg and is no news of its own.
FOLLOWING = ("distance_m", "haul", "place_quality", "mode")
_DATES = ("departed_on", "counted_on", "date_basis")
_BETTER_FIRST = ("departure", "trip_start", "arrival", "issue", "invoice", "posting", "period")

Values = Mapping[str, Any]


class Earlier(Protocol):
    """What the reading asks of earlier imports; identities, tickets and travellers are those of the reading."""

    def legs(self, identities: Collection[str]) -> pd.DataFrame:
        """The legs among these, indexed by identity: leg_id, in_force, where ('march.csv line 12'), taken_by (where
        it was taken back, or ''), revives (only a status took it back, so that a new one can count it again), and
        FIELDS and FOLLOWING as stored (dates as ISO text or '')."""
        ...

    def credits(self, identities: Collection[str]) -> Mapping[str, str]:
        """Of these identities of credits, those that are known, with where they stand."""
        ...

    def on_tickets(self, tickets: Collection[str], *, of_others: bool = False) -> pd.DataFrame:
        """Legs on these tickets: ticket, source, origin, destination, where. of_others: those of other sources."""
        ...

    def of_travellers(self, travellers: Collection[str]) -> pd.DataFrame:
        """Legs of these travellers told by other sources: traveller, ticket, origin, destination, day, where."""
        ...

    def seen_from(self, source: str) -> "Earlier":
        """The same, for a file of this source."""
        ...


LEG_COLUMNS = ("leg_id", "in_force", "where", "taken_by", "revives", *FIELDS, *FOLLOWING)
TICKET_COLUMNS = ("ticket", "source", "origin", "destination", "where")
TRAVELLER_COLUMNS = ("traveller", "ticket", "origin", "destination", "day", "where")


@dataclass(frozen=True)
class Nothing:
    """No earlier import, or only the bare identities of its legs."""

    identities: frozenset[str] = frozenset()

    def legs(self, identities: Collection[str]) -> pd.DataFrame:
        found = sorted(self.identities.intersection(identities))
        frame = pd.DataFrame(index=pd.Index(found, dtype=object), columns=list(LEG_COLUMNS), dtype=object)
        return frame.assign(leg_id=0, in_force=True, where="an earlier import", taken_by="", revives=False)

    def credits(self, identities: Collection[str]) -> Mapping[str, str]:
        return {}

    def on_tickets(self, tickets: Collection[str], *, of_others: bool = False) -> pd.DataFrame:
        return pd.DataFrame(columns=list(TICKET_COLUMNS), dtype=object)

    def of_travellers(self, travellers: Collection[str]) -> pd.DataFrame:
        return pd.DataFrame(columns=list(TRAVELLER_COLUMNS), dtype=object)

    def seen_from(self, source: str) -> "Earlier":
        return self


@dataclass(frozen=True, eq=False)
class ToldAgain:
    """Legs of the file that earlier imports told. at: their positions among the file's legs; before: as stored."""

    at: npt.NDArray[np.int64]
    identities: npt.NDArray[np.object_]
    before: pd.DataFrame

    def at_identities(self, identities: npt.NDArray[np.object_]) -> "ToldAgain":
        """The same legs at the positions where they stand by now. identities: of all legs of the file."""
        at = np.flatnonzero(pd.Index(identities).isin(self.identities))
        order = pd.Series(np.arange(len(self.identities)), index=self.identities)
        order = order[~order.index.duplicated()]
        kept = order.loc[identities[at]].to_numpy()
        return ToldAgain(at.astype(np.int64), self.identities[kept], self.before.iloc[kept].reset_index(drop=True))


def find_told_again(identities: npt.NDArray[np.object_], earlier: Earlier) -> ToldAgain:
    found = earlier.legs(identities.tolist())
    if not len(found):
        return ToldAgain(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=object), found)
    at = np.flatnonzero(pd.Index(identities).isin(found.index))
    return ToldAgain(at.astype(np.int64), identities[at], found.loc[identities[at]].reset_index(drop=True))


def own_values(legs: pd.DataFrame) -> pd.DataFrame:
    """What the rows of the file say of legs, in the form of `before`. legs: as frames.legs_frame gives them."""
    told = pd.DataFrame({name: legs[name] for name in FIELDS if name not in _DATES})
    for name in ("departed_on", "counted_on"):
        told[name] = legs[name].dt.strftime("%Y-%m-%d").astype(object).where(legs[name].notna(), "")
    told["date_basis"] = legs["date_basis"]
    for name, width in (("aircraft", 40), ("flight_number", 12), ("cost_centre", 80), ("event", 120), ("coupon", 4)):
        told[name] = told[name].fillna("").str.slice(0, width)
    km = legs["distance_km"].to_numpy(dtype=float)
    told["distance_m"] = np.rint(np.nan_to_num(km) * 1000).astype(np.int64)
    told["haul"] = np.array(BANDS, dtype=object)[haul_band_codes(np.nan_to_num(km))]
    told["place_quality"], told["mode"] = legs["place_quality"].to_numpy(), legs["mode"].to_numpy()
    return told


def differing(before: pd.DataFrame, told: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which rows of the two frames differ in a field; both in the same order."""
    different = np.zeros(len(before), dtype=bool)
    for name in FIELDS:
        different |= (before[name].to_numpy(dtype=object) != told[name].to_numpy(dtype=object)).astype(bool)
    return different


def merged(before: Values, told: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two tellings of one leg: what the later one changes (field -> its value), and what of it is not taken over.

    Blank and unknown never overwrite, nor does a worse date a better one (that of a paper the day of travel).
    """
    changes: dict[str, Any] = {}
    own: dict[str, Any] = {}
    dated = _rank(told["date_basis"]) <= _rank(before["date_basis"]) and bool(told["counted_on"])
    moved = bool(told["origin"] and told["destination"] and told["distance_m"]) and (
        told["origin"] != before["origin"] or told["destination"] != before["destination"]
    )
    for name in FIELDS:
        if told[name] == before[name]:
            continue
        if name in _DATES:
            takes = dated and (name != "departed_on" or bool(told[name]))
        elif name in ("origin", "destination"):
            takes = moved
        else:
            takes = told[name] not in ("", "unknown")
        (changes if takes else own)[name] = told[name]
    for name in FOLLOWING:
        if told[name] != before[name] and moved:
            changes[name] = told[name]
    return changes, own


def _rank(basis: str) -> int:
    return _BETTER_FIRST.index(basis) if basis in _BETTER_FIRST else len(_BETTER_FIRST)


def difference_sentence(changes: Values, before: Values) -> str:
    """What differs, field by field: 'cabin economy -> business; passengers 1 -> 2'."""
    return "; ".join(
        f"{FIELDS[name]} {shown_value(before[name])} -> {shown_value(value)}"
        for name, value in changes.items()
        if name in FIELDS
    )


def shown_value(value: object) -> str:
    """A value of a leg as it is read to people."""
    return str(value).replace("_", " ") if value not in ("", None) else "nothing"
