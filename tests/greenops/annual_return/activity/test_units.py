"""Units of the field against published definitions, and numbers as people write them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenops.annual_return.activity.fuel_content import fuel_content
from greenops.annual_return.activity.quantities import (
    CellText,
    QuantityRefused,
    cell_text,
    parse_cell,
    parse_quantity,
    printed_quantity,
)
from greenops.annual_return.activity.units import UnitRefused, offered_units, to_canonical, unit_names, written_unit
from greenops.reference.activity import catalogue

GRID = ("electricity_grid", "standard")
GAS = ("stationary_fuel", "natural_gas")


@pytest.mark.parametrize(
    ("quantity", "unit", "stream", "detail", "micro", "canonical"),
    [
        # 1 MWh = 1,000 kWh; 1 GJ = 1,000,000/3,600 kWh = 277.777777...; 1 MJ = 0.277777...
        ("1.5", "MWh", *GRID, 1_500_000_000, "kWh"),
        ("36", "GJ", *GRID, 10_000_000_000, "kWh"),
        ("1", "GJ", *GRID, 277_777_778, "kWh"),
        ("3.6", "MJ", *GRID, 1_000_000, "kWh"),
        # A therm of the International Table is 105.505585262 MJ, so 29.307107017... kWh.
        ("1", "therm", "district_heat", "", 29_307_107, "kWh"),
        ("1000000", "BTU", "district_heat", "", 293_071_070, "kWh"),
        # NIST SP 811: gallon (US) 3.785412 E-03 m3, gallon (imperial) 4.54609 E-03 m3, ton (short) 907.1847 kg.
        ("100", "US gal", "vehicle_fuel", "diesel", 378_541_178, "l"),
        ("100", "imperial gal", "vehicle_fuel", "diesel", 454_609_000, "l"),
        ("2", "short ton", "waste", "paper", 1_814_369_480, "kg"),
        ("1", "t", "waste", "paper", 1_000_000_000, "kg"),
        ("1", "mile", "taxi", "", 1_609_344, "km"),
        ("5", "m3", "water", "municipal", 5_000_000, "m3"),
        ("0.25", "tkm", "freight", "air", 250_000, "tonne_km"),
        ("7", "pkm", "train", "switzerland", 7_000_000, "passenger_km"),
        ("0", "kWh", *GRID, 0, "kWh"),
    ],
)  # fmt: skip
def test_quantities_in_the_canonical_unit(quantity, unit, stream, detail, micro, canonical):
    assert to_canonical(Decimal(quantity), unit, stream, detail) == (micro, canonical)


@pytest.mark.parametrize(
    ("quantity", "unit", "stream", "detail", "value"),
    [
        # IPCC 2006, natural gas: 48 MJ/kg net, 0.7 kg/m3, so 33.6 MJ/m3; net: 3,600 / 33.6 = 107.142857 m3.
        ("1000", "kWh net", *GAS, 107.142857),
        # DESNZ 2025 has gross 50.678 for net 45.745: 107.142857 x 45.745 / 50.678 = 96.713560 m3.
        ("1000", "kWh(gross)", *GAS, 96.713560),
        ("1", "MWh (GCV)", *GAS, 96.713560),
        ("70", "kg", *GAS, 100.0),
        # IPCC 2006 through the GHG Protocol: gas oil 840 kg/m3, 43 MJ/kg: 1 t is 1,190.476190 l, 1 GJ 27.685493 l.
        ("1", "t", "generator_fuel", "diesel", 1190.476190),
        ("1", "GJ(net)", "stationary_fuel", "heating_oil", 27.685493),
        # Crude oil: 800 kg/m3.
        ("1", "t", "stationary_fuel", "crude_oil", 1250.0),
        # Propane is kept in kg: 514.933 kg/m3.
        ("100", "l", "stationary_fuel", "propane", 51.4933),
        # Pellets: 17.28 GJ/t net, so 4,800 kWh is 1,000 kg, without a density.
        ("4800", "kWh(net)", "stationary_fuel", "wood_pellets", 1000.0),
    ],
)
def test_fuels_by_heat_mass_or_volume(quantity, unit, stream, detail, value):
    micro, _canonical = to_canonical(Decimal(quantity), unit, stream, detail)

    assert micro / 1e6 == pytest.approx(value, rel=2e-7)


@pytest.mark.parametrize(
    ("unit", "stream", "detail", "words"),
    [
        ("kg", *GRID, "4,200 'kg' is a mass; electricity purchased from the grid is measured in energy: kWh, MWh"),
        ("kWh", *GAS, "write kWh(net) or kWh(gross)"),
        ("MWh", "stationary_fuel", "heating_oil", "write MWh(net) or MWh(gross)"),
        ("kWh(net)", *GRID, "a heating value belongs to fuels"),
        ("kWh(gross)", "stationary_fuel", "crude_oil", "Give the net one, or l"),
        ("l", "stationary_fuel", "coal", "Give it in kg"),
        ("km", "train", "switzerland", "passenger_km"),
        ("gal", "vehicle_fuel", "diesel", "Write US_gal or imperial_gal"),
        ("ton", "waste", "paper", "Write t or short_ton"),
        ("kwhh", *GRID, "Did you mean kWh"),
        ("firkin", *GRID, "Known are kWh"),
        ("", *GRID, "The unit is missing"),
        ("kg(net)", "waste", "paper", "only energy has"),
    ],
)
def test_what_cannot_be_taken_says_what_to_write(unit, stream, detail, words):
    with pytest.raises(UnitRefused) as refused:
        to_canonical(Decimal(4200), unit, stream, detail)

    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("text", "name"),
    [("kwh", "kWh"), ("KWH", "kWh"), ("lt", "l"), ("L", "l"), ("Nm3", "m3"), ("m³", "m3"), ("To", "t"), ("tonnes", "t"),
     ("short ton", "short_ton"), ("kWh (Hs)", "kWh(gross)"), ("GJ net", "GJ(net)"), ("passenger-km", "passenger_km"),
     ("round trips", "round_trip"), ("GWh", "GWh")],
)  # fmt: skip
def test_spellings(text, name):
    assert written_unit(text) == name


def test_every_unit_of_the_catalogue_is_known_and_offered_units_are_taken():
    for stream in catalogue().streams.values():
        for detail in stream.details or ("",):
            canonical = stream.unit_of(detail)
            assert canonical in unit_names()
            has_content = fuel_content(detail) is not None or stream.group not in ("fuel", "vehicles")
            for unit in offered_units(stream.code, detail) if has_content and detail != "coal" else (canonical,):
                assert to_canonical(Decimal(1), unit, stream.code, detail)[1] == canonical


@given(st.decimals(0, 10**9, places=6), st.sampled_from(["Wh", "kWh", "MWh", "MJ", "GJ", "therm", "toe"]))
def test_the_millionth_is_exact(quantity, unit):
    """Each unit's size in kWh, by hand as a fraction."""
    sizes = {"Wh": Fraction(1, 1000), "kWh": 1, "MWh": 1000, "MJ": Fraction(10, 36), "GJ": Fraction(10_000, 36),
             "therm": Fraction(105505585262, 3_600_000_000), "toe": Fraction(418_680, 36)}  # fmt: skip
    assert to_canonical(quantity, unit, *GRID)[0] == round(Fraction(quantity) * sizes[unit] * 10**6)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234.5", "1234.5"), ("1'234.5", "1234.5"), ("1’234’567.25", "1234567.25"), ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"), ("1.234,50", "1234.5"), ("1,234.50", "1234.5"), ("1.234.567", "1234567"),
        ("1,234,567", "1234567"), ("0,125", "0.125"), ("12,5", "12.5"), ("1.234", "1.234"), ("1234,567", "1234.567"),
        ("+5", "5"), ("0", "0"), ("-0", "0"), (".5", "0.5"), ("12.", "12"), ("0.1234567", "0.123457"),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text, number):
    assert parse_quantity(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,234", "Write 1234 or 1.234"),
        ("-5", "is negative"),
        ("\u22125.5", "is negative"),
        ("12'34", "three digits"),
        ("1.23,4.5", "three digits"),
        ("1,23,456", "three digits"),
        ("nan", "no number"),
        ("inf", "no number"),
        ("1e5", "powers of ten"),
        ("١٢٣", "no number"),
        ("", "is empty"),
        (".", "no number"),
        ("12345678901234", "too many digits"),
    ],
)
def test_numbers_that_are_refused(text, words):
    with pytest.raises(QuantityRefused) as refused:
        parse_quantity(text)

    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("1234.5", CellText(Decimal("1234.5"))),
        ("1'200 e", CellText(Decimal(1200), method="estimated")),
        ("3000 x3", CellText(Decimal(3000), months=3)),
        ("3000 MWh x3 I", CellText(Decimal(3000), "MWh", 3, "invoiced")),
        ("12 m3", CellText(Decimal(12), "m3")),
        ("12 m", CellText(Decimal(12), method="metered")),
        ("5 short ton", CellText(Decimal(5), "short ton")),
        ("1 234,5 kWh", CellText(Decimal("1234.5"), "kWh")),
    ],
)
def test_cells(text, cell):
    assert parse_cell(text) == cell


@given(
    st.decimals(0, 10**12, places=6),
    st.sampled_from(["", "MWh", "kWh(gross)", "short_ton"]),
    st.integers(2, 12),
    st.sampled_from(["", "metered", "copied"]),
)
def test_a_cell_reads_back_what_it_shows(quantity, unit, months, method):
    text = cell_text(quantity, unit=unit, months=months, method=method)

    assert parse_cell(text) == CellText(quantity, unit, months, method)


@given(st.decimals(0, 10**12, places=6))
def test_a_printed_number_reads_back(quantity):
    text = printed_quantity(quantity)
    if text.count(",") == 1 and "." not in text:
        return  # 1,234 is what is asked about
    assert parse_quantity(text) == quantity
