"""Rows of a committed file that are read anew: the difference to what they brought before, written over it."""

from collections.abc import Collection, Iterator
from typing import Any

import numpy as np
import pandas as pd

from travel import kept_totals, ledger, retelling, undoing
from travel.bulk import delete, in_blocks
from travel.commit import BatchWriter, keyed, legs_for_storage, units_of, write_estimates
from travel.estimation import estimate_legs
from travel.imports.known import own_values
from travel.imports.ledger import Credit as ReadCredit
from travel.imports.reading import Reading
from travel.imports.told_again import Known
from travel.models import (
    AssignedLeg,
    BatchRow,
    Booking,
    Credit,
    Estimate,
    ImportBatch,
    KnownLeg,
    Leg,
    LegChange,
    OfficialResult,
)

BLOCK = 1_000
VERDICT = ("verdict", "reason", "sentence")


class RowChanges:
    """What some rows of a batch come to now, set against what they brought. Inside a transaction that holds the ledger.

    positions: the rows that were read anew; the reading may hold others too, which are left as they are.
    """

    def __init__(self, batch: ImportBatch, reading: Reading, positions: Collection[int]) -> None:
        self.batch = batch
        self.reading = reading
        self.units = units_of(reading.profile)
        self.years: set[int] = set()
        self.tickets: set[str] = set()
        # Rows of other batches that were read with legs in view that are gone now, by batch.
        self.others_due: dict[int, set[int]] = {}
        self.rows = {row.position: row for row in _rows(batch, positions)}
        self.verdicts = self._read_verdicts()
        self.untouched = self._told_as_before()
        legs = reading.legs
        of_rows = legs[legs["row_position"].isin([p for p in self.rows if p not in self.untouched])]
        self.legs = legs_for_storage(of_rows, self.units)
        self.keys = [keyed(identity) for identity in self.legs["identity"]]

    def write(self) -> None:
        """Write it all; the totals are exact when it ends."""
        before = {leg.identity: leg for leg in self._legs_before()}
        self.tickets |= {ledger.own_reference(leg.booking.reference, leg.identity) for leg in before.values()}
        self._take_credits_back()
        self._forget_retellings()
        now = set(self.keys)
        self._take_out([leg for key, leg in before.items() if key not in now])
        self._change({key: leg for key, leg in before.items() if key in now})
        self._bring_in(before)
        self._write_verdicts()
        self._tell_again()
        self._write_credits()
        self.years |= ledger.settle_tickets(self.tickets)
        kept_totals.recount_travellers(self.years)

    def _read_verdicts(self) -> dict[int, tuple[str, str, str]]:
        found: dict[int, tuple[str, str, str]] = {}
        for block in self.reading.blocks(cells=False):
            chosen = block.rows[block.rows["position"].isin(self.rows)]
            for position, *said in chosen[["position", *VERDICT]].itertuples(index=False, name=None):
                found[int(position)] = (str(said[0]), str(said[1]), str(said[2]))
        return found

    def _told_as_before(self) -> set[int]:
        """Rows that tell the same legs of other files again as they did: what they changed in them stands."""
        old: dict[int, set[int]] = {}
        for block in in_blocks([row.pk for row in self.rows.values()], BLOCK):
            for position, leg in KnownLeg.objects.filter(row__in=block).values_list("row__position", "leg_id"):
                old.setdefault(position, set()).add(leg)
        new: dict[int, set[int]] = {}
        for position, leg in zip(self.reading.known.row.tolist(), self.reading.known.leg_id.tolist(), strict=True):
            new.setdefault(position, set()).add(leg)
        told = {position for position, legs in old.items() if new.get(position) == legs}
        return {row for row in told if self.rows[row].verdict == self.verdicts[row][0] == "ignored"}

    def _legs_before(self) -> Iterator[Leg]:
        ids = [row.pk for position, row in self.rows.items() if position not in self.untouched]
        for block in in_blocks(ids, BLOCK):
            yield from Leg.every.filter(batch=self.batch, row__in=block).select_related("booking", "booking__traveller")

    # Credits.

    def _take_credits_back(self) -> None:
        """Credits of these rows go, and what they took counts until the settling says otherwise."""
        ids = [row.pk for row in self.rows.values()]
        for block in in_blocks(ids, BLOCK):
            credits = Credit.objects.filter(row__in=block)
            self.tickets |= set(credits.values_list("ticket", flat=True))
            legs = list(Leg.every.filter(taken_back_by__in=credits).values_list("pk", flat=True))
            for some in in_blocks(legs, BLOCK):
                with kept_totals.moving(Estimate.objects.filter(leg_id__in=some)):
                    Leg.every.filter(pk__in=some).update(taken_back_by=None)
                self.years |= ledger.years_of(some)
            credits.delete()

    def _write_credits(self) -> None:
        credits: list[ReadCredit] = [one for one in self.reading.credits if one.row in self.rows]
        ledger.write_credits(self.batch, credits, self._row_ids())
        for block in in_blocks([row.pk for row in self.rows.values()], BLOCK):
            self.tickets |= set(Credit.objects.filter(row__in=block).values_list("ticket", flat=True))

    # Legs of other files that these rows tell again.

    def _forget_retellings(self) -> None:
        """What these rows told of legs of other files is taken back; those go on as the others told them."""
        ids = [row.pk for position, row in self.rows.items() if position not in self.untouched]
        for block in in_blocks(ids, BLOCK):
            told = sorted(KnownLeg.objects.filter(row__in=block).values_list("leg_id", flat=True).distinct())
            if told:
                self.years |= undoing.without(self.batch, told)
                KnownLeg.objects.filter(row__in=block, leg__in=told).delete()

    def _tell_again(self) -> None:
        known = self.reading.known
        rows = [position for position in self.rows if position not in self.untouched]
        chosen = np.isin(known.row, rows)
        if not chosen.any():
            return
        differences = tuple(one for one in known.differences if one.row in self.rows and one.row not in self.untouched)
        part = Known(known.row[chosen], known.leg_id[chosen], differences)
        self.years |= retelling.write_known(self.batch, part, self._row_ids(), self.units)

    # The rows' own legs.

    def _take_out(self, legs: Collection[Leg]) -> None:
        """Legs that the rows do not bring any more; those that later files told too go on with these."""
        if legs:
            self.others_due = undoing.read_in_view_of(self.batch, [leg.pk for leg in legs])
        for block in in_blocks([leg.pk for leg in legs], BLOCK):
            self.years |= ledger.years_of(block)
            told = KnownLeg.objects.filter(leg__in=block).exclude(batch=self.batch)
            kept = sorted(told.values_list("leg_id", flat=True).distinct())
            if kept:
                self.years |= undoing.without(self.batch, kept)
            gone = [pk for pk in block if pk not in set(kept)]
            with kept_totals.moving(Estimate.objects.filter(leg_id__in=gone)):
                _delete_legs(gone)
        for block in in_blocks({leg.booking_id for leg in legs}, BLOCK):
            Booking.objects.filter(batch=self.batch, pk__in=block, legs__isnull=True).delete()

    def _change(self, legs: dict[str, Leg]) -> None:
        """Legs that stay and are told otherwise; what later rows wrote over them is written over them again."""
        if not legs:
            return
        at = {key: place for place, key in enumerate(self.keys)}
        told = own_values(self.legs)
        known: set[int] = set()
        for block in in_blocks([leg.pk for leg in legs.values()], BLOCK):
            known.update(KnownLeg.objects.filter(leg__in=block).values_list("leg_id", flat=True))
        after, retold = {}, {}
        for key, leg in legs.items():
            values = retelling.plain(told.iloc[at[key]].to_dict())
            unit = int(self.legs["unit"].iat[at[key]])
            if leg.pk in known:
                retold[leg.pk] = {**values, "unit_id": unit or ""}
                continue
            changed = {name: value for name, value in values.items() if retelling.stored(getattr(leg, name)) != value}
            if "cost_centre" in changed:
                changed["unit_id"] = unit or None
            if changed:
                after[leg.pk] = changed
        for block in in_blocks(after, BLOCK):
            self.years |= ledger.years_of(block)
            retelling.write_values({leg: after[leg] for leg in block})
            self.years |= ledger.years_of(block)
        self.years |= undoing.told_otherwise(self.batch, retold)
        self._rebook({at[key]: leg for key, leg in legs.items()})

    def _rebook(self, legs: dict[int, Leg]) -> None:
        """Legs that came from a file that was undone stand in its bookings: they get those that their rows tell."""
        told = self.legs[["ticket", "traveller_key_source", "fare"]]
        moved = []
        for place, leg in legs.items():
            ticket, person, fare = told.iloc[place]
            amount = None if pd.isna(fare) else round(float(fare), 2)
            own = ((ticket or "")[:40], keyed(person) if person else "", amount)
            booking = leg.booking
            traveller = booking.traveller.pseudonym if booking.traveller else ""
            was = (booking.reference, traveller, None if booking.amount is None else float(booking.amount))
            if own[:2] != was[:2]:
                moved.append(place)
            elif own != was:
                Booking.objects.filter(pk=booking.pk).update(amount=amount)
        if not moved:
            return
        frame = self.legs.iloc[moved].reset_index(drop=True)
        writer = BatchWriter(self.batch, self.reading.profile)
        writer.begin_with(self._bookings(frame))
        left = {legs[place].booking_id for place in moved}
        for place, booking_id in zip(moved, writer.write_bookings(frame), strict=True):
            Leg.every.filter(pk=legs[place].pk).update(booking=booking_id)
            self.years.add(legs[place].counted_on.year)
        for block in in_blocks(left, BLOCK):
            Booking.objects.filter(batch=self.batch, pk__in=block, legs__isnull=True).delete()

    def _bring_in(self, before: Collection[str]) -> None:
        new = [place for place, key in enumerate(self.keys) if key not in before]
        legs = self.legs.iloc[new].reset_index(drop=True)
        if not new:
            return
        found = estimate_legs(legs)
        writer = BatchWriter(self.batch, self.reading.profile)
        writer.begin_with(self._bookings(legs))
        row_ids = [self.rows[position].pk for position in legs["row_position"].tolist()]
        leg_ids = writer.write_legs(legs, row_ids)
        write_estimates(found.estimates, leg_ids)
        added = kept_totals.Addition()
        added.add(legs, found.estimates)
        added.apply()
        self.years |= {int(year) for year in legs["year"].unique()}
        for block in in_blocks(leg_ids, BLOCK):
            self.tickets |= ledger.references_of(Leg.every.filter(pk__in=block))

    def _bookings(self, legs: pd.DataFrame) -> dict[int, int]:
        """Bookings of the batch that go on in the new legs: of the same document and traveller."""
        wanted = legs.drop_duplicates("booking")
        wanted = wanted[wanted["ticket"].fillna("") != ""]
        known: dict[tuple[str, str], int] = {}
        for block in in_blocks(wanted["ticket"].str.slice(0, 40).unique().tolist(), BLOCK):
            for pk, reference, person in Booking.objects.filter(batch=self.batch, reference__in=block).values_list(
                "pk", "reference", "traveller__pseudonym"
            ):
                known[reference, person or ""] = pk
        found = {}
        for number, ticket, person in wanted[["booking", "ticket", "traveller_key_source"]].itertuples(index=False):
            pk = known.get((ticket[:40], keyed(person) if person else ""))
            if pk is not None:
                found[int(number)] = pk
        return found

    def _write_verdicts(self) -> None:
        changed = []
        for position, said in self.verdicts.items():
            row = self.rows[position]
            if position not in self.untouched and (row.verdict, row.reason, row.sentence) != said:
                row.verdict, row.reason, row.sentence = said
                changed.append(row)
        BatchRow.objects.bulk_update(changed, VERDICT, batch_size=500)

    def _row_ids(self) -> Any:
        """The ids of the rows by their position in the file; 0 for those that are not read."""
        ids = np.zeros(max(self.rows, default=-1) + 1, dtype=np.int64)
        for position, row in self.rows.items():
            ids[position] = row.pk
        return ids


def _delete_legs(ids: Collection[int]) -> None:
    if not ids:
        return
    marks = ", ".join(["%s"] * len(ids))
    for model in (Estimate, AssignedLeg, OfficialResult, KnownLeg, LegChange):
        delete(model, f"leg_id IN ({marks})", *ids)
    delete(Leg, f"id IN ({marks})", *ids)


def _rows(batch: ImportBatch, positions: Collection[int]) -> Iterator[BatchRow]:
    for block in in_blocks(sorted(positions), BLOCK):
        yield from BatchRow.objects.filter(batch=batch, position__in=block).defer("cells", "personal_cells")
