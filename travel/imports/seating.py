"""Cabins of legs: the class column read as a whole, class by class along the legs of each row."""

import re
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from travel.imports.cabins import (
    CABINS,
    UNKNOWN_LETTER,
    UNKNOWN_WORD,
    Classes,
    cabins_of,
    number_prefixes,
    read_classes,
)
from travel.imports.chains import Chains
from travel.imports.folding import fold, is_empty, so_many
from travel.imports.grid import one_of, same_text
from travel.imports.questions import Ask
from travel.imports.rows import Mask, Rows
from travel.imports.verdicts import Verdicts
from travel.imports.wording import cabin_count_ask, cabin_word_ask, letter_ask

Texts = npt.NDArray[np.object_]

_SPLIT = re.compile(r"\s*[/,;|]\s*")
_FLIGHT = re.compile(r"^([A-Z][A-Z0-9]|[0-9][A-Z])\s?\d")


@dataclass(frozen=True, eq=False)
class Seating:
    """By leg: cabin (with UNKNOWN_LETTER and UNKNOWN_WORD where to be asked), token as given, carrier.

    given: by row, how many classes its cell gives; short: rows whose classes do not fit their legs.
    """

    cabin: Texts
    token: Texts
    carrier: Texts
    given: npt.NDArray[np.int64]
    short: Mask
    letters: bool


def read_seating(rows: Rows, chains: Chains, counts: Mask, tickets: Texts) -> Seating:
    """The cabins of all legs. counts: the rows that may decide what the column's letters are."""
    carrier = _carriers(rows, chains, tickets)
    cabin = same_text("unknown", len(chains.row))
    token = np.full(len(chains.row), "", dtype=object)
    given = np.zeros(rows.size, dtype=np.int32)
    short = np.zeros(rows.size, dtype=bool)
    letters = False
    for field in ("booking_letter", "cabin"):
        if not rows.has(field):
            continue
        column = rows.column(field)
        classes = _classes(rows, field, counts)
        own_token, own_given, own_short = _along(classes, column.codes, chains)
        own = cabins_of(own_token.tolist(), carrier.tolist(), classes.letters, rows.profile.tables.get("cabins", {}))
        # A cabin that is given wins over a booking letter, row by row.
        told = own_given > 0
        legs = told[chains.row]
        cabin[legs], token[legs] = own[legs], own_token[legs]
        given[told], short[told] = own_given[told], own_short[told]
        letters = letters or classes.letters
    return Seating(cabin, token, carrier, given, short, letters)


def decide_classes(rows: Rows, counts: Mask) -> None:
    """What the letters of the class columns are, and whether their cells hold several classes, from all rows."""
    for field in ("booking_letter", "cabin"):
        if rows.has(field):
            _classes(rows, field, counts)


def _classes(rows: Rows, field: str, counts: Mask) -> Classes:
    means = "booking_letter" if field == "booking_letter" else rows.profile.class_means
    classes = read_classes(rows.column(field), counts, means)
    lists, letters = rows.decided.classes.setdefault(field, (classes.lists, classes.letters))
    return replace(classes, lists=lists, letters=letters)


def _along(classes: Classes, codes: npt.NDArray[np.int32], chains: Chains) -> tuple[Texts, npt.NDArray[np.int64], Mask]:
    """The class of each leg; how many classes each row gives; where these do not fit the legs.

    One class where no cell of the column holds several is that of the whole ticket. Where cells do hold several,
    one class for several legs is a gap: the last class is never repeated in silence.
    """
    sizes = np.array([len(tokens) for tokens in classes.tokens], dtype=np.int64)[codes]
    firsts = np.empty(len(classes.tokens), dtype=object)
    firsts[:] = [tokens[0] if tokens else "" for tokens in classes.tokens]
    token = firsts[codes[chains.row]] if len(chains.row) else np.empty(0, dtype=object)
    whole = (sizes == 1) & ~(classes.lists & (chains.count > 1))
    several = np.flatnonzero(~whole[chains.row])
    row_codes = codes[chains.row[several]].tolist()
    for leg, code, place in zip(several.tolist(), row_codes, (chains.sequence[several] - 1).tolist(), strict=True):
        tokens = classes.tokens[code]
        token[leg] = tokens[place] if place < len(tokens) else ""
    given = np.where(whole, chains.count, np.minimum(sizes, np.maximum(chains.count, 1)))
    short = (sizes > 0) & ~whole & (sizes != chains.count) & (chains.count > 0)
    return token, given, short


def _carriers(rows: Rows, chains: Chains, tickets: Texts) -> Texts:
    """The airline of each leg: its column, else the flight number's letters, else the ticket's first digits."""
    column = rows.column("carrier")
    prefixes = number_prefixes()
    lists: list[tuple[str, ...]] = []
    for text in column.uniques:
        parts = () if is_empty(text) else tuple(part.upper() for part in _SPLIT.split(text))
        lists.append(tuple(prefixes.get(part.zfill(3), part) if part.isdigit() else part for part in parts))
    whole = np.empty(len(lists), dtype=object)
    whole[:] = [parts[0] if len(set(parts)) == 1 else "" for parts in lists]
    codes = column.codes[chains.row]
    carrier = whole[codes] if len(chains.row) else np.empty(0, dtype=object)
    sizes = np.array([len(set(parts)) for parts in lists], dtype=np.int64)[column.codes]
    for leg in np.flatnonzero(sizes[chains.row] > 1).tolist():
        parts = lists[codes[leg]]
        if len(parts) == chains.count[chains.row[leg]]:
            carrier[leg] = parts[int(chains.sequence[leg]) - 1]
    flight = rows.column("flight_number").map(
        lambda text: found.group(1) if (found := _FLIGHT.match(text.upper())) else "", object
    )
    carrier = np.where(carrier == "", flight[chains.row], carrier)
    lacking = np.flatnonzero(carrier == "")
    if not rows.has("carrier"):
        for leg in lacking.tolist():
            ticket = tickets[chains.row[leg]]
            if len(ticket) == 13:
                carrier[leg] = prefixes.get(ticket[:3], "")
    return carrier


def enter_cabins(rows: Rows, verdicts: Verdicts, chains: Chains, seating: Seating) -> None:
    """Rows whose classes do not fit their legs, or mean nothing that is known, are asked about."""
    _answer(verdicts, chains, seating)
    column = rows.header("cabin", "booking_letter")
    values = rows.column("cabin") if rows.has("cabin") else rows.column("booking_letter")
    verdicts.enter(
        seating.short, "cabin_count", column=column, values=values,
        parts=lambda row: {
            "given": so_many(_given(values[row]), "class", "es"),
            "flown": so_many(int(chains.count[row]), "leg"),
        },
        ask=lambda row: cabin_count_ask(
            verdicts.asking.row_key("cabin_count", row), rows.where(row), _given(values[row]), int(chains.count[row])
        ),
    )  # fmt: skip
    for outcome, reason in ((UNKNOWN_LETTER, "booking_letter"), (UNKNOWN_WORD, "cabin_word")):
        for leg in np.flatnonzero((seating.cabin == outcome) & chains.kept).tolist():
            row, token, airline = int(chains.row[leg]), seating.token[leg], seating.carrier[leg] or "no airline"
            verdicts.enter(
                [row], reason, column=column, values={row: token}, parts={"carrier": verdicts.quoted(airline)},
                ask=lambda row, leg=leg: _ask(verdicts, seating, row, leg),  # type: ignore[misc]
            )  # fmt: skip


def _answer(verdicts: Verdicts, chains: Chains, seating: Seating) -> None:
    """Set the cabins that were answered, for a word, for a letter of an airline, or for the legs of one row."""
    asking = verdicts.asking
    if not asking.answers:
        return
    live = verdicts.undecided
    for leg in np.flatnonzero(one_of(seating.cabin, (UNKNOWN_LETTER, UNKNOWN_WORD))).tolist():
        row = int(chains.row[leg])
        if not live[row]:
            continue
        key = class_key(verdicts, seating, row, leg)
        if answer := asking.answer(key, CABINS):
            seating.cabin[leg] = answer
            asking.use(row, key, f"'{verdicts.quoted(seating.token[leg])}' is {_in_words(answer)}")
    for row in np.flatnonzero(seating.short & live).tolist():
        key = asking.row_key("cabin_count", row)
        legs, given = list(chains.of(row)), int(seating.given[row])
        lacking = legs[given:] or legs
        answer = asking.answer(key, lambda value, lacking=lacking: _cabins(value, lacking) is not None)  # type: ignore[misc]
        if answer:
            seating.cabin[lacking] = _cabins(answer, lacking)
            seating.short[row], seating.given[row] = False, len(legs)
            asking.use(row, key, f"{_in_words(answer)} on the others")


def _cabins(answer: str, legs: list[int]) -> list[str] | None:
    """One cabin for each of the legs; None where the answer does not say so."""
    if answer == "unknown":
        return ["unknown"] * len(legs)
    parts = answer.split("/")
    return parts if len(parts) == len(legs) and set(parts) <= set(CABINS) else None


def _in_words(cabin: str) -> str:
    return cabin.replace("_", " ").replace("unknown", "not known")


def _ask(verdicts: Verdicts, seating: Seating, row: int, leg: int) -> Ask:
    """What a letter means is asked for each airline, what a word means once."""
    key, token = class_key(verdicts, seating, row, leg), str(seating.token[leg])
    if seating.cabin[leg] == UNKNOWN_WORD:
        return verdicts.asking.once(key, lambda: cabin_word_ask(key, verdicts.quoted(token)))
    airline = verdicts.quoted(seating.carrier[leg] or "no airline")
    return verdicts.asking.once(key, lambda: letter_ask(key, token, airline))


def class_key(verdicts: Verdicts, seating: Seating, row: int, leg: int) -> str:
    """The key of the question about a leg's class."""
    token = fold(str(seating.token[leg]))
    if seating.cabin[leg] == UNKNOWN_WORD:
        return verdicts.asking.word_key("word:cabins", token, row)
    carrier = fold(str(seating.carrier[leg]))
    return verdicts.asking.word_key("letter", f"{carrier or '-'}:{token}".upper(), row)


def _given(text: str) -> int:
    return len([part for part in _SPLIT.split(text) if part])
