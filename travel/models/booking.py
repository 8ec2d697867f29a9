"""Bookings, their legs, and who travelled: a pseudonym everywhere, the name in a table of its own."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from travel.models.import_batch import BatchRow, ImportBatch
from travel.permissions import TravelPermission


class Cabin(models.TextChoices):
    ECONOMY = "economy", _("economy")
    PREMIUM_ECONOMY = "premium_economy", _("premium economy")
    BUSINESS = "business", _("business")
    FIRST = "first", _("first")
    UNKNOWN = "unknown", _("unknown")


class Haul(models.TextChoices):
    SHORT = "short", _("short (under 1,500 km)")
    MEDIUM = "medium", _("medium (1,500 to 4,000 km)")
    LONG = "long", _("long (4,000 km and more)")


class DateBasis(models.TextChoices):
    DEPARTURE = "departure", _("date of departure")
    TRIP_START = "trip_start", _("start of the trip")
    ARRIVAL = "arrival", _("date of arrival")
    ISSUE = "issue", _("date of issue")
    INVOICE = "invoice", _("date of the invoice")
    POSTING = "posting", _("date of posting")
    PERIOD = "period", _("period of the report")


class TravellerCategory(models.TextChoices):
    STAFF = "staff", _("staff")
    CONSULTANT = "consultant", _("consultant")
    SPONSORED_PARTICIPANT = "sponsored_participant", _("sponsored participant")
    DELEGATE = "delegate", _("delegate")
    OTHER = "other", _("other")
    UNKNOWN = "unknown", _("unknown")


class Payer(models.TextChoices):
    ORGANIZATION = "organization", _("the organization")
    OTHER = "other", _("others")
    UNKNOWN = "unknown", _("unknown")


class Mode(models.TextChoices):
    AIR = "air", _("scheduled flight")
    CHARTER = "charter", _("charter")
    FIELD_FLIGHT = "field_flight", _("field flight")
    HELICOPTER = "helicopter", _("helicopter")
    SEAPLANE = "seaplane", _("seaplane")
    MILITARY = "military", _("military flight")


class Traveller(models.Model):
    """A person by pseudonym: a keyed hash of the name or staff number as the source gives it."""

    pseudonym = models.CharField(_("pseudonym"), max_length=32, unique=True)

    class Meta:
        verbose_name = _("traveller")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return f"T-{self.pseudonym[:8]}"


class TravellerName(models.Model):
    """The name behind a pseudonym: shown on travel officers' pages only, removed after the retention period."""

    traveller = models.OneToOneField(Traveller, on_delete=models.CASCADE, related_name="known_name")
    name = models.CharField(_("name"), max_length=200)
    seen_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("traveller's name")

    def __str__(self) -> str:
        return self.name


class Booking(models.Model):
    """What the agency recorded: a ticket, or a booking reference where there is no ticket."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="bookings")
    reference = models.CharField(_("ticket or booking reference"), max_length=40, blank=True, db_index=True)
    traveller = models.ForeignKey(Traveller, null=True, on_delete=models.PROTECT, related_name="bookings")
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2, null=True)

    class Meta:
        verbose_name = _("booking")

    def __str__(self) -> str:
        return self.reference or f"booking {self.pk}"


class LegQuerySet(models.QuerySet["Leg"]):
    def for_user(self, user: Any) -> "LegQuerySet":
        """The legs of the units for which the person may look at legs."""
        scope = user.unit_scope(TravelPermission.VIEW_LEGS)
        if scope.everywhere:
            return self.all()
        return self.filter(unit_id__in=scope.unit_ids)


class LegsInForce(models.Manager.from_queryset(LegQuerySet)):  # type: ignore[misc]
    """Legs that count: those that a later row took back stay in the database and are not among them."""

    def get_queryset(self) -> LegQuerySet:
        return super().get_queryset().filter(taken_back_by__isnull=True)  # type: ignore[no-any-return]


class Leg(models.Model):
    """One take-off and one landing: what the emission core computes."""

    # Keyed digest of what makes the leg the same on a second import; opaque, so it is also its public id.
    identity = models.CharField(max_length=32, unique=True)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="legs")
    row = models.ForeignKey(BatchRow, on_delete=models.CASCADE, related_name="legs")
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="legs")
    sequence = models.PositiveSmallIntegerField(_("leg"))
    origin = models.CharField(_("from"), max_length=24)
    destination = models.CharField(_("to"), max_length=24)
    departed_on = models.DateField(_("departed on"), null=True)
    counted_on = models.DateField(_("counted on"))
    date_basis = models.CharField(_("date taken from"), max_length=12, choices=DateBasis)
    cabin = models.CharField(_("cabin class"), max_length=16, choices=Cabin)
    haul = models.CharField(_("haul band"), max_length=8, choices=Haul)
    mode = models.CharField(_("mode"), max_length=12, choices=Mode, default=Mode.AIR)
    passengers = models.PositiveIntegerField(_("passengers"))
    distance_m = models.BigIntegerField(_("great-circle distance (m)"))
    aircraft = models.CharField(_("aircraft"), max_length=40, blank=True)
    flight_number = models.CharField(_("flight"), max_length=12, blank=True)
    unit = models.ForeignKey(
        "ems.OrganizationUnit",
        verbose_name=_("unit"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    cost_centre = models.CharField(_("cost centre"), max_length=80, blank=True)
    traveller_category = models.CharField(_("traveller category"), max_length=24, choices=TravellerCategory)
    payer = models.CharField(_("paid by"), max_length=12, choices=Payer)
    event = models.CharField(_("event"), max_length=120, blank=True)
    place_quality = models.PositiveIntegerField(default=0)
    coupon = models.CharField(_("coupon"), max_length=4, blank=True)
    taken_back_by = models.ForeignKey(
        "travel.Credit",
        verbose_name=_("taken back by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="legs",
        db_index=False,
    )

    objects = LegsInForce()
    every = LegQuerySet.as_manager()

    class Meta:
        verbose_name = _("leg")
        base_manager_name = "every"
        ordering = ["counted_on", "id"]
        indexes = [
            models.Index(fields=["counted_on", "unit"], name="leg_by_date_and_unit"),
            models.Index(fields=["origin", "destination", "counted_on"], name="leg_by_route"),
            models.Index(fields=["taken_back_by"], name="leg_taken_back", condition=Q(taken_back_by__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(passengers__gte=1), name="leg_has_passengers"),
            models.CheckConstraint(condition=Q(distance_m__gt=0), name="leg_has_a_distance"),
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.counted_on}"

    @property
    def route(self) -> str:
        """From and to by their keys; a source that gives no places is said to give the distance only."""
        return self.route_by({})

    def route_by(self, names: Mapping[str, str]) -> str:
        """The same with a place that has no code by its name, where one is known (travel.points)."""
        if not self.origin:
            return str(_("distance only"))
        return f"{names.get(self.origin, self.origin)} → {names.get(self.destination, self.destination)}"

    @property
    def distance_km(self) -> float:
        return self.distance_m / 1000
