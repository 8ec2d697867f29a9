"""The return of a small organization, worked by hand, and what must hold of every return."""

from decimal import Decimal

import pytest

from ems.models import OrganizationUnit, PersonnelRule
from greenops.annual_return.computation import NothingToReport, compute_both, compute_return
from greenops.annual_return.edition import EditionError
from tests.factories.activity import reading
from tests.factories.boundary import personnel, site, terms, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def geneva():
    made = site()
    terms(made, floor_area_m2=Decimal(1000))
    return made


@pytest.fixture
def small_organization(geneva):
    """Geneva, all ours, and a shared office in Nairobi, of which 25 of 100 persons are ours."""
    nairobi = site("NBO", name="Regional office", city="Nairobi", country="KE", kind="regional")
    terms(nairobi, share_basis="persons", occupants_own=Decimal(25), occupants_total=Decimal(100))
    bureau = unit()
    personnel(bureau, geneva, full_time_equivalents=Decimal(100))
    personnel(bureau, nairobi, full_time_equivalents=Decimal(25))
    for month in range(1, 13):
        reading(geneva, month=month, quantity=Decimal(10_000))
    reading(nairobi, months=12, quantity=Decimal(80_000), method="invoiced")
    reading(nairobi, "generator_fuel", detail="diesel", months=12, unit="l", method="estimated")
    reading(geneva, "train", detail="un_default", months=12, quantity=Decimal(50_000), unit="passenger_km")
    return geneva, nairobi


def test_r01_r08_r13_r19_the_worked_example_comes_out_as_by_hand(small_organization):
    """Factors: operating margins of CH (48 g) and KE (574 g); gas oil of the IPCC with AR5; 0.1152 kg/km of trains."""
    computed = compute_return(2025)

    # 12 x 10,000 kWh in Geneva; 80,000 kWh x 25/100 persons in Nairobi
    assert computed.line("3.1").value == 140_000
    geneva_t = 120_000 * 0.048 / 1000
    nairobi_t = 80_000 * 25 / 100 * 0.574 / 1000
    assert computed.line("3.20").value == pytest.approx(geneva_t + nairobi_t)
    # 1,000 l x 0.84 kg/l x 43 MJ/kg = 36.12 GJ; 250 l are ours: 0.00903 TJ x (74,100 + 10 x 28 + 0.6 x 265) kg/TJ
    generator_t = 0.00903 * (74_100 + 10 * 28 + 0.6 * 265) / 1000
    assert computed.line("3.23").value == pytest.approx(generator_t, rel=1e-9)
    # 50,000 passenger-km x 0.1152 kg
    assert computed.line("9.21").value == pytest.approx(5.76)

    total = geneva_t + nairobi_t + generator_t + 5.76
    assert computed.line("T.1").value == pytest.approx(total)
    assert computed.line("T.8").value == pytest.approx(total / 125)
    assert computed.line("T.13").value == pytest.approx(100 * generator_t / total)
    assert computed.line("T.15").value == pytest.approx((total - 5.76) * 1000 / 1000)
    assert computed.problems == ()


def test_scopes_and_source_groups_both_make_the_total(small_organization):
    computed = compute_return(2025)
    values = {line.code: line.value for line in computed.lines}

    assert values["T.2"] + values["T.3"] + values["T.4"] == pytest.approx(values["T.1"], rel=1e-12)
    known = [values[code] for code in ("T.5", "T.6", "T.7") if values[code] is not None]
    assert sum(known) == pytest.approx(values["T.1"], rel=1e-12)


def test_what_is_not_known_has_no_value_and_is_not_zero(small_organization):
    computed = compute_return(2025)

    assert computed.line("5.3").value is None
    assert computed.line("T.6").value is None
    assert computed.line("3.2").value is None


def test_r21_an_input_keeps_both_numbers_of_its_share(small_organization):
    nairobi = compute_return(2025).line("3.1").inputs[1]

    assert nairobi.key == "NBO/electricity_grid/standard/invoiced"
    assert nairobi.share == (25.0, 100.0)
    assert (nairobi.amount, nairobi.value) == (80_000.0, 20_000.0)


def test_a_missing_factor_leaves_line_and_total_without_a_value_and_says_why(small_organization):
    geneva, _nairobi = small_organization
    reading(geneva, "district_cooling", months=12, quantity=Decimal(5_000))

    computed = compute_return(2025)

    assert computed.line("5.4").value is None
    assert computed.line("T.1").value is None
    assert "What is known comes to" in computed.line("T.1").note
    [problem] = computed.problems
    assert (problem.line, problem.section, problem.site, problem.stream) == ("5.4", "5", "GVA", "district_cooling")
    assert "Ask the supplier" in problem.sentence


def test_a_site_without_terms_counts_as_a_whole_and_is_warned_of(db):
    reading(site("BKK", city="Bangkok", country="TH"))

    computed = compute_return(2025)

    assert computed.line("3.1").value == 1000
    assert any(sentence.startswith("BKK: no terms") for sentence in computed.warnings)


def test_delegates_do_not_change_what_is_no_air_travel(small_organization):
    off, on = compute_both(2025)

    assert (off.delegates, on.delegates) == (False, True)
    assert off.inputs_digest == on.inputs_digest
    assert off.line("3.20") == on.line("3.20")


def test_a_changed_reading_changes_the_digest_of_the_inputs(small_organization):
    geneva, _nairobi = small_organization
    before = compute_return(2025).inputs_digest

    reading(geneva, "water", detail="municipal", unit="m3")

    assert compute_return(2025).inputs_digest != before


def test_the_same_data_make_the_same_return(small_organization):
    first, second = compute_return(2025), compute_return(2025)

    assert first == second
    assert first.lines_digest == second.lines_digest


def test_the_counting_rule_is_a_line_and_says_who_counts(small_organization):
    """125 staff, and 5 interns whom the rule leaves out."""
    geneva, _nairobi = small_organization
    PersonnelRule.objects.create(year=2025, rule="end_of_year", categories=["staff"], counted_on="2025-12-31")
    personnel(OrganizationUnit.objects.get(), geneva, category="intern", full_time_equivalents=Decimal(5))

    computed = compute_return(2025)

    assert computed.line("1.1").value == 130
    assert computed.line("T.14").value == 125
    assert computed.line("1.12").value == "heads on 31 December, 2025-12-31"


def test_a_year_without_data_is_refused_with_a_sentence(db):
    with pytest.raises(NothingToReport, match="Nothing is kept of 2025"):
        compute_return(2025)


@pytest.mark.parametrize("year", [2019, 2040])
def test_a_year_without_an_edition_names_those_there_are(db, year):
    with pytest.raises(EditionError, match="Give a data year from 2021 to 2026"):
        compute_return(year)


def test_an_edition_that_there_is_not_is_refused_with_those_there_are(db):
    with pytest.raises(EditionError, match="There is no edition '1999'"):
        compute_return(2025, edition="1999")


@pytest.mark.parametrize("sites", [1, 30])
def test_the_number_of_queries_does_not_grow_with_the_sites(db, django_assert_num_queries, sites):
    bureau = unit()
    for number in range(sites):
        made = site(f"S{number:02d}")
        terms(made)
        personnel(bureau, made)
        reading(made, months=12)
        reading(made, "waste", detail="paper", route="recycling", unit="kg", months=12)

    with django_assert_num_queries(QUERIES):
        compute_return(2025)


QUERIES = 22
