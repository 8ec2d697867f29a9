"""Readings are saved, refused, taken back and copied: what is kept, what is said, and the event."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from ems.models import Event, EvidenceFile, Meter, SiteTerms
from greenops.annual_return.activity.copying import copy_forward
from greenops.annual_return.activity.reading_checks import Given
from greenops.annual_return.activity.readings import save_readings
from greenops.annual_return.activity.taking_back import (
    ReadingsRefused,
    last_save,
    take_back_last_save,
    year_of_last_save,
)
from greenops.annual_return.cycle.closing import YearClosed
from greenops.annual_return.models import ActivityReading, AnnualReturn, SupplierFactor
from tests.factories import activity, boundary
from tests.factories.people import person as somebody

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]


@pytest.fixture
def focal(db):
    return somebody("Ingrid", "focal_point")


@pytest.fixture
def site(db):
    return boundary.site()


def given(**fields):
    usual = {
        "site": "GVA", "stream": "electricity_grid", "detail": "standard", "year": 2025, "month": 1,
        "quantity": "1'000", "unit": "kwh", "method": "metered",
    }  # fmt: skip
    return Given(**{**usual, **fields})


def sentences(plan):
    return [problem.sentence for _line, problem in plan.problems]


def test_a_reading_is_kept_as_given_and_in_the_canonical_unit(focal, site):
    plan = save_readings(by=focal, givens=[given(quantity="1,5", unit="mwh")])

    kept = ActivityReading.objects.get()
    assert plan.problems == []
    assert (kept.quantity, kept.unit, kept.amount_micro) == (Decimal("1.5"), "MWh", 1_500_000_000)
    assert (kept.entered_by, kept.origin, kept.months) == (focal, "grid", 1)


def test_one_save_is_one_event_which_says_what_was_and_what_is(focal, site):
    old = activity.reading(site, month=2)
    gone = activity.reading(site, month=3)

    save_readings(by=focal, givens=[given(), given(month=2, quantity="900")], removed=[gone])

    event = Event.objects.get()
    assert (event.action, event.actor, event.object_id) == ("readings saved", focal, str(site.public_id))
    assert {name: event.payload[name] for name in ("added", "changed", "removed")} == {
        "added": 1, "changed": 1, "removed": 1
    }  # fmt: skip
    memory = event.payload["readings"][str(old.public_id)]
    assert (memory["was"]["quantity"], memory["is"]["quantity"]) == ("1000.000000", "900.000000")
    assert not ActivityReading.objects.filter(pk=gone.pk).exists()


def test_saving_the_same_again_changes_nothing_and_leaves_no_event(focal, site):
    save_readings(by=focal, givens=[given()])

    plan = save_readings(by=focal, givens=[given()])

    assert [one.verdict for one in plan.planned] == ["same"]
    assert Event.objects.count() == 1


WRONG = [
    ({"quantity": "-5"}, "quantity", "negative"),
    ({"quantity": "1,234"}, "quantity", "two ways"),
    ({"quantity": "60000000"}, "quantity", "more than any site consumes"),
    ({"unit": "kg"}, "unit", "1,000 'kg' is a mass"),
    ({"unit": "firkin"}, "unit", "no unit that is known"),
    ({"site": "XYZ"}, "site", "There is no site 'XYZ'"),
    ({"stream": "steam"}, "stream", "no stream"),
    ({"detail": "green"}, "detail", "no detail"),
    ({"channel": "sold"}, "channel", "Only waste"),
    ({"stream": "waste", "detail": "paper", "unit": "kg", "channel": "sold"}, "route", "Waste needs its route"),
    ({"month": 13}, "month", "no month"),
    ({"month": 11, "months": 3}, "months", "do not lie in one year"),
    ({"year": 2026, "month": 12}, "month", "has not begun"),
    ({"year": 2027}, "year", "no year of readings"),
    ({"month": 1, "year": 2019}, "month", "is held from 2020-03-01"),
    ({"month": 7, "year": 2026}, "month", "until 2026-06-30"),
    ({"method": "guessed"}, "method", "Write one of"),
    ({"meter": "M-9"}, "meter", "has no meter 'M-9'"),
    ({"meter": "W-1"}, "meter", "measures water"),
    ({"supplier": "Nobody"}, "supplier", "There is no factor of 'Nobody'"),
    ({"supplier": "Lake", "stream": "district_cooling", "detail": ""}, "supplier", "holds for 2024, not for 2025"),
    ({"supplier": "Lake", "stream": "water", "detail": "municipal", "unit": "m3"}, "supplier", "Only electricity"),
    ({"evidence": "invoice.pdf"}, "evidence", "names no stored file"),
]


@pytest.mark.parametrize(("fields", "column", "words"), WRONG, ids=[f"{w[1]}-{w[2]}" for w in WRONG])
def test_what_is_wrong_is_said_and_nothing_is_written(focal, fields, column, words, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: date(2026, 11, 25))
    site = boundary.site(valid_from=date(2020, 3, 1), valid_until=date(2026, 6, 30))
    if fields.get("year") == 2026 and fields["month"] == 12:
        site.valid_until = None
        site.save()
    Meter.objects.create(site=site, code="W-1", stream="water", unit="m3")
    SupplierFactor.objects.create(supplier="Lake", product="cooling", year=2024, kg_co2e_per_kwh="0.01", source="-")

    plan = save_readings(by=focal, givens=[given(month=5), given(**fields)])

    [(line, problem)] = plan.problems
    assert (line, problem.column) == (1, column)
    assert words in problem.sentence
    assert not ActivityReading.objects.exists()
    assert not Event.objects.exists()


def test_a_quantity_beyond_the_size_of_the_site_needs_a_note(focal, site):
    SiteTerms.objects.create(site=site, floor_area_m2=100)
    # 31,000 kWh on 100 m2 are 310 a month for each; the limit is 300.
    assert "310 for each m²" in sentences(save_readings(by=focal, givens=[given(quantity="31000")]))[0]

    assert save_readings(by=focal, givens=[given(quantity="31000", note="A data hall is inside.")]).problems == []


def test_a_month_is_not_covered_twice(focal, site):
    activity.reading(site, month=1, months=3)

    plan = save_readings(by=focal, givens=[given(month=2), given(month=5, months=2), given(month=6)])

    assert [line for line, _problem in plan.problems] == [0, 1, 2]
    assert "is kept for 2025-01 to 2025-03" in sentences(plan)[0]
    assert all("2025-06 is given twice" in sentence for sentence in sentences(plan)[1:])


def test_the_same_month_twice_in_one_save_is_refused(focal, site):
    assert "given twice" in sentences(save_readings(by=focal, givens=[given(), given(quantity="5")]))[0]


def test_two_meters_of_one_stream_are_two_rows(focal, site):
    for code in ("A", "B"):
        Meter.objects.create(site=site, code=code, stream="electricity_grid", unit="kWh")

    assert save_readings(by=focal, givens=[given(meter="A"), given(meter="b")]).problems == []
    assert ActivityReading.objects.count() == 2


def test_a_removed_reading_makes_room_in_the_same_save(focal, site):
    quarter = activity.reading(site, month=1, months=3)

    plan = save_readings(by=focal, givens=[given(month=2)], removed=[quarter])

    assert plan.problems == []
    assert ActivityReading.objects.get().month == 2


def test_evidence_and_note_stay_unless_given(focal, site):
    evidence = EvidenceFile.objects.create(name="a.pdf", stored_file="a", digest="ab" * 32, size=1, media_type="x")
    save_readings(by=focal, givens=[given(note="Meter read late.", evidence="abababab")])
    save_readings(by=focal, givens=[given(quantity="5")])

    kept = ActivityReading.objects.get()
    assert (kept.note, kept.evidence, kept.quantity) == ("Meter read late.", evidence, 5)


@pytest.mark.parametrize("state", ["in_review", "submitted"])
def test_a_closed_year_is_not_changed(focal, site, state):
    signed = {"approved_at": "2026-02-01T00:00Z", "approved_by": focal} if state == "submitted" else {}
    signed |= {"submitted_at": "2026-02-02T00:00Z", "submitted_by": focal} if state == "submitted" else {}
    kept = activity.reading(site)
    AnnualReturn.objects.create(year=2025, edition="2026", state=state, **signed)

    for act in ({"givens": [given()]}, {"givens": [], "removed": [kept]}):
        with pytest.raises(YearClosed) as refused:
            save_readings(by=focal, **act)
        assert "The return of 2025 is" in str(refused.value)


def test_who_looks_after_a_unit_writes_where_it_has_people(site):
    unit, elsewhere = boundary.unit(), boundary.site("NBO")
    boundary.personnel(unit, site)
    regional = somebody("Wanjiru", "focal_point", unit=unit)

    assert save_readings(by=regional, givens=[given()]).problems == []
    assert "NBO is not among the sites" in sentences(save_readings(by=regional, givens=[given(site="NBO")]))[0]
    with pytest.raises(PermissionDenied):
        save_readings(by=regional, givens=[], removed=[activity.reading(elsewhere)])


def test_the_last_save_is_taken_back_whole(focal, site):
    old, gone = activity.reading(site, month=2, note="as it was"), activity.reading(site, month=3)
    save_readings(by=focal, givens=[given(), given(month=2, quantity="900", note="new")], removed=[gone])

    assert year_of_last_save(focal) == 2025
    counts = take_back_last_save(by=focal)

    assert counts == {"removed": 1, "restored": 1, "brought_back": 1}
    kept = {reading.month: reading for reading in ActivityReading.objects.all()}
    assert sorted(kept) == [2, 3]
    assert (kept[2].pk, kept[2].quantity, kept[2].note) == (old.pk, 1000, "as it was")
    assert kept[3].public_id == gone.public_id
    assert last_save(focal) is None and year_of_last_save(focal) is None
    with pytest.raises(ReadingsRefused, match="no save of yours"):
        take_back_last_save(by=focal)


def test_a_save_is_not_taken_back_over_later_changes(focal, site):
    other = somebody("Farid", "ems_coordinator")
    save_readings(by=focal, givens=[given()])
    save_readings(by=other, givens=[given(quantity="7")])

    with pytest.raises(ReadingsRefused, match="changed since"):
        take_back_last_save(by=focal)

    assert ActivityReading.objects.get().quantity == 7


def test_a_removed_reading_does_not_come_back_over_another(focal, site):
    gone = activity.reading(site, month=1, months=2)
    save_readings(by=focal, givens=[], removed=[gone])
    save_readings(by=somebody("Farid", "ems_coordinator"), givens=[given(month=2)])

    with pytest.raises(ReadingsRefused, match="another reading for the same months"):
        take_back_last_save(by=focal)


def test_last_year_is_copied_into_empty_rows_and_flagged(focal, site):
    for month in (1, 2):
        activity.reading(site, year=2024, month=month, quantity=Decimal(month))
        activity.reading(site, "water", detail="municipal", unit="m3", year=2024, month=month)
    activity.reading(site, "water", detail="municipal", unit="m3", year=2025, month=5)

    plan = copy_forward(by=focal, year=2025, site_ids=[site.pk])

    copies = ActivityReading.objects.filter(method="copied").order_by("month")
    assert plan.count("new") == 2
    assert [(one.stream, one.month, one.quantity, one.origin) for one in copies] == [
        ("electricity_grid", 1, 1, "rule"), ("electricity_grid", 2, 2, "rule")
    ]  # fmt: skip
    assert copies[0].note == "Copied from 2024."


def test_months_in_which_the_site_is_not_held_are_not_copied(focal):
    site = boundary.site(valid_until=date(2025, 1, 31))
    for month in (1, 2):
        activity.reading(site, year=2024, month=month)

    copy_forward(by=focal, year=2025, site_ids=[site.pk])

    assert [one.month for one in ActivityReading.objects.filter(year=2025)] == [1]


def test_two_people_who_save_the_same_month_at_once_get_a_sentence(focal, site, monkeypatch):
    activity.reading(site)
    # What the other one saved is not seen yet when ours is checked.
    monkeypatch.setattr("greenops.annual_return.activity.readings._kept", lambda _givens: [])

    with transaction.atomic(), pytest.raises(ReadingsRefused, match="at the same moment"):
        save_readings(by=focal, givens=[given(quantity="5")])

    assert ActivityReading.objects.get().quantity == 1000
    assert not Event.objects.exists()


def test_what_another_contract_took_the_place_of_is_not_copied(focal, site):
    """The power of the whole year is there under the new contract: the old one copied would count it twice."""
    activity.reading(site, year=2024, detail="standard", months=12)
    activity.reading(site, year=2025, detail="renewable_contract", months=12)

    assert not copy_forward(by=focal, year=2025, site_ids=[site.pk]).changes_anything


def test_a_second_contract_that_ran_beside_is_copied(focal, site):
    for detail in ("standard", "renewable_contract"):
        activity.reading(site, year=2024, detail=detail, months=12)
    activity.reading(site, year=2025, detail="renewable_contract", months=12)

    plan = copy_forward(by=focal, year=2025, site_ids=[site.pk])

    assert [one.reading.detail for one in plan.planned] == ["standard"]
