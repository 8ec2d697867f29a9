"""What consumes or leaks at a site: cooling equipment with its refrigerant, vehicles, meters."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ems.models.boundary import Site, check_period


class Meter(models.Model):
    """A meter whose readings are activity data of one stream (code of the activity catalogue)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="meters")
    code = models.CharField(_("number or name"), max_length=60)
    stream = models.CharField(_("what it measures"), max_length=40)
    unit = models.CharField(_("unit"), max_length=20)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("meter")
        ordering = ["site", "stream", "code"]
        constraints = [models.UniqueConstraint(fields=["site", "code"], name="meter_code_once_per_site")]

    def __str__(self) -> str:
        return f"{self.site.code} {self.code}"

    def clean(self) -> None:
        check_period(self.valid_from, self.valid_until)


class CoolingEquipment(models.Model):
    """A machine that holds a refrigerant, in a building or in a vehicle."""

    class Approach(models.TextChoices):
        TOP_UP = "top_up", _("by what was topped up")
        SCREENING = "screening", _("by a yearly leak rate")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="cooling_equipment")
    label = models.CharField(_("name or number"), max_length=80)
    make = models.CharField(_("make and model"), max_length=120, blank=True)
    location = models.CharField(_("location"), max_length=120, blank=True)
    is_in_vehicle = models.BooleanField(_("in a vehicle"), default=False)
    refrigerant = models.CharField(_("refrigerant"), max_length=20)
    charge_kg = models.DecimalField(_("charge (kg)"), max_digits=9, decimal_places=3)
    installed_on = models.DateField(_("installed on"), null=True, blank=True)
    disposed_on = models.DateField(_("disposed of on"), null=True, blank=True)
    approach = models.CharField(_("leakage is found"), max_length=10, choices=Approach, default=Approach.TOP_UP)
    leak_rate_percent = models.DecimalField(
        _("leak rate (% of the charge a year)"), max_digits=6, decimal_places=3, null=True, blank=True
    )
    installation_loss_percent = models.DecimalField(
        _("loss at installation (% of the charge)"), max_digits=6, decimal_places=3, null=True, blank=True
    )
    disposal_loss_percent = models.DecimalField(
        _("loss at disposal (% of the charge)"), max_digits=6, decimal_places=3, null=True, blank=True
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("cooling equipment")
        verbose_name_plural = _("cooling equipment")
        ordering = ["site", "label"]
        constraints = [
            models.UniqueConstraint(fields=["site", "label"], name="cooling_equipment_once_per_site"),
            models.CheckConstraint(condition=Q(charge_kg__gte=0), name="charge_not_negative"),
            models.CheckConstraint(
                condition=Q(installed_on__isnull=True)
                | Q(disposed_on__isnull=True)
                | Q(disposed_on__gte=F("installed_on")),
                name="disposed_of_after_it_was_installed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site.code} {self.label} ({self.refrigerant})"

    def clean(self) -> None:
        if self.installed_on and self.disposed_on and self.disposed_on < self.installed_on:
            raise ValidationError({"disposed_on": _("It was disposed of before it was installed. Correct a date.")})
        for name in ("leak_rate_percent", "installation_loss_percent", "disposal_loss_percent"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= 100:
                raise ValidationError({name: _("A percentage lies between 0 and 100. Correct the number.")})
        if self.approach == self.Approach.SCREENING and self.leak_rate_percent is None:
            raise ValidationError({"leak_rate_percent": _("Give the yearly leak rate, or choose top-ups.")})


class RefrigerantEvent(models.Model):
    """What was done with a machine's refrigerant on a day."""

    class Kind(models.TextChoices):
        TOP_UP = "top_up", _("topped up")
        RECOVERED = "recovered", _("recovered")
        LEAK_TEST = "leak_test", _("leak test")

    equipment = models.ForeignKey(
        CoolingEquipment, verbose_name=_("equipment"), on_delete=models.PROTECT, related_name="events"
    )
    on = models.DateField(_("on"))
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    quantity_kg = models.DecimalField(_("kg"), max_digits=9, decimal_places=3, null=True, blank=True)
    evidence = models.ForeignKey(
        "ems.EvidenceFile",
        verbose_name=_("evidence"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("event of a refrigerant")
        verbose_name_plural = _("events of refrigerants")
        ordering = ["equipment", "on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="leak_test") | Q(quantity_kg__gte=0), name="refrigerant_quantity_given"
            )
        ]

    def __str__(self) -> str:
        return f"{self.equipment} {self.on} {self.get_kind_display()}"


class RefrigerantStock(models.Model):
    """A year's stock account of one refrigerant at a site; where there is one, leakage is by mass balance (R15)."""

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="refrigerant_stocks")
    year = models.PositiveSmallIntegerField(_("reporting year"))
    refrigerant = models.CharField(_("refrigerant"), max_length=20)
    opening_kg = models.DecimalField(_("stock at the beginning (kg)"), max_digits=9, decimal_places=3)
    purchased_kg = models.DecimalField(_("purchased (kg)"), max_digits=9, decimal_places=3)
    recovered_kg = models.DecimalField(_("recovered and handed over (kg)"), max_digits=9, decimal_places=3)
    closing_kg = models.DecimalField(_("stock at the end (kg)"), max_digits=9, decimal_places=3)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("stock of a refrigerant")
        verbose_name_plural = _("stocks of refrigerants")
        ordering = ["-year", "site", "refrigerant"]
        constraints = [
            models.UniqueConstraint(fields=["site", "year", "refrigerant"], name="refrigerant_stock_once_a_year"),
            models.CheckConstraint(
                condition=Q(opening_kg__gte=0, purchased_kg__gte=0, recovered_kg__gte=0, closing_kg__gte=0),
                name="refrigerant_stock_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.site.code} {self.refrigerant}"


class Vehicle(models.Model):
    """An own or leased vehicle."""

    class Ownership(models.TextChoices):
        OWNED = "owned", _("owned")
        LEASED = "leased", _("leased")

    class Kind(models.TextChoices):
        CAR = "car", _("car")
        FOUR_WHEEL_DRIVE = "four_wheel_drive", _("four-wheel drive")
        ARMOURED = "armoured", _("armoured vehicle")
        VAN = "van", _("van or minibus")
        TRUCK = "truck", _("truck")
        BUS = "bus", _("bus")
        MOTORCYCLE = "motorcycle", _("motorcycle")
        BOAT = "boat", _("boat")
        OTHER = "other", _("other")

    class Fuel(models.TextChoices):
        DIESEL = "diesel", _("diesel")
        PETROL = "petrol", _("petrol")
        HYBRID = "hybrid", _("hybrid")
        PLUG_IN_HYBRID = "plug_in_hybrid", _("plug-in hybrid")
        ELECTRIC = "electric", _("electric")
        LPG = "lpg", _("LPG")
        CNG = "cng", _("natural gas")
        OTHER = "other", _("other")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="vehicles")
    label = models.CharField(_("plate or number"), max_length=40)
    kind = models.CharField(_("type"), max_length=20, choices=Kind, default=Kind.CAR)
    fuel = models.CharField(_("fuel"), max_length=20, choices=Fuel)
    ownership = models.CharField(_("ownership"), max_length=10, choices=Ownership, default=Ownership.OWNED)
    emission_standard = models.CharField(_("emission standard"), max_length=20, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("vehicle")
        ordering = ["site", "label"]
        constraints = [models.UniqueConstraint(fields=["site", "label"], name="vehicle_once_per_site")]

    def __str__(self) -> str:
        return f"{self.site.code} {self.label}"

    @property
    def is_electric(self) -> bool:
        return self.fuel in (self.Fuel.ELECTRIC, self.Fuel.PLUG_IN_HYBRID)

    def clean(self) -> None:
        check_period(self.valid_from, self.valid_until)
