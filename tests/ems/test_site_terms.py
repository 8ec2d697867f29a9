"""Terms of a site from a day on: what was before stays, and what cannot be is told."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from ems.actions import save
from ems.models import Event, Site, SiteTerms
from ems.site_terms import begin_terms, take_back_terms
from tests.factories.boundary import site, terms, unit
from tests.factories.people import person

pytestmark = pytest.mark.django_db


def periods(of: Site) -> list[tuple[date | None, date | None]]:
    return list(of.terms.values_list("valid_from", "valid_until"))


def test_new_terms_end_those_of_the_day_before_in_one_event():
    place = site("BKK")
    terms(place, tenure="hosted", floor_area_m2=Decimal(900))
    ingrid = person("Ingrid", "focal_point")

    begin_terms(by=ingrid, terms=SiteTerms(site=place, valid_from=date(2024, 7, 1), tenure="rented"))

    assert periods(place) == [(None, date(2024, 6, 30)), (date(2024, 7, 1), None)]
    assert place.terms.first().floor_area_m2 == 900
    event = Event.objects.get()
    assert (event.action, event.object_id) == ("terms of a site begun", str(place.public_id))
    assert event.payload["ended"] == {"was": None, "is": "2024-06-30"}
    assert event.payload["changes"]["tenure"] == {"was": None, "is": "rented"}


def test_terms_entered_late_end_where_the_next_ones_begin():
    place = site("BKK")
    terms(place, valid_until=date(2024, 12, 31))
    terms(place, valid_from=date(2025, 1, 1))

    begin_terms(by=person("Ingrid", "focal_point"), terms=SiteTerms(site=place, valid_from=date(2023, 4, 1)))

    assert periods(place) == [
        (None, date(2023, 3, 31)),
        (date(2023, 4, 1), date(2024, 12, 31)),
        (date(2025, 1, 1), None),
    ]


def test_the_first_terms_need_no_day():
    place = site()

    begin_terms(by=person("Ingrid", "focal_point"), terms=SiteTerms(site=place, tenure="owned"))

    assert periods(place) == [(None, None)]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Give the first day of the new terms"),
        ({"valid_from": date(2024, 7, 1)}, "Terms begin on 2024-07-01 already."),
        ({"valid_from": date(2019, 5, 1)}, "2019-05-01 is outside the life of BKK"),
        ({"valid_from": date(2020, 1, 1)}, "2020-01-01 is the first day of the site."),
        ({"valid_from": date(2025, 1, 1), "floor_area_m2": Decimal(-1)}, "-1 is less than nothing."),
    ],
    ids=["no day", "same day", "before the site", "first day of the site", "negative area"],
)
def test_terms_that_cannot_begin_are_told_and_nothing_is_ended(fields: dict[str, Any], sentence: str):
    place = site("BKK", valid_from=date(2020, 1, 1))
    terms(place, valid_until=date(2024, 6, 30))
    terms(place, valid_from=date(2024, 7, 1))

    with pytest.raises(ValidationError, match=sentence):
        begin_terms(by=person("Ingrid", "focal_point"), terms=SiteTerms(site=place, **fields))

    assert periods(place) == [(None, date(2024, 6, 30)), (date(2024, 7, 1), None)]
    assert not Event.objects.exists()


def test_terms_taken_back_let_the_ones_before_hold_on():
    place = site()
    terms(place, valid_until=date(2024, 6, 30))
    wrong = terms(place, valid_from=date(2024, 7, 1), tenure="sublet")

    take_back_terms(by=person("Ingrid", "focal_point"), terms=wrong)

    assert periods(place) == [(None, None)]
    event = Event.objects.get()
    assert event.action == "terms of a site taken back"
    assert event.payload["removed"]["tenure"] == "sublet"


def test_people_of_one_unit_change_no_site_that_others_share():
    wanjiru, place = person("Wanjiru", "focal_point", unit=unit("ROA")), site()
    known = terms(place)

    with pytest.raises(PermissionDenied):
        begin_terms(by=wanjiru, terms=SiteTerms(site=place, valid_from=date(2025, 1, 1)))
    with pytest.raises(PermissionDenied):
        take_back_terms(by=wanjiru, terms=known)
    with pytest.raises(PermissionDenied):
        save(by=wanjiru, part=SiteTerms(site=place))

    assert periods(place) == [(None, None)]


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"share_basis": "persons", "occupants_own": 60}, "share_basis", "Give both numbers"),
        ({"share_basis": "persons", "occupants_own": 0, "occupants_total": 0}, "share_basis", "is 0. Give a number"),
        ({"share_basis": "persons", "occupants_own": 7, "occupants_total": 6}, "share_basis", "Our part, 7, is more"),
        (
            {"share_basis": "floor_area", "floor_area_m2": 101, "building_floor_area_m2": 100},
            "share_basis",
            "A share is at most 100 %",
        ),
        ({"share_basis": "agreed", "agreed_percent": 120}, "share_basis", "more than the whole, 100"),
        ({"occupants_total": -3}, "occupants_total", "-3 is less than nothing"),
        ({"valid_from": date(2025, 1, 2), "valid_until": date(2025, 1, 1)}, "valid_until", "The last day is before"),
        ({"valid_until": date(2031, 1, 1)}, "valid_until", "2031-01-01 is outside the life of GVA"),
        ({"valid_from": date(2021, 1, 1)}, "valid_from", "overlaps with GVA"),
    ],
    ids=["half a share", "whole of 0", "persons", "area", "agreed", "negative", "end", "life", "overlap"],
)
def test_terms_that_cannot_be_are_told(fields: dict[str, Any], field: str, sentence: str):
    place = site("GVA", valid_until=date(2030, 12, 31))
    terms(place, valid_from=date(2020, 1, 1), valid_until=date(2022, 12, 31))
    given = {"valid_from": date(2023, 1, 1), **fields}

    with pytest.raises(ValidationError) as told:
        SiteTerms(site=place, **given).full_clean()

    assert sentence in told.value.message_dict[field][0]


@pytest.mark.parametrize(
    ("life", "field"),
    [({"valid_from": date(2024, 1, 1)}, "valid_from"), ({"valid_until": date(2024, 12, 31)}, "valid_until")],
    ids=["opened later", "closed earlier"],
)
def test_a_site_does_not_leave_its_terms_outside(life: dict[str, Any], field: str):
    place = site()
    terms(place, valid_from=date(2023, 1, 1), valid_until=date(2025, 6, 30))
    for name, day in life.items():
        setattr(place, name, day)

    with pytest.raises(ValidationError, match="Change those terms first") as told:
        place.full_clean()

    assert list(told.value.message_dict) == [field]


@pytest.mark.data_layer
@pytest.mark.parametrize(
    "second",
    [{"valid_from": date(2024, 7, 1)}, {"valid_until": date(2020, 1, 1)}, {"valid_from": date(2025, 1, 1)}],
    ids=["same day", "two beginnings", "two ends"],
)
def test_the_database_itself_refuses_two_terms_at_once(second: dict[str, Any]):
    place = site()
    terms(place, valid_until=date(2024, 6, 30))
    terms(place, valid_from=date(2024, 7, 1))

    with pytest.raises(IntegrityError):
        terms(place, **second)
