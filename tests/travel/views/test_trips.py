"""Trips by hand and by an entitlement rule: from the form to legs that count and can be undone."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ems.models import Event, Organization, OrganizationUnit
from travel import actions
from travel.emissions.quality import RESTS_ON_ESTIMATE, Quality
from travel.models import EntitlementRule, Estimate, ImportBatch, Leg, TravelTotal

pytestmark = pytest.mark.django_db
BY_HAND, BY_RULE = "/travel/trips/new/", "/travel/entitlement/trips/new/"
FLIGHTS = {"flight-TOTAL_FORMS": "3", "flight-INITIAL_FORMS": "0"}
TRIP = {
    "origin": "GVA", "via": "", "destination": "JFK", "departed_on": "2025-03-18", "return_on": "2025-03-25",
    "cabin": "business", "passengers": "2", "traveller_category": "delegate", "unit": "HR", "payer": "other",
    "event": "", "reference": "", "remark": "bought by the host", "then": "check", **FLIGHTS,
}  # fmt: skip
HOME_LEAVE = {
    "rule": "home-leave", "traveller_category": "staff", "unit": "HR", "origin": "GVA", "destination": "NBO",
    "departed_on": "2025-07-05", "return_on": "2025-08-02", "people": "4", "reference": "HL-17", "remark": "",
    "then": "check",
}  # fmt: skip


@pytest.fixture(autouse=True)
def organization(db: None) -> OrganizationUnit:
    Organization.objects.create(name="Agency", abbreviation="AG", home_country="CH")
    return OrganizationUnit.objects.create(code="HR", name="Human resources")


@pytest.fixture
def rule(db: None) -> EntitlementRule:
    return EntitlementRule.objects.create(
        code="home-leave", text="Every second year, with the family.", cabin="economy", decided_by="Staff rule 5.3",
        valid_from=date(2024, 1, 1),
    )  # fmt: skip


def confirmed(batch: ImportBatch) -> ImportBatch:
    actions.confirm(by=None, batch=batch, queue=False)
    actions.commit_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "committed", batch.refusal
    return batch


def test_a_trip_becomes_a_batch_that_shows_what_it_would_bring(officer: Client) -> None:
    answer = officer.post(BY_HAND, TRIP, follow=True)
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.origin, batch.rows_flight, batch.source) == (
        "previewed", "by_hand", 2, "greenops-template",
    )  # fmt: skip
    assert "This is what the trips come to." in answer.content.decode()
    assert not Leg.objects.exists()


def test_its_legs_say_what_was_entered_and_undo_takes_them_out(officer: Client) -> None:
    officer.post(BY_HAND, TRIP)
    batch = confirmed(ImportBatch.objects.get())
    legs = [
        (leg.origin, leg.destination, str(leg.counted_on), leg.cabin, leg.passengers, leg.traveller_category, leg.payer)
        for leg in Leg.objects.order_by("counted_on")
    ]
    assert legs == [
        ("GVA", "JFK", "2025-03-18", "business", 2, "delegate", "other"),
        ("JFK", "GVA", "2025-03-25", "business", 2, "delegate", "other"),
    ]
    assert set(Leg.objects.values_list("unit__code", flat=True)) == {"HR"}
    actions.undo(by=None, batch=batch)
    assert not Leg.objects.exists() and not TravelTotal.objects.exists()


def test_stops_and_further_flights_are_legs_of_their_own(officer: Client) -> None:
    further = {"flight-0-origin": "JFK", "flight-0-destination": "CDG", "flight-0-day": "2025-03-26"}
    officer.post(BY_HAND, {**TRIP, "via": "ZRH", "return_on": "", **further})
    confirmed(ImportBatch.objects.get())
    assert list(Leg.objects.order_by("id").values_list("origin", "destination")) == [
        ("GVA", "ZRH"), ("ZRH", "JFK"), ("JFK", "CDG"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"origin": "Genvea"}, "GVA Geneva Cointrin International Airport, CH"),
        ({"destination": "QQQ"}, "No airport has the code &#x27;QQQ&#x27;"),
        ({"destination": "LON"}, "LHR"),
        ({"via": "ZRH, XXY"}, "XXY"),
        ({"return_on": "2025-03-01"}, "The return is before the departure."),
        ({"destination": "GVA"}, "from GVA to itself"),
        ({"passengers": "0"}, "greater than or equal to 1"),
        ({"flight-0-origin": "JFK"}, "needs from, to and day"),
    ],
    ids=["name", "code", "city", "via", "return", "same place", "nobody", "half a flight"],
)
def test_what_is_wrong_is_said_in_the_form(officer: Client, wrong: dict[str, str], sentence: str) -> None:
    answer = officer.post(BY_HAND, {**TRIP, **wrong})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_several_trips_are_collected_and_handed_in_together(officer: Client) -> None:
    officer.post(BY_HAND, {**TRIP, "then": "another"})
    text = officer.post(BY_HAND, {**TRIP, "departed_on": "2025-03-19", "then": "another"}, follow=True).content.decode()
    assert "2 trips entered so far" in text and not ImportBatch.objects.exists()
    officer.post(reverse("travel:remove_trip", args=[0]))
    officer.post(BY_HAND, {"then": "entered"})
    assert ImportBatch.objects.get().rows_total == 2
    assert "entered so far" not in officer.get(BY_HAND).content.decode()


def test_the_same_trip_again_adds_nothing(officer: Client) -> None:
    officer.post(BY_HAND, TRIP)
    confirmed(ImportBatch.objects.get())
    officer.post(BY_HAND, {**TRIP, "passengers": "2"})
    again = ImportBatch.objects.order_by("-pk").first()
    assert again is not None and again.rows_flight == 0 and again.rows_ignored == 2


def test_a_rule_says_cabin_and_way_back_and_its_legs_rest_on_an_estimate(officer: Client, rule: Any) -> None:
    officer.post(BY_RULE, HOME_LEAVE)
    batch = ImportBatch.objects.get()
    assert (batch.origin, batch.rows_flight) == ("entitlement", 2)
    confirmed(batch)
    leg = Leg.objects.order_by("counted_on").first()
    assert leg is not None and (leg.cabin, leg.passengers, leg.place_quality & Quality.ENTITLEMENT) == (
        "economy", 4, Quality.ENTITLEMENT,
    )  # fmt: skip
    assert all(quality & RESTS_ON_ESTIMATE for quality in Estimate.objects.values_list("quality", flat=True))
    total = TravelTotal.objects.filter(method="icao-13.1", month=7).get()
    assert total.estimated_mg == total.total_mg > 0
    text = officer.get(reverse("travel:leg", args=[leg.identity])).content.decode()
    assert "No ticket: estimated by the organization&#x27;s entitlement rule." in text
    assert "Rule home-leave of 1 Jan 2024, decided by Staff rule 5.3" in text
    assert "Every second year, with the family." in text


def test_without_a_day_of_return_the_way_back_counts_on_the_day_of_departure(officer: Client, rule: Any) -> None:
    officer.post(BY_RULE, {**HOME_LEAVE, "return_on": ""})
    confirmed(ImportBatch.objects.get())
    assert set(Leg.objects.values_list("counted_on", flat=True)) == {date(2025, 7, 5)}


def test_a_rule_that_was_not_in_force_is_refused(officer: Client, rule: Any) -> None:
    answer = officer.post(BY_RULE, {**HOME_LEAVE, "departed_on": "2023-07-05"})
    assert "was not in force on that day" in answer.content.decode()


def test_a_new_version_ends_the_one_before_and_an_earlier_one_is_refused(officer: Client, rule: Any) -> None:
    form = {"code": "home-leave", "text": "Premium.", "cabin": "premium_economy", "is_return": "on",
            "decided_by": "ST/AI/9", "valid_from": "2025-07-01", "valid_until": ""}  # fmt: skip
    officer.post(reverse("travel:add_rule"), form)
    rule.refresh_from_db()
    assert rule.valid_until == date(2025, 6, 30)
    assert rule.text == "Every second year, with the family."
    officer.post(BY_RULE, HOME_LEAVE)
    confirmed(ImportBatch.objects.get())
    assert set(Leg.objects.values_list("cabin", flat=True)) == {"premium_economy"}
    answer = officer.post(reverse("travel:add_rule"), {**form, "valid_from": "2025-01-01"})
    assert "has a version from that day on or later" in answer.content.decode()
    assert Event.objects.filter(action="entitlement rule added").count() == 1


def test_a_rule_is_ended_with_an_event_and_not_before_it_began(officer: Client, rule: Any) -> None:
    address = reverse("travel:end_rule", args=[rule.pk])
    assert "before the first" in officer.post(address, {"last_day": "2023-01-01"}).content.decode()
    officer.post(address, {"last_day": "2025-06-30"})
    rule.refresh_from_db()
    assert rule.valid_until == date(2025, 6, 30)
    assert Event.objects.filter(action="entitlement rule ended").exists()


LIST = "Rule;Category;Unit;Duty station;Home leave;Departure date;Return date;People\n"


def upload(officer: Client, text: str) -> Any:
    file = SimpleUploadedFile("hr.csv", text.encode("utf-8-sig"))
    return officer.post(reverse("travel:upload_entitlement"), {"file": file}, follow=True)


def test_a_list_of_hr_becomes_one_import(officer: Client, rule: Any) -> None:
    upload(officer, LIST + "home-leave;Staff;HR;GVA;NBO;2025-07-05;2025-08-02;4\nhome-leave;;;GVA;LIM;2025-12-20;;\n")
    batch = ImportBatch.objects.get()
    assert (batch.origin, batch.rows_flight, batch.rows_total) == ("entitlement", 4, 4)


def test_a_list_with_a_wrong_line_is_not_taken_and_every_line_is_told(officer: Client, rule: Any) -> None:
    right, wrong = "home-leave;staff;HR;GVA;NBO;2025-07-05;;4\n", "home-leave;staff;XX;GVA;QQQ;2025-07-05;;1\n"
    text = upload(officer, LIST + right + wrong).content.decode()
    assert "nothing of the list was taken" in text
    assert "No airport has the code" in text and "Unit" in text
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("Name;Date\nx;y\n", "The column Rule is missing"), (LIST, "holds nothing below its header"),
     ("PK\0\0", "must be a CSV")],
    ids=["no column", "no line", "a workbook"],
)  # fmt: skip
def test_a_file_that_is_no_such_list_is_refused(officer: Client, rule: Any, text: str, sentence: str) -> None:
    assert sentence in upload(officer, text).content.decode()


def test_rules_are_listed_searched_and_exported(officer: Client, rule: Any) -> None:
    assert "Every second year" in officer.get(reverse("travel:rules")).content.decode()
    assert "No rule fits" in officer.get(reverse("travel:rules"), {"q": "lump"}).content.decode()
    lines = b"".join(officer.get(reverse("travel:rules_export", args=["csv"]))).decode()
    assert "Staff rule 5.3" in lines


def test_without_a_rule_the_page_says_what_to_do(officer: Client) -> None:
    assert "There is no rule yet" in officer.get(BY_RULE).content.decode()
    assert "There is no rule yet" in officer.get(reverse("travel:rules")).content.decode()
