"""The figures of the form: one function for each, listed by name when this package is imported."""

from greenops.annual_return.figures import (
    air,
    amounts,
    answers,
    electricity,
    emissions,
    facilities,
    offsets,
    people,
    quality,
    refrigerants,
    totals,
    vehicles,
    waste_and_water,
)
from greenops.annual_return.figures.basis import Basis
from greenops.annual_return.figures.figure import FIGURES, Figure, wrong_parameters

SUBJECTS = (
    air,
    amounts,
    answers,
    electricity,
    emissions,
    facilities,
    offsets,
    people,
    quality,
    refrigerants,
    totals,
    vehicles,
    waste_and_water,
)

__all__ = ["FIGURES", "SUBJECTS", "Basis", "Figure", "wrong_parameters"]
