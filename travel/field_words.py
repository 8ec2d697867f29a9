"""The fields that a column can be taken for, in words and in the order in which they are chosen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOT_USED = ""

GROUPS: tuple[tuple[str | Promise, tuple[tuple[str, str | Promise], ...]], ...] = (
    (
        _("Needed: where"),
        (
            ("origin", _("From")),
            ("destination", _("To")),
            ("route", _("Route, all places in one")),
            ("segment", _("Segment, one of several columns")),
            ("outbound_origin", _("Out: from")),
            ("outbound_destination", _("Out: to")),
            ("return_origin", _("Back: from")),
            ("return_destination", _("Back: to")),
        ),
    ),
    (
        _("Needed: one date at least"),
        (
            ("departure_date", _("Departure date")),
            ("outbound_date", _("Date of the way out")),
            ("return_date", _("Date of the way back")),
            ("trip_start", _("Start of the trip")),
            ("trip_end", _("End of the trip")),
            ("arrival_date", _("Arrival date")),
            ("issue_date", _("Issue date")),
            ("invoice_date", _("Invoice date")),
            ("posting_date", _("Posting date")),
            ("period", _("Period of the report")),
        ),
    ),
    (
        _("How"),
        (
            ("cabin", _("Cabin class")),
            ("booking_letter", _("Booking letter")),
            ("fare_basis", _("Fare basis")),
            ("carrier", _("Airline")),
            ("flight_number", _("Flight number")),
            ("aircraft", _("Aircraft")),
            ("mode", _("Mode: air, rail, ...")),
            ("stop", _("Stop on the way")),
            ("origin_name", _("From, its name")),
            ("destination_name", _("To, its name")),
            ("origin_country", _("From, its country")),
            ("destination_country", _("To, its country")),
            ("trip_type", _("One way or round trip")),
        ),
    ),
    (
        _("Who, and for whom"),
        (
            ("passengers", _("Passengers, a number")),
            ("traveller", _("Traveller's name")),
            ("traveller_id", _("Staff number")),
            ("traveller_type", _("Adult, child, infant")),
            ("traveller_category", _("Traveller category")),
            ("cost_centre", _("Cost centre")),
            ("payer", _("Paid by")),
            ("purpose", _("Purpose")),
            ("event", _("Event")),
        ),
    ),
    (
        _("The document"),
        (
            ("ticket", _("Ticket number")),
            ("coupon", _("Coupon")),
            ("coupons_used", _("Coupons used")),
            ("coupon_status", _("Status of the coupon")),
            ("exchanged_ticket", _("Exchanged ticket")),
            ("related_document", _("Related document")),
            ("booking_reference", _("Booking reference")),
            ("booking_id", _("Booking id")),
            ("previous_booking", _("Previous booking")),
            ("status", _("Status")),
            ("document_type", _("Document type")),
            ("parent_line", _("Parent line")),
            ("amount", _("Amount")),
            ("remarks", _("Remarks")),
            ("entitlement_rule", _("Entitlement rule")),
        ),
    ),
    (
        _("The source's own figures"),
        (("distance", _("Distance")), ("distance_miles", _("Distance in miles")), ("co2", _("CO2"))),
    ),
)
LABELS: dict[str, str | Promise] = {name: label for _group, fields in GROUPS for name, label in fields}

GRAIN_WORDS: dict[str, str | Promise] = {
    "coupon": _("one row a coupon of a ticket"),
    "segment": _("one row a flight"),
    "ticket": _("one row a ticket with its route"),
    "direction": _("one row a direction, out and back in columns"),
    "booking": _("one row a booking with lists"),
    "expense": _("one row an expense line"),
    "aggregate": _("one row several trips, with a number of passengers"),
    "distance": _("distances without places, as agreed"),
}


def field_choices() -> list[tuple[str, object]]:
    return [(NOT_USED, _("Not used")), *((label, list(fields)) for label, fields in GROUPS)]
