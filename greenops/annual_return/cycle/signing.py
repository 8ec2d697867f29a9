"""What all acts on a return share: who may, in which state, and under which lines a name is put."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from greenops.annual_return.cycle.freezing import Computed
from greenops.annual_return.cycle.refusals import ReturnRefused
from greenops.annual_return.models import AnnualReturn, Signature
from greenops.annual_return.movements import Movement, marks, moved_since
from greenops.annual_return.permissions import ReturnPermission

Role = Signature.Role


def may(user: Any, *permissions: ReturnPermission) -> bool:
    """The return is the whole organization's: people who look after certain units only do not act on it."""
    return any(user.unit_scope(permission).everywhere for permission in permissions)


def check_may(by: Any, *permissions: ReturnPermission) -> None:
    """Raises PermissionDenied."""
    if not may(by, *permissions):
        raise PermissionDenied(_("The return is the whole organization's: your role does not do this for all of it."))


def held(annual_return: AnnualReturn, *states: str) -> AnnualReturn:
    """The row as it stands, locked until the transaction ends. Raises ReturnRefused in another state than these."""
    row = AnnualReturn.objects.select_for_update().get(pk=annual_return.pk)
    if row.state not in states:
        raise _overtaken(row)
    return row


def move(row: AnnualReturn, to: str, **fields: Any) -> AnnualReturn:
    """Set state and fields if the state is still that of the row: of two people at once one is refused."""
    moved = AnnualReturn.objects.filter(pk=row.pk, state=row.state).update(state=to, **fields)
    if not moved:
        raise _overtaken(AnnualReturn.objects.get(pk=row.pk))
    row.refresh_from_db()
    return row


def written(text: str, sentence: str) -> str:
    """The text without space around it. Raises ReturnRefused with the sentence where nothing is written."""
    text = text.strip()
    if not text:
        raise ReturnRefused(sentence)
    return text


def sign(row: AnnualReturn, role: str, *, by: Any, statement: str, made: Computed) -> Signature:
    """Put a name under the lines as computed."""
    statement = written(statement, _("A signature says what is declared. Write the statement."))
    return Signature.objects.create(
        annual_return=row,
        role=role,
        signed_by=by,
        signed_at=timezone.now(),
        statement=statement,
        lines_digest=made.figures.digest,
        marks=marks(made.figures),
    )


def standing(row: AnnualReturn, role: str) -> Signature | None:
    """The latest signature of the role that was not withdrawn."""
    found = row.signatures.filter(role=role, withdrawn_at__isnull=True)
    return found.order_by("-signed_at", "-pk").first()


def withdraw(row: AnnualReturn, *roles: str, because: str, since: datetime | None = None) -> None:
    """Signatures of these roles; since: only those given then or later."""
    found = row.signatures.filter(role__in=roles, withdrawn_at__isnull=True)
    if since is not None:
        found = found.filter(signed_at__gte=since)
    found.update(withdrawn_at=timezone.now(), withdrawn_because=because)


def check_unmoved(signature: Signature | None, made: Computed, sentence: str) -> None:
    """Raises ReturnRefused with the lines that are not what they were when the signature was given."""
    if signature is None or signature.lines_digest == made.figures.digest:
        return
    raise ReturnRefused(sentence, told(moved_since(signature.marks, made.figures)))


def told(moved: Iterable[Movement]) -> list[str]:
    return [movement.sentence for movement in moved]


def check_other_person(by: Any, other_id: int | None, sentence: str) -> None:
    if other_id is not None and by.pk == other_id:
        raise ReturnRefused(sentence)


def _overtaken(row: AnnualReturn) -> ReturnRefused:
    sentence = _("The return of %(year)s is %(state)s. Open it again to see what can be done with it now.")
    return ReturnRefused(sentence % {"year": row.year, "state": row.get_state_display()})
