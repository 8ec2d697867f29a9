"""The demonstration's bookings as files of our own template: by quarter, and a conference's delegates."""

import csv
import io
from collections.abc import Iterator

from greenops.demo.bookings import CONFERENCE_STARTS_ON, Booking, Segment, bookings
from greenops.demo.organization import SOURCE, YEARS
from travel.imports.profile import profiles

DELEGATES_FILE = f"demo-delegates-{CONFERENCE_STARTS_ON:%Y}.csv"
FILE_NAMES = (
    *(f"demo-bookings-{year}-Q{quarter}.csv" for year in YEARS for quarter in (1, 2, 3, 4)),
    DELEGATES_FILE,
)


def files() -> Iterator[tuple[str, bytes]]:
    """Name and content of each file. A booking stands in the file of its first departure."""
    contents: dict[str, list[Booking]] = {name: [] for name in FILE_NAMES}
    for booking in bookings():
        contents[_file_of(booking)].append(booking)
    for name, held in contents.items():
        yield name, _content(held)


def _file_of(booking: Booking) -> str:
    if booking.event:
        return DELEGATES_FILE
    first = booking.segments[0].departs_on
    return f"demo-bookings-{first.year}-Q{(first.month + 2) // 3}.csv"


def _content(held: list[Booking]) -> bytes:
    """The file under the headers that the template spells first, so that the two cannot drift apart."""
    spelled = {field: headers[0] for field, headers in profiles()[SOURCE].columns.items()}
    text = io.StringIO()
    rows = [_cells(booking, segment) for booking in held for segment in booking.segments]
    fields = [field for field in spelled if field in rows[0]]
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(spelled[field] for field in fields)
    writer.writerows([row[field] for field in fields] for row in rows)
    return text.getvalue().encode("utf-8")


def _cells(booking: Booking, segment: Segment) -> dict[str, str]:
    return {
        "booking_reference": booking.reference,
        "ticket": booking.ticket,
        "exchanged_ticket": booking.replaces,
        "status": booking.status,
        "issue_date": booking.issued_on.isoformat(),
        "traveller": booking.traveller.name,
        "traveller_id": booking.traveller.number,
        "traveller_category": booking.traveller.category.replace("_", " "),
        "payer": booking.payer,
        "event": booking.event,
        "cost_centre": booking.cost_centre,
        "origin": segment.origin,
        "destination": segment.destination,
        "departure_date": segment.departs_on.isoformat(),
        "cabin": segment.cabin.replace("_", " "),
        "carrier": segment.carrier,
        "flight_number": segment.flight_number,
        "passengers": "1",
    }
