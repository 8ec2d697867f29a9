"""Roles as one table: who holds each, and what it may do. Nothing else in the code names a role."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ems.permissions import EmsPermission as Ems
from greenops.annual_return.permissions import ReturnPermission as Return
from greenops.permissions import GreenOpsPermission as GreenOps
from travel.permissions import TravelPermission as Travel

READ_EVERYTHING = frozenset(
    {
        Travel.VIEW_BATCHES,
        Travel.VIEW_LEGS,
        Ems.VIEW_BOUNDARY,
        Ems.VIEW_CONTROLS,
        GreenOps.VIEW_YEAR,
        GreenOps.EXPORT_YEAR,
        GreenOps.VIEW_RETURN,
    }
)


@dataclass(frozen=True)
class Role:
    key: str
    label: str | Promise
    held_by: str | Promise
    permissions: frozenset[str]
    home: str  # the URL name of the page this role sees first


ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        Role(
            "management_reviewer",
            _("Management reviewer"),
            _("Heads who read the year, compare, and sign."),
            frozenset(
                {
                    GreenOps.VIEW_YEAR,
                    GreenOps.EXPORT_YEAR,
                    GreenOps.VIEW_RETURN,
                    Return.REVIEW,
                    Return.APPROVE,
                    Travel.VIEW_LEGS,
                    Ems.VIEW_BOUNDARY,
                    Ems.VIEW_CONTROLS,
                }
            ),
            "insight:latest",
        ),
        Role(
            "travel_officer",
            _("Travel officer"),
            _("People who import bookings and chase unclear rows."),
            frozenset(
                {
                    Travel.VIEW_BATCHES,
                    Travel.IMPORT_BOOKINGS,
                    Travel.UNDO_BATCH,
                    Travel.VIEW_LEGS,
                    Travel.VIEW_NAMES,
                    GreenOps.VIEW_YEAR,
                    GreenOps.EXPORT_YEAR,
                    Ems.VIEW_BOUNDARY,
                }
            ),
            "travel:overview",
        ),
        Role(
            "focal_point",
            _("Focal point"),
            _("The owner of the annual return."),
            READ_EVERYTHING | {Ems.EDIT_BOUNDARY, Return.EDIT_ACTIVITY, Return.PREPARE, Return.REVIEW},
            "insight:latest",
        ),
        Role(
            "ems_coordinator",
            _("EMS coordinator"),
            _("People who run the controls and prepare audits."),
            frozenset(
                {
                    Ems.VIEW_BOUNDARY,
                    Ems.EDIT_BOUNDARY,
                    Ems.VIEW_CONTROLS,
                    GreenOps.VIEW_YEAR,
                    GreenOps.VIEW_RETURN,
                    Return.EDIT_ACTIVITY,
                }
            ),
            "ems:overview",
        ),
        Role(
            "auditor",
            _("Auditor"),
            _("People who read everything and change nothing."),
            READ_EVERYTHING | {Ems.VIEW_EVENTS, GreenOps.VIEW_KEEPING},
            "insight:latest",
        ),
        Role(
            "administrator",
            _("Administrator"),
            _("People who manage people, sites and editions."),
            frozenset(
                {
                    GreenOps.MANAGE_PEOPLE,
                    GreenOps.VIEW_KEEPING,
                    Ems.VIEW_BOUNDARY,
                    Ems.EDIT_BOUNDARY,
                    Ems.VIEW_EVENTS,
                }
            ),
            "people:list",
        ),
    )
}


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """All that the roles together may do; a role that is no longer in the table grants nothing."""
    return frozenset().union(*(ROLES[key].permissions for key in roles if key in ROLES))


def role_choices() -> list[tuple[str, str | Promise]]:
    return [(role.key, role.label) for role in ROLES.values()]
