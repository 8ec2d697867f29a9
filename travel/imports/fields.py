"""What a column of a booking file can be: the fields that a source profile maps headers to."""

from typing import Final

FIELDS: Final = frozenset({
    # Where from, where to.
    "origin", "destination", "origin_name", "destination_name", "origin_country", "destination_country",
    "route", "segment", "stop",
    "outbound_origin", "outbound_destination", "return_origin", "return_destination",
    # When, and which kind of date it is.
    "departure_date", "outbound_date", "arrival_date", "trip_start", "trip_end", "return_date", "issue_date",
    "invoice_date",
    "posting_date", "period",
    # How.
    "cabin", "booking_letter", "fare_basis", "carrier", "flight_number", "aircraft", "mode",
    "trip_type",
    # Who, and for whom.
    "passengers", "traveller", "traveller_id", "traveller_type", "cost_centre", "traveller_category", "payer",
    "purpose", "event",
    # The document.
    "ticket", "exchanged_ticket", "related_document", "coupon", "coupons_used", "booking_reference", "booking_id",
    "coupon_status", "previous_booking", "status", "document_type", "parent_line", "remarks", "amount",
    "entitlement_rule",
    # The source's own figures.
    "distance", "distance_miles", "co2",
})  # fmt: skip

# Fields that several columns may share, in the order of the file.
REPEATED: Final = frozenset({"segment", "stop", "remarks", "co2"})

DATE_BASES: Final = ("departure", "trip_start", "arrival", "issue", "invoice", "posting", "period")

# The order in which a row's dates are taken when the profile does not say.
DATE_FIELDS: Final = (
    ("departure_date", "departure"),
    ("outbound_date", "departure"),
    ("trip_start", "trip_start"),
    ("arrival_date", "arrival"),
    ("issue_date", "issue"),
    ("invoice_date", "invoice"),
    ("posting_date", "posting"),
    ("period", "period"),
)
GRAINS: Final = ("coupon", "segment", "ticket", "direction", "booking", "expense", "aggregate", "distance")
