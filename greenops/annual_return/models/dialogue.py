"""What is said about a return: by us, section by section and line by line, and by UNEP after it was handed over."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from greenops.annual_return.models.annual_return import AnnualReturn, by_and_at


class SectionOwner(models.Model):
    """Who looks after a section of the return."""

    annual_return = models.ForeignKey(AnnualReturn, on_delete=models.CASCADE, related_name="section_owners")
    section = models.CharField(_("section"), max_length=10)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("owner of a section")
        ordering = ["annual_return", "section"]
        constraints = [models.UniqueConstraint(fields=["annual_return", "section"], name="section_has_one_owner")]

    def __str__(self) -> str:
        return f"{self.annual_return} {self.section}: {self.owner}"


class VarianceReason(models.Model):
    """Why a line moved against the year before by more than the edition's threshold."""

    annual_return = models.ForeignKey(AnnualReturn, on_delete=models.CASCADE, related_name="variance_reasons")
    code = models.CharField(_("line"), max_length=20)
    reason = models.TextField(_("reason"))
    given_at = models.DateTimeField(_("given at"), auto_now=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("reason of a change")
        ordering = ["annual_return", "code"]
        constraints = [models.UniqueConstraint(fields=["annual_return", "code"], name="variance_reason_once_per_line")]

    def __str__(self) -> str:
        return f"{self.annual_return} {self.code}"


class Omission(models.Model):
    """Something inside the minimum boundary that was left out, and why; printed in the inventory management plan."""

    annual_return = models.ForeignKey(AnnualReturn, on_delete=models.CASCADE, related_name="omissions")
    section = models.CharField(_("section"), max_length=10)
    site = models.ForeignKey(
        "ems.Site", verbose_name=_("site"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    what = models.CharField(_("what was left out"), max_length=200)
    reason = models.TextField(_("why"))

    class Meta:
        verbose_name = _("omission")
        ordering = ["annual_return", "section", "id"]

    def __str__(self) -> str:
        return f"{self.annual_return} {self.section}: {self.what}"


class UnepQuery(models.Model):
    """A question that UNEP asked about a submitted return, and our answer."""

    annual_return = models.ForeignKey(AnnualReturn, on_delete=models.PROTECT, related_name="queries")
    asked_on = models.DateField(_("asked on"))
    code = models.CharField(_("line"), max_length=20, blank=True)
    question = models.TextField(_("question"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("answered by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("query of UNEP")
        verbose_name_plural = _("queries of UNEP")
        ordering = ["annual_return", "asked_on", "id"]
        constraints = [models.CheckConstraint(condition=by_and_at("answered"), name="query_answered_by_and_at")]

    def __str__(self) -> str:
        return f"{self.annual_return} {self.asked_on}"


class PublishedFigure(models.Model):
    """A figure as UNEP published it. Beside ours, with the explanation of a difference; never instead of ours.

    Years before the system have published figures only: those take part in the trend, marked as such, and
    starts_new_series says where the series breaks.
    """

    year = models.PositiveSmallIntegerField(_("data year"))
    code = models.CharField(_("line"), max_length=20)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6)
    unit = models.CharField(_("unit"), max_length=30)
    source = models.CharField(_("published in"), max_length=200)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    explanation = models.TextField(_("why it differs from ours"), blank=True)
    is_example = models.BooleanField(_("labelled example, not our history"), default=False)
    starts_new_series = models.BooleanField(_("a new series begins here"), default=False)
    note = models.TextField(_("note"), blank=True)
    entered_at = models.DateTimeField(_("entered at"), auto_now=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("published figure")
        ordering = ["year", "code"]
        constraints = [
            models.UniqueConstraint(fields=["year", "code", "is_example"], name="published_figure_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="published_figure_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.code}: {self.value} {self.unit}"


class BaseYearPolicy(models.Model):
    """The base year, when it is recalculated, and the target: dated, the latest one holds."""

    valid_from = models.PositiveSmallIntegerField(_("from data year"), unique=True)
    base_year = models.PositiveSmallIntegerField(_("base year"))
    threshold_percent = models.DecimalField(_("recalculate above a change of (%)"), max_digits=5, decimal_places=2)
    target_year = models.PositiveSmallIntegerField(_("target year"), null=True, blank=True)
    target_percent = models.DecimalField(
        _("reduction against the base year (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    policy = models.TextField(_("policy"), blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("base-year policy")
        verbose_name_plural = _("base-year policies")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold_percent__gt=0, threshold_percent__lte=100), name="base_year_threshold_percent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.base_year} (from {self.valid_from})"
