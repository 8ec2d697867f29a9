"""What the documents print beside the lines: names, sentences, sites, coverage, signatures. Plain JSON both ways.

A version keeps it when it is frozen, so that its documents never ask the database again.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self


class _FromJson:
    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """From JSON content. Keys that are not ours are left alone: others keep theirs beside them."""
        known = {field.name for field in fields(cls)}  # type: ignore[arg-type]
        return cls(**{name: value for name, value in given.items() if name in known})


@dataclass(frozen=True)
class SiteCard(_FromJson):
    """A facility of the year. Areas in m2; months: how many of the year it was open.

    share: numerator and denominator of our part of the building (R21); None where all of it is ours.
    """

    code: str
    name: str
    city: str
    country: str
    kind: str
    tenure: str = ""
    floor_area_m2: float | None = None
    occupants_own: float | None = None
    occupants_total: float | None = None
    share_basis: str = ""
    share: tuple[float, float] | None = None
    months: int = 12
    certificate: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "share", tuple(self.share) if self.share else None)


@dataclass(frozen=True)
class Personnel(_FromJson):
    """Full-time equivalents by category, with the rule by which they were counted."""

    total: float
    categories: tuple[tuple[str, float], ...]
    rule: str = ""
    explanation: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "categories", tuple((name, number) for name, number in self.categories))


@dataclass(frozen=True)
class TopicCover(_FromJson):
    """For how many sites and persons the data of a topic are complete."""

    topic: str
    sites: int
    sites_complete: int
    persons: float
    persons_covered: float


@dataclass(frozen=True)
class LeftOut(_FromJson):
    """Something inside the minimum boundary that was left out, and why."""

    section: str
    what: str
    reason: str
    site: str = ""


@dataclass(frozen=True)
class Moved(_FromJson):
    """Why a line moved against the year before."""

    code: str
    reason: str


@dataclass(frozen=True)
class Signed(_FromJson):
    """A signature: role in words, name, moment (ISO), what was declared, and the digest it was put under."""

    role: str
    name: str
    at: str
    statement: str
    digest: str


@dataclass(frozen=True)
class TrendPoint(_FromJson):
    """The total of an earlier year (tCO2eq). published: as UNEP printed it, before the system held the year."""

    year: int
    tonnes: float
    source: str
    published: bool = False
    starts_new_series: bool = False


@dataclass(frozen=True)
class BaseYear(_FromJson):
    """The base year, the change that makes it be recalculated, and the target."""

    base_year: int
    threshold_percent: float
    target_year: int | None = None
    target_percent: float | None = None
    policy: str = ""
    decided_by: str = ""


@dataclass(frozen=True)
class Statements:
    """Everything printed that is no line. method: name and words of each choice of the edition, for reading.

    problems: what keeps lines from having a value; warnings: what a reader should know of the inputs.
    electricity_basis: location or market, of the electricity in the total (R09).

    readings: how many readings of the year there are by method; evidenced: how many of them have evidence.
    boundary_off, boundary_on: the sentences of the boundary of travel, without and with delegates.
    """

    organization: str
    abbreviation: str = ""
    is_demonstration: bool = False
    edition_title: str = ""
    edition_mark: str = ""
    method: tuple[tuple[str, str], ...] = ()
    electricity_basis: str = ""
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    boundary_off: str = ""
    boundary_on: str = ""
    sites: tuple[SiteCard, ...] = ()
    personnel: Personnel | None = None
    coverage: tuple[TopicCover, ...] = ()
    readings: tuple[tuple[str, int], ...] = ()
    evidenced: int = 0
    omissions: tuple[LeftOut, ...] = ()
    moved: tuple[Moved, ...] = ()
    base_year: BaseYear | None = None
    signatures: tuple[Signed, ...] = ()
    trend: tuple[TrendPoint, ...] = ()

    def content(self) -> dict[str, Any]:
        """As plain JSON values."""
        return asdict(self)


_LISTS: dict[str, Any] = {
    "method": tuple,
    "problems": str,
    "warnings": str,
    "sites": SiteCard.of,
    "coverage": TopicCover.of,
    "readings": tuple,
    "omissions": LeftOut.of,
    "moved": Moved.of,
    "signatures": Signed.of,
    "trend": TrendPoint.of,
}
_SINGLE: dict[str, Any] = {"personnel": Personnel.of, "base_year": BaseYear.of}


def statements_from(content: Mapping[str, Any]) -> Statements:
    """The inverse of Statements.content; what is not there stays at its default, and other keys are left alone."""
    known = {field.name for field in fields(Statements)}
    given: dict[str, Any] = {}
    for name, value in content.items():
        if name in _LISTS:
            given[name] = tuple(_LISTS[name](item) for item in value)
        elif name in _SINGLE:
            given[name] = _SINGLE[name](value) if value else None
        elif name in known:
            given[name] = value
    return Statements(**given)
