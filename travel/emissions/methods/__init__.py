"""The methods by which a flight is estimated, and which of them belong to a year."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from travel.emissions.errors import UnknownMethodError
from travel.emissions.flight import Flights
from travel.emissions.method import Method, Step, Workings
from travel.emissions.methods import desnz, icao, myclimate, tim

RETURN_METHOD: Final = f"icao-{icao.EDITION}"
"""The method of the annual return."""

METHODS: Final = (
    f"icao-{icao.EDITION}",
    f"tim-{tim.EDITION}",
    *(f"desnz-{year}" for year in desnz.YEARS),
    f"myclimate-{myclimate.EDITION}",
)


@dataclass(frozen=True)
class Calculation:
    """A method with its equation and the functions that compute and explain."""

    method: Method
    equation: str
    compute: Callable[[Flights], Workings]
    steps: Callable[[Flights, Workings], tuple[Step, ...]]


@functools.cache
def calculation(code: str) -> Calculation:
    """The calculation of a method's code. Raises UnknownMethodError listing the methods there are."""
    if code == METHODS[0]:
        return Calculation(icao.describe(), icao.EQUATION, icao.compute, icao.steps)
    if code == METHODS[1]:
        return Calculation(tim.describe(), tim.EQUATION, tim.compute, tim.steps)
    if code == METHODS[-1]:
        return Calculation(myclimate.describe(), myclimate.EQUATION, myclimate.compute, myclimate.steps)
    if code not in METHODS:
        raise UnknownMethodError(f"There is no method '{code}'. Choose one of {', '.join(METHODS)}.")
    year = int(code.removeprefix("desnz-"))
    return Calculation(
        desnz.describe(year),
        desnz.EQUATION,
        functools.partial(desnz.compute, year=year),
        functools.partial(desnz.steps, year=year),
    )


def method(code: str) -> Method:
    """What a method is. Raises UnknownMethodError."""
    return calculation(code).method


def methods_for(year: int) -> tuple[str, ...]:
    """The four methods that run on the legs of a year; the first is the one of the annual return."""
    nearest = min(max(year, desnz.YEARS[0]), desnz.YEARS[-1])
    return (RETURN_METHOD, f"tim-{tim.EDITION}", f"desnz-{nearest}", f"myclimate-{myclimate.EDITION}")
