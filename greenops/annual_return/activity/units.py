"""Units of the field: how each is spelled, what it measures, and a quantity in the canonical unit, exactly."""

import difflib
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Final

import pint
from django.utils.translation import gettext as _

from greenops.annual_return.activity.fuel_content import fuel_content
from greenops.annual_return.activity.quantities import printed_quantity
from greenops.reference.activity import catalogue

MICRO: Final = 1_000_000
LITRES_PER_M3: Final = 1000
MJ_PER_KWH: Final = Fraction(36, 10)

# Definitions by law or by international agreement: pint's own file has them as well, with thousands of others.
DEFINITIONS = (
    "kWh = [energy]",
    "Wh = kWh / 1000",
    "MWh = 1000 * kWh",
    "GWh = 1000000 * kWh",
    "MJ = kWh / 3.6",
    "GJ = 1000 * MJ",
    "TJ = 1000000 * MJ",
    "therm = 105.505585262 * MJ",  # 100,000 BTU of the International Table
    "BTU = 0.00105505585262 * MJ",
    "MMBTU = 1000000 * BTU",
    "toe = 41868 * MJ",
    "l = [volume]",
    "m3 = 1000 * l",
    "US_gal = 3.785411784 * l",
    "imperial_gal = 4.54609 * l",
    "ft3 = 28.316846592 * l",
    "kg = [mass]",
    "g = kg / 1000",
    "t = 1000 * kg",
    "short_ton = 907.18474 * kg",
    "long_ton = 1016.0469088 * kg",
    "lb = 0.45359237 * kg",
    "km = [distance]",
    "m = km / 1000",
    "mile = 1.609344 * km",
    "passenger = [travellers]",
    "passenger_km = passenger * km",
    "passenger_mile = passenger * mile",
    "tonne_km = t * km",
    "piece = [pieces]",
    "person = [persons]",
    "night = [nights]",
    "hour = [hours]",
    "round_trip = [round_trips]",
)

# Other ways in which files and people write them; matched without case, spaces, underscores and hyphens.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "Wh": ("watthour",),
    "kWh": ("kilowatthour", "kilowatthours", "kwst"),
    "MWh": ("megawatthour", "megawatthours"),
    "MJ": ("megajoule", "megajoules"),
    "GJ": ("gigajoule", "gigajoules"),
    "TJ": ("terajoule", "terajoules"),
    "therm": ("therms", "thm"),
    "BTU": ("btus",),
    "MMBTU": ("milbtu", "millionbtu"),
    "l": ("lt", "ltr", "ltrs", "lts", "liter", "liters", "litre", "litres", "litro", "litros"),
    "m3": ("m³", "nm3", "nm³", "sm3", "sm³", "cbm", "cum", "m^3", "m**3", "cubicmetre", "cubicmetres", "cubicmeters"),
    "US_gal": ("usgallon", "usgallons", "galus", "gal(us)", "gallon(us)"),
    "imperial_gal": ("impgal", "ukgal", "galuk", "imperialgallon", "imperialgallons", "gal(uk)", "gal(imp)"),
    "ft3": ("cf", "cuft", "ft³", "cubicfeet"),
    "kg": ("kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramme"),
    "g": ("gram", "grams"),
    "t": ("to", "ton(metric)", "tonne", "tonnes", "metricton", "metrictons", "mt"),
    "short_ton": ("uston", "ton(us)", "shorttons", "ton(short)"),
    "long_ton": ("ukton", "ton(uk)", "longtons"),
    "lb": ("lbs", "pound", "pounds"),
    "km": ("kms", "kilometre", "kilometres", "kilometer", "kilometers"),
    "m": ("metre", "metres", "meter", "meters"),
    "mile": ("miles", "mi"),
    "passenger_km": ("pkm", "paxkm", "passengerkilometre", "passengerkilometres", "personkm", "passenger.km"),
    "passenger_mile": ("passengermiles", "paxmile"),
    "tonne_km": ("tkm", "t.km", "tonkm", "tonnekilometre", "tonnekilometres"),
    "piece": ("pieces", "pc", "pcs", "unit", "units", "item", "items", "number", "no", "stk"),
    "person": ("persons", "people", "pers"),
    "night": ("nights", "roomnight", "roomnights"),
    "hour": ("hours", "h", "hr", "hrs", "std"),
    "round_trip": ("roundtrips", "returntrip", "returntrips"),
}
# What a unit written so could be: two things, so it is asked.
AMBIGUOUS = {
    "gal": ("US_gal", "imperial_gal"),
    "gallon": ("US_gal", "imperial_gal"),
    "gallons": ("US_gal", "imperial_gal"),
    "ton": ("t", "short_ton"),
    "tons": ("t", "short_ton"),
}
HEATING_VALUES = {
    "net": "net",
    "ncv": "net",
    "lhv": "net",
    "hi": "net",
    "gross": "gross",
    "gcv": "gross",
    "hhv": "gross",
    "hs": "gross",
    "ho": "gross",
}
FUEL_STREAMS = frozenset({"generator_fuel", "stationary_fuel", "vehicle_fuel", "hire_car_fuel"})
# The units that a page offers first for each canonical one.
OFFERED = {
    "kWh": ("kWh", "MWh", "GJ", "MJ", "therm"),
    "l": ("l", "m3", "US_gal", "imperial_gal", "kg", "t"),
    "m3": ("m3", "l", "US_gal"),
    "kg": ("kg", "t", "short_ton", "lb"),
    "km": ("km", "mile"),
    "passenger_km": ("passenger_km", "passenger_mile"),
    "tonne_km": ("tonne_km",),
}


class UnitRefused(ValueError):
    """The unit is not known, measures something else, or leaves open what is meant. The message says what to write."""


@cache
def _registry() -> Any:
    # Fractions: a MJ is 1/3.6 kWh, which no decimal number holds.
    registry = pint.UnitRegistry(None, non_int_type=Fraction)
    for line in DEFINITIONS:
        registry.define(line)
    return registry


@cache
def unit_names() -> tuple[str, ...]:
    return tuple(line.partition(" ")[0] for line in DEFINITIONS if not line.startswith("passenger ="))


@cache
def _by_spelling() -> dict[str, str]:
    found = {_plain(name): name for name in unit_names()}
    return found | {_plain(spelling): name for name, spellings in SPELLINGS.items() for spelling in spellings}


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", "", text).casefold()


def known_unit(text: str, offered: Sequence[str] = ()) -> tuple[str, str]:
    """(name of the unit, net or gross or "") of a unit as somebody wrote it. Raises UnitRefused.

    offered: the units that the refusal of an unknown one names; empty for all.
    """
    written = text.strip()
    if not written:
        raise UnitRefused(_("The unit is missing. Write one, such as kWh, m3 or kg."))
    basis = ""
    if match := re.fullmatch(r"(.+?)[\s_]*[(\s_]\s*(net|ncv|lhv|hi|gross|gcv|hhv|hs|ho)\s*\)?", written, re.IGNORECASE):
        written, basis = match[1], HEATING_VALUES[match[2].casefold()]
    plain = _plain(written)
    if plain in AMBIGUOUS:
        one, other = AMBIGUOUS[plain]
        raise UnitRefused(
            _("'%(unit)s' can mean two things. Write %(one)s or %(other)s.")
            % {"unit": text.strip(), "one": one, "other": other}
        )
    name = _by_spelling().get(plain)
    if name is None:
        raise UnitRefused(_unknown(text.strip(), offered))
    if basis and dimension_of(name) != "[energy]":
        raise UnitRefused(_("'%(unit)s': only energy has a net and a gross heating value.") % {"unit": text.strip()})
    return name, basis


def written_unit(text: str, offered: Sequence[str] = ()) -> str:
    """The unit in our spelling: kwh becomes kWh, lt l, 'MWh gross' MWh(gross). Raises UnitRefused."""
    name, basis = known_unit(text, offered)
    return f"{name}({basis})" if basis else name


def _unknown(text: str, offered: Sequence[str]) -> str:
    near = difflib.get_close_matches(_plain(text), _by_spelling(), n=3, cutoff=0.6)
    names = list(dict.fromkeys(_by_spelling()[one] for one in near))
    if names:
        return _("'%(unit)s' is no unit that is known here. Did you mean %(names)s?") % {
            "unit": text[:30],
            "names": _(" or ").join(names),
        }
    return _("'%(unit)s' is no unit that is known here. Known are %(names)s.") % {
        "unit": text[:30],
        "names": ", ".join(offered or unit_names()),
    }


@cache
def dimension_of(name: str) -> str:
    dimensions = _registry().get_dimensionality(name)
    return "*".join(sorted(dimensions))


def _words() -> dict[str, str]:
    return {
        "[energy]": _("an energy"),
        "[volume]": _("a volume"),
        "[mass]": _("a mass"),
        "[distance]": _("a distance"),
        "[distance]*[travellers]": _("a distance times passengers"),
        "[distance]*[mass]": _("a mass times a distance"),
        "[pieces]": _("a number of pieces"),
        "[persons]": _("a number of persons"),
        "[nights]": _("a number of nights"),
        "[hours]": _("a time"),
        "[round_trips]": _("a number of round trips"),
    }


def to_canonical(quantity: Decimal, unit: str, stream: str, detail: str) -> tuple[int, str]:
    """(millionths of the canonical unit, the canonical unit) of a quantity of a stream of the catalogue.

    Exact arithmetic in fractions, rounded once to the millionth, half to even. Fuels given by energy, mass or volume
    are turned into their canonical unit by the heating value and density of their factor (fuel_content).
    Raises UnitRefused, and ReferenceDataError for a stream or detail that is none.
    """
    found = catalogue().stream(stream)
    canonical = found.unit_of(detail)
    name, basis = known_unit(unit)
    amount = Fraction(quantity)
    if dimension_of(name) == dimension_of(canonical):
        if basis:
            raise UnitRefused(
                _("'%(unit)s': a heating value belongs to fuels, and %(stream)s is none. Write %(plain)s.")
                % {"unit": unit, "stream": found.label.lower(), "plain": name}
            )
        return _rounded(_converted(amount, name, canonical)), canonical
    if stream in FUEL_STREAMS and dimension_of(name) in ("[energy]", "[volume]", "[mass]"):
        return _rounded(_fuel(amount, name, basis, canonical, found.details[detail].label, detail)), canonical
    raise UnitRefused(_wrong_dimension(quantity, unit, name, found.label, canonical))


def _converted(amount: Fraction, name: str, canonical: str) -> Fraction:
    registry = _registry()
    return Fraction(registry.Quantity(amount, name).to(canonical).magnitude)


def _rounded(amount: Fraction) -> int:
    return round(amount * MICRO)


def _fuel(amount: Fraction, name: str, basis: str, canonical: str, label: str, fuel: str) -> Fraction:
    """The fuel in its canonical unit, by way of its mass."""
    if dimension_of(name) == "[energy]" and not basis:
        raise UnitRefused(
            _(
                "%(unit)s of %(fuel)s can be of the net or of the gross heating value: write %(unit)s(net) or "
                "%(unit)s(gross). Invoices for gas are mostly by the gross one."
            )
            % {"unit": name, "fuel": label.lower()}
        )
    content = fuel_content(fuel)
    density = content.density_kg_per_m3 if content else None
    volumes = "[volume]" in (dimension_of(name), dimension_of(canonical))
    if content is None or (volumes and density is None):
        raise UnitRefused(
            _("%(fuel)s: the reference data have no density or heating value for it. Give it in %(canonical)s.")
            % {"fuel": label, "canonical": canonical}
        )
    if dimension_of(name) == "[energy]":
        heat = content.net_mj_per_kg if basis == "net" else content.gross_mj_per_kg
        if heat is None:
            raise UnitRefused(
                _("%(fuel)s: no gross heating value is published for it. Give the net one, or %(canonical)s.")
                % {"fuel": label, "canonical": canonical}
            )
        mass = _converted(amount, name, "kWh") * MJ_PER_KWH / heat
    elif dimension_of(name) == "[volume]":
        mass = _converted(amount, name, "l") * density / LITRES_PER_M3
    else:
        mass = _converted(amount, name, "kg")
    if dimension_of(canonical) == "[mass]":
        return _converted(mass, "kg", canonical)
    return _converted(mass * LITRES_PER_M3 / density, "l", canonical)


def _wrong_dimension(quantity: Decimal, unit: str, name: str, label: str, canonical: str) -> str:
    words = _words()
    return _("%(quantity)s '%(unit)s' is %(given)s; %(stream)s is measured in %(wanted)s: %(units)s.") % {
        "quantity": printed_quantity(quantity),
        "unit": unit.strip(),
        "given": words[dimension_of(name)],
        "stream": label[:1].lower() + label[1:],
        "wanted": words[dimension_of(canonical)].partition(" ")[2],
        "units": ", ".join(OFFERED.get(canonical, (canonical,))),
    }


def offered_units(stream: str, detail: str) -> tuple[str, ...]:
    """The units that a page offers for a stream and detail, the canonical one first."""
    canonical = catalogue().stream(stream).unit_of(detail)
    offered = OFFERED.get(canonical, (canonical,))
    content = fuel_content(detail) if stream in FUEL_STREAMS else None
    if content is None:
        return offered
    heating_values = ("net", "gross") if content.gross_mj_per_kg else ("net",)
    return (*offered, *(f"{unit}({basis})" for unit in ("kWh", "GJ") for basis in heating_values))
