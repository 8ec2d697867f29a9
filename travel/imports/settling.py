"""Which credits take back which legs, over all files: a function of the legs and credits on a ticket alone."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from travel.imports.ledger import TAXES_ONLY, WHOLE

Sector = tuple[str, str]


@dataclass(frozen=True)
class LegLine:
    """A leg as the settling sees it. row: rows of one sale hold together; told: the last import that told it as flown.

    departed: ISO day, '' where not known. fare: of its booking, None where not told.
    """

    id: int
    identity: str
    ticket: str
    traveller: str
    booking: int
    row: tuple[int, int]
    sequence: int
    sector: Sector
    coupon: str
    departed: str
    fare: float | None
    told: int


@dataclass(frozen=True)
class CreditLine:
    """A credit. order: import and row. in_file: settled inside its file, where it took `identities`.

    answer: what an officer said of it: flown, not_flown, or legs:1,2 for those that were flown; '' for nothing.
    """

    id: int
    identity: str
    kind: str
    ticket: str
    traveller: str
    coupons: tuple[int, ...]
    sectors: tuple[Sector, ...]
    identities: frozenset[str]
    amount: float | None
    issued_on: str
    order: tuple[int, int]
    in_file: bool
    answer: str = ""


@dataclass(frozen=True)
class Asked:
    """A credit that needs a word from an officer: why, and which legs it may take."""

    reason: str
    legs: tuple[LegLine, ...]
    fare: float | None


@dataclass
class Settlement:
    """taken: leg id -> credit id; states: credit id -> open, settled or asked; asked: credit id -> what is, or was."""

    taken: dict[int, int] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    asked: dict[int, Asked] = field(default_factory=dict)


def settle(legs: Collection[LegLine], credits: Iterable[CreditLine]) -> Settlement:
    """Decide all credits among these legs: those of money by day of issue, then what statuses say last."""
    found = Settlement()
    ordered = sorted(legs, key=lambda leg: (leg.row, leg.sequence, leg.id))
    credits = list(credits)
    seen: set[str] = set()
    for credit in sorted((one for one in credits if one.kind != "status"), key=lambda one: (one.issued_on, one.order)):
        # A credit that a later file tells again is the same one.
        if credit.identity in seen:
            found.states[credit.id] = "settled"
            continue
        seen.add(credit.identity)
        free = [leg for leg in ordered if leg.id not in found.taken]
        _Deciding(credit, free, found).decide()
    for credit in sorted((one for one in credits if one.kind == "status"), key=lambda one: one.order):
        found.states[credit.id] = "settled"
        for leg in ordered:
            # A booking that is told as flown by a later import counts again.
            if leg.identity in credit.identities and leg.id not in found.taken and leg.told < credit.order[0]:
                found.taken[leg.id] = credit.id
    return found


@dataclass
class _Deciding:
    credit: CreditLine
    free: list[LegLine]
    found: Settlement

    def decide(self) -> None:
        credit = self.credit
        own = [leg for leg in self.free if leg.identity in credit.identities]
        self._take(own)
        legs = self._of_traveller([leg for leg in self.free if leg.ticket == credit.ticket and leg not in own])
        if credit.kind == "void":
            self._take(legs)
        elif credit.in_file:
            self._rest_of_file(legs)
        elif not legs:
            pass
        elif credit.kind == "exchange":
            self._exchange(legs)
        else:
            self._refund(legs)
        settled = credit.in_file or credit.id in self.found.taken.values()
        self.found.states.setdefault(credit.id, "settled" if settled else "open")

    def _take(self, legs: Iterable[LegLine]) -> None:
        for leg in legs:
            self.found.taken[leg.id] = self.credit.id

    def _of_traveller(self, legs: list[LegLine]) -> list[LegLine]:
        """One number may stand on the tickets of two people: the credit's own traveller comes first."""
        same = [leg for leg in legs if leg.traveller == self.credit.traveller]
        return same if same and self.credit.traveller else legs

    def _rest_of_file(self, legs: list[LegLine]) -> None:
        """What a credit that was settled inside its file takes of legs that stand in other files."""
        credit = self.credit
        if not credit.identities or credit.kind == "exchange":
            return
        if credit.coupons:
            self._take(leg for leg in legs if _number(leg) in credit.coupons)
        elif not credit.sectors:
            self._take(legs)

    def _refund(self, legs: list[LegLine]) -> None:
        credit = self.credit
        if credit.coupons and any(leg.coupon for leg in legs):
            self._chosen(legs, [leg for leg in legs if leg.coupon and int_of(leg.coupon) in credit.coupons])
        elif len(credit.sectors) == 1 and all(len(row) == 1 for row in _rows(legs)):
            self._chosen(legs, [leg for leg in legs if leg.sector == credit.sectors[0]][:1])
        elif credit.sectors or credit.coupons:
            self._run(legs)
        elif credit.kind == "tax_refund" or self._taxes_only(legs):
            self._ask("tax_only_refund", legs)
        elif credit.kind == "partial_refund" or self._in_part(legs):
            self._ask("refund_unclear", legs)
        else:
            self._take(legs)

    def _chosen(self, legs: list[LegLine], chosen: list[LegLine]) -> None:
        if self._taxes_only(legs) and chosen and len(chosen) == len(legs):
            self._ask("tax_only_refund", chosen)
        else:
            self._take(chosen)

    def _run(self, legs: list[LegLine]) -> None:
        """The legs of a sale of several that the credit names, by their places or as coupons."""
        for row in _rows(legs):
            taken = matching(row, self.credit.sectors, self.credit.coupons)
            if taken is None:
                continue
            whole = len(taken) == len(row)
            if self.credit.kind == "tax_refund" or (whole and self._taxes_only(row)):
                self._ask("tax_only_refund", row)
            elif whole and self.credit.kind == "partial_refund":
                self._ask("refund_unclear", row)
            else:
                self._take(taken)
            return
        self._ask("credit_mismatch", legs)

    def _exchange(self, legs: list[LegLine]) -> None:
        """The newer ticket replaces what was not flown of the older one."""
        credit = self.credit
        if credit.coupons and any(leg.coupon for leg in legs):
            self._take(leg for leg in legs if leg.coupon and int_of(leg.coupon) in credit.coupons)
            return
        unclear: list[LegLine] = []
        for row in _rows(legs):
            departed = row[0].departed
            if not (credit.issued_on and departed and departed < credit.issued_on and not credit.coupons):
                taken: Sequence[LegLine] | None = row
                if credit.coupons:
                    taken = matching(row, (), credit.coupons)
                self._take(taken or ())
            elif len(row) > 1:
                taken = matching(row, credit.sectors, ()) if credit.sectors else None
                if taken and len(taken) < len(row):
                    self._take(taken)
                else:
                    unclear += row
        if unclear:
            self._ask("exchange_unclear", unclear)

    def _ask(self, reason: str, legs: list[LegLine]) -> None:
        credit = self.credit
        if credit.answer == "not_flown":
            self._take(legs)
        elif credit.answer.startswith("legs:"):
            flown = {int(number) for number in credit.answer.removeprefix("legs:").split(",") if number.isdigit()}
            self._take(leg for place, leg in enumerate(legs, start=1) if place not in flown)
        self.found.states[credit.id] = "settled" if credit.answer else "asked"
        self.found.asked[credit.id] = Asked(reason, tuple(legs), _fare(legs))

    def _taxes_only(self, legs: Sequence[LegLine]) -> bool:
        fare, back = _fare(legs), self.credit.amount
        return bool(fare and back and 0 < back < TAXES_ONLY * fare)

    def _in_part(self, legs: Sequence[LegLine]) -> bool:
        fare, back = _fare(legs), self.credit.amount
        return bool(fare and back is not None and back < WHOLE * fare)


def matching(row: Sequence[LegLine], sectors: Sequence[Sector], numbers: Sequence[int]) -> list[LegLine] | None:
    """The legs of a sale that a credit names: the last ones that fit, in one run if possible."""
    if not sectors:
        chosen = [leg for leg in row if leg.sequence in numbers]
        return chosen if len(chosen) == len(numbers) else None
    size = len(sectors)
    for begin in range(len(row) - size, -1, -1):
        run = row[begin : begin + size]
        if [leg.sector for leg in run] == list(sectors):
            return list(run)
    chosen = []
    for wanted in reversed(sectors):
        leg = next((leg for leg in reversed(row) if leg.sector == wanted and leg not in chosen), None)
        if leg is None:
            return None
        chosen.append(leg)
    return chosen


def int_of(coupon: str) -> int:
    return int(coupon) if coupon.isdigit() else 0


def _number(leg: LegLine) -> int:
    return int_of(leg.coupon) or leg.sequence


def _rows(legs: Iterable[LegLine]) -> list[list[LegLine]]:
    by_row: dict[tuple[int, int], list[LegLine]] = {}
    for leg in legs:
        by_row.setdefault(leg.row, []).append(leg)
    return list(by_row.values())


def _fare(legs: Iterable[LegLine]) -> float | None:
    """What the bookings of these legs cost; None where no price is told."""
    by_booking = {leg.booking: leg.fare for leg in legs if leg.fare and leg.fare > 0}
    return sum(by_booking.values()) if by_booking else None
