"""Models of the annual return: activity data, answers, offsets, the return with its versions, what is said about it."""

from greenops.annual_return.models.activity import ActivityReading, SupplierFactor
from greenops.annual_return.models.annual_return import AnnualReturn, FrozenLine, ReturnVersion, Signature
from greenops.annual_return.models.answer import ReturnAnswer
from greenops.annual_return.models.dialogue import (
    BaseYearPolicy,
    Omission,
    PublishedFigure,
    SectionOwner,
    UnepQuery,
    VarianceReason,
)
from greenops.annual_return.models.offset import Offset

__all__ = [
    "ActivityReading",
    "AnnualReturn",
    "BaseYearPolicy",
    "FrozenLine",
    "Offset",
    "Omission",
    "PublishedFigure",
    "ReturnAnswer",
    "ReturnVersion",
    "SectionOwner",
    "Signature",
    "SupplierFactor",
    "UnepQuery",
    "VarianceReason",
]
