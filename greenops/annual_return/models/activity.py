"""Activity data: what was consumed at a site in a month or several, as given and in the canonical unit."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SupplierFactor(models.Model):
    """What a supplier of heat, cooling or electricity says one kWh of a year emits (CO2e)."""

    class Product(models.TextChoices):
        ELECTRICITY = "electricity", _("electricity")
        HEAT = "heat", _("heat or steam")
        COOLING = "cooling", _("cooling")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    supplier = models.CharField(_("supplier"), max_length=120)
    product = models.CharField(_("product"), max_length=12, choices=Product)
    name = models.CharField(_("name of the product"), max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(_("year it holds for"))
    kg_co2e_per_kwh = models.DecimalField(_("kg CO2e per kWh"), max_digits=10, decimal_places=6)
    renewable_percent = models.DecimalField(
        _("renewable part (%)"), max_digits=6, decimal_places=3, null=True, blank=True
    )
    fuel_mix = models.TextField(_("fuel mix"), blank=True)
    source = models.TextField(_("where the figure was published"))
    evidence = models.ForeignKey(
        "ems.EvidenceFile",
        verbose_name=_("evidence"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("factor of a supplier")
        verbose_name_plural = _("factors of suppliers")
        ordering = ["supplier", "product", "name", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["supplier", "product", "name", "year"], name="supplier_factor_once_a_year"),
            models.CheckConstraint(condition=Q(kg_co2e_per_kwh__gte=0), name="supplier_factor_not_negative"),
            models.CheckConstraint(
                condition=Q(renewable_percent__isnull=True) | Q(renewable_percent__gte=0, renewable_percent__lte=100),
                name="renewable_part_within_100_percent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} {self.name or self.get_product_display()} {self.year}"


class ActivityReading(models.Model):
    """One quantity of one stream at one site, for one month or several of one year.

    stream, detail, channel, route: codes of the catalogue (greenops.reference.activity). quantity and unit stand as
    they were given; amount_micro is the same in millionths of the canonical unit, whole, so that sums are exact.
    """

    class Method(models.TextChoices):
        METERED = "metered", _("metered")
        INVOICED = "invoiced", _("invoiced")
        ESTIMATED = "estimated", _("estimated")
        PROXY = "proxy", _("proxy value")
        COPIED = "copied", _("copied from the year before")

    ON_ESTIMATES = (Method.ESTIMATED, Method.PROXY, Method.COPIED)

    class Origin(models.TextChoices):
        GRID = "grid", _("entered")
        FILE = "file", _("a file")
        RULE = "rule", _("made by a rule")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey("ems.Site", verbose_name=_("site"), on_delete=models.PROTECT, related_name="readings")
    stream = models.CharField(_("what"), max_length=40)
    detail = models.CharField(_("detail"), max_length=40, blank=True)
    channel = models.CharField(_("collection"), max_length=30, blank=True)
    route = models.CharField(_("treatment"), max_length=30, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(_("first month"))
    months = models.PositiveSmallIntegerField(_("months covered"), default=1)
    quantity = models.DecimalField(_("quantity"), max_digits=20, decimal_places=6)
    unit = models.CharField(_("unit"), max_length=20)
    amount_micro = models.BigIntegerField(_("amount in millionths of the canonical unit"))
    method = models.CharField(_("method"), max_length=10, choices=Method)
    meter = models.ForeignKey(
        "ems.Meter", verbose_name=_("meter"), null=True, blank=True, on_delete=models.PROTECT, related_name="readings"
    )
    supplier_factor = models.ForeignKey(
        SupplierFactor,
        verbose_name=_("factor of the supplier"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="readings",
    )
    evidence = models.ForeignKey(
        "ems.EvidenceFile",
        verbose_name=_("evidence"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="readings",
    )
    note = models.TextField(_("note"), blank=True)
    origin = models.CharField(_("comes from"), max_length=5, choices=Origin, default=Origin.GRID)
    entered_at = models.DateTimeField(_("entered at"), auto_now=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("reading")
        ordering = ["site", "stream", "detail", "year", "month"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "stream", "detail", "channel", "route", "year", "month"],
                condition=Q(meter__isnull=True),
                name="reading_once_a_month",
            ),
            models.UniqueConstraint(
                fields=["site", "stream", "detail", "channel", "route", "year", "month", "meter"],
                condition=Q(meter__isnull=False),
                name="reading_once_a_month_and_meter",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=0, amount_micro__gte=0), name="reading_not_negative"),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12, months__gte=1) & Q(month__lte=13 - models.F("months")),
                name="reading_within_its_year",
            ),
        ]
        indexes = [
            models.Index(fields=["year", "site", "stream"], name="reading_by_year"),
            models.Index(fields=["-year", "-month"], name="reading_latest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.site.code} {self.stream} {self.detail} {self.year}-{self.month:02d}"
