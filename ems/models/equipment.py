"""What consumes or leaks at a site: cooling equipment with its refrigerant, vehicles, meters."""

import uuid
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ems.metering import metered_streams, units_shown
from ems.models.boundary import FIRST_YEAR, LAST_YEAR, Site, check_period
from greenops.reference.gwp import resolved
from greenops.reference.schema import ReferenceDataError

AMOUNTS_OF_STOCK = ("opening_kg", "purchased_kg", "recovered_kg", "closing_kg")


def known_refrigerant(code: str) -> str:
    """The code as the tables of reference data write it. Raises ValidationError where it means nothing."""
    try:
        return resolved(code)
    except ReferenceDataError as unknown:
        sentence = _("'%(code)s' is no refrigerant that is known here. Give the number on the label, such as R-410A.")
        raise ValidationError({"refrigerant": sentence % {"code": code}}) from unknown


def check_in_life(site: Site, day: date | None, field: str) -> None:
    """Raises ValidationError on the field when the day is not one of the site's."""
    if day is not None and not site.contains(day):
        sentence = _("%(day)s is outside the life of %(site)s (%(first)s to %(last)s). Give a day within it.")
        known = {"first": site.valid_from or "…", "last": site.valid_until or "…"}
        raise ValidationError({field: sentence % {"day": day, "site": site.code, **known}})


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

    @property
    def stream_label(self) -> str:
        stream = metered_streams().get(self.stream)
        return stream.label if stream else self.stream

    def clean(self) -> None:
        check_period(self.valid_from, self.valid_until)
        streams = metered_streams()
        if self.stream not in streams:
            sentence = _("'%(code)s' is nothing that a meter measures here. Known: %(known)s.")
            raise ValidationError({"stream": sentence % {"code": self.stream, "known": ", ".join(streams)}})
        shown = units_shown(streams[self.stream])
        if self.unit not in shown:
            sentence = _("'%(unit)s' is no unit of this meter. It shows one of: %(known)s.")
            raise ValidationError({"unit": sentence % {"unit": self.unit, "known": ", ".join(shown)}})
        if self.site_id is not None:
            check_in_life(self.site, self.valid_from, "valid_from")
            check_in_life(self.site, self.valid_until, "valid_until")


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

    def in_use_on(self, day: date) -> bool:
        return (self.installed_on or date.min) <= day <= (self.disposed_on or date.max)

    def clean(self) -> None:
        self.refrigerant = known_refrigerant(self.refrigerant)
        if self.charge_kg is not None and self.charge_kg < 0:
            raise ValidationError({"charge_kg": _("A charge is not negative. Correct the number.")})
        if self.installed_on and self.disposed_on and self.disposed_on < self.installed_on:
            raise ValidationError({"disposed_on": _("It was disposed of before it was installed. Correct a date.")})
        for name in ("leak_rate_percent", "installation_loss_percent", "disposal_loss_percent"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= 100:
                raise ValidationError({name: _("A percentage lies between 0 and 100. Correct the number.")})
        if self.approach == self.Approach.SCREENING and self.leak_rate_percent is None:
            raise ValidationError({"leak_rate_percent": _("Give the yearly leak rate, or choose top-ups.")})
        if self.site_id is not None:
            check_in_life(self.site, self.installed_on, "installed_on")
            check_in_life(self.site, self.disposed_on, "disposed_on")
        if self.pk:
            self._check_that_events_stay_inside()

    def _check_that_events_stay_inside(self) -> None:
        if self.installed_on and (early := self.events.filter(on__lt=self.installed_on).first()):
            sentence = _("%(event)s was before that day. Correct the day.")
            raise ValidationError({"installed_on": sentence % {"event": early}})
        if self.disposed_on and (late := self.events.filter(on__gt=self.disposed_on).first()):
            sentence = _("%(event)s was after that day. Correct the day.")
            raise ValidationError({"disposed_on": sentence % {"event": late}})


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
            ),
            models.UniqueConstraint(
                fields=["equipment", "on", "kind"],
                name="refrigerant_event_once_a_day",
                violation_error_message=_("This is entered already for that day. Add the masses up in one entry."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.equipment} {self.on} {self.get_kind_display()}"

    def clean(self) -> None:
        if self.quantity_kg is not None and self.quantity_kg < 0:
            raise ValidationError({"quantity_kg": _("A mass is not negative. Correct the number.")})
        if self.kind != self.Kind.LEAK_TEST and self.quantity_kg is None:
            raise ValidationError({"quantity_kg": _("Say how many kilograms.")})
        if self.kind == self.Kind.LEAK_TEST and self.quantity_kg:
            raise ValidationError({"quantity_kg": _("A leak test moves no refrigerant. Enter a top-up by itself.")})
        if self.equipment_id is not None and self.on is not None:
            self._check_day()
            if self.kind == self.Kind.RECOVERED:
                self._check_that_it_was_there()

    def _check_day(self) -> None:
        equipment = self.equipment
        known = {"day": self.on, "label": equipment.label}
        if self.on > timezone.localdate():
            raise ValidationError({"on": _("%(day)s is still to come. Enter what has happened.") % known})
        if equipment.installed_on and self.on < equipment.installed_on:
            sentence = _("%(day)s is before %(label)s was installed on %(installed)s. Correct a date.")
            raise ValidationError({"on": sentence % {**known, "installed": equipment.installed_on}})
        if equipment.disposed_on and self.on > equipment.disposed_on:
            sentence = _("%(day)s is after %(label)s was disposed of on %(disposed)s. Correct a date.")
            raise ValidationError({"on": sentence % {**known, "disposed": equipment.disposed_on}})

    def _check_that_it_was_there(self) -> None:
        """At once no more comes out than the charge, in all no more than the charge and what was topped up."""
        others = self.equipment.events.exclude(pk=self.pk).filter(on__lte=self.on)
        moved = {
            kind: others.filter(kind=kind).aggregate(kg=Sum("quantity_kg"))["kg"] or Decimal(0)
            for kind in (self.Kind.TOP_UP, self.Kind.RECOVERED)
        }
        charge = self.equipment.charge_kg
        held = max(Decimal(0), min(charge, charge + moved[self.Kind.TOP_UP] - moved[self.Kind.RECOVERED]))
        if self.quantity_kg is not None and self.quantity_kg > held:
            sentence = _("%(kg)s kg are more than the %(held)s kg that can have been in it. Correct the mass.")
            known = {"kg": f"{self.quantity_kg.normalize():f}", "held": f"{held.normalize():f}"}
            raise ValidationError({"quantity_kg": sentence % known})


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

    @property
    def lost_kg(self) -> Decimal:
        """Opening stock and purchases, less what was recovered and what is left (R15, without changes of charge)."""
        return self.opening_kg + self.purchased_kg - self.recovered_kg - self.closing_kg

    def clean(self) -> None:
        self.refrigerant = known_refrigerant(self.refrigerant)
        if self.year is not None and not FIRST_YEAR <= self.year <= LAST_YEAR:
            sentence = _("%(year)s is no reporting year. Give four digits.")
            raise ValidationError({"year": sentence % {"year": self.year}})
        amounts = {name: getattr(self, name) for name in AMOUNTS_OF_STOCK}
        for name, amount in amounts.items():
            if amount is not None and amount < 0:
                raise ValidationError({name: _("A mass is not negative. Correct the number.")})


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
        if self.site_id is not None:
            check_in_life(self.site, self.valid_from, "valid_from")
            check_in_life(self.site, self.valid_until, "valid_until")
