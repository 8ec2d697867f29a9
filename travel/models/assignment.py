"""Legs that an officer gave a unit or a category in bulk, so that it can be taken back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from travel.models.booking import Leg


class Assignment(models.Model):
    """One act: these legs now count under this unit, or this category, or are paid by these."""

    class Field(models.TextChoices):
        UNIT = "unit", _("unit")
        CATEGORY = "traveller_category", _("traveller category")
        PAYER = "payer", _("paid by")

    field = models.CharField(_("what was assigned"), max_length=20, choices=Field)
    value = models.CharField(_("to"), max_length=80)
    source = models.CharField(_("source profile"), max_length=80, blank=True)
    cost_centre = models.CharField(_("cost centre"), max_length=80, blank=True)
    remembered = models.BooleanField(_("remembered for the source"), default=False)
    legs_count = models.PositiveIntegerField(_("legs"))
    made_at = models.DateTimeField(_("assigned at"), auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("assignment")
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.legs_count} legs to {self.value}"


class AssignedLeg(models.Model):
    """A leg of an assignment and its value before."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="assigned_legs")
    leg = models.ForeignKey(Leg, on_delete=models.CASCADE, related_name="assignments")
    before = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("assigned leg")
        constraints = [models.UniqueConstraint(fields=["assignment", "leg"], name="leg_once_an_assignment")]

    def __str__(self) -> str:
        return f"{self.leg}: {self.before}"
