"""Everything that the return of a year is made from, as plain values: read once, used by every edition."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from greenops.annual_return.computed import digest_of
from greenops.annual_return.inventory.entry import Activity

SMALL_GROUPS = "other_groups"  # of travel: what is too small to be shown, together


@dataclass(frozen=True)
class Terms:
    """How a site is held for some months of the year (1 to 12). share: numerator and denominator of our part."""

    months: tuple[int, ...]
    tenure: str
    share_basis: str
    share: tuple[float, float]
    floor_area_m2: float | None = None
    occupants_own: float | None = None
    occupants_total: float | None = None


@dataclass(frozen=True)
class SiteFacts:
    """A site that was open in the year. open_months: which months; terms: in order, empty where none are kept."""

    code: str
    name: str
    city: str
    country: str
    kind: str
    certificate: str
    open_months: tuple[int, ...]
    terms: tuple[Terms, ...]

    @property
    def label(self) -> str:
        return f"{self.name}, {self.city}"

    @property
    def latest(self) -> Terms | None:
        return self.terms[-1] if self.terms else None

    @property
    def floor_area_m2(self) -> float | None:
        """Mean over the twelve months of the year, 0 in those when the site was closed; None where no period gives it.

        Months whose period does not give it have the mean of those that are known.
        """
        return self._mean_of_year("floor_area_m2")

    @property
    def occupants_own(self) -> float | None:
        return self._mean_of_year("occupants_own")

    @property
    def occupants_total(self) -> float | None:
        return self._mean_of_year("occupants_total")

    def _mean_of_year(self, name: str) -> float | None:
        given = [(getattr(terms, name), len(terms.months)) for terms in self.terms]
        known = [(value, months) for value, months in given if value is not None]
        if not known:
            return None
        mean = sum(value * months for value, months in known) / sum(months for _value, months in known)
        return mean * len(self.open_months) / 12


@dataclass(frozen=True)
class Persons:
    site: str
    category: str
    full_time_equivalents: float


@dataclass(frozen=True)
class CountingRule:
    """How people were counted. categories: those in the greenhouse gas inventory."""

    rule: str
    counted_on: str
    categories: tuple[str, ...]
    official_number: float | None
    explanation: str


@dataclass(frozen=True)
class Coverage:
    site: str
    topic: str
    is_complete: bool
    persons_covered: float | None


@dataclass(frozen=True)
class Equipment:
    """A cooling machine and what was done with it in the year. Dates as ISO text, empty where they are not known."""

    site: str
    label: str
    refrigerant: str
    is_in_vehicle: bool
    charge_kg: float
    installed_on: str
    disposed_on: str
    approach: str
    leak_rate_percent: float | None
    installation_loss_percent: float | None
    disposal_loss_percent: float | None
    topped_up_kg: float
    recovered_kg: float
    events: int
    evidenced: int


@dataclass(frozen=True)
class Stock:
    site: str
    refrigerant: str
    opening_kg: float
    purchased_kg: float
    recovered_kg: float
    closing_kg: float


@dataclass(frozen=True)
class VehicleFacts:
    site: str
    label: str
    kind: str
    fuel: str
    ownership: str
    emission_standard: str
    is_electric: bool


@dataclass(frozen=True)
class OffsetFacts:
    tonnes: float
    instrument: str
    project: str
    vintage: int | None
    serials: str
    cancelled_on: str
    has_attestation: bool


@dataclass(frozen=True)
class AnswerFacts:
    """site: empty for an answer of the whole organization."""

    question: str
    site: str
    value: str
    note: str
    has_evidence: bool


@dataclass(frozen=True)
class TravelSums:
    """Of air travel. Masses in milligrams, distance in passenger-metres."""

    passenger_legs: int = 0
    distance_m: int = 0
    total_mg: int = 0
    estimated_mg: int = 0
    official_mg: int = 0


@dataclass(frozen=True)
class Travel:
    """The year's air travel by the return's method. inside: with delegates off; added: what others paid; None where
    so few people stand behind it that it is not shown.

    by: dimension (traveller_category, cabin) -> key -> sums inside, small groups together as `other_groups`.
    flagged: the part inside whose payer is not known. waiting: rows without an answer; they are in no figure.
    """

    method: str
    method_label: str
    method_edition: str
    gas_basis: str
    boundary: str
    sentence_off: str
    sentence_on: str
    inside: TravelSums
    added: TravelSums | None
    flagged: TravelSums
    by: Mapping[str, Mapping[str, TravelSums]]
    waiting_rows: int
    waiting_low_mg: int
    waiting_high_mg: int

    @property
    def is_empty(self) -> bool:
        return not self.inside.passenger_legs and self.added == TravelSums()


@dataclass(frozen=True)
class Warned:
    """Something about the inputs that a reader should know. site, stream: where; empty where it is of all."""

    sentence: str
    site: str = ""
    stream: str = ""


@dataclass(frozen=True)
class Gathered:
    year: int
    sites: tuple[SiteFacts, ...]
    activities: tuple[Activity, ...]
    persons: tuple[Persons, ...]
    rule: CountingRule | None
    coverage: tuple[Coverage, ...]
    equipment: tuple[Equipment, ...]
    stocks: tuple[Stock, ...]
    vehicles: tuple[VehicleFacts, ...]
    offsets: tuple[OffsetFacts, ...]
    answers: tuple[AnswerFacts, ...]
    travel: Travel
    warnings: tuple[Warned, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing is kept of the year: no activity data, no people, no travel, no refrigerants, no answers."""
        kept = (self.activities, self.persons, self.coverage, self.stocks, self.offsets, self.answers)
        return not any(kept) and self.travel.is_empty

    @cached_property
    def inputs_digest(self) -> str:
        """SHA-256 over all of it but the warnings: their sentences are in the language of who asks."""
        values = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "warnings"}
        return digest_of(json.loads(json.dumps(values, default=vars)))

    @cached_property
    def site_by_code(self) -> Mapping[str, SiteFacts]:
        return {site.code: site for site in self.sites}

    @cached_property
    def activities_by_stream(self) -> Mapping[str, tuple[Activity, ...]]:
        found: dict[str, list[Activity]] = {}
        for activity in self.activities:
            found.setdefault(activity.stream, []).append(activity)
        return {stream: tuple(activities) for stream, activities in found.items()}

    @cached_property
    def answer_by_place(self) -> Mapping[tuple[str, str], AnswerFacts]:
        return {(answer.question, answer.site): answer for answer in self.answers}

    @cached_property
    def answers_by_question(self) -> Mapping[str, tuple[AnswerFacts, ...]]:
        found: dict[str, list[AnswerFacts]] = {}
        for answer in self.answers:
            found.setdefault(answer.question, []).append(answer)
        return {question: tuple(answers) for question, answers in found.items()}

    def answer(self, question: str, site: str = "") -> str:
        """Empty where nothing was answered."""
        found = self.answer_by_place.get((question, site))
        return found.value if found else ""

    @cached_property
    def persons_by_site(self) -> Mapping[str, float]:
        """Full-time equivalents of the counted categories."""
        counted = set(self.rule.categories) if self.rule else None
        found: dict[str, float] = {}
        for persons in self.persons:
            if counted is None or persons.category in counted:
                found[persons.site] = found.get(persons.site, 0.0) + persons.full_time_equivalents
        return found

    def covers(self, site: SiteFacts, topic: str, streams: Any) -> bool:
        """The site's data of a topic are complete: said so, or by readings of its streams for all its months."""
        said = self._said.get((site.code, topic))
        if said is not None:
            return said.is_complete
        months = self._months_read.get(site.code, {})
        return any(months.get(stream, 0) >= len(site.open_months) > 0 for stream in streams)

    def persons_covered(self, site: str, topic: str) -> float:
        said = self._said.get((site, topic))
        if said is not None and said.persons_covered is not None:
            return said.persons_covered
        return self.persons_by_site.get(site, 0.0)

    @cached_property
    def _said(self) -> Mapping[tuple[str, str], Coverage]:
        return {(row.site, row.topic): row for row in self.coverage}

    @cached_property
    def _months_read(self) -> Mapping[str, Mapping[str, int]]:
        """Site -> stream -> the most months that one of its details covers."""
        found: dict[str, dict[str, int]] = {}
        for activity in self.activities:
            of_site = found.setdefault(activity.site, {})
            of_site[activity.stream] = max(of_site.get(activity.stream, 0), activity.months)
        return found
