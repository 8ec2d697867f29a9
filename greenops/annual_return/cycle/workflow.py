"""The acts from opening a return to publishing it: each is one transaction and one event."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ems.audit import record
from ems.models.boundary import FIRST_YEAR
from greenops.annual_return import readiness
from greenops.annual_return.cycle import freezing
from greenops.annual_return.cycle.refusals import ReturnRefused
from greenops.annual_return.cycle.signing import (
    Role,
    check_may,
    check_other_person,
    check_unmoved,
    held,
    move,
    sign,
    standing,
    withdraw,
    written,
)
from greenops.annual_return.edition import EditionError
from greenops.annual_return.edition_file import edition as edition_named
from greenops.annual_return.models import AnnualReturn, ReturnVersion, Signature
from greenops.annual_return.permissions import ReturnPermission

State = AnnualReturn.State


@transaction.atomic
def open_return(*, by: Any, year: int, edition: str = "", due_on: date | None = None) -> AnnualReturn:
    """The return of a data year by an edition of the form; without one, by the edition of the year's report."""
    check_may(by, ReturnPermission.PREPARE)
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        sentence = _("%(year)s is no year whose data can be reported. Give one from %(first)s to this year.")
        raise ReturnRefused(sentence % {"year": year, "first": FIRST_YEAR})
    if AnnualReturn.objects.filter(year=year).exists():
        raise ReturnRefused(_("The return of %(year)s is open already.") % {"year": year})
    opened = AnnualReturn.objects.create(year=year, edition=_known_edition(year, edition), due_on=due_on, opened_by=by)
    record(by=by, action="return opened", on=opened, payload={"year": year, "edition": opened.edition})
    return opened


@transaction.atomic
def change_terms(*, by: Any, annual_return: AnnualReturn, edition: str, due_on: date | None) -> AnnualReturn:
    """Another edition of the form or another day to hand over, while data are collected."""
    check_may(by, ReturnPermission.PREPARE)
    row = held(annual_return, *AnnualReturn.EDITABLE)
    was = {"edition": row.edition, "due_on": str(row.due_on or "")}
    row.edition, row.due_on = _known_edition(row.year, edition), due_on
    row.save(update_fields=["edition", "due_on"])
    now = {"edition": row.edition, "due_on": str(due_on or "")}
    record(by=by, action="return's edition and date changed", on=row, payload={"was": was, "is": now})
    return row


@transaction.atomic
def start_collection(*, by: Any, annual_return: AnnualReturn) -> AnnualReturn:
    check_may(by, ReturnPermission.PREPARE)
    row = move(held(annual_return, State.OPEN), State.IN_COLLECTION)
    record(by=by, action="collection of data started", on=row)
    return row


@transaction.atomic
def send_to_review(*, by: Any, annual_return: AnnualReturn, statement: str) -> AnnualReturn:
    """The preparer signs the lines as they are now. Refused while anything blocks."""
    check_may(by, ReturnPermission.PREPARE)
    row = held(annual_return, *AnnualReturn.EDITABLE)
    made = freezing.computed(row.year, row.edition)
    blockers = readiness.readiness(row, made.off).blockers
    if blockers:
        sentence = _("The return cannot go to review while something is missing. Settle what blocks it first.")
        raise ReturnRefused(sentence, [blocker.sentence for blocker in blockers])
    signature = sign(row, Role.PREPARER, by=by, statement=statement, made=made)
    move(row, State.IN_REVIEW, prepared_by=by, prepared_at=signature.signed_at)
    record(by=by, action="return sent to review", on=row, payload=_signed(signature))
    return row


@transaction.atomic
def review(*, by: Any, annual_return: AnnualReturn, statement: str) -> AnnualReturn:
    """A separate reviewer signs; a return can be approved without."""
    check_may(by, ReturnPermission.REVIEW)
    row = held(annual_return, State.IN_REVIEW)
    check_other_person(by, row.prepared_by_id, _("You prepared this return: another person reviews it."))
    if row.reviewed_by_id is not None:
        raise ReturnRefused(_("%(person)s reviewed this return already.") % {"person": row.reviewed_by})
    made = freezing.computed(row.year, row.edition)
    check_unmoved(standing(row, Role.PREPARER), made, _moved_since_prepared())
    signature = sign(row, Role.REVIEWER, by=by, statement=statement, made=made)
    move(row, State.IN_REVIEW, reviewed_by=by, reviewed_at=signature.signed_at)
    record(by=by, action="return reviewed", on=row, payload=_signed(signature))
    return row


@transaction.atomic
def send_back(*, by: Any, annual_return: AnnualReturn, reason: str) -> AnnualReturn:
    """Back to collection: the signatures given so far are withdrawn with the reason."""
    check_may(by, ReturnPermission.PREPARE, ReturnPermission.REVIEW, ReturnPermission.APPROVE)
    row = held(annual_return, State.IN_REVIEW)
    reason = written(reason, _("Say why the return goes back."))
    withdraw(row, Role.PREPARER, Role.REVIEWER, because=reason)
    move(row, State.IN_COLLECTION, prepared_by=None, prepared_at=None, reviewed_by=None, reviewed_at=None)
    record(by=by, action="return sent back", on=row, payload={"reason": reason})
    return row


@transaction.atomic
def approve(*, by: Any, annual_return: AnnualReturn, statement: str) -> AnnualReturn:
    """Binds to the lines that the preparer signed. Refused when they moved since, saying what did."""
    check_may(by, ReturnPermission.APPROVE)
    row = held(annual_return, State.IN_REVIEW)
    check_other_person(by, row.prepared_by_id, _("You prepared this return: another person approves it."))
    check_other_person(by, row.reviewed_by_id, _("You reviewed this return: another person approves it."))
    made = freezing.computed(row.year, row.edition)
    check_unmoved(standing(row, Role.PREPARER), made, _moved_since_prepared())
    signature = sign(row, Role.APPROVER, by=by, statement=statement, made=made)
    move(
        row,
        State.APPROVED,
        approved_by=by,
        approved_at=signature.signed_at,
        approved_digest=signature.lines_digest,
    )
    record(by=by, action="return approved", on=row, payload=_signed(signature))
    return row


@transaction.atomic
def withdraw_approval(*, by: Any, annual_return: AnnualReturn, reason: str) -> AnnualReturn:
    check_may(by, ReturnPermission.APPROVE)
    row = held(annual_return, State.APPROVED)
    reason = written(reason, _("Say why the approval is withdrawn."))
    withdraw(row, Role.APPROVER, because=reason)
    move(row, State.IN_REVIEW, approved_by=None, approved_at=None, approved_digest="")
    record(by=by, action="approval withdrawn", on=row, payload={"reason": reason})
    return row


@transaction.atomic
def submit(*, by: Any, annual_return: AnnualReturn) -> ReturnVersion:
    """Freeze what was approved, without and with delegates. Refused when it is not what would be computed today."""
    check_may(by, ReturnPermission.PREPARE)
    row = held(annual_return, State.APPROVED)
    check_other_person(by, row.approved_by_id, _("You approved this return: another person submits it."))
    made = freezing.computed(row.year, row.edition)
    check_unmoved(
        standing(row, Role.APPROVER),
        made,
        _("The figures moved since the return was approved. Withdraw the approval, look at what moved, approve again."),
    )
    if made.figures.digest != row.approved_digest:
        raise ReturnRefused(_("The approval is not of these lines. Withdraw it and approve the return again."))
    move(row, State.SUBMITTED, submitted_by=by, submitted_at=timezone.now())
    version = freezing.freeze(row, made, by=by, approved_by=row.approved_by)
    payload = {
        "version": version.number,
        "digest": version.lines_digest,
        "inputs": version.inputs_digest,
        "frame": freezing.frame_digest(version),
    }
    record(by=by, action="return submitted", on=row, payload=payload)
    return version


def _known_edition(year: int, edition: str) -> str:
    try:
        return edition_named(edition or year + 1).key
    except EditionError as error:
        raise ReturnRefused(str(error)) from error


def _moved_since_prepared() -> str:
    return _("The figures moved since the return was prepared. Send it back: the preparer looks at it and signs again.")


def _signed(signature: Signature) -> dict[str, Any]:
    return {"as": signature.role, "statement": signature.statement, "digest": signature.lines_digest}
