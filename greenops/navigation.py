"""The one navigation, and the organization's name, for every page."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ems.models import Organization
from ems.permissions import EmsPermission
from greenops.permissions import GreenOpsPermission
from travel.permissions import TravelPermission

SECTIONS: tuple[tuple[str | Promise, tuple[tuple[str | Promise, str, str], ...]], ...] = (
    (
        _("Travel"),
        (
            (_("Overview"), "travel:overview", TravelPermission.VIEW_LEGS),
            (_("Imports"), "travel:batches", TravelPermission.VIEW_BATCHES),
            (_("Import files"), "travel:upload", TravelPermission.IMPORT_BOOKINGS),
            (_("Questions"), "travel:questions", TravelPermission.VIEW_BATCHES),
            (_("Sources"), "travel:sources", TravelPermission.VIEW_BATCHES),
            (_("Legs"), "travel:legs", TravelPermission.VIEW_LEGS),
            (_("Unassigned"), "travel:unassigned", TravelPermission.VIEW_LEGS),
            (_("Coverage"), "travel:coverage", TravelPermission.VIEW_BATCHES),
            (_("Suppliers' figures"), "travel:figures", TravelPermission.VIEW_BATCHES),
            (_("Official results"), "travel:official", TravelPermission.VIEW_BATCHES),
        ),
    ),
    (_("EMS"), ((_("Overview"), "ems:overview", EmsPermission.VIEW_CONTROLS),)),
    (
        _("Sites & data"),
        (
            (_("Organization"), "ems:boundary", EmsPermission.VIEW_BOUNDARY),
            (_("Activity data"), "annual_return:activity", GreenOpsPermission.VIEW_RETURN),
            (_("Equipment"), "ems:equipment", EmsPermission.VIEW_BOUNDARY),
            (_("Vehicles"), "ems:vehicles", EmsPermission.VIEW_BOUNDARY),
            (_("Meters"), "ems:meters", EmsPermission.VIEW_BOUNDARY),
            (_("Evidence"), "ems:evidence", EmsPermission.VIEW_BOUNDARY),
            (_("Suppliers' factors"), "annual_return:suppliers", GreenOpsPermission.VIEW_RETURN),
            (_("People"), "people:list", GreenOpsPermission.MANAGE_PEOPLE),
            (_("Record of events"), "ems:events", EmsPermission.VIEW_EVENTS),
            (_("Keeping data"), "keeping:overview", GreenOpsPermission.VIEW_KEEPING),
        ),
    ),
    (
        _("Return"),
        (
            (_("Overview"), "annual_return:overview", GreenOpsPermission.VIEW_RETURN),
            (_("Trend"), "annual_return:trend", GreenOpsPermission.VIEW_RETURN),
            (_("Offsets"), "annual_return:offsets", GreenOpsPermission.VIEW_RETURN),
        ),
    ),
    (_("Insight"), ((_("The year"), "insight:latest", GreenOpsPermission.VIEW_YEAR),)),
)

# Pages of the whole organization: who looks after certain units only is not led to them.
WHOLE_ORGANIZATION = {"annual_return:trend"}
# Pages whose address begins otherwise than that of the page they belong to.
BESIDE = {"travel:answers": "travel:questions"}


@dataclass(frozen=True)
class Item:
    label: str | Promise
    url: str
    is_current: bool
    children: list["Item"] = field(default_factory=list)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The sections that the person may open; a section leads to its first page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    urls = {name: reverse(name) for _label, pages in SECTIONS for _page, name, _permission in pages}
    # Pages below a page of the navigation belong to it: the one whose address is the longest beginning of theirs.
    beginnings = {url: url for url in urls.values()} | {reverse(name): urls[of] for name, of in BESIDE.items()}
    beginning = max((url for url in beginnings if request.path.startswith(url)), key=len, default="")
    here = beginnings.get(beginning, "")
    items = []
    for label, pages in SECTIONS:
        children = [
            Item(page, urls[name], urls[name] == here)
            for page, name, permission in pages
            if user.has_perm(permission) and (name not in WHOLE_ORGANIZATION or user.unit_scope(permission).everywhere)
        ]
        if children:
            items.append(Item(label, children[0].url, any(child.is_current for child in children), children))
    return {"navigation": items}


def organization(request: HttpRequest) -> dict[str, Any]:
    """The organization, what the person is here, and the code version that stands in the footer."""
    found = cache.get("organization")
    if found is None:
        found = Organization.objects.first()
        cache.set("organization", found, 60)
    user = getattr(request, "user", None)
    held = user.current_roles if user is not None and user.is_authenticated else []
    words = ", ".join(
        f"{assignment.label} · {assignment.unit.code if assignment.unit else _('all units')}" for assignment in held
    )
    return {"organization": found, "code_version": settings.CODE_VERSION, "role_words": words}
