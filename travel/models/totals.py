"""Totals kept for the pages, written only inside the transactions that change legs or estimates."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sums(models.Model):
    """What is added up in each cell. Masses are of all passengers, in milligrams; distance in passenger-metres."""

    legs = models.BigIntegerField(default=0)
    passenger_legs = models.BigIntegerField(default=0)
    distance_m = models.BigIntegerField(default=0)
    ttw_mg = models.BigIntegerField(default=0)
    wtt_mg = models.BigIntegerField(default=0)
    non_co2_mg = models.BigIntegerField(default=0)
    total_mg = models.BigIntegerField(default=0)
    low_mg = models.BigIntegerField(default=0)
    high_mg = models.BigIntegerField(default=0)
    estimated_mg = models.BigIntegerField(default=0)
    official_mg = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


class TravelTotal(Sums):
    """One cell of the year's cube. unit is 0 for legs that no unit was found for."""

    year = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=20)
    month = models.PositiveSmallIntegerField()
    unit = models.BigIntegerField(_("unit"))
    cabin = models.CharField(max_length=16)
    haul = models.CharField(max_length=8)
    traveller_category = models.CharField(max_length=24)
    payer = models.CharField(max_length=12)

    KEYS = ("year", "method", "month", "unit", "cabin", "haul", "traveller_category", "payer")

    class Meta:
        verbose_name = _("travel total")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "method", "month", "unit", "cabin", "haul", "traveller_category", "payer"],
                name="travel_total_cell",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02} {self.method} unit {self.unit}"


class RouteTotal(Sums):
    """The year's sum over one directed airport pair, for those who paid."""

    year = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=20)
    payer = models.CharField(max_length=12)
    origin = models.CharField(max_length=24)
    destination = models.CharField(max_length=24)

    KEYS = ("year", "method", "payer", "origin", "destination")

    class Meta:
        verbose_name = _("route total")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "method", "payer", "origin", "destination"], name="route_total_cell"
            )
        ]
        indexes = [models.Index(fields=["year", "method", "-total_mg"], name="route_total_order")]

    def __str__(self) -> str:
        return f"{self.year} {self.method} {self.origin}-{self.destination}"


class TravellerCount(models.Model):
    """How many different people stand behind a cell of a breakdown: small groups are not shown."""

    year = models.PositiveSmallIntegerField()
    dimension = models.CharField(max_length=20)
    key = models.CharField(max_length=24)
    payer = models.CharField(max_length=12)
    travellers = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("traveller count")
        constraints = [
            models.UniqueConstraint(fields=["year", "dimension", "key", "payer"], name="traveller_count_cell")
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.dimension} {self.key}: {self.travellers}"
