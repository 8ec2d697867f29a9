"""Emission reductions that were bought and cancelled for a year."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Offset(models.Model):
    """One purchase, cancelled for one year of emissions. One unit is one tonne of CO2e."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("year it covers"))
    tonnes = models.DecimalField(_("tonnes cancelled"), max_digits=12, decimal_places=3)
    instrument = models.CharField(_("instrument"), max_length=60, help_text=_("Such as CER."))
    project = models.CharField(_("project"), max_length=200)
    vintage = models.PositiveSmallIntegerField(_("vintage"), null=True, blank=True)
    serials = models.TextField(_("serial numbers in the registry"), blank=True)
    attestation = models.ForeignKey(
        "ems.EvidenceFile",
        verbose_name=_("attestation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    price = models.DecimalField(_("price"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    entered_at = models.DateTimeField(_("entered at"), auto_now=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("offset")
        ordering = ["-year", "project"]
        constraints = [models.CheckConstraint(condition=Q(tonnes__gt=0), name="offset_above_zero")]

    def __str__(self) -> str:
        return f"{self.year} {self.project}"
