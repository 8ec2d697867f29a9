"""The order in which the rows of a file are judged: what they are, what takes them back, when, where, how."""

from collections.abc import Callable, Collection, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from travel.imports.by_distance import chains_by_distance, located_by_distance
from travel.imports.chains import Chains, build_chains, decide_separators
from travel.imports.credits import finish_credits
from travel.imports.decisions import Part
from travel.imports.documents import Documents, enter_voids, read_documents
from travel.imports.duplicates import enter_ancillaries, enter_repeats, enter_suspects
from travel.imports.folding import fold, so_many
from travel.imports.frames import Judged
from travel.imports.identity import digests, folded_ends, leg_keys
from travel.imports.known import Earlier, find_told_again
from travel.imports.ledger import Credit, Ledger
from travel.imports.located import Gazetteer, Located
from travel.imports.modes import ASKED
from travel.imports.people import enter_people, out_and_back, read_people
from travel.imports.place_notes import note_sentence
from travel.imports.questions import Answers
from travel.imports.remarks import enter_hidden_returns, enter_items, enter_sector_remarks, mark_ends_only
from travel.imports.repeated_columns import enter_repeated_columns, take_columns
from travel.imports.rows import Mask, Rows
from travel.imports.seating import decide_classes, enter_cabins, read_seating
from travel.imports.shifting import enter_shifted
from travel.imports.tickets import ticket_key
from travel.imports.told_again import Known, compare, enter_known, enter_other_sources, says_not_flown
from travel.imports.totals import enter_totals
from travel.imports.verdicts import Verdicts
from travel.imports.ways_back import add_ways_back
from travel.imports.when import enter_dates, enter_return_dates, read_when
from travel.imports.wording import rule_ask

Progress = Callable[[int, int], None]
Texts = npt.NDArray[np.object_]

# Sixteen coupons, sold, exchanged and given back.
_MOST_ROWS_OF_A_TICKET = 64


def part_of(rows: Rows, only: Collection[int], answers: Answers) -> tuple[Rows, Part]:
    """The rows at these positions, with everything that the whole file decides about its columns."""
    at = np.array(sorted({position for position in only if 0 <= position < rows.size}), dtype=np.int64)
    told = np.zeros(rows.size, dtype=bool)
    told[at] = True
    verdicts = Verdicts(rows, answers, told)
    take_columns(rows, verdicts)
    _enter_by_columns(rows, verdicts)
    part = Part(at, verdicts.reason[at], verdicts.sentence[at])
    _enter_documents(rows, verdicts)
    counts = _counts(verdicts)
    read_when(rows, counts, verdicts.asking)
    decide_classes(rows, counts)
    decide_separators(rows)
    _ticket_keys(rows)
    return rows.part(at), part


def _enter_by_columns(rows: Rows, verdicts: Verdicts) -> None:
    """Rows that are told to be no bookings, or none that can be read, by comparing them with the whole columns."""
    enter_totals(rows, verdicts)
    _enter_broken(rows, verdicts)
    enter_shifted(rows, verdicts)


def _enter_documents(rows: Rows, verdicts: Verdicts) -> Documents:
    enter_items(rows, verdicts)
    documents = read_documents(rows, verdicts)
    enter_sector_remarks(rows, verdicts, documents.mode)
    return documents


def _counts(verdicts: Verdicts) -> Mask:
    """Rows that decide about columns: rows that wait, or that an answer made something else, do as before it."""
    return verdicts.undecided | verdicts.asking.used_rows


def judge(
    rows: Rows, gazetteer: Gazetteer, earlier: Earlier, tell: Progress, answers: Answers, part: Part | None = None
) -> tuple[Judged, tuple[Credit, ...], Known]:
    """A verdict for every row, the legs with places, dates and cabins; credits, and what was known before.

    part: where the rows are a part of the file.
    """
    tell(0, rows.size)
    verdicts = Verdicts(rows, answers)
    take_columns(rows, verdicts)
    if part is None:
        _enter_by_columns(rows, verdicts)
    else:
        verdicts.reason[:], verdicts.sentence[:] = part.reason, part.sentence
    documents = _enter_documents(rows, verdicts)
    counts = _counts(verdicts)
    by_distance = rows.profile.distance_only and not _has_places(rows)
    if by_distance:
        chains = chains_by_distance(rows)
        chains.index(rows.size)
    else:
        chains = build_chains(rows, verdicts, lambda code: bool(gazetteer.book.by_iata(code)))
    when = read_when(rows, counts, verdicts.asking)
    when.take_legs(chains)
    people = read_people(rows)
    tickets = _ticket_keys(rows)
    references = _references(rows)
    tell(rows.size // 4, rows.size)
    keys = leg_keys(rows, chains, tickets, references, people.key, when.counted_on)
    identities = digests(keys, len(chains.row))
    told = find_told_again(identities, earlier)
    not_flown = says_not_flown(verdicts)
    tells = enter_known(verdicts, documents, chains, told)
    known_void = (documents.kind == "void") & (verdicts.reason == "known_taken_back")
    ledger = Ledger(
        rows, verdicts, documents, chains, tickets, people.key, when.departed, when.issued,
        _where_on_tickets(earlier), tells | known_void,
    )  # fmt: skip
    ledger.apply()
    taken = ledger.taken_identities(identities)
    enter_voids(rows, verdicts, documents)
    enter_ancillaries(rows, verdicts, chains)
    tell(rows.size // 2, rows.size)
    enter_people(rows, verdicts, people)
    if not by_distance:
        _enter_missing(rows, verdicts, chains)
    enter_repeated_columns(rows, verdicts)
    enter_dates(rows, verdicts, when)
    enter_return_dates(rows, verdicts, when, chains)
    dropped = _enter_same_place(rows, verdicts, chains, None)
    if by_distance:
        located = located_by_distance(rows, chains, verdicts)
    else:
        located = gazetteer.locate(
            chains, when.leg_days(chains)[1], verdicts, _stated_air(rows, documents), people.key, tickets
        )
    dropped |= _enter_same_place(rows, verdicts, chains, located)
    mark_ends_only(rows, chains, located)
    _enter_special(rows, verdicts, documents, chains, located)
    back = enter_hidden_returns(rows, verdicts, chains, people.key, tickets)
    seating = read_seating(rows, chains, counts, tickets)
    enter_cabins(rows, verdicts, chains, seating)
    linked = np.isin(np.arange(rows.size), [credit.row for credit in ledger.credits if credit.kind == "exchange"])
    enter_repeats(rows, verdicts, chains, identities, documents.kind == "exchange")
    if not by_distance:
        enter_suspects(rows, verdicts, chains, documents, tickets, people.key, when.counted_on, linked)
        chains, located, seating, identities = add_ways_back(
            [*back, *out_and_back(rows, verdicts)], chains, located, seating, identities, when
        )
        if len(told.at):
            # The ways back have moved the legs behind them.
            told = told.at_identities(identities)
        enter_other_sources(verdicts, chains, located, tickets, people.key, when.counted_on, earlier)
    tell(3 * rows.size // 4, rows.size)
    _enter_flights(rows, verdicts, chains, located, ledger, dropped)
    tell(rows.size, rows.size)
    judged = Judged(
        rows, verdicts, documents, chains, when, people, located, seating, tickets, references, identities, part
    )
    known = compare(judged, told, tells)
    return judged, finish_credits(ledger.credits, taken, judged, told, not_flown, earlier), known


def _where_on_tickets(earlier: Earlier) -> Callable[[Collection[str]], Mapping[str, str]]:
    def find(tickets: Collection[str]) -> Mapping[str, str]:
        return dict(earlier.on_tickets(tickets)[["ticket", "where"]].itertuples(index=False))

    return find


def _has_places(rows: Rows) -> bool:
    return any(rows.has(name) for name in ("route", "segment", "origin", "destination", "outbound_origin"))


def _enter_broken(rows: Rows, verdicts: Verdicts) -> None:
    """Rows that could not be split into the header's cells, and cells that only look empty."""
    table = rows.table
    for row, reason in table.broken.items():
        verdicts.enter(
            [row], reason,
            parts=lambda row: {"given": table.widths.get(row, "?"), "flown": table.header_width},
        )  # fmt: skip
    used = {place for places in rows.matched.values() for place in places}
    for (row, place), what in table.marks.items():
        if place in used:
            reason = "formula_without_value" if what == "formula" else "error_cell"
            verdicts.enter([row], reason, column=table.headers[place], values=table.columns[place])


def _ticket_keys(rows: Rows) -> Texts:
    """Comparable ticket numbers by row; a number that stands on very many rows is a filler and no ticket's."""
    keys: Texts = rows.column("ticket").map(ticket_key, object)
    codes, distinct = pd.factorize(keys)
    if rows.decided.fillers is None:
        frequent = np.flatnonzero(np.bincount(codes, minlength=len(distinct)) > _MOST_ROWS_OF_A_TICKET)
        rows.decided.fillers = frozenset(distinct[frequent])
    filler = np.array([key in rows.decided.fillers for key in distinct], dtype=bool)
    return np.where(filler[codes], "", keys) if len(codes) else keys


def _references(rows: Rows) -> Texts:
    references = rows.column("booking_reference").map(ticket_key, object)
    if not rows.has("booking_id"):
        return references
    ids = rows.column("booking_id").map(ticket_key, object)
    found: Texts = np.where(references == "", ids, references)
    return found


def _enter_missing(rows: Rows, verdicts: Verdicts, chains: Chains) -> None:
    """Rows that claim to be flights and name no leg."""
    none = chains.count == 0
    routes = rows.column("route")
    for row, reason in rows.unsplit.items():
        if none[row]:
            verdicts.enter([row], reason, column=rows.header("route"), values=routes)
    if rows.has("origin") and rows.has("destination"):
        verdicts.enter(none & ~rows.filled("origin"), "missing_origin", column=rows.header("origin"))
        verdicts.enter(none & ~rows.filled("destination"), "missing_destination", column=rows.header("destination"))
    verdicts.enter(none, "missing_route", column=rows.header("route", "segment", "origin", "outbound_origin"))


def _enter_same_place(rows: Rows, verdicts: Verdicts, chains: Chains, located: Located | None) -> Mask:
    """Legs from a place to itself: the row when it has no other leg, else this leg only.

    Returns the rows that lose such a leg and keep others.
    """
    start, end = folded_ends(chains) if located is None else (located.origin, located.destination)
    same = (start == end) & (start != "") & chains.kept
    has = np.zeros(rows.size, dtype=bool)
    if not same.any():
        return has
    has[chains.row[same]] = True
    left = np.bincount(chains.row[chains.kept & ~same], minlength=rows.size)
    column = rows.header("route") if rows.has("route") else rows.header("destination")
    for leg in np.flatnonzero(same).tolist():
        row = int(chains.row[leg])
        if left[row] == 0:
            verdicts.enter([row], "same_place", column=column, values={row: chains.start[leg]})
        else:
            chains.kept[leg] = False
    return has & (left > 0)


def _stated_air(rows: Rows, documents: Documents) -> Mask:
    """Rows that say in so many words that they are flights."""
    stated = np.zeros(rows.size, dtype=bool)
    for field in ("mode", "document_type"):
        if field in documents.meanings:
            stated |= documents.meanings[field] == "air"
    return stated


def _enter_special(rows: Rows, verdicts: Verdicts, documents: Documents, chains: Chains, located: Located) -> None:
    """Aircraft that no method covers follow rules of their own, which the officer states."""
    by_place = located.heliport & chains.kept
    to_heliport = np.bincount(chains.row[by_place], minlength=rows.size) > 0
    beside = np.bincount(chains.row[chains.kept & ~by_place], minlength=rows.size) > 0
    documents.mode[to_heliport & ~beside & (documents.mode == "air")] = "helicopter"
    for mode in ASKED:
        column = rows.header("mode", "aircraft", "remarks")
        chosen = documents.mode == mode
        if mode == "helicopter":
            _leave_out_heliports(verdicts, chains, by_place, to_heliport & beside & ~chosen)
            chosen |= np.bincount(chains.row[by_place & chains.kept], minlength=rows.size) > 0
        settled = _ruled(verdicts, chosen, mode, column)
        verdicts.enter(
            chosen & ~settled, mode, column=column,
            ask=lambda row, mode=mode: rule_ask(f"rule:{mode}", mode, mode),  # type: ignore[misc]
        )  # fmt: skip


def _leave_out_heliports(verdicts: Verdicts, chains: Chains, by_place: Mask, rows: Mask) -> None:
    """Of tickets that also have flights, the legs by helicopter alone are left out where that was answered."""
    key = "rule:helicopter"
    if verdicts.asking.answer(key, ("seats", "leave_out")) != "leave_out":
        return
    for leg in np.flatnonzero(by_place & rows[chains.row] & verdicts.undecided[chains.row]).tolist():
        row = int(chains.row[leg])
        verdicts.asking.use(row, key, "helicopter, not counted here")
        chains.kept[leg] = False
        chains.gaps[row] = chains.gaps.get(row, 0) + 1


def _ruled(verdicts: Verdicts, chosen: Mask, mode: str, column: str) -> Mask:
    """Those of the rows for which a rule was answered; those that it leaves out get their verdict."""
    key = f"rule:{mode}"
    answer = verdicts.asking.answer(key, ("seats", "leave_out"))
    settled: Mask = chosen & verdicts.undecided & bool(answer)
    for row in np.flatnonzero(settled).tolist():
        told = "our seats count" if answer == "seats" else "not counted here"
        verdicts.asking.use(row, key, f"{mode}, {told}")
        if answer == "leave_out":
            verdicts.settle(row, "left_out", column=column)
    return settled


def _enter_flights(
    rows: Rows,
    verdicts: Verdicts,
    chains: Chains,
    located: Located,
    ledger: Ledger,
    dropped: Mask,
) -> None:
    """What is still open is a flight."""
    live = verdicts.open
    answered = verdicts.asking.notes()
    for row, texts in answered.items():
        if not live[row]:
            verdicts.sentence[row] = " ".join([verdicts.sentence[row], *texts])
    notes = _notes(chains, located, ledger, live, answered)
    legs = np.bincount(chains.row[chains.kept], minlength=rows.size)
    said = {count: so_many(count, "leg") for count in np.unique(legs).tolist()}
    for row, by in ledger.taken_by.items():
        told = {"legs": said[int(legs[row])], "by": rows.line(by), "notes": " ".join(notes.get(row, []))}
        verdicts.enter([row], "partly_refunded", parts=told)
    for row in np.flatnonzero(dropped & live).tolist():
        told = {"legs": said[int(legs[row])], "notes": " ".join(notes.get(row, []))}
        verdicts.enter([row], "same_place_leg", values={row: _turned_back(row, chains, located)}, parts=told)
    for row, texts in sorted(notes.items()):
        verdicts.enter([row], "noted", parts={"legs": said[int(legs[row])], "notes": " ".join(texts)})
    # Their sentences are made where they are shown.
    verdicts.reason[verdicts.open] = "flight"


def _turned_back(row: int, chains: Chains, located: Located) -> str:
    """The place from which a leg of the row goes to itself."""
    for leg in chains.of(row):
        if fold(chains.start[leg]) == fold(chains.end[leg]) or located.origin[leg] == located.destination[leg] != "":
            return str(chains.start[leg])
    return ""


def _notes(
    chains: Chains, located: Located, ledger: Ledger, live: Mask, told: Mapping[int, list[str]]
) -> dict[int, list[str]]:
    """What is to be said of flights beyond their legs, by row."""
    notes: dict[int, list[str]] = {row: [note] for row, note in ledger.notes.items() if live[row]}
    for row, answered in told.items():
        if live[row]:
            notes.setdefault(row, []).extend(answered)
    texts = {text: [said for note in text.split(";") if (said := note_sentence(note))] for text in set(located.notes)}
    for leg in np.flatnonzero((located.notes != "") & live[chains.row] & chains.kept).tolist():
        for said in texts[located.notes[leg]]:
            known = notes.setdefault(int(chains.row[leg]), [])
            if said not in known:
                known.append(said)
    for row, gaps in chains.gaps.items():
        if live[row]:
            notes.setdefault(row, []).append(
                f"{so_many(gaps, 'surface gap')} in the route: no leg across."
            )
    for row in chains.back_by_date:
        if live[row]:
            notes.setdefault(row, []).append("The way back is taken from the date of return.")
    for row in chains.back_early:
        if live[row]:
            notes.setdefault(row, []).append("The way back is dated before the way out: check both dates.")
    return {row: said for row, said in notes.items() if said}
