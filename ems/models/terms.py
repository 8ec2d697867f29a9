"""How the organization holds a site, from when until when: tenure, area, occupants, its share of the building."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ems.models.boundary import Site, check_period

AMOUNTS = ("floor_area_m2", "building_floor_area_m2", "occupants_own", "occupants_total", "agreed_percent")


class SiteTerms(models.Model):
    """One period of a site. Figures of a month use the terms of that month, so that past years stay as they were.

    A site whose building is the organization's own has share_basis `whole`: all of its readings count. A shared one
    says by which measure (R21), and both the numerator and the denominator are kept. Without a first day the terms
    hold since the site began, without a last day until it ends.
    """

    class ShareBasis(models.TextChoices):
        WHOLE = "whole", _("all of it is ours")
        PERSONS = "persons", _("by persons")
        FLOOR_AREA = "floor_area", _("by floor area")
        SUBMETER = "submeter", _("by a submeter of our own")
        AGREED = "agreed", _("by an agreed percentage")

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="terms")
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    tenure = models.CharField(_("tenure"), max_length=10, choices=Site.Tenure, default=Site.Tenure.RENTED)
    floor_area_m2 = models.DecimalField(
        _("our gross floor area (m²)"), max_digits=10, decimal_places=1, null=True, blank=True
    )
    building_floor_area_m2 = models.DecimalField(
        _("floor area of the building (m²)"), max_digits=10, decimal_places=1, null=True, blank=True
    )
    occupants_own = models.DecimalField(_("our occupants"), max_digits=8, decimal_places=2, null=True, blank=True)
    occupants_total = models.DecimalField(_("all occupants"), max_digits=8, decimal_places=2, null=True, blank=True)
    share_basis = models.CharField(
        _("our share of the building"), max_length=12, choices=ShareBasis, default=ShareBasis.WHOLE
    )
    agreed_percent = models.DecimalField(_("agreed share (%)"), max_digits=6, decimal_places=3, null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("terms of a site")
        verbose_name_plural = _("terms of sites")
        ordering = ["site", F("valid_from").asc(nulls_first=True)]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="terms_end_after_they_start",
            ),
            models.CheckConstraint(
                condition=Q(agreed_percent__isnull=True) | Q(agreed_percent__gte=0, agreed_percent__lte=100),
                name="agreed_share_within_100_percent",
            ),
            # What a database can say of overlaps without exclusion constraints: the rest is refused by clean().
            models.UniqueConstraint(fields=["site", "valid_from"], name="terms_begin_once_a_day"),
            models.UniqueConstraint(
                fields=["site"], condition=Q(valid_from__isnull=True), name="one_terms_without_beginning"
            ),
            models.UniqueConstraint(
                fields=["site"], condition=Q(valid_until__isnull=True), name="one_terms_without_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site.code} {self.valid_from or '…'} – {self.valid_until or '…'}"

    def holds_on(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_until or date.max)

    def share(self) -> tuple[Decimal, Decimal]:
        """Numerator and denominator of the organization's part of the building's readings."""
        one = Decimal(1)
        kinds = self.ShareBasis
        found: dict[str, tuple[Any, Any]] = {
            kinds.PERSONS: (self.occupants_own, self.occupants_total),
            kinds.FLOOR_AREA: (self.floor_area_m2, self.building_floor_area_m2),
            kinds.AGREED: (self.agreed_percent, Decimal(100)),
        }
        return found.get(self.share_basis, (one, one))

    def clean(self) -> None:
        check_period(self.valid_from, self.valid_until)
        for name in AMOUNTS:
            amount = getattr(self, name)
            if amount is not None and amount < 0:
                sentence = _("%(given)s is less than nothing. Give 0 or more.")
                raise ValidationError({name: sentence % {"given": amount}})
        if self.share_basis in (self.ShareBasis.PERSONS, self.ShareBasis.FLOOR_AREA, self.ShareBasis.AGREED):
            self._check_share()
        if self.site_id is not None:
            self._check_life()
            self._check_overlap()

    def _check_life(self) -> None:
        for name in ("valid_from", "valid_until"):
            day = getattr(self, name)
            if day is not None and not self.site.contains(day):
                sentence = _("%(day)s is outside the life of %(site)s (%(first)s to %(last)s). Give a day within it.")
                known = {"first": self.site.valid_from or "…", "last": self.site.valid_until or "…"}
                raise ValidationError({name: sentence % {"day": day, "site": self.site.code, **known}})

    def _check_overlap(self) -> None:
        others = SiteTerms.objects.filter(site_id=self.site_id).exclude(pk=self.pk)
        if self.valid_until:
            others = others.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=self.valid_until))
        if self.valid_from:
            others = others.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=self.valid_from))
        if (other := others.first()) is not None:
            sentence = _("The period overlaps with %(other)s. End that one the day before this one begins.")
            raise ValidationError({"valid_from": sentence % {"other": other}})

    def _check_share(self) -> None:
        numerator, denominator = self.share()
        if numerator is None or denominator is None:
            raise ValidationError(
                {"share_basis": _("Give both numbers that the share is made from, or choose another basis.")}
            )
        if denominator <= 0:
            raise ValidationError(
                {"share_basis": _("The whole that the share is taken of is 0. Give a number above 0.")}
            )
        if numerator > denominator:
            sentence = _("Our part, %(part)s, is more than the whole, %(whole)s. A share is at most 100 %%.")
            raise ValidationError({"share_basis": sentence % {"part": numerator, "whole": denominator}})
