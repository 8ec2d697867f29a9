"""People, and which role each holds, for which unit, from when until when."""

import uuid
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from greenops.roles import ROLES, role_choices
from travel.permissions import TravelPermission


@dataclass(frozen=True)
class UnitScope:
    """For which units a person holds a permission: all of them, or those listed."""

    everywhere: bool = False
    unit_ids: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.unit_ids)

    def covers(self, other: "UnitScope") -> bool:
        """All units of the other scope are in this one."""
        return self.everywhere or (not other.everywhere and other.unit_ids <= self.unit_ids)


class User(AbstractUser):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name", "username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @cached_property
    def current_roles(self) -> list["RoleAssignment"]:
        """The assignments in force today; one query for each request."""
        return list(self.role_assignments.in_force().select_related("unit"))

    def unit_scope(self, permission: str) -> UnitScope:
        """For which units this person holds the permission; empty for none."""
        if not self.is_active:
            return UnitScope()
        held = [a for a in self.current_roles if a.role in ROLES and permission in ROLES[a.role].permissions]
        if any(a.unit_id is None for a in held):
            return UnitScope(everywhere=True)
        return UnitScope(unit_ids=frozenset(a.unit_id for a in held if a.unit_id is not None))

    def sees_names(self, where: str) -> bool:
        """Names may be shown on a page of legs: for every unit whose legs the permission `where` opens.

        Who looks after the names of one unit and reads the legs of all sees pseudonyms in the lists of all.
        """
        names = self.unit_scope(TravelPermission.VIEW_NAMES)
        return bool(names) and names.covers(self.unit_scope(where))


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def in_force(self) -> "RoleAssignmentQuerySet":
        today = timezone.localdate()
        return self.filter(starts_on__lte=today).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))


class RoleAssignment(models.Model):
    user = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.PROTECT, related_name="role_assignments")
    role = models.CharField(_("role"), max_length=40, choices=role_choices)
    unit = models.ForeignKey(
        "ems.OrganizationUnit",
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: for the whole organization."),
    )
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        ordering = ["user", "role", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="role_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.label}"

    @property
    def label(self) -> str:
        return str(ROLES[self.role].label) if self.role in ROLES else self.role
