"""Who looks after a section of a return, and what inside the boundary was left out and why."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ems.audit import record
from ems.models import Site
from greenops.annual_return.cycle.refusals import ReturnRefused
from greenops.annual_return.cycle.signing import (
    check_may,
    held,
    written,
)
from greenops.annual_return.edition import EditionError
from greenops.annual_return.edition_file import edition as edition_named
from greenops.annual_return.models import AnnualReturn, Omission, SectionOwner
from greenops.annual_return.permissions import ReturnPermission

State = AnnualReturn.State


@transaction.atomic
def set_owner(*, by: Any, annual_return: AnnualReturn, section: str, owner: Any) -> None:
    """owner: None leaves the section to nobody."""
    check_may(by, ReturnPermission.PREPARE)
    row = held(annual_return, *State.values)
    _check_section(row, section)
    before = row.section_owners.filter(section=section).select_related("owner").first()
    if owner is None:
        row.section_owners.filter(section=section).delete()
    else:
        SectionOwner.objects.update_or_create(annual_return=row, section=section, defaults={"owner": owner})
    payload = {"section": section, "was": str(before.owner) if before else "", "is": str(owner or "")}
    record(by=by, action="owner of a section changed", on=row, payload=payload)


@transaction.atomic
def add_omission(
    *, by: Any, annual_return: AnnualReturn, section: str, what: str, reason: str, site: Site | None = None
) -> Omission:
    check_may(by, ReturnPermission.PREPARE)
    row = _open(annual_return)
    _check_section(row, section)
    omission = Omission.objects.create(
        annual_return=row,
        section=section,
        site=site,
        what=written(what, _("Say what was left out.")),
        reason=written(reason, _("Say why it was left out.")),
    )
    payload = {"section": section, "site": site.code if site else "", "what": omission.what, "reason": omission.reason}
    record(by=by, action="omission added", on=row, payload=payload)
    return omission


@transaction.atomic
def remove_omission(*, by: Any, omission: Omission) -> None:
    check_may(by, ReturnPermission.PREPARE)
    row = _open(omission.annual_return)
    payload = {"section": omission.section, "what": omission.what, "reason": omission.reason}
    omission.delete()
    record(by=by, action="omission removed", on=row, payload=payload)


def _open(annual_return: AnnualReturn) -> AnnualReturn:
    """Omissions are frozen with the lines: they change while data do. Raises ReturnRefused."""
    row = held(annual_return, *State.values)
    if not row.is_editable:
        sentence = _("The return of %(year)s is %(state)s: what was left out stays as it is said.")
        raise ReturnRefused(sentence % {"year": row.year, "state": row.get_state_display()})
    return row


def _check_section(row: AnnualReturn, section: str) -> None:
    try:
        edition_named(row.edition).section(section)
    except EditionError as error:
        raise ReturnRefused(str(error)) from error
