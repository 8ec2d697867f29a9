"""What the return is made from: added up in the database, by the terms of each month, on both databases."""

from decimal import Decimal

import pytest

from ems.models import SiteTerms
from greenops.annual_return.activity.site_sizes import site_sizes
from greenops.annual_return.gathering import activities as activities_module
from greenops.annual_return.gathering.gather import gather
from tests.factories.activity import offset, reading, supplier_factor
from tests.factories.boundary import personnel, site, terms, unit

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]


@pytest.fixture
def moved_office():
    """A quarter of the building is ours until June, and half of it from July."""
    made = site("NBO", country="KE")
    terms(
        made, valid_until="2025-06-30", share_basis="persons", occupants_own=Decimal(25), occupants_total=Decimal(100)
    )
    terms(made, valid_from="2025-07-01", share_basis="persons", occupants_own=Decimal(50), occupants_total=Decimal(100))
    return made


def test_readings_of_one_kind_are_one_activity_with_their_months_and_evidence():
    made = site()
    terms(made)
    for month in (1, 2, 3):
        reading(made, month=month, quantity=Decimal("1000.5"))
    reading(made, month=4, method="estimated", quantity=Decimal(900))

    metered, estimated = sorted(gather(2025).activities, key=lambda activity: activity.method == "estimated")

    assert (metered.amount, metered.readings, metered.evidenced) == (3001.5, 3, 0)
    assert (estimated.amount, estimated.readings) == (900, 1)
    # Together they cover four months of the meter's twelve.
    assert (metered.months, estimated.months, metered.open_months) == (4, 4, 12)


def test_r21_each_month_has_the_share_that_holds_in_it(moved_office):
    for month in range(1, 13):
        reading(moved_office, month=month, quantity=Decimal(1000))

    activities = gather(2025).activities

    assert [(activity.share.numerator, activity.amount) for activity in activities] == [(25, 6000), (50, 6000)]
    assert sum(activity.counted for activity in activities) == 6000 * 0.25 + 6000 * 0.5


def test_r21_a_reading_over_a_change_is_spread_evenly_over_its_months(moved_office):
    reading(moved_office, month=6, months=4, quantity=Decimal(4000))

    activities = gather(2025).activities

    assert [(activity.share.numerator, activity.amount) for activity in activities] == [(25, 1000), (50, 3000)]
    assert {activity.months for activity in activities} == {4}
    assert [activity.readings for activity in activities] == [1, 0]


def test_r21_travel_and_counts_of_a_shared_site_are_ours_alone(moved_office):
    reading(moved_office, "taxi", months=12, unit="km", quantity=Decimal(100))
    reading(moved_office, "persons_trained", months=12, unit="person", quantity=Decimal(7))

    counted = {activity.stream: activity.counted for activity in gather(2025).activities}

    assert counted == {"taxi": 100, "persons_trained": 7}


def test_a_site_that_was_open_for_a_part_of_the_year_has_its_months_and_area_of_them():
    made = site(valid_from="2025-07-15")
    terms(made, valid_from="2025-07-15", floor_area_m2=Decimal(1200))

    [facts] = gather(2025).sites

    assert facts.open_months == (7, 8, 9, 10, 11, 12)
    assert facts.floor_area_m2 == 600


def test_readings_at_a_site_that_was_closed_are_left_out_and_warned_of():
    reading(site(valid_until="2024-12-31"))

    gathered = gather(2025)

    assert gathered.activities == ()
    [warned] = gathered.warnings
    assert warned.sentence.startswith("1 readings stand at sites that were not open")


def test_another_year_is_not_read():
    made = site()
    reading(made, year=2024)

    assert gather(2025).activities == ()
    assert gather(2025).is_empty


def test_the_digest_is_the_same_for_the_same_data_and_another_for_others():
    made = site()
    terms(made)
    reading(made)
    before = gather(2025).inputs_digest

    assert gather(2025).inputs_digest == before
    reading(made, month=2, note="A note is no figure.")
    assert gather(2025).inputs_digest != before


def test_what_a_part_of_the_terms_does_not_say_is_no_zero_in_the_mean_of_the_year():
    made = site()
    terms(made, valid_until="2025-06-30", occupants_own=Decimal(40), occupants_total=Decimal(160))
    terms(made, valid_from="2025-07-01", occupants_own=Decimal(50), floor_area_m2=Decimal(900))

    [facts] = gather(2025).sites

    # 160 of the half of the year of which it is known, not 160 x 6/12 = 80.
    assert (facts.occupants_own, facts.occupants_total, facts.floor_area_m2) == (45, 160, 900)


def test_a_reading_over_a_change_of_the_share_is_one_reading(moved_office):
    reading(moved_office, month=1, months=12, quantity=Decimal(12_000))
    reading(moved_office, "water", detail="municipal", unit="m3", month=8, quantity=Decimal(9))

    activities = gather(2025).activities

    assert [(one.stream, one.share.numerator, one.readings) for one in activities] == [
        ("electricity_grid", 25, 1),
        ("electricity_grid", 50, 0),
        ("water", 50, 1),
    ]


def test_the_order_of_rows_and_keys_moves_no_digit_and_no_digest(moved_office, monkeypatch):
    """Sevenths of quantities to the millionth: floats added in another order end in another digit."""
    suppliers = [supplier_factor(name, product="electricity") for name in ("Zeta Power", "Alpha Power")]
    for month in range(1, 13):
        part = {"supplier_factor": suppliers[month % 2], "quantity": Decimal("1234.567891") * month}
        reading(moved_office, month=month, **part)
    for detail, month, months in (("diesel", 3, 7), ("diesel", 1, 2), ("diesel", 10, 3), ("petrol", 2, 11)):
        quantity = Decimal("777777.777777") / (month + 1)
        reading(moved_office, "generator_fuel", detail=detail, unit="l", month=month, months=months, quantity=quantity)
    once = gather(2025)
    rows_of = activities_module._sums
    monkeypatch.setattr(activities_module, "_sums", lambda *asked: reversed(list(rows_of(*asked))))
    again = gather(2025)

    assert again.activities == once.activities
    assert again.inputs_digest == once.inputs_digest
    power = [one.supplier.label for one in once.activities if one.supplier]
    assert power == sorted(power)


def test_offsets_have_an_order_of_their_own():
    for tonnes in (7, 5, 6):
        offset(tonnes=Decimal(tonnes))

    assert [one.tonnes for one in gather(2025).offsets] == [5, 6, 7]


def test_r29_power_under_a_new_contract_from_july_covers_the_whole_year():
    made = site()
    terms(made)
    for month in range(1, 13):
        reading(made, month=month, detail="standard" if month < 7 else "renewable_contract")

    gathered = gather(2025)

    assert [(one.detail, one.months) for one in gathered.activities] == [("renewable_contract", 12), ("standard", 12)]
    assert gathered.covers(gathered.site_by_code["GVA"], "ghg", ("electricity_grid",))


def test_the_last_terms_of_the_year_are_the_latest_on_every_database(moved_office):
    """Where the first terms have no first day, PostgreSQL would put them last."""
    SiteTerms.objects.filter(valid_from__isnull=False).update(tenure="owned", floor_area_m2=Decimal(700))

    [facts] = gather(2025).sites

    assert [held.months[0] for held in facts.terms] == [1, 7]
    assert facts.latest.tenure == "owned"
    assert site_sizes(2025)[moved_office.pk].persons == 100


def test_the_order_is_the_same_on_every_database_and_for_any_order_of_entry():
    """The digest of the inputs is of it. Sorted here and not by the database: capitals, accents, what is not given."""
    for code in ("b2", "AC", "Zü", "a_b"):
        made = site(code)
        terms(made, valid_until="2025-04-15", share_basis="agreed", agreed_percent=Decimal("33.3"))
        terms(made, valid_from="2025-04-16")
        reading(made, months=12, quantity=Decimal("0.1"))
        personnel(unit(f"U-{code}"), made)
    for project, vintage in (("ä", None), ("Z", 2020), ("Z", None)):
        offset(project=project, vintage=vintage)

    gathered = gather(2025)

    assert [row.site for row in gathered.persons] == ["AC", "Zü", "a_b", "b2"]
    assert [(row.project, row.vintage) for row in gathered.offsets] == [("Z", None), ("Z", 2020), ("ä", None)]
    assert {tuple(held.months[0] for held in facts.terms) for facts in gathered.sites} == {(1, 5)}
