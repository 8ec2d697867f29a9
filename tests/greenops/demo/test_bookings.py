"""The demonstration's invented bookings."""

from collections import Counter
from datetime import date

import pytest

from greenops.demo.bookings import (
    BOOKINGS_PER_YEAR,
    CITY_CODES,
    CONFERENCE,
    DELEGATES,
    UNKNOWN_CODES,
    bookings,
)
from greenops.demo.organization import UNITS, YEARS
from greenops.demo.routes import HUBS, REGIONS_OF_UNIT, itinerary
from greenops.reference.airports import AirportBook


@pytest.fixture(scope="module")
def made():
    return bookings()


def test_they_are_the_same_every_time(made):
    assert bookings() == made


def test_there_are_as_many_as_planned(made):
    firsts = [booking for booking in made if booking.status in ("ticketed", "void")]
    assert len(firsts) == sum(BOOKINGS_PER_YEAR.values()) + DELEGATES
    assert 5_500 <= len(firsts) <= 6_500


def test_a_refund_is_of_a_ticket_that_was_sold(made):
    sold = {booking.ticket for booking in made if booking.status in ("ticketed", "exchange")}
    refunds = [booking for booking in made if booking.status == "refund"]
    assert refunds
    assert {booking.ticket for booking in refunds} <= sold


def test_an_exchange_names_the_ticket_that_it_replaces(made):
    sold = {booking.ticket for booking in made if booking.status == "ticketed"}
    exchanges = [booking for booking in made if booking.status == "exchange"]
    assert exchanges
    assert {booking.replaces for booking in exchanges} <= sold
    assert not {booking.ticket for booking in exchanges} & sold


def test_tickets_are_sold_once(made):
    sold = Counter(booking.ticket for booking in made if booking.status in ("ticketed", "void", "exchange"))
    assert max(sold.values()) == 1


def test_every_flight_is_in_a_reporting_year(made):
    days = [leg.departs_on for booking in made for leg in booking.segments]
    assert min(days) >= date(YEARS[0], 1, 1)
    assert max(days) <= date(YEARS[-1], 12, 31)


def test_delegates_are_paid_by_others_and_belong_to_the_conference(made):
    delegates = [booking for booking in made if booking.traveller.category == "delegate"]
    assert len(delegates) == DELEGATES
    assert {(booking.payer, booking.event) for booking in delegates} == {("other", CONFERENCE)}


def test_a_delegate_comes_to_the_conference_and_goes_home(made):
    delegate = next(booking for booking in made if booking.event)
    way_in = [leg for leg in delegate.segments if leg.departs_on == delegate.segments[0].departs_on]
    assert way_in[-1].destination == "GVA"
    assert delegate.segments[-1].destination == delegate.segments[0].origin
    assert all(
        leg.destination == following.origin
        for leg, following in zip(delegate.segments, delegate.segments[1:], strict=False)
    )


def test_every_place_is_an_airport_but_for_the_planted_ones(made):
    book = AirportBook.load()
    places = {place for booking in made for leg in booking.segments for place in (leg.origin, leg.destination)}
    unknown = {place for place in places if not book.by_iata(place)}
    assert unknown <= {*UNKNOWN_CODES, *CITY_CODES.values()}
    assert unknown & set(UNKNOWN_CODES)
    assert places & set(CITY_CODES.values())


def test_every_unit_has_hubs_for_the_regions_it_travels_to():
    missing = {
        (home, region)
        for code, _name, _parent, _site, home, _cost_centres in UNITS
        for region in REGIONS_OF_UNIT[code]
        if (home, region) not in HUBS
    }
    assert missing == set()


@pytest.mark.parametrize(
    ("hub", "legs"),
    [
        ("", [("GVA", "NBO")]),
        ("ADD", [("GVA", "ADD"), ("ADD", "NBO")]),
        ("NBO", [("GVA", "NBO")]),
        ("GVA", [("GVA", "NBO")]),
    ],
    ids=["non-stop", "through a hub", "the hub is the end", "the hub is the start"],
)
def test_an_itinerary_changes_at_its_hub(hub, legs):
    assert itinerary("GVA", "NBO", hub) == legs
