"""Changing how a site is held: from a day on, so that what was before stays as it was."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ems import actions
from ems.audit import record
from ems.models import Site, SiteTerms


@transaction.atomic
def begin_terms(*, by: Any, terms: SiteTerms) -> SiteTerms:
    """Save terms that hold from their first day; those in force on that day end the day before. One event of the site.

    They hold until the next terms that are known already begin, or until further notice. Raises ValidationError with
    the sentences of SiteTerms.clean, or where terms begin on that very day; PermissionDenied for people who may not
    edit the site. Nothing is changed then.
    """
    site = Site.objects.select_for_update().get(pk=terms.site_id)
    if not actions.may_edit(by, site):
        raise PermissionDenied(f"{site}: sites are for people who look after all units.")
    known = list(site.terms.all())
    payload: dict[str, Any] = {}
    terms.valid_until = None
    if terms.valid_from is None:
        if known:
            raise ValidationError({"valid_from": _("Give the first day of the new terms: there are earlier ones.")})
    else:
        payload = _make_room(known, terms, terms.valid_from)
    terms.full_clean()
    terms.save()
    record(by=by, action="terms of a site begun", on=site, payload={**payload, "changes": actions.changes(None, terms)})
    return terms


def _make_room(known: list[SiteTerms], terms: SiteTerms, first: date) -> dict[str, Any]:
    """End the terms of the day before and stop the new ones short of later ones; what the event says of it."""
    if any(other.valid_from == first for other in known):
        sentence = _("Terms begin on %(day)s already. Change those, or give another day.")
        raise ValidationError({"valid_from": sentence % {"day": first}})
    later = [other.valid_from for other in known if other.valid_from and other.valid_from > first]
    if later:
        terms.valid_until = min(later) - timedelta(days=1)
    ended = next((other for other in known if other.holds_on(first)), None)
    if ended is None:
        return {}
    was, ended.valid_until = ended.valid_until, first - timedelta(days=1)
    if first == ended.site.valid_from:
        sentence = _("%(day)s is the first day of the site. Change the terms that hold since then.")
        raise ValidationError({"valid_from": sentence % {"day": first}})
    ended.save(update_fields=["valid_until"])
    return {"ended": {"was": was and str(was), "is": str(ended.valid_until)}}


@transaction.atomic
def take_back_terms(*, by: Any, terms: SiteTerms) -> None:
    """Remove terms that should not have been entered; the ones before hold on in their place. One event of the site.

    Raises PermissionDenied for people who may not edit the site.
    """
    site = Site.objects.select_for_update().get(pk=terms.site_id)
    if not actions.may_edit(by, site):
        raise PermissionDenied(f"{site}: sites are for people who look after all units.")
    removed = {name: change["is"] for name, change in actions.changes(None, terms).items() if name != "site"}
    before = None
    if terms.valid_from is not None:
        before = site.terms.filter(valid_until=terms.valid_from - timedelta(days=1)).first()
    until = terms.valid_until
    terms.delete()
    payload: dict[str, Any] = {"removed": removed}
    if before is not None:
        payload["before"] = {"was": str(before.valid_until), "is": until and str(until)}
        before.valid_until = until
        before.save(update_fields=["valid_until"])
    record(by=by, action="terms of a site taken back", on=site, payload=payload)
