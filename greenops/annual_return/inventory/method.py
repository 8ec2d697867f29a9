"""What an edition of the method chooses: factors, potentials, and the rules that differ between editions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from greenops.annual_return.inventory.entry import SourceGroup
from greenops.annual_return.inventory.errors import MethodInvalid
from greenops.reference.activity import catalogue
from greenops.reference.grid_factors import GRID_TABLES
from greenops.reference.gwp import gwp_editions
from greenops.reference.schema import ReferenceDataError
from greenops.reference.yaml_file import read_yaml

FOLDER = Path(__file__).parent / "methods"
Basis = Literal["location", "market"]
Hcfc = Literal["in_total", "optional", "noted"]


@dataclass(frozen=True)
class Method:
    """One edition of the method: a past year computes with the method it was computed with.

    gwp: edition of the potentials; gwp_where_missing: the one that stands in for a refrigerant that it has no value
    for, or empty: then that refrigerant has no figure. grid_table: of the electricity factors. renewable_edition: of
    the renewable share of the grids. electricity_basis: which of the two results of electricity is in the total.
    hcfc: whether gases outside the Kyoto Protocol are in the total, optional, or only noted.
    factors: for stream/detail (or stream alone, or waste/type/route) the row of the reference data, written
    dataset/edition/code; a fuel of fuels_ipcc also names its setting: fuels_ipcc/2006/commercial/natural_gas.
    vehicle_gases: gases counted of fuel burnt in vehicles: factors of vehicles for CH4 and N2O may be missing.
    vehicle_cooling_group: source group of refrigerants in vehicles.
    taxi_transfers, taxi_km: what a round trip has where nothing was recorded (R20).
    small_office_persons: below it, an office may be estimated from the others (R22).
    """

    edition: str
    gwp: str = "ar5"
    gwp_where_missing: str = ""
    grid_table: str = "ifi_operating_margin"
    renewable_edition: str = "2025"
    electricity_basis: Basis = "location"
    supplier_factors: bool = True
    hcfc: Hcfc = "optional"
    vehicle_gases: tuple[str, ...] = ("CO2", "CH4", "N2O")
    vehicle_cooling_group: SourceGroup = "facilities"
    generator_kwh_per_litre: float = 2.5
    taxi_transfers: float = 4
    taxi_km: float = 20
    small_office_persons: float = 10
    factors: Mapping[str, str] = field(default_factory=dict, hash=False)

    def factor_key(self, stream: str, *parts: str) -> str | None:
        """The most exact row that the method names: stream/detail/route, then stream/detail, then stream."""
        names = (stream, *(part for part in parts if part))
        for length in range(len(names), 0, -1):
            if (found := self.factors.get("/".join(names[:length]))) is not None:
                return found
        return None


def method_of(values: Mapping[str, Any]) -> Method:
    """A method from plain values, such as a part of an edition's file; checked, unknown names refused.

    based_on: the name of a method of this folder whose values hold where none is given; `factors` are added to
    its factors one by one, an empty one takes it away. Raises MethodInvalid.
    """
    given = dict(values)
    based_on = given.pop("based_on", None)
    known = {entry.name for entry in fields(Method)}
    if unknown := sorted(given.keys() - known):
        raise MethodInvalid(f"'{unknown[0]}' is nothing that a method chooses. Known: {', '.join(sorted(known))}.")
    if based_on is not None:
        base = method(str(based_on))
        given = {name: getattr(base, name) for name in known} | given
        given["factors"] = {**base.factors, **values.get("factors", {})}
    if "edition" not in given:
        raise MethodInvalid("A method needs the name of its edition. Give `edition`.")
    given["factors"] = {key: ref for key, ref in (given.get("factors") or {}).items() if ref}
    given["vehicle_gases"] = tuple(given.get("vehicle_gases", Method.vehicle_gases))
    return _checked(Method(**given))


@cache
def method(name: str) -> Method:
    """A method of this folder. Raises MethodInvalid, naming those there are."""
    path = FOLDER / f"{name}.yaml"
    if not path.is_file():
        raise MethodInvalid(f"There is no method '{name}'; there is {', '.join(method_names())}.")
    return method_of(read_yaml(path))


def method_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def _checked(made: Method) -> Method:
    choices: dict[str, tuple[str, ...]] = {
        "gwp": gwp_editions(),
        "gwp_where_missing": ("", *gwp_editions()),
        "grid_table": GRID_TABLES,
        "electricity_basis": get_args(Basis),
        "hcfc": get_args(Hcfc),
        "vehicle_cooling_group": get_args(SourceGroup),
    }
    for name, allowed in choices.items():
        if getattr(made, name) not in allowed:
            raise MethodInvalid(f"{name} is '{getattr(made, name)}'. Give one of {', '.join(allowed)}.")
    for name in ("generator_kwh_per_litre", "taxi_transfers", "taxi_km", "small_office_persons"):
        if not float(getattr(made, name)) >= 0:
            raise MethodInvalid(f"{name} is {getattr(made, name)}. Give a number of 0 or more.")
    for key in made.factors:
        _check_key(key)
    return made


def _check_key(key: str) -> None:
    code, _, rest = key.partition("/")
    try:
        stream = catalogue().stream(code)
        if rest:
            stream.unit_of(rest.partition("/")[0])
    except ReferenceDataError as error:
        raise MethodInvalid(f"factors, {key}: {error}") from error
    route = rest.partition("/")[2]
    if route and route not in catalogue().routes:
        raise MethodInvalid(f"factors, {key}: '{route}' is no route of waste.")
