"""What should have been received and was, month by month; and trips that no agency's file holds."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ExpectedSource(models.Model):
    """A file that an office sends every month: what is looked for in the grid."""

    source = models.CharField(_("source profile"), max_length=80)
    label = models.CharField(_("name"), max_length=120)
    office = models.ForeignKey(
        "ems.OrganizationUnit", verbose_name=_("office"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    first_month = models.DateField(_("from"))
    last_month = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("expected source")
        ordering = ["label", "id"]

    def __str__(self) -> str:
        return self.label


class NothingToReport(models.Model):
    """An office said that a source has nothing for a month."""

    expected = models.ForeignKey(ExpectedSource, on_delete=models.CASCADE, related_name="nothing")
    month = models.DateField(_("month"))
    note = models.CharField(_("who said so"), max_length=200, blank=True)
    said_at = models.DateTimeField(auto_now_add=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("nothing to report")
        constraints = [models.UniqueConstraint(fields=["expected", "month"], name="nothing_once_a_month")]

    def __str__(self) -> str:
        return f"{self.expected} {self.month:%Y-%m}"


class FinanceFigure(models.Model):
    """What finance paid for tickets of a source in a month, to be set against what was imported."""

    expected = models.ForeignKey(ExpectedSource, on_delete=models.CASCADE, related_name="finance")
    month = models.DateField(_("month"))
    tickets = models.PositiveIntegerField(_("tickets"))
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    refunds = models.DecimalField(_("refunds"), max_digits=16, decimal_places=2, default=0)
    currency = models.CharField(_("currency"), max_length=3, default="CHF")
    note = models.CharField(_("remark"), max_length=300, blank=True)
    entered_at = models.DateTimeField(auto_now=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("figure of finance")
        constraints = [models.UniqueConstraint(fields=["expected", "month"], name="finance_once_a_month")]

    def __str__(self) -> str:
        return f"{self.expected} {self.month:%Y-%m}"


class EntitlementRule(models.Model):
    """How a trip without a ticket (entitlement, lump sum) is estimated: written, dated, with who decided it."""

    code = models.SlugField(_("code"), max_length=40)
    text = models.TextField(_("the rule"))
    cabin = models.CharField(_("cabin class"), max_length=16)
    is_return = models.BooleanField(_("out and back"), default=True)
    decided_by = models.CharField(_("decided by"), max_length=200)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("entitlement rule")
        ordering = ["code", "-valid_from"]

    def __str__(self) -> str:
        return f"{self.code} ({self.valid_from:%Y-%m-%d})"
