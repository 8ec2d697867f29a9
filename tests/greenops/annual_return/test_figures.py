"""Figures of lines: worked by hand, and what holds whatever the data are. Without a database."""

from dataclasses import replace
from math import fsum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenops.annual_return.computation import return_of
from greenops.annual_return.edition_file import edition
from greenops.annual_return.figures import Basis
from greenops.annual_return.gathering.gathered import (
    AnswerFacts,
    Coverage,
    Equipment,
    OffsetFacts,
    Persons,
    Stock,
    TravelSums,
)
from greenops.annual_return.inventory.entry import Share, SupplierValue
from greenops.annual_return.inventory.sources import entries_of
from greenops.annual_return.inventory.totals import totals
from tests.factories.gathered import activity, gathered, site_facts, travel

FORM = edition("2026")
METHODS = ("metered", "invoiced", "estimated", "proxy", "copied")
THINGS = (
    ("electricity_grid", "standard", "kWh"),
    ("stationary_fuel", "natural_gas", "m3"),
    ("generator_fuel", "diesel", "l"),
    ("vehicle_fuel", "petrol", "l"),
    ("train", "un_default", "passenger_km"),
    ("taxi", "", "km"),
    ("commuting", "car", "passenger_km"),
    ("water", "municipal", "m3"),
)


@st.composite
def activities(draw):
    stream, detail, unit = draw(st.sampled_from(THINGS))
    return activity(
        stream,
        detail=detail,
        unit=unit,
        amount=draw(st.floats(0, 1e7)),
        method=draw(st.sampled_from(METHODS)),
        share=Share(draw(st.floats(0, 10)), 10.0, "persons"),
    )


def values_of(**fields):
    computed = return_of(gathered(**fields), FORM, delegates=False)
    return {line.code: line.value for line in computed.lines}


@settings(deadline=None, max_examples=40)
@given(st.lists(activities(), min_size=1, max_size=12), st.integers(0, 10**15))
def test_r01_the_total_is_the_plain_sum_and_both_splits_make_it(found, milligrams):
    values = values_of(activities=tuple(found), travel=travel(inside=TravelSums(1, 1, milligrams)))

    plain = totals(entries_of(found, FORM.method, 2025).entries, FORM.method)
    assert values["T.1"] == pytest.approx((plain.total + milligrams / 1e6) / 1000, rel=1e-12, abs=1e-12)
    scopes = fsum(values[code] or 0 for code in ("T.2", "T.3", "T.4"))
    groups = fsum(values[code] or 0 for code in ("T.5", "T.6", "T.7"))
    assert scopes == pytest.approx(values["T.1"], rel=1e-12, abs=1e-12)
    assert groups == pytest.approx(values["T.1"], rel=1e-12, abs=1e-12)
    assert (values["T.12"] or 0) * 1000 == pytest.approx(plain.optional, rel=1e-12, abs=1e-9)


@settings(deadline=None, max_examples=25)
@given(st.lists(activities(), min_size=1, max_size=12))
def test_every_sum_is_that_of_its_inputs(found):
    computed = return_of(gathered(activities=tuple(found)), FORM, delegates=False)

    for line in computed.lines:
        added = [given.value for given in line.inputs if given.value is not None]
        if added and line.method_share is not None:
            assert fsum(added) == pytest.approx(line.value, rel=1e-9, abs=1e-9), line.code


def test_r05_the_three_shares_make_100():
    values = values_of(
        activities=(activity(), activity("taxi", detail="", unit="km")),
        travel=travel(inside=TravelSums(1, 1, 10**9)),
    )

    assert values["T.17"] + values["T.18"] + values["T.19"] == pytest.approx(100)


def test_r09_the_other_basis_stands_beside_the_total():
    """10,000 kWh under a renewable contract with certificates for 4,000: 480 kg by location, 288 by market."""
    values = values_of(
        activities=(
            activity(amount=10_000.0, detail="renewable_contract"),
            activity("electricity_certified", detail="go", amount=4_000.0),
        )
    )

    assert (values["3.20"], values["3.21"]) == (pytest.approx(0.48), pytest.approx(0.48))
    assert values["3.22"] == pytest.approx(0.288)
    assert (values["T.1"], values["T.9"]) == (pytest.approx(0.48), pytest.approx(0.288))


def test_r12_generators_make_two_and_a_half_kwh_of_a_litre():
    values = values_of(activities=(activity("generator_fuel", detail="diesel", unit="l", amount=100.0), activity()))

    assert values["3.13"] == 250
    assert values["3.14"] == 1250


def machine(**fields):
    given = {
        "site": "GVA",
        "label": "Chiller",
        "refrigerant": "R-410A",
        "is_in_vehicle": False,
        "charge_kg": 20.0,
        "installed_on": "2015-01-01",
        "disposed_on": "",
        "approach": "top_up",
        "leak_rate_percent": None,
        "installation_loss_percent": None,
        "disposal_loss_percent": None,
        "topped_up_kg": 0.0,
        "recovered_kg": 0.0,
        "events": 0,
        "evidenced": 0,
        **fields,
    }
    return Equipment(**given)


def test_r14_r16_machines_leak_by_top_up_or_by_rate():
    """R-410A has 1,923.5 by AR5: 2 kg topped up, and 5 % of 20 kg over the whole year."""
    values = values_of(
        equipment=(
            machine(topped_up_kg=2.0),
            machine(label="Split", approach="screening", leak_rate_percent=5.0),
            machine(label="Car", is_in_vehicle=True, refrigerant="HFC-134a", topped_up_kg=0.5),
        )
    )

    assert values["6.10"] == pytest.approx((2 + 1) * 1923.5 / 1000)
    assert values["6.11"] == pytest.approx(0.5 * 1300 / 1000)
    assert values["6.8"] == pytest.approx(3.5)
    assert (values["6.1"], values["6.2"], values["6.6"]) == (3, 1, 0)


def test_r15_where_there_is_a_stock_account_its_machines_are_not_counted_again():
    """10 kg at the start and 5 bought, 1 recovered and 11 left: 3 kg leaked."""
    values = values_of(equipment=(machine(topped_up_kg=4.0),), stocks=(Stock("GVA", "R-410A", 10.0, 5.0, 1.0, 11.0),))

    assert values["6.8"] == pytest.approx(3)
    assert values["6.10"] == pytest.approx(3 * 1923.5 / 1000)


@pytest.mark.parametrize(
    ("hcfc", "total", "optional"),
    [
        pytest.param("noted", None, None, id="noted"),
        pytest.param("optional", None, 1.76, id="optional"),
        pytest.param("in_total", 1.76, None, id="in-total"),
    ],
)
def test_r17_the_edition_says_where_gases_outside_the_kyoto_protocol_stand(hcfc, total, optional):
    """1 kg of R-22, 1,760 by AR5."""
    form = replace(FORM, method=replace(FORM.method, hcfc=hcfc))

    computed = return_of(gathered(equipment=(machine(refrigerant="R-22", topped_up_kg=1.0),)), form, delegates=False)

    assert computed.line("T.11").value == pytest.approx(1.76)
    assert computed.line("T.1").value == pytest.approx(total or 0)
    assert computed.line("T.12").value == (optional and pytest.approx(optional))


def test_a_refrigerant_that_is_not_known_keeps_the_line_without_a_value():
    computed = return_of(gathered(equipment=(machine(refrigerant="R-9999", topped_up_kg=1.0),)), FORM, delegates=False)

    assert computed.line("6.10").value is None
    assert computed.line("6.11").value is None
    assert [problem.line for problem in computed.problems] == ["6.10"]


def test_r25_r26_waste_counts_at_sites_with_full_quantities_alone():
    """Geneva: 300 kg recycled and 100 to landfill for 40 persons; Nairobi is not complete."""
    values = values_of(
        sites=(site_facts(), site_facts("NBO")),
        activities=(
            activity("waste", detail="paper", route="recycling", unit="kg", amount=300.0),
            activity("waste", detail="mixed", route="landfill", unit="kg", amount=100.0),
            activity("waste", site="NBO", detail="mixed", route="landfill", unit="kg", amount=999.0),
        ),
        persons=(Persons("GVA", "staff", 40.0), Persons("NBO", "staff", 10.0)),
        coverage=(Coverage("GVA", "waste", True, None), Coverage("NBO", "waste", False, None)),
    )

    assert values["11.41"] == 10
    assert values["11.42"] == 75
    assert values["11.44"] == 80
    assert values["11.1"] == 1399


def test_r28_water_that_is_used_twice():
    values = values_of(
        activities=(
            activity("water", detail="municipal", unit="m3", amount=200.0),
            activity("water_recycled", unit="m3", amount=50.0),
        )
    )

    assert values["12.8"] == 25


def offset(tonnes: float) -> OffsetFacts:
    return OffsetFacts(tonnes, "CER", "Wind farm", 2024, "A1-A9", "2026-03-01", True)


@pytest.mark.parametrize(
    ("tonnes", "percent", "neutral"),
    [
        pytest.param(0.048, 100, True, id="all-of-it"),
        pytest.param(0.060, 100, True, id="rounded-up"),
        pytest.param(0.012, 25, False, id="a-part"),
    ],
)
def test_r30_a_year_is_neutral_when_all_of_it_is_offset(tonnes, percent, neutral):
    values = values_of(activities=(activity(),), offsets=(offset(tonnes),))

    assert values["19.2"] == pytest.approx(percent)
    assert values["19.3"] is neutral


def answer(question: str, value: str, site: str = "", has_evidence: bool = False) -> AnswerFacts:
    return AnswerFacts(question, site, value, "", has_evidence)


def test_the_lump_sum_of_entitlement_travel_counts_as_an_estimate():
    values = values_of(answers=(answer("8.lump_sum_tonnes", "12.5"),))

    assert (values["8.2"], values["T.6"], values["T.1"], values["T.13"]) == (12.5, 12.5, 12.5, 100)


def test_answers_of_sites_are_counted_and_added_up():
    computed = return_of(
        gathered(
            sites=(site_facts(), site_facts("NBO")),
            answers=(
                answer("14.protected_area", "yes", "GVA"),
                answer("14.protected_area", "no", "NBO"),
                answer("14.green_area", "1200.5", "GVA"),
                answer("14.green_area", "300", "NBO"),
            ),
        ),
        FORM,
        delegates=False,
    )

    assert computed.line("14.1").value == 1
    assert computed.line("14.2").value == 1500.5
    assert [given.label for given in computed.line("14.protected_area").inputs] == [
        "Headquarters, Geneva: yes",
        "Headquarters, Geneva: no",
    ]


def test_a_choice_is_told_in_its_words():
    computed = return_of(gathered(answers=(answer("15.status", "in_development"),)), FORM, delegates=False)

    assert computed.line("15.status").value == "In development"


def test_an_answer_that_does_not_fit_its_question_is_a_problem():
    computed = return_of(gathered(answers=(answer("16.policy", "perhaps"),)), FORM, delegates=False)

    assert computed.line("16.policy").value is None
    [problem] = computed.problems
    assert problem.sentence == "16.policy: 'perhaps' is neither yes nor no."


def test_lines_made_from_one_another_in_a_circle_are_refused():
    basis = Basis(gathered(), FORM, delegates=False)
    basis._being_made.append("T.1")

    with pytest.raises(ValueError, match="in a circle: T.1 -> T.8 -> T.1"):
        basis.figure("T.8")


def test_of_wood_alone_all_co2_is_biogenic():
    """Its CH4 and N2O are no CO2. Beside 1,000 m3 of gas: 4,552.9 kg of 0.7 x 48 x 56.1 = 1,884.96 more."""
    wood = activity("stationary_fuel", detail="wood", unit="kg", amount=3000.0)
    gas = activity("stationary_fuel", detail="natural_gas", unit="m3", amount=1000.0)

    pellets = activity("stationary_fuel", detail="wood_pellets", unit="kg", amount=3000.0)
    alone, beside = values_of(activities=(wood, pellets)), values_of(activities=(wood, gas))

    assert alone["4.41"] == 100
    kg = beside["4.40"] * 1000
    assert beside["4.41"] == pytest.approx(100 * kg / (kg + 0.7 * 48 * 56.1))


def test_inputs_of_shares_and_counts_are_in_the_unit_of_their_line():
    """Kilowatt-hours are no per cent and no activities: what divides adds nothing, and each activity counts as one."""
    supplier = SupplierValue("a", "Heat of the lake", 0.02, None, "Invented.")
    given = (activity("district_heat", supplier=supplier, months=7), activity("water", detail="municipal", months=7))
    computed = return_of(gathered(activities=given, equipment=(machine(refrigerant="R-744"),)), FORM, delegates=False)

    assert [one.value for one in computed.line("5.5").inputs] == [None]
    assert [one.value for one in computed.line("6.7").inputs] == [None]
    assert [one.value for one in computed.line("22.4").inputs] == [1, 1]


def test_a_potential_that_another_edition_stands_in_for_is_no_low_one():
    """SAR has none for HFC-245fa; that of AR5, 858, is in its emissions."""
    given = gathered(equipment=(machine(refrigerant="R-245fa"), machine(refrigerant="R-744", label="Cold room")))

    assert return_of(given, edition("2026-sar"), delegates=False).line("6.7").value == 50


def test_a_share_of_nothing_leaves_amounts_without_a_value_and_says_why():
    """Persons out of 0: what cannot be told is no zero, nor left out of a sum without a word."""
    nobody = {"share": Share(0.0, 0.0, "persons"), "site": "NBO"}
    given = (
        activity("electricity_grid"),
        activity("electricity_grid", **nobody),
        activity("generator_fuel", detail="diesel", unit="l", **nobody),
        activity("waste", detail="mixed", unit="kg", channel="sold", route="landfill", **nobody),
        activity("waste", detail="paper", unit="kg", channel="sold", route="recycling"),
        activity("water", detail="municipal", unit="m3", months=3, **nobody),
    )

    computed = return_of(gathered(activities=given), FORM, delegates=False)

    for code in (
        "3.1",
        "3.3",
        "3.10",
        "3.13",
        "3.14",
        "3.15",
        "11.1",
        "11.12",
        "11.31",
        "11.41",
        "11.42",
        "12.1",
        "12.9",
    ):
        line = computed.line(code)
        assert (code, line.value) == (code, None)
        assert "The share by persons is taken of 0" in line.note
    assert (computed.line("11.2").value, computed.line("11.35").value) == (1000, 1000)
    assert computed.line("22.4").value == 1
    assert computed.line("T.1").value is None
    assert computed.line("T.13").note == "The total is not known, so there is nothing to divide by."


def test_an_account_that_does_not_balance_leaves_no_sum_of_what_leaked():
    given = gathered(equipment=(machine(topped_up_kg=1.0),), stocks=(Stock("GVA", "R-134a", 1.0, 1.0, 1.0, 9.0),))

    computed = return_of(given, FORM, delegates=False)

    assert [computed.line(code).value for code in ("6.8", "6.10", "T.11", "T.13")] == [None] * 4
    assert "more is accounted for than there was" in computed.line("6.8").note


@pytest.mark.parametrize(("stream", "detail"), [("perpetual_motion", ""), ("stationary_fuel", "gold")])
def test_a_reading_of_nothing_that_the_catalogue_knows_is_a_problem(stream, detail):
    """No line of emissions asks for it: it would leave the total without a word."""
    given = (activity("electricity_grid"), activity(stream, detail=detail, unit=""))

    computed = return_of(gathered(activities=given), FORM, delegates=False)

    [problem] = computed.problems
    assert (problem.line, problem.site, problem.stream) == ("22.1", "GVA", stream)
    assert detail or stream in problem.sentence


def test_a_total_without_flights_says_that_they_are_not_in_it():
    form = edition("2026")
    without = return_of(gathered(activities=(activity(),)), form, delegates=False)
    flown = travel(inside=TravelSums(passenger_legs=1, total_mg=1_000_000))
    with_flights = return_of(gathered(activities=(activity(),), travel=flown), form, delegates=False)

    assert "Without air travel" in without.line("T.1").note
    assert without.line("T.5").note == "" and with_flights.line("T.1").note == ""
