"""Credits made complete for the ledger across files: what makes them the same again, and which legs they mean."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import blake2b

import numpy as np

from travel.imports.frames import Judged
from travel.imports.known import Earlier, ToldAgain
from travel.imports.ledger import Credit
from travel.imports.rows import Mask

_JOIN = "\x1f"


def finish_credits(
    credits: Iterable[Credit],
    taken: Mapping[int, tuple[str, ...]],
    judged: Judged,
    told: ToldAgain,
    not_flown: Mask,
    earlier: Earlier,
) -> tuple[Credit, ...]:
    """All credits of the file; rows of credits that an earlier import holds are entered as known.

    taken: by row, the identities of legs of this file that its credit takes. not_flown: rows whose status says so.
    """
    found = [_finished(credit, taken.get(credit.row, ()), judged) for credit in credits]
    found = _with_identities(found, judged)
    known = earlier.credits([credit.identity for credit in found]) if found else {}
    for credit in found:
        where = known.get(credit.identity)
        if where and str(judged.verdicts.reason[credit.row]) in ("credit", "credit_open"):
            judged.verdicts.replace(credit.row, "known_credit", of=where)
    return (*found, *_status_credits(judged, told, not_flown))


def _finished(credit: Credit, taken: tuple[str, ...], judged: Judged) -> Credit:
    row, located = credit.row, judged.located
    sectors = tuple(
        (str(located.origin[leg] or located.start[leg]), str(located.destination[leg] or located.end[leg]))
        for leg in judged.chains.of(row)
    )
    if credit.kind == "void":
        taken = (*(str(judged.identities[leg]) for leg in judged.chains.of(row)), *taken)
    amount = abs(float(judged.documents.amount.values[row]))
    issued = judged.when.issued[row]
    return replace(
        credit,
        traveller=str(judged.people.key[row]),
        sectors=sectors if credit.legs else (),
        leg_identities=tuple(dict.fromkeys(taken)),
        amount=None if np.isnan(amount) else round(amount, 2),
        issued_on="" if np.isnat(issued) else str(issued),
    )


def _with_identities(credits: list[Credit], judged: Judged) -> list[Credit]:
    """The same credit in another file has the same identity; equal ones of one file are told apart by their number."""
    seen: Counter[str] = Counter()
    found = []
    for credit in credits:
        legs = _JOIN.join(f"{start}>{end}" for start, end in credit.legs)
        own = str(judged.tickets[credit.row])
        parts = (
            credit.kind, credit.ticket, own, credit.traveller, ",".join(map(str, credit.coupons)), legs,
            "" if credit.amount is None else f"{credit.amount:.2f}", credit.issued_on,
        )  # fmt: skip
        text = _JOIN.join(parts)
        seen[text] += 1
        digest = blake2b(f"{text}{_JOIN}{seen[text]}".encode(), digest_size=16).hexdigest()
        found.append(replace(credit, identity=digest))
    return found


def _status_credits(judged: Judged, told: ToldAgain, not_flown: Mask) -> Iterator[Credit]:
    """Rows that say by their status that known legs were not flown, after all."""
    if not len(told.at):
        return
    by_row: dict[int, list[str]] = {}
    for leg in told.at[not_flown[judged.chains.row[told.at]]].tolist():
        by_row.setdefault(int(judged.chains.row[leg]), []).append(str(judged.identities[leg]))
    for row, identities in by_row.items():
        ticket = str(judged.tickets[row] or judged.references[row])
        # Without a document each leg is kept under itself.
        for group in [identities] if ticket else [[one] for one in identities]:
            place = str(judged.place(row))
            yield Credit(
                row, "status", ticket or f"~{group[0]}", (), (), open=False,
                identity=blake2b(_JOIN.join(("status", place, *group)).encode(), digest_size=16).hexdigest(),
                traveller=str(judged.people.key[row]), leg_identities=tuple(group),
            )  # fmt: skip
