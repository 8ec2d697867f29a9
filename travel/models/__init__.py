"""Models of travel: batches and their rows, bookings and legs, estimates, kept totals, questions and their answers."""

from travel.models.assignment import AssignedLeg, Assignment
from travel.models.booking import Booking, Leg, Traveller, TravellerName
from travel.models.coverage import EntitlementRule, ExpectedSource, FinanceFigure, NothingToReport
from travel.models.estimate import Estimate
from travel.models.figures import OfficialLoad, OfficialResult, SupplierFigure
from travel.models.import_batch import BatchRow, ImportBatch
from travel.models.ledger import Credit, KnownLeg, LegChange
from travel.models.question import Answer, Question, WaitingEstimate
from travel.models.source import CostCentre, SourceProfile
from travel.models.totals import RouteTotal, TravellerCount, TravelTotal

__all__ = [
    "Answer",
    "AssignedLeg",
    "Assignment",
    "BatchRow",
    "Booking",
    "CostCentre",
    "Credit",
    "EntitlementRule",
    "Estimate",
    "ExpectedSource",
    "FinanceFigure",
    "ImportBatch",
    "KnownLeg",
    "Leg",
    "LegChange",
    "NothingToReport",
    "OfficialLoad",
    "OfficialResult",
    "Question",
    "RouteTotal",
    "SourceProfile",
    "SupplierFigure",
    "TravelTotal",
    "Traveller",
    "TravellerCount",
    "TravellerName",
    "WaitingEstimate",
]
