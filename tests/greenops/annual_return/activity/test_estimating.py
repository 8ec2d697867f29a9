"""What was not reported is filled by rule, flagged, explained, and can be taken back."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from ems.models import Meter
from greenops.annual_return.activity.estimating import estimate_months, estimate_sites
from greenops.annual_return.activity.taking_back import take_back_last_save
from greenops.annual_return.inventory.errors import GapInvalid
from greenops.annual_return.models import ActivityReading
from tests.factories import activity, boundary
from tests.factories.people import person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]


@pytest.fixture
def unit():
    return boundary.unit()


@pytest.fixture
def geneva(unit):
    """100 persons, 2,000 m2; 90,000 kWh under a contract and 600 m3 of water in the year."""
    made = boundary.site()
    boundary.personnel(unit, made, full_time_equivalents=Decimal(100))
    boundary.terms(made, floor_area_m2=Decimal(2000))
    whole_year = {"year": 2025, "months": 12}
    activity.reading(made, detail="renewable_contract", quantity=Decimal(90_000), **whole_year)
    activity.reading(made, "water", detail="municipal", unit="m3", quantity=Decimal(600), **whole_year)
    return made


@pytest.fixture
def bangkok(unit):
    made = boundary.site("BKK", city="Bangkok", country="TH")
    boundary.personnel(unit, made, full_time_equivalents=Decimal(6))
    return made


def kept(site):
    return {
        (reading.stream, reading.detail, reading.month, reading.months): reading
        for reading in ActivityReading.objects.filter(site=site)
    }


def test_r24_missing_months_get_the_mean_of_the_others(geneva):
    for month in (1, 2, 4):
        activity.reading(geneva, "stationary_fuel", detail="natural_gas", unit="m3", quantity=Decimal(300), month=month)

    plan = estimate_months(by=None, year=2025, site_ids=[geneva.pk])

    assert plan.count("new") == 9
    march = kept(geneva)["stationary_fuel", "natural_gas", 3, 1]
    assert (march.quantity, march.method, march.origin) == (Decimal(300), "estimated", "rule")
    assert march.note == "9 of 12 months have no data: estimated by the mean of 3 months."


COLD = (500, 400, 300, 200, 100, 0, 0, 0, 50, 150, 350, 450)


def test_r24_missing_months_of_a_fuel_go_by_degree_days_and_others_by_the_mean(geneva):
    for month in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11):  # 1,550 degree days; 950 are missing
        activity.reading(geneva, "stationary_fuel", detail="natural_gas", unit="m3", quantity=Decimal(310), month=month)
        activity.reading(geneva, "vehicle_fuel", detail="diesel", unit="l", quantity=Decimal(40), month=month)

    estimate_months(by=None, year=2025, site_ids=[geneva.pk], degree_days=COLD)

    january, december = (kept(geneva)["stationary_fuel", "natural_gas", month, 1] for month in (1, 12))
    # 3,100 m3 / 1,550 degree days = 2 m3 a degree day.
    assert (january.quantity, december.quantity) == (Decimal(1000), Decimal(900))
    assert january.note == (
        "2 of 12 months have no data: estimated by 950 degree days against 1,550 in the months with data."
    )
    assert kept(geneva)["vehicle_fuel", "diesel", 1, 1].quantity == Decimal(40)


def test_r24_warm_months_without_data_get_nothing(geneva):
    for month in (1, 2, 3, 4, 5, 9, 10, 11, 12):
        activity.reading(geneva, "stationary_fuel", detail="natural_gas", unit="m3", quantity=Decimal(310), month=month)

    estimate_months(by=None, year=2025, site_ids=[geneva.pk], degree_days=COLD)

    assert kept(geneva)["stationary_fuel", "natural_gas", 7, 1].quantity == 0


@pytest.mark.parametrize("text", ["500 400", "a b c d e f g h i j k l", "0 " * 12, "-1" + " 5" * 11, "inf" + " 5" * 11])
def test_what_are_no_degree_days_is_told_and_nothing_is_estimated(client, geneva, text):
    activity.reading(geneva, "stationary_fuel", detail="natural_gas", unit="m3", quantity=Decimal(300), month=1)
    sign_in(client, person("Ingrid", "focal_point"))
    given = {"year": 2025, "site": "GVA", "of": "months", "degree_days": text}

    response = client.post(reverse("annual_return:activity_estimate"), given, follow=True)

    assert "are no degree days of twelve months" in response.content.decode()
    assert ActivityReading.objects.filter(stream="stationary_fuel").count() == 1


def test_degree_days_are_pasted_with_tabs(client, geneva):
    activity.reading(geneva, "stationary_fuel", detail="natural_gas", unit="m3", quantity=Decimal(500), month=1)
    sign_in(client, person("Ingrid", "focal_point"))
    given = {"year": 2025, "site": "GVA", "of": "months", "degree_days": "\t".join(map(str, COLD))}

    client.post(reverse("annual_return:activity_estimate"), given)

    assert kept(geneva)["stationary_fuel", "natural_gas", 12, 1].quantity == Decimal(450)


def test_r24_nothing_is_missing_from_a_full_year_and_a_yearly_count_has_no_months(geneva):
    activity.reading(geneva, "train", detail="un_default", unit="passenger_km", month=1, months=12)
    assert not estimate_months(by=None, year=2025, site_ids=[geneva.pk]).changes_anything


def test_r22_a_site_without_readings_gets_what_others_used_by_person(geneva, bangkok):
    estimate_sites(by=None, year=2025, site_codes=["BKK", "GVA"])

    found = kept(bangkok)
    power = found["electricity_grid", "unspecified", 1, 12]
    # 90,000 kWh / 100 persons x 6; 600 m3 / 100 x 6
    assert (power.quantity, power.method, power.origin) == (Decimal(5400), "proxy", "rule")
    assert "900 kWh a year for each of 6 persons" in power.note
    assert found["water", "municipal", 1, 12].quantity == Decimal(36)
    assert len(kept(geneva)) == 2


def test_r22_by_floor_area_and_for_the_whole_of_a_shared_building(geneva, bangkok):
    boundary.terms(bangkok, floor_area_m2=Decimal(100), building_floor_area_m2=Decimal(400), share_basis="floor_area")

    estimate_sites(by=None, year=2025, site_codes=["BKK"], size="floor_area")

    # 90,000 kWh / 2,000 m2 x 100 m2 = 4,500 kWh of ours: a quarter of the building's reading
    assert kept(bangkok)["electricity_grid", "unspecified", 1, 12].quantity == Decimal(18_000)


def test_r22_sites_with_part_of_their_data_are_no_measure_for_others(unit, bangkok):
    nairobi = boundary.site("NBO", city="Nairobi", country="KE")
    boundary.personnel(unit, nairobi)
    activity.reading(nairobi, month=1)

    with pytest.raises(GapInvalid, match="nothing to estimate"):
        estimate_sites(by=None, year=2025, site_codes=["BKK"])


def test_r22_a_site_with_readings_is_left_as_it_is(geneva, bangkok):
    activity.reading(bangkok, month=1)
    assert not estimate_sites(by=None, year=2025, site_codes=["BKK"]).changes_anything


def test_estimates_are_made_by_a_button_and_taken_back(client, geneva, bangkok):
    user = person("Ingrid", "focal_point")
    sign_in(client, user)
    address = reverse("annual_return:activity_estimate")

    response = client.post(address, {"year": 2025, "site": "BKK", "of": "persons"}, follow=True)

    assert "2 estimates were made" in response.content.decode()
    assert len(kept(bangkok)) == 2
    take_back_last_save(by=user)
    assert kept(bangkok) == {}


@pytest.mark.parametrize(("of", "words"), [("months", "nothing to estimate"), ("floor_area", "not known")])
def test_the_button_says_why_nothing_was_estimated(client, geneva, bangkok, of, words):
    sign_in(client, person("Ingrid", "focal_point"))
    given = {"year": 2025, "site": "BKK", "of": of}
    response = client.post(reverse("annual_return:activity_estimate"), given, follow=True)
    assert words in response.content.decode()
    assert kept(bangkok) == {}


def test_a_site_that_is_none_is_not_found(client, geneva):
    sign_in(client, person("Ingrid", "focal_point"))
    assert client.post(reverse("annual_return:activity_estimate"), {"year": 2025, "site": "XXX"}).status_code == 404


def test_r24_months_of_a_new_meter_or_contract_are_no_gap_of_the_old_one(geneva):
    """The old meter until May, the new one from July, the contract changes in September; June alone is missing."""
    old, new = (Meter.objects.create(site=geneva, code=code, stream="water", unit="m3") for code in ("W-1", "W-2"))
    ActivityReading.objects.all().delete()
    for month in (1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12):
        meter = old if month < 6 else new
        activity.reading(
            geneva, "water", detail="municipal", unit="m3", month=month, quantity=Decimal(month), meter=meter
        )
        activity.reading(geneva, detail="standard" if month < 9 else "renewable_contract", month=month)

    plan = estimate_months(by=None, year=2025, site_ids=[geneva.pk])

    made = [(one.reading.stream, one.reading.detail, one.reading.meter, one.reading.month) for one in plan.planned]
    assert sorted(made, key=str) == [
        ("electricity_grid", "standard", None, 6),
        ("water", "municipal", old, 6),
    ]
    june = ActivityReading.objects.get(stream="water", month=6)
    assert june.quantity == Decimal(3)  # the mean of 1 to 5


def test_r24_two_meters_side_by_side_have_gaps_of_their_own(geneva):
    ActivityReading.objects.all().delete()
    for code, months in (("W-1", range(1, 13)), ("W-2", range(1, 11))):
        meter = Meter.objects.create(site=geneva, code=code, stream="water", unit="m3")
        for month in months:
            activity.reading(geneva, "water", detail="municipal", unit="m3", month=month, meter=meter)

    plan = estimate_months(by=None, year=2025, site_ids=[geneva.pk])

    assert [(one.reading.meter.code, one.reading.month) for one in plan.planned] == [("W-2", 11), ("W-2", 12)]


def test_r22_by_floor_area_a_site_of_half_a_year_gets_half_a_year_once(geneva, unit):
    opened = boundary.site("BKK", city="Bangkok", country="TH", valid_from=date(2025, 7, 1))
    boundary.terms(opened, floor_area_m2=Decimal(100))

    estimate_sites(by=None, year=2025, site_codes=["BKK"], size="floor_area")

    # 90,000 kWh / 2,000 m2 x 100 m2 x 6/12
    assert kept(opened)["electricity_grid", "unspecified", 7, 6].quantity == Decimal(2250)


def test_r22_months_without_terms_are_wholly_ours(geneva, bangkok):
    boundary.terms(bangkok, valid_from=date(2025, 7, 1), share_basis="agreed", agreed_percent=Decimal(50))

    estimate_sites(by=None, year=2025, site_codes=["BKK"])

    # 5,400 kWh of ours / (6 x 1 + 6 x 0.5) x 12
    assert kept(bangkok)["electricity_grid", "unspecified", 1, 12].quantity == Decimal(7200)


def test_r22_what_has_a_share_of_nothing_is_no_measure_for_others(geneva, bangkok, unit):
    nairobi = boundary.site("NBO", city="Nairobi", country="KE")
    boundary.personnel(unit, nairobi, full_time_equivalents=Decimal(100))
    boundary.terms(nairobi, share_basis="persons")
    activity.reading(nairobi, year=2025, months=12, quantity=Decimal(50_000))

    estimate_sites(by=None, year=2025, site_codes=["BKK"])

    # 90,000 kWh / 100 persons x 6: neither the people of Nairobi nor its power
    assert kept(bangkok)["electricity_grid", "unspecified", 1, 12].quantity == Decimal(5400)
