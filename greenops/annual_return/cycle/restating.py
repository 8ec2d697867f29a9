"""Restating a frozen return: both values stay, with the reason and the person who approved it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ems.audit import record
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
    told,
    withdraw,
    written,
)
from greenops.annual_return.models import AnnualReturn, ReturnVersion, Signature
from greenops.annual_return.movements import Movement, movements
from greenops.annual_return.permissions import ReturnPermission

NOT_RESTATING = {"restating_at": None, "restating_by": None, "restating_because": ""}


@transaction.atomic
def begin_restatement(*, by: Any, annual_return: AnnualReturn, reason: str) -> AnnualReturn:
    """The data of the year may be edited again; the frozen lines stay as they are and stay those of the year."""
    check_may(by, ReturnPermission.PREPARE)
    row = held(annual_return, *AnnualReturn.FROZEN)
    if row.restating_at is not None:
        sentence = _("%(person)s began a restatement already. Finish that one, or give it up.")
        raise ReturnRefused(sentence % {"person": row.restating_by})
    reason = written(reason, _("Say why the return is restated."))
    move(row, row.state, restating_at=timezone.now(), restating_by=by, restating_because=reason)
    record(by=by, action="restatement begun", on=row, payload={"reason": reason})
    return row


@transaction.atomic
def give_up_restatement(*, by: Any, annual_return: AnnualReturn) -> AnnualReturn:
    """Closes the year again. Refused when its figures moved meanwhile: what was frozen would not come out again."""
    check_may(by, ReturnPermission.PREPARE, ReturnPermission.APPROVE)
    row = _restated_now(annual_return)
    latest = _latest(row)
    moved = movements(freezing.frozen_figures(latest), freezing.computed(row.year, latest.edition).figures)
    if moved:
        sentence = _("The year's figures moved since they were frozen. Take the changes back, or restate the return.")
        raise ReturnRefused(sentence, told(moved))
    withdraw(row, Role.PREPARER, because=_("The restatement was given up."), since=row.restating_at)
    move(row, row.state, **NOT_RESTATING)
    record(by=by, action="restatement given up", on=row)
    return row


@transaction.atomic
def sign_restatement(*, by: Any, annual_return: AnnualReturn, statement: str, edition: str = "") -> Signature:
    """The preparer signs the new lines; signed again, the earlier signature is withdrawn.

    edition: of the form, where the restatement takes another than the version that it replaces.
    """
    check_may(by, ReturnPermission.PREPARE)
    row = _restated_now(annual_return)
    latest = _latest(row)
    made = freezing.computed(row.year, edition or latest.edition)
    if problems := [problem.sentence for problem in (*made.off.problems, *made.on.problems)]:
        raise ReturnRefused(_("Some lines have no value. Settle what they lack first."), dict.fromkeys(problems))
    if made.figures.digest == latest.lines_digest:
        raise ReturnRefused(_("Nothing moved: the lines are those of version %(n)s.") % {"n": latest.number})
    withdraw(row, Role.PREPARER, because=_("Signed again."), since=row.restating_at)
    signature = sign(row, Role.PREPARER, by=by, statement=statement, made=made)
    move(row, row.state, restating_by=by, edition=made.off.edition)
    record(by=by, action="restatement signed", on=row, payload={"digest": signature.lines_digest})
    return signature


@transaction.atomic
def restate(*, by: Any, annual_return: AnnualReturn, statement: str) -> ReturnVersion:
    """Another person approves what the preparer signed: a version that replaces the latest one, which stays."""
    check_may(by, ReturnPermission.APPROVE)
    row = _restated_now(annual_return)
    check_other_person(by, row.restating_by_id, _("You prepared this restatement: another person approves it."))
    prepared = prepared_restatement(row)
    if prepared is None:
        raise ReturnRefused(_("The new lines are not signed yet: whoever prepares the restatement signs them first."))
    check_other_person(by, prepared.signed_by_id, _("You signed these lines: another person approves them."))
    latest = _latest(row)
    made = freezing.computed(row.year, row.edition)
    sentence = _("The figures moved since the preparer signed them. They are signed again before they are approved.")
    check_unmoved(prepared, made, sentence)
    sign(row, Role.APPROVER, by=by, statement=statement, made=made)
    version = freezing.freeze(
        row, made, by=prepared.signed_by, approved_by=by, replaces=latest, reason=row.restating_because
    )
    move(row, row.state, **NOT_RESTATING)
    payload = {
        "version": version.number,
        "replaces": latest.number,
        "reason": version.reason,
        "digest": version.lines_digest,
        "was": latest.lines_digest,
        "frame": freezing.frame_digest(version),
    }
    record(by=by, action="return restated", on=row, payload=payload)
    return version


def prepared_restatement(row: AnnualReturn) -> Signature | None:
    """The preparer's signature under the restatement that is under way."""
    found = row.signatures.filter(
        role=Role.PREPARER, withdrawn_at__isnull=True, signed_at__gte=row.restating_at or timezone.now()
    )
    return found.order_by("-signed_at", "-pk").first()


def replaced_by(version: ReturnVersion) -> list[Movement]:
    """What a restatement changed, line by line: the value that was frozen before, and its own."""
    if version.replaces is None:
        return []
    return movements(freezing.frozen_figures(version.replaces), freezing.frozen_figures(version))


def _restated_now(annual_return: AnnualReturn) -> AnnualReturn:
    row = held(annual_return, *AnnualReturn.FROZEN)
    if row.restating_at is None:
        raise ReturnRefused(_("No restatement of %(year)s is under way. Begin one first.") % {"year": row.year})
    return row


def _latest(row: AnnualReturn) -> ReturnVersion:
    latest = freezing.latest_version(row)
    if latest is None:
        raise ReturnRefused(_("The return of %(year)s has no frozen version to restate.") % {"year": row.year})
    return latest
