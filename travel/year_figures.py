"""The year's air travel as frozen values: what pages, documents and the annual return print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from travel.payers import Boundary


@dataclass(frozen=True, slots=True)
class Sums:
    """What is added up. Masses in milligrams of all passengers, distance in passenger-metres."""

    legs: int = 0
    passenger_legs: int = 0
    distance_m: int = 0
    ttw_mg: int = 0
    wtt_mg: int = 0
    non_co2_mg: int = 0
    total_mg: int = 0
    low_mg: int = 0
    high_mg: int = 0
    estimated_mg: int = 0
    official_mg: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(*(getattr(self, name) + getattr(other, name) for name in SUMS))

    @property
    def passenger_km(self) -> float:
        return self.distance_m / 1000

    @property
    def estimated_share(self) -> float | None:
        """The part of the mass whose place or cabin was assumed, 0 to 1; None where there is no mass."""
        return self.estimated_mg / self.total_mg if self.total_mg else None

    @property
    def official_share(self) -> float | None:
        """The part of the mass that is official results, 0 to 1; None where there is no mass."""
        return self.official_mg / self.total_mg if self.total_mg else None


SUMS = tuple(field.name for field in fields(Sums))


def added_up(parts: Iterable[Sums]) -> Sums:
    total = Sums()
    for part in parts:
        total = total + part
    return total


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of a breakdown. keys: the cells it stands for. is_merged: small groups together."""

    keys: tuple[str, ...]
    sums: Sums
    is_merged: bool = False


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The parts of a total by one dimension, in order, what is merged last. They add up to the total.

    Only months hold ttw_mg, wtt_mg and non_co2_mg.
    """

    dimension: str
    cells: tuple[Cell, ...]

    @property
    def merged(self) -> Cell | None:
        return next((cell for cell in self.cells if cell.is_merged), None)

    def get(self, key: str) -> Sums | None:
        """The sums of one cell; None where it is not there or not shown by itself."""
        return next((cell.sums for cell in self.cells if not cell.is_merged and cell.keys == (key,)), None)

    def hides(self, key: str) -> bool:
        return self.merged is not None and key in self.merged.keys


@dataclass(frozen=True, slots=True)
class Route:
    """One directed airport pair. Of the sums, legs, passenger_legs, distance_m, total_mg are filled.

    from_name, to_name: of places without a code, where they are known.
    """

    origin: str
    destination: str
    sums: Sums
    from_name: str = ""
    to_name: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One side of the delegates switch: its total and its breakdowns by dimension."""

    total: Sums
    by: Mapping[str, Breakdown]


@dataclass(frozen=True, slots=True)
class YearBefore:
    """The year before by the same method, or by its own edition of it, with delegates off.

    Of the sums, legs and total_mg are filled.
    """

    year: int
    method: str
    total: Sums
    months: Breakdown


@dataclass(frozen=True, slots=True)
class WaitingSums:
    """Rows that wait for an answer, and by how much they could move a total: from low to high, in milligrams.

    not_estimated: those among the rows of which nothing can be said before the answer.
    """

    rows: int = 0
    low_mg: int = 0
    high_mg: int = 0
    not_estimated: int = 0

    def __add__(self, other: WaitingSums) -> WaitingSums:
        return WaitingSums(
            self.rows + other.rows,
            self.low_mg + other.low_mg,
            self.high_mg + other.high_mg,
            self.not_estimated + other.not_estimated,
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in a year, by unit, with delegates off and what it could change in their part.

    undated: rows whose year is not known before the answer; they are in no other number.
    """

    inside: Mapping[str, WaitingSums]
    added: Mapping[str, WaitingSums]
    undated: int = 0

    @property
    def off(self) -> WaitingSums:
        return sum(self.inside.values(), WaitingSums())

    @property
    def of_delegates(self) -> WaitingSums:
        return sum(self.added.values(), WaitingSums())

    @property
    def rows(self) -> int:
        return self.off.rows + self.of_delegates.rows + self.undated


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A year's air travel by one method within one boundary.

    inside: travel within the boundary with delegates off. added: what the delegates switch adds; None where
    it adds nothing or where so few people stand behind it that it is not shown (added_is_hidden).
    unknown_payer: the part of inside whose payer is not known; None where too few people stand behind it.
    routes: the largest by mass, inside; routes of too few people are left out. waiting: what no figure here holds
    before it is answered. units: public id, code and
    name by key of the breakdown.
    """

    year: int
    method: str
    boundary: Boundary
    inside: Part
    added: Part | None
    added_is_hidden: bool
    unknown_payer: Sums | None
    unknown_payer_is_hidden: bool
    routes: tuple[Route, ...]
    routes_left_out: int
    before: YearBefore | None
    waiting: Waiting
    units: Mapping[str, UnitName]
    is_whole_organization: bool
    smallest_group: int

    @property
    def off(self) -> Sums:
        return self.inside.total

    @property
    def on(self) -> Sums | None:
        """The total with delegates; None where the addition is not shown."""
        if self.added_is_hidden:
            return None
        return self.inside.total + self.added.total if self.added else self.inside.total

    @property
    def headline(self) -> Sums | None:
        """The total that the boundary asks for."""
        return self.on if self.boundary.delegates else self.off

    @property
    def has_travel(self) -> bool:
        return self.inside.total.legs > 0 or self.added is not None or self.added_is_hidden

    def change_per_cent(self) -> float | None:
        """Against the year before, delegates off; None where there is nothing to compare with."""
        if self.before is None or not self.before.total.total_mg:
            return None
        return 100 * (self.off.total_mg / self.before.total.total_mg - 1)


@dataclass(frozen=True, slots=True)
class UnitName:
    public_id: str
    code: str
    name: str
