"""Models of travel: batches and their rows, bookings and legs, estimates, kept totals."""

from travel.models.booking import Booking, Leg, Traveller, TravellerName
from travel.models.estimate import Estimate
from travel.models.import_batch import BatchRow, ImportBatch
from travel.models.source import CostCentre, SourceProfile
from travel.models.totals import RouteTotal, TravellerCount, TravelTotal

__all__ = [
    "BatchRow",
    "Booking",
    "CostCentre",
    "Estimate",
    "ImportBatch",
    "Leg",
    "RouteTotal",
    "SourceProfile",
    "TravelTotal",
    "Traveller",
    "TravellerCount",
    "TravellerName",
]
