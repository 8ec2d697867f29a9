"""The organizational boundary: the organization, its units, its sites, its people."""

import re
import uuid
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 2000, 2100


def check_period(first: date | None, last: date | None) -> None:
    """Raises ValidationError on valid_until when the last day is before the first."""
    if first and last and last < first:
        raise ValidationError(
            {"valid_until": _("The last day is before the first. Give a later day, or leave it empty.")}
        )


def check_country(code: str, field: str) -> None:
    """Raises ValidationError on the field when the code is not two capital letters."""
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise ValidationError(
            {field: _("'%(code)s' is no country code. Give two capitals, such as CH.") % {"code": code}}
        )


class Organization(models.Model):
    """The organization that runs this system: one row."""

    name = models.CharField(_("name"), max_length=200)
    abbreviation = models.CharField(_("abbreviation"), max_length=20)
    home_country = models.CharField(_("home country (ISO code)"), max_length=2, default="CH")
    is_demonstration = models.BooleanField(_("demonstration data"), default=False)

    class Meta:
        verbose_name = _("organization")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="organization_is_one_row")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    def clean(self) -> None:
        check_country(self.home_country, "home_country")


class OrganizationUnit(models.Model):
    """A bureau, department or regional office to which travel and activity data are counted."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("organization unit")
        verbose_name_plural = _("organization units")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean(self) -> None:
        check_period(self.valid_from, self.valid_until)
        above, seen = self.parent, set()
        while above is not None and above.pk not in seen:
            if above.pk == self.pk:
                sentence = _("%(unit)s would be a part of itself. Choose another unit.")
                raise ValidationError({"parent": sentence % {"unit": self.code}})
            seen.add(above.pk)
            above = above.parent


class Site(models.Model):
    """A place where the organization works and meters its consumption. How it is held, in which period: SiteTerms."""

    class Tenure(models.TextChoices):
        OWNED = "owned", _("owned")
        RENTED = "rented", _("rented")
        HOSTED = "hosted", _("hosted free of charge")
        SUBLET = "sublet", _("sublet from another organization")

    class Kind(models.TextChoices):
        HEADQUARTERS = "headquarters", _("headquarters")
        REGIONAL = "regional", _("regional office")
        FIELD = "field", _("field office")
        WAREHOUSE = "warehouse", _("warehouse")
        ACCOMMODATION = "accommodation", _("accommodation")
        DATA_CENTRE = "data_centre", _("data centre")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    city = models.CharField(_("city"), max_length=100)
    country = models.CharField(_("country (ISO code)"), max_length=2)
    kind = models.CharField(_("type"), max_length=14, choices=Kind, default=Kind.FIELD)
    address = models.CharField(_("address"), max_length=300, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    certificate = models.CharField(_("green building certificate"), max_length=200, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("site")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.name}, {self.city}"

    def clean(self) -> None:
        check_period(self.valid_from, self.valid_until)
        check_country(self.country, "country")
        for name, limit in (("latitude", 90), ("longitude", 180)):
            degrees = getattr(self, name)
            if degrees is not None and abs(degrees) > limit:
                sentence = _("%(given)s is outside -%(limit)s to %(limit)s degrees. Correct the number.")
                raise ValidationError({name: sentence % {"given": degrees, "limit": limit}})
        if self.pk:
            self._check_that_terms_stay_inside()

    def _check_that_terms_stay_inside(self) -> None:
        """Terms with a day before the site's first or after its last would be of no site."""
        if self.valid_from:
            early = self.terms.filter(Q(valid_from__lt=self.valid_from) | Q(valid_until__lt=self.valid_from)).first()
            if early is not None:
                sentence = _("The terms %(terms)s begin before that day. Change those terms first.")
                raise ValidationError({"valid_from": sentence % {"terms": early}})
        if self.valid_until:
            late = self.terms.filter(Q(valid_until__gt=self.valid_until) | Q(valid_from__gt=self.valid_until)).first()
            if late is not None:
                sentence = _("The terms %(terms)s go on after that day. Change those terms first.")
                raise ValidationError({"valid_until": sentence % {"terms": late}})

    def contains(self, day: date) -> bool:
        """Whether the day lies in the site's life."""
        return (self.valid_from or date.min) <= day <= (self.valid_until or date.max)


class PersonnelCount(models.Model):
    """How many people of a category worked in a unit at a site in a year, in full-time equivalents."""

    class Category(models.TextChoices):
        STAFF = "staff", _("staff")
        NON_STAFF = "non_staff", _("non-staff paid by the organization")
        CONSULTANT = "consultant", _("consultants")
        INTERN = "intern", _("interns")
        VOLUNTEER = "volunteer", _("United Nations volunteers")
        JUNIOR = "junior", _("junior professional officers")
        OTHER = "other", _("other people who add to the footprint")

    unit = models.ForeignKey(OrganizationUnit, verbose_name=_("unit"), on_delete=models.PROTECT)
    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField(_("reporting year"))
    category = models.CharField(_("category"), max_length=12, choices=Category)
    full_time_equivalents = models.DecimalField(_("full-time equivalents"), max_digits=8, decimal_places=2)

    class Meta:
        verbose_name = _("personnel count")
        ordering = ["-year", "unit", "site", "category"]
        constraints = [
            models.UniqueConstraint(
                F("unit"), F("site"), F("year"), F("category"), name="one_count_per_group_and_year"
            ),
            models.CheckConstraint(condition=Q(full_time_equivalents__gte=0), name="personnel_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.unit.code} {self.get_category_display()}: {self.full_time_equivalents}"

    def clean(self) -> None:
        if self.year is not None and not FIRST_YEAR <= self.year <= LAST_YEAR:
            sentence = _("%(year)s is no reporting year. Give four digits.")
            raise ValidationError({"year": sentence % {"year": self.year}})
        if self.full_time_equivalents is not None and self.full_time_equivalents < 0:
            raise ValidationError({"full_time_equivalents": _("A count is not negative. Correct it.")})
