"""Masses of gases, and what they come to in CO2 equivalent (R02, R03)."""

from collections.abc import Iterable, Mapping
from functools import cache
from math import fsum
from types import MappingProxyType

from greenops.annual_return.inventory.errors import FactorMissing
from greenops.reference.gwp import gwp_set
from greenops.reference.schema import ReferenceDataError


def co2e_of(gases: Mapping[str, float], potentials: Mapping[str, float]) -> float:
    """R02: kg CO2e of masses in kg, each times its potential. The masses themselves are kept beside it.

    Raises FactorMissing for a gas without a potential. Source: method pages of Greening the Blue.
    """
    for gas in gases:
        if gas not in potentials:
            raise FactorMissing(f"There is no global warming potential for {gas}. Choose an edition that has one.")
    return fsum(mass * potentials[gas] for gas, mass in gases.items())


@cache
def potentials_of(edition: str) -> Mapping[str, float]:
    """R03: the potentials that the method's edition names (sar, ar4, ar5, ar6). Raises FactorMissing for another.

    Source: method editions; the UN fuel factors in circulation rebuild with those of SAR.
    """
    try:
        return MappingProxyType(dict(gwp_set(edition).values))
    except ReferenceDataError as error:
        raise FactorMissing(str(error)) from error


def added(masses: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """The masses of each gas added up, kg; gases in alphabetical order."""
    by_gas: dict[str, list[float]] = {}
    for given in masses:
        for gas, mass in given.items():
            by_gas.setdefault(gas, []).append(mass)
    return {gas: fsum(by_gas[gas]) for gas in sorted(by_gas)}
