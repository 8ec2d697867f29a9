"""What kind of document each row is: sale, refund, exchange, void, fee, another mode of travel, an infant."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from travel.imports.folding import fold, is_empty
from travel.imports.grid import one_of, same_text
from travel.imports.modes import LEFT_OUT, NOT_COVERED, modes
from travel.imports.numbers import NumberColumn
from travel.imports.questions import Ask
from travel.imports.rows import Mask, Rows
from travel.imports.verdicts import Verdicts
from travel.imports.vocabulary import words
from travel.imports.wording import WORD_OPTIONS, rule_ask, word_ask

_IGNORED = {
    "void": "void", "cancelled": "status_cancelled", "not_travelled": "not_travelled", "fee": "fee",
    "ancillary": "ancillary", "accounting": "accounting",
}  # fmt: skip
_STATED = {"refunded": "status_refunded", "exchanged": "status_exchanged"}
_ASKED = frozenset({"unused", "waitlisted"})
_CREDITS = frozenset({"refund", "partial_refund", "tax_refund", "void_document"})
_FIELDS = ("document_type", "status", "mode")


@dataclass(frozen=True, eq=False)
class Documents:
    """By row: kind (sale, refund, partial_refund, tax_refund, void_document, exchange, void), mode of an air
    row (air, or one that no method covers), fare (NaN where not told), and what the words of each field mean."""

    kind: npt.NDArray[np.object_]
    mode: npt.NDArray[np.object_]
    amount: NumberColumn
    meanings: Mapping[str, npt.NDArray[np.object_]]

    @property
    def credit(self) -> Mask:
        return one_of(self.kind, _CREDITS)


def read_documents(rows: Rows, verdicts: Verdicts) -> Documents:
    """Kinds of all rows; those that are no flight, or must be asked about, get their verdict here."""
    amount = rows.numbers("amount")
    kind = same_text("sale", rows.size)
    mode = same_text("air", rows.size)
    decided: list[tuple[str, npt.NDArray[np.object_]]] = []
    for field in _FIELDS:
        if rows.has(field):
            tables = ("modes", "documents") if field == "mode" else ("documents", "modes")
            decided.append((field, _answered(rows, verdicts, field, tables[0], rows.meanings(field, *tables))))
    _set_kinds(kind, mode, decided)
    negative = _negative(rows)
    kind[negative & one_of(kind, ("sale", "exchange", "refunded", "cancelled"))] = "refund"
    if rows.has("coupon_status"):
        decided.append(("coupon_status", _coupons(rows, verdicts, kind)))
    _enter_other_modes(rows, verdicts, decided)
    _by_carrier(rows, verdicts, mode)
    _infants(rows, verdicts)
    for field, meaning in decided:
        column, values = rows.header(field), rows.column(field)
        for outcome, reason in _IGNORED.items():
            if outcome != "void" or field == "coupon_status":
                # A cancelled booking with an amount below zero takes one back; a fee given back is still a fee.
                chosen = (meaning == outcome) & ~(negative & (outcome == "cancelled"))
                verdicts.enter(chosen, reason, column=column, values=values)
        for outcome, reason in _STATED.items():
            verdicts.enter((meaning == outcome) & ~negative, reason, column=column, values=values)
        unknown = np.array([word is None for word in meaning], dtype=bool)
        table = field if field == "coupon_status" else "modes" if field == "mode" else "documents"
        _ask(rows, verdicts, field, unknown, "unknown_word", f"word:{table}", partial(word_ask, table=table))
        for outcome in _ASKED:
            ask = partial(rule_ask, reason=outcome)
            _ask(rows, verdicts, field, meaning == outcome, outcome, f"rule:{outcome}", ask)
    return Documents(kind, mode, amount, dict(decided))


def _coupons(rows: Rows, verdicts: Verdicts, kind: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """What the coupons of sales say of their flights. A void one is no void document: it takes no other coupon back."""
    said = np.where(one_of(kind, ("sale", "exchange")), rows.meanings("coupon_status", "coupon_status"), "")
    return _answered(rows, verdicts, "coupon_status", "coupon_status", said)


def _answered(
    rows: Rows, verdicts: Verdicts, field: str, table: str, meaning: npt.NDArray[np.object_]
) -> npt.NDArray[np.object_]:
    """The meanings of a field, with what was answered about its words and about tickets with this mark."""
    asking = verdicts.asking
    if not asking.answers:
        return meaning
    meaning, texts = meaning.copy(), rows.column(field)
    allowed = {option.value: option.label for option in WORD_OPTIONS[table]}
    unknown = np.array([word is None for word in meaning], dtype=bool)
    for row in np.flatnonzero(unknown & verdicts.open).tolist():
        key = asking.word_key(f"word:{table}", fold(texts[row]), row)
        if value := asking.answer(key, allowed):
            meaning[row] = value
            asking.use(row, key, f"'{verdicts.quoted(texts[row])}' means {allowed[value].casefold()}")
    for outcome in sorted(_ASKED):
        for row in np.flatnonzero((meaning == outcome) & verdicts.open).tolist():
            key = asking.word_key(f"rule:{outcome}", fold(texts[row]), row)
            if value := asking.answer(key, ("flown", "not_flown")):
                meaning[row] = "sale" if value == "flown" else "not_travelled"
                told = "were flown" if value == "flown" else "were not flown"
                asking.use(row, key, f"tickets with '{verdicts.quoted(texts[row])}' {told}")
    return meaning


def _ask(
    rows: Rows, verdicts: Verdicts, field: str, chosen: Mask, reason: str, start: str, ask: Callable[..., Ask]
) -> None:
    """What the words of a field mean is asked once for each word."""
    values = rows.column(field)

    def of(row: int) -> Ask:
        key = verdicts.asking.word_key(start, fold(values[row]), row)
        return verdicts.asking.once(key, lambda: ask(key=key, shown=verdicts.quoted(values[row])))

    verdicts.enter(chosen, reason, column=rows.header(field), values=values, ask=of)


def _set_kinds(
    kind: npt.NDArray[np.object_],
    mode: npt.NDArray[np.object_],
    decided: list[tuple[str, npt.NDArray[np.object_]]],
) -> None:
    for _, meaning in decided:
        for outcome in set(meaning.tolist()) - {"", None, "sale", "air"}:
            rows = meaning == outcome
            if outcome in NOT_COVERED or outcome in LEFT_OUT:
                mode[rows] = outcome
            else:
                kind[rows] = outcome


def _negative(rows: Rows) -> Mask:
    """Rows that take something back by their sign: amount, distance, CO2 or count below zero."""
    negative = np.zeros(rows.size, dtype=bool)
    for field in ("amount", "distance", "distance_miles", "co2", "passengers"):
        if rows.has(field):
            negative |= rows.numbers(field).negative
    return negative


def _enter_other_modes(rows: Rows, verdicts: Verdicts, decided: list[tuple[str, npt.NDArray[np.object_]]]) -> None:
    for field, meaning in decided:
        for outcome in LEFT_OUT:
            verdicts.enter(
                meaning == outcome, "other_mode", column=rows.header(field), values=rows.column(field),
                parts={"mode": modes()[outcome].noun},
            )  # fmt: skip


def _by_carrier(rows: Rows, verdicts: Verdicts, mode: npt.NDArray[np.object_]) -> None:
    """Carriers that are no airline: rail in the air file, and coupons marked VOID for a surface sector."""
    if not rows.has("carrier"):
        return
    known = {**words("carriers"), **rows.profile.tables.get("carriers", {})}
    carriers = rows.column("carrier")
    meaning = carriers.map(lambda text: "" if is_empty(text) else known.get(fold(text), ""), object)
    for outcome in sorted(set(meaning.tolist()) - {""}):
        chosen = meaning == outcome
        if outcome == "surface":
            verdicts.enter(chosen, "surface_sector", column=rows.header("carrier"))
        elif outcome in LEFT_OUT:
            mode[chosen] = outcome
            verdicts.enter(
                chosen, "other_mode", column=rows.header("carrier"), values=carriers,
                parts={"mode": modes()[outcome].noun},
            )  # fmt: skip


def _infants(rows: Rows, verdicts: Verdicts) -> None:
    infant = rows.meanings("traveller_type", "traveller_types") == "infant"
    if rows.has("traveller") and not rows.has("traveller_type"):
        infant |= rows.column("traveller").map(
            lambda text: ";" not in text and (fold(text).endswith(" inf") or "(inf)" in text.casefold()), bool
        )
    verdicts.enter(infant, "infant", column=rows.header("traveller_type", "traveller"))


def enter_voids(rows: Rows, verdicts: Verdicts, documents: Documents) -> None:
    """Rows that say of themselves that they are void: the document was never valid."""
    for field, meaning in documents.meanings.items():
        verdicts.enter(
            (documents.kind == "void") & (meaning == "void"), "void",
            column=rows.header(field), values=rows.column(field),
        )  # fmt: skip
