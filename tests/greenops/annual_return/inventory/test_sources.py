"""Each stream finds its equation; what has no factor is never zero."""

import pytest

from greenops.annual_return.inventory.entry import Share
from greenops.annual_return.inventory.errors import FactorMissing, InventoryError, MethodInvalid, ShareInvalid
from greenops.annual_return.inventory.gases import co2e_of, potentials_of
from greenops.annual_return.inventory.method import method, method_names, method_of
from greenops.annual_return.inventory.sources import EQUATIONS, entries_of, entry_of
from greenops.reference.activity import catalogue
from tests.factories.inventory import METHOD, SUPPLIER, activity, with_

DETAILS = [
    (stream.code, detail) for stream in catalogue().streams.values() for detail in (stream.details or {"": None})
]
WITH_SUPPLIER = ("district_heat", "district_cooling")


def test_every_stream_of_the_catalogue_has_an_equation_and_no_other():
    assert set(EQUATIONS) | {"electricity_grid"} == set(catalogue().streams)


@pytest.mark.parametrize(("stream", "detail"), DETAILS)
def test_every_detail_of_the_catalogue_gives_an_entry_by_the_method_of_2026(stream, detail):
    supplier = SUPPLIER if stream in WITH_SUPPLIER else None
    entry = entry_of(activity(stream, detail, supplier=supplier), METHOD, 2025)
    assert entry.section == catalogue().stream(stream).section
    assert entry.co2e >= 0
    assert entry.equation.startswith("1,000 ")
    if entry.scope is None:
        assert entry.co2e == 0
    if catalogue().stream(stream).is_optional and entry.scope is not None:
        assert entry.is_optional


@pytest.mark.parametrize(("stream", "detail"), DETAILS)
def test_r02_gases_kept_apart_come_to_the_co2e_and_twice_the_amount_to_twice_of_all(stream, detail):
    supplier = SUPPLIER if stream in WITH_SUPPLIER else None
    once, twice = (
        entry_of(activity(stream, detail, amount, supplier=supplier, route="landfill"), METHOD, 2025)
        for amount in (700, 1400)
    )
    if once.gases:
        assert once.co2e == pytest.approx(co2e_of(once.gases, potentials_of("ar5")))
    assert twice.co2e == pytest.approx(2 * once.co2e)
    assert twice.biogenic_co2 == pytest.approx(2 * once.biogenic_co2)
    assert twice.gases == pytest.approx({gas: 2 * kg for gas, kg in once.gases.items()})


@pytest.mark.parametrize("name", method_names())
def test_every_row_that_a_method_names_is_there_and_in_the_unit_of_the_catalogue(name):
    made = method(name)
    for key in made.factors:
        stream, _, rest = key.partition("/")
        detail, _, route = rest.partition("/")
        supplier = SUPPLIER if stream in WITH_SUPPLIER else None
        for one in [detail] if detail else (catalogue().stream(stream).details or {"": None}):
            given = activity(stream, one, supplier=supplier, route=route)
            assert entry_of(given, made, 2025).factors, key


def test_what_has_no_factor_is_missing_and_not_zero():
    given = [activity(amount=10), activity(country="XX"), activity("district_cooling")]
    found = entries_of(given, METHOD, 2025)
    assert [entry.activity for entry in found.entries] == given[:1]
    assert [one.activity for one in found.missing] == given[1:]
    assert all("2025" in one.reason for one in found.missing)


def test_r21_the_part_of_a_shared_building_counts_with_both_its_numbers():
    entry = entry_of(activity("stationary_fuel", "natural_gas", 1000, share=Share(40, 160, "floor_area")), METHOD, 2025)
    assert entry.co2e == pytest.approx(1890.5544 / 4)
    assert "× 40/160 ×" in entry.equation
    assert entry.rules[-1] == "R21"
    assert entry.gases["CH4"] == pytest.approx(0.168 / 4)


@pytest.mark.parametrize(
    ("numerator", "denominator", "basis", "words"),
    [
        (1, 0, "persons", "taken of 0"),
        (101, 100, "agreed", "101 of 100"),
        (-1, 10, "persons", "-1 of 10"),
        (1, 2, "guess", "guess"),
        (float("nan"), 2, "persons", "nan of 2"),
    ],
)
def test_r21_a_share_that_is_none_is_an_error(numerator, denominator, basis, words):
    with pytest.raises(ShareInvalid, match=words):
        entry_of(activity(share=Share(numerator, denominator, basis)), METHOD, 2025)


@pytest.mark.parametrize("amount", [-1.0, float("nan"), float("inf")])
def test_an_amount_that_is_none_is_an_error_with_its_place(amount):
    with pytest.raises(InventoryError, match=r"Bus at GVA \(CH\), 2025: the amount is"):
        entry_of(activity("bus", amount=amount), METHOD, 2025)


def test_nothing_consumed_and_no_part_of_it_are_amounts_too():
    assert entry_of(activity("bus", amount=0), METHOD, 2025).co2e == 0
    assert entry_of(activity("bus", share=Share(0, 10, "persons")), METHOD, 2025).co2e == 0


def test_bad_shares_and_amounts_are_missing_and_the_others_count():
    given = [
        activity(amount=100),
        activity("electricity_certified", amount=50, share=Share(1, 0, "persons")),
        activity("electricity_certified", amount=-50),
    ]
    found = entries_of(given, METHOD, 2025)
    assert [entry.co2e_market for entry in found.entries] == [pytest.approx(4.8)]
    assert [one.activity for one in found.missing] == given[1:]


def test_a_method_is_built_from_values_and_on_another():
    made = method_of({"based_on": "2026", "edition": "2030", "gwp": "ar6", "factors": {"taxi": "", "bus": "a/b/c"}})
    assert (made.edition, made.gwp, made.taxi_km) == ("2030", "ar6", 20)
    assert "taxi" not in made.factors
    assert made.factors["bus"] == "a/b/c"
    assert made.factors["train/un_default"] == METHOD.factors["train/un_default"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"gpw": "ar5"}, "gpw"),
        ({"gwp": "ar9"}, "ar9"),
        ({"grid_table": "iea"}, "iea"),
        ({"hcfc": "maybe"}, "maybe"),
        ({"electricity_basis": "both"}, "both"),
        ({"taxi_km": -1}, "taxi_km"),
        ({"factors": {"steam": "a/b/c"}}, "steam"),
        ({"factors": {"train/mars": "a/b/c"}}, "mars"),
        ({"factors": {"waste/paper/hole": "a/b/c"}}, "hole"),
    ],
)
def test_a_method_with_a_value_that_does_not_exist_is_refused(values, words):
    with pytest.raises(MethodInvalid, match=words):
        method_of({"edition": "2026", **values})


def test_a_method_may_ask_data_of_every_office_however_small():
    assert method_of({"edition": "2026", "small_office_persons": 0}).small_office_persons == 0


def test_a_method_without_an_edition_or_a_name_that_there_is_not_is_refused():
    with pytest.raises(MethodInvalid, match="edition"):
        method_of({"gwp": "ar5"})
    with pytest.raises(MethodInvalid, match="1999"):
        method("1999")


def test_a_row_that_the_method_names_wrongly_is_an_error_with_the_place():
    with pytest.raises(FactorMissing, match=r"Bus at GVA \(CH\), 2025.*no_such_row"):
        entry_of(activity("bus"), with_(factors={"bus": "vehicles_desnz/2025/no_such_row"}), 2025)
