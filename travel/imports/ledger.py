"""Credits, exchanges and voids of a file set against the rows that they take back."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from travel.imports.chains import Chains
from travel.imports.documents import Documents
from travel.imports.questions import Ask
from travel.imports.reasons import sentence
from travel.imports.rows import Mask, Rows
from travel.imports.tickets import coupons, ticket_key
from travel.imports.verdicts import Verdicts
from travel.imports.wording import flown_ask, flown_legs

Token = tuple[str, str]

# A credit of less than a quarter of the fare is mostly the taxes of a ticket that lapsed; one of more than three
# quarters gives the ticket back less a fee. Between the two only coupons or a route can tell.
TAXES_ONLY, WHOLE = 0.25, 0.75
_STATED = ("status_refunded", "status_cancelled")


@dataclass(frozen=True)
class Credit:
    """What one row takes back. open: its ticket is not in this file. legs and coupons as far as the row tells.

    Beside that what makes it the same in another file (identity, traveller), its legs' places as they were looked up,
    and the identities of the legs that it takes for certain.
    """

    row: int
    kind: str
    ticket: str
    coupons: tuple[int, ...]
    legs: tuple[Token, ...]
    open: bool
    identity: str = ""
    traveller: str = ""
    sectors: tuple[Token, ...] = ()
    leg_identities: tuple[str, ...] = ()
    amount: float | None = None
    issued_on: str = ""


@dataclass(eq=False)
class Ledger:
    """Applies credits to sales. tickets: comparable ticket number by row; departed: first date by row.

    elsewhere: tells of tickets which of them earlier imports hold, and where: their credits are settled over all files.
    known: rows whose legs earlier imports hold; an exchange among them still replaces what it names.
    """

    rows: Rows
    verdicts: Verdicts
    documents: Documents
    chains: Chains
    tickets: npt.NDArray[np.object_]
    travellers: npt.NDArray[np.object_]
    departed: npt.NDArray[np.datetime64]
    issued: npt.NDArray[np.datetime64]
    elsewhere: Callable[[Collection[str]], Mapping[str, str]]
    known: Mask
    credits: list[Credit] = field(default_factory=list)
    taken_by: dict[int, int] = field(default_factory=dict)
    takes: dict[int, list[int]] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    earlier: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.coupon = self.rows.column("coupon")
        self.used = self.rows.column("coupons_used")
        self.sales: dict[str, list[int]] = {}
        self.stated: dict[str, list[int]] = {}
        self.by_price: dict[tuple[str, tuple[Token, ...], float], list[int]] = {}

    def apply(self) -> None:
        """Enter the verdicts of credits and of the rows that they take back; clear legs given back in part."""
        live = self.verdicts.open
        kind = self.documents.kind
        exchanged = self._exchanged_tickets()
        credit = np.flatnonzero((self.documents.credit | (kind == "void")) & live)
        named = [(row, self._target(row)) for row in credit.tolist()]
        renewed = [
            (row, exchanged[row])
            for row in np.flatnonzero((live | self.known) & ~self.documents.credit).tolist()
            if exchanged[row]
        ]
        wanted = {ticket for _, ticket in [*named, *renewed]} - {""}
        self.earlier = self.elsewhere(wanted) if wanted else {}
        taking = self.documents.credit | (kind == "void")
        for row in np.flatnonzero(live & ~taking & (self.chains.count > 0)).tolist():
            if self.tickets[row] in wanted:
                self.sales.setdefault(self.tickets[row], []).append(row)
        says_so = np.isin(self.verdicts.reason.astype(str), _STATED)
        for row in np.flatnonzero(says_so & ~taking & (self.chains.count > 0)).tolist():
            if self.tickets[row] in wanted:
                self.stated.setdefault(self.tickets[row], []).append(row)
        for row, ticket in renewed:
            self._exchange(row, ticket)
        for row, ticket in named:
            if kind[row] in ("void", "void_document"):
                self._void(row, ticket)
            else:
                self._refund(row, ticket)

    def taken_identities(self, identities: npt.NDArray[np.object_]) -> dict[int, tuple[str, ...]]:
        """By row of a credit, the identities of the legs of this file that it takes."""
        return {row: tuple(identities[legs].tolist()) for row, legs in self.takes.items() if legs}

    def _exchanged_tickets(self) -> npt.NDArray[np.object_]:
        """The older ticket that a sale names, by row; '' where none."""
        found = np.full(self.rows.size, "", dtype=object)
        for name in ("exchanged_ticket", "related_document"):
            if self.rows.has(name):
                keys = self.rows.column(name).map(ticket_key, object)
                found = np.where((found == "") & (keys != self.tickets), keys, found)
        return found

    def _target(self, row: int) -> str:
        """The ticket that a credit takes back: the related document where it names one, else its own number."""
        for name in ("related_document", "exchanged_ticket"):
            if key := ticket_key(self.rows.column(name)[row]):
                return key
        return str(self.tickets[row])

    def _candidates(self, ticket: str) -> list[int]:
        return [row for row in self.sales.get(ticket, []) if self.verdicts.reason[row] is None]

    def _void(self, row: int, ticket: str) -> None:
        found = self._candidates(ticket) if ticket else []
        for sale in found:
            self._cancel(sale, row, "voided")
        if self.documents.kind[row] != "void_document":
            # A row that says of itself that it is void is none, beside its sale or alone: enter_voids names it.
            if ticket:
                self.credits.append(Credit(row, "void", ticket, (), (), open=False))
            return
        if found:
            self._credited(row, found, ticket)
        else:
            self._open(row, ticket)

    def _refund(self, row: int, ticket: str) -> None:
        found = self._same_traveller(row, self._candidates(ticket) if ticket else [])
        found = found or self._turned(row)
        legs = tuple(self.chains.tokens(row))
        named = coupons(self.used[row]) or self._own_coupon(row)
        if stated := [] if ticket in self.earlier else self._stated(row, ticket, legs, named, found):
            self._credited(row, stated, ticket, legs, named)
            return
        if not found or ticket in self.earlier:
            self._open(row, ticket, legs, named)
            return
        if named and any(self.coupon[sale] for sale in found):
            chosen = [sale for sale in found if self._has_coupon(sale, named)]
            self._take(row, found, chosen, legs, named, ticket)
        elif len(legs) == 1 and all(self.chains.count[sale] == 1 for sale in found):
            chosen = [sale for sale in found if self._tokens(sale) == legs and self._same_day(row, sale)][:1]
            self._take(row, found, chosen, legs, named, ticket)
        elif legs or named:
            self._take_legs(row, found, legs, named, ticket)
        else:
            self._by_amount(row, found, ticket)

    def _stated(
        self, row: int, ticket: str, legs: tuple[Token, ...], named: tuple[int, ...], found: Sequence[int]
    ) -> list[int]:
        """Rows of the ticket that the credit means and that say themselves that they were given back."""
        own = self._same_traveller(row, self.stated.get(ticket, []))
        if named and any(self.coupon[sale] for sale in own):
            own = [sale for sale in own if self._has_coupon(sale, named)]
        elif legs:
            own = [sale for sale in own if self._tokens(sale) == legs]
        # A row that tells a status of a sale which stands beside it leaves the sale to be taken back.
        live = {self._tokens(sale) for sale in found}
        return [sale for sale in own if self._tokens(sale) not in live]

    def _own_coupon(self, row: int) -> tuple[int, ...]:
        """A credit of a coupon file may name its coupon in the same column as the sale does."""
        return coupons(self.coupon[row]) if self.rows.profile.grain == "coupon" else ()

    def _has_coupon(self, sale: int, named: tuple[int, ...]) -> bool:
        own = coupons(self.coupon[sale])
        return bool(own) and set(own) <= set(named)

    def _tokens(self, row: int) -> tuple[Token, ...]:
        return tuple(self.chains.tokens(row))

    def _same_day(self, row: int, sale: int) -> bool:
        mine, other = self.departed[row], self.departed[sale]
        return bool(np.isnat(mine) or np.isnat(other) or mine == other)

    def _same_traveller(self, row: int, found: Iterable[int]) -> list[int]:
        """One number may stand on the tickets of two people: the credit's own traveller comes first."""
        found = list(found)
        same = [sale for sale in found if self.travellers[sale] == self.travellers[row]]
        return same if same and self.travellers[row] else found

    def _turned(self, row: int) -> list[int]:
        """A row of the same traveller and legs with the amount turned, for credits under a number of their own."""
        back, legs = self._amount(row), self._tokens(row)
        if not (self.travellers[row] and legs and back > 0):
            return []
        if not self.by_price:
            live = self.verdicts.open & ~self.documents.credit & (self.documents.amount.values > 0)
            for sale in np.flatnonzero(live & (self.chains.count > 0) & (self.travellers != "")).tolist():
                key = (self.travellers[sale], self._tokens(sale), round(float(self.documents.amount.values[sale]), 2))
                self.by_price.setdefault(key, []).append(sale)
        fits = self.by_price.get((self.travellers[row], legs, round(back, 2)), [])
        while fits and self.verdicts.reason[fits[-1]] is not None:
            fits.pop()
        return fits[-1:]

    def _take(
        self,
        row: int,
        found: list[int],
        chosen: list[int],
        legs: tuple[Token, ...],
        named: tuple[int, ...],
        ticket: str,
    ) -> None:
        if not chosen:
            self._open(row, ticket, legs, named)
            return
        if self._taxes_only(row, found) and len(chosen) == len(found):
            self._ask(row, chosen, "tax_only_refund", found)
        else:
            for sale in chosen:
                self._cancel(sale, row, "refunded")
        self._credited(row, chosen, ticket, legs, named)

    def _take_legs(
        self, row: int, found: list[int], legs: tuple[Token, ...], named: tuple[int, ...], ticket: str
    ) -> None:
        """A refund that names a route, or coupons of a ticket that stands in one row: these legs only."""
        sale = next((one for one in found if self._matching(one, legs, named) is not None), None)
        if sale is None:
            self._ask(row, found, "credit_mismatch", found)
            self._credited(row, found, ticket, legs, named)
            return
        taken = self._matching(sale, legs, named) or []
        whole = len(taken) == sum(self.chains.kept[leg] for leg in self.chains.of(sale))
        partial = self.documents.kind[row] == "partial_refund"
        if self.documents.kind[row] == "tax_refund" or (whole and self._taxes_only(row, [sale])):
            self._ask(row, [sale], "tax_only_refund", [sale])
        elif whole and partial:
            self._ask(row, [sale], "refund_unclear", [sale])
        elif whole:
            self._cancel(sale, row, "refunded")
        else:
            self._take_back(row, sale, taken)
        self._credited(row, [sale], ticket, legs, named)

    def _matching(self, sale: int, legs: Sequence[Token], named: Sequence[int]) -> list[int] | None:
        """The positions of the legs of a sale that a credit names: the last ones that fit, in one run if possible."""
        kept = [leg for leg in self.chains.of(sale) if self.chains.kept[leg]]
        tokens = dict(zip(self.chains.of(sale), self.chains.tokens(sale), strict=True))
        if not legs:
            chosen = [leg for leg in kept if int(self.chains.sequence[leg]) in named]
            return chosen if len(chosen) == len(named) else None
        size = len(legs)
        for begin in range(len(kept) - size, -1, -1):
            run = kept[begin : begin + size]
            if [tokens[leg] for leg in run] == list(legs):
                return run
        chosen = []
        for wanted in reversed(legs):
            leg = next((leg for leg in reversed(kept) if tokens[leg] == wanted and leg not in chosen), None)
            if leg is None:
                return None
            chosen.append(leg)
        return chosen

    def _by_amount(self, row: int, found: list[int], ticket: str) -> None:
        """A refund that names neither coupons nor a route: all, when it gives back about the fare."""
        fare, back = self._fare(found), self._amount(row)
        kind = self.documents.kind[row]
        known = fare > 0 and not np.isnan(back)
        if kind == "tax_refund" or self._taxes_only(row, found):
            self._ask(row, found, "tax_only_refund", found)
        elif kind == "partial_refund" or (known and back < WHOLE * fare):
            self._ask(row, found, "refund_unclear", found)
        else:
            for sale in found:
                self._cancel(sale, row, "refunded")
        self._credited(row, found, ticket)

    def _taxes_only(self, row: int, found: Sequence[int]) -> bool:
        fare, back = self._fare(found), self._amount(row)
        return bool(fare > 0 and 0 < back < TAXES_ONLY * fare)

    def _fare(self, found: Sequence[int]) -> float:
        return float(np.nansum([max(self.documents.amount.values[sale], 0.0) for sale in found]))

    def _amount(self, row: int) -> float:
        return abs(float(self.documents.amount.values[row]))

    def _exchange(self, row: int, ticket: str) -> None:
        """The newer ticket replaces what was not flown of the older one."""
        found = self._same_traveller(row, [sale for sale in self._candidates(ticket) if sale != row])
        if ticket in self.earlier:
            found = []
        named = coupons(self.used[row])
        if named and any(self.coupon[sale] for sale in found):
            found = [sale for sale in found if self._has_coupon(sale, named)]
        legs = self._tokens(row)
        # Each coupon of the newer ticket names the older one, which the first of them has replaced.
        replaced = [] if ticket in self.earlier else [one for one in self.sales.get(ticket, []) if one != row]
        self.credits.append(Credit(row, "exchange", ticket, named, legs, open=not (found or replaced)))
        for sale in found:
            if not self._flown_before(row, sale):
                self._cancel(sale, row, "exchanged")
            elif self.chains.count[sale] > 1:
                self._exchange_rest(row, sale, legs, named)
        if ticket in self.earlier:
            self.notes[row] = f"It replaces the ticket of {self.earlier[ticket]}."
        elif not (found or replaced):
            self.notes[row] = "The ticket that it replaces is not in this file."
        else:
            self.notes[row] = f"It replaces {', '.join(self.rows.line(sale) for sale in (found or replaced)[:3])}."

    def _flown_before(self, row: int, sale: int) -> bool:
        issued, departed = self.issued[row], self.departed[sale]
        return bool(not np.isnat(issued) and not np.isnat(departed) and departed < issued and not self.used[row])

    def _exchange_rest(self, row: int, sale: int, legs: tuple[Token, ...], named: tuple[int, ...]) -> None:
        taken = self._matching(sale, legs, ()) if legs else None
        if named:
            taken = self._matching(sale, (), named)
        if taken and len(taken) < self.chains.count[sale]:
            self._take_back(row, sale, taken)
        else:
            self._ask(row, [sale], "exchange_unclear", [sale])

    def _take_back(self, row: int, sale: int, legs: list[int]) -> None:
        self.takes.setdefault(row, []).extend(legs)
        self.chains.kept[legs] = False
        self.taken_by[sale] = row

    def _cancel(self, sale: int, row: int, reason: str) -> None:
        self.takes.setdefault(row, []).extend(leg for leg in self.chains.of(sale) if self.chains.kept[leg])
        self.verdicts.enter([sale], reason, parts={"by": self.rows.line(row)})

    def _ask(self, row: int, sales: Iterable[int], reason: str, fare_of: Sequence[int]) -> None:
        sales = list(sales)
        if self._answered(row, sales, reason):
            return
        back, fare = self._amount(row), self._fare(fare_of)
        parts = {"other": self.rows.number(row), "value": f"{back:,.2f}", "fare": f"{fare:,.2f}"}
        self.verdicts.enter(sales, reason, parts=parts, ask=lambda _: self._question(row, sales, reason, parts))

    def _answered(self, row: int, sales: list[int], reason: str) -> bool:
        """Whether an answer says what was flown of a ticket; the rest of its legs is taken out."""
        asking = self.verdicts.asking
        if not asking.answers:
            return False
        key = asking.row_key(reason, row)
        legs = [leg for sale in sales for leg in self.chains.of(sale)]
        answer = asking.answer(key, lambda value: flown_legs(value, len(legs)) is not None)
        if not answer:
            return False
        flown = {legs[number - 1] for number in flown_legs(answer, len(legs)) or ()}
        for sale in sales:
            own = list(self.chains.of(sale))
            left = [leg for leg in own if leg in flown]
            asking.use(sale, key, "flown" if left == own else "flown in part" if left else "not flown")
            if not left:
                self._cancel(sale, row, "exchanged" if reason == "exchange_unclear" else "refunded")
            elif left != own:
                self.chains.kept[[leg for leg in own if leg not in flown]] = False
                self.taken_by[sale] = row
        return True

    def _question(self, row: int, sales: Sequence[int], reason: str, parts: Mapping[str, str]) -> Ask:
        """One question for all the rows of a ticket that a credit or exchange leaves open."""
        legs = [leg for sale in sales for leg in self.chains.of(sale)]
        shown = [f"{self.verdicts.quoted(self.chains.start[leg])}-{self.verdicts.quoted(self.chains.end[leg])}"
                 for leg in legs]  # fmt: skip
        where = self.rows.where(sales[0])
        likely = "not_flown" if reason == "tax_only_refund" else "part"
        key = self.verdicts.asking.row_key(reason, row)
        return flown_ask(key, where, sentence(reason, where=where, **parts), shown, likely)

    def _credited(
        self, row: int, sales: Sequence[int], ticket: str, legs: tuple[Token, ...] = (), named: tuple[int, ...] = ()
    ) -> None:
        self.credits.append(Credit(row, str(self.documents.kind[row]), ticket, named, legs, open=False))
        shown = ", ".join(self.rows.line(sale) for sale in sales[:5]) + (" and others" if len(sales) > 5 else "")
        self.verdicts.enter([row], "credit", parts={"of": shown})

    def _open(self, row: int, ticket: str, legs: tuple[Token, ...] = (), named: tuple[int, ...] = ()) -> None:
        self.credits.append(Credit(row, str(self.documents.kind[row]), ticket, named, legs, open=True))
        if ticket in self.earlier:
            self.verdicts.enter([row], "credit", parts={"of": f"the ticket of {self.earlier[ticket]}"})
        else:
            self.verdicts.enter([row], "credit_open")
