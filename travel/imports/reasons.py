"""Reasons of verdicts: stable codes, the verdict each one gives, and its sentence.

Sentences name line, column, value and remedy. They never hold a traveller's name: values come from columns of
places, dates, numbers and codes, and verdicts.py withholds a value that also stands in a personal column.
"""

from typing import Final

VERDICTS: Final = ("flight", "ask", "cancelled", "credit", "ignored", "rejected")

REASONS: Final[dict[str, tuple[str, str]]] = {
    # flight
    "flight": ("flight", "{where}: {legs}."),
    "noted": ("flight", "{where}: {legs}. {notes}"),
    "partly_refunded": ("flight", "{where}: {legs}; the others were taken back by {by}. {notes}"),
    "same_place_leg": (
        "flight",
        "{where}: {legs}; a leg from {value} to itself was left out. Check the route. {notes}",
    ),
    # ask
    "metropolitan_code": ("ask", "{where}, {column}: {detail}."),
    "ambiguous_name": ("ask", "{where}, {column}: {detail}."),
    "region_not_place": ("ask", "{where}, {column}: {detail}."),
    "cabin_count": (
        "ask",
        "{where}, {column}: '{value}' gives {given} for {flown}. Say the cabins of the others.",
    ),
    "cabin_word": (
        "ask",
        "{where}, {column}: '{value}' is no cabin known here. Say which cabin it means for this source.",
    ),
    "booking_letter": (
        "ask",
        "{where}, {column}: the booking letter '{value}' means different cabins on different airlines and that of "
        "'{carrier}' is not known. Say which cabin it is.",
    ),
    "repeated_column": (
        "ask",
        "{where}, {column}: the header stands more than once, and another column of that name holds '{value}'. "
        "Put each flight on a row of its own, or say in a mapping which column is meant.",
    ),
    "date_order": (
        "ask",
        "{where}, {column}: '{value}' can be day first or month first and {detail}. "
        "Say the order for this source.",
    ),
    "date_without_year": (
        "ask",
        "{where}, {column}: '{value}' has no year and no other date of the row gives it. Say the year.",
    ),
    "repeated_row": (
        "ask",
        "{where}: equal to line {other} in every column. Say whether it is a second trip or a repeated line.",
    ),
    "same_booking": (
        "ask",
        "{where}: the same traveller, route and date as line {other} under the same document. "
        "Say whether it is a second trip or the same one.",
    ),
    "same_trip": (
        "ask",
        "{where}: another source told this traveller's trip, see {of}. "
        "Say whether it is the same trip or a second one.",
    ),
    "refund_unclear": (
        "ask",
        "{where}: line {other} gives back {value} of {fare} and names no coupon. Say which legs were flown.",
    ),
    "tax_only_refund": (
        "ask",
        "{where}: line {other} gives back only {value} of {fare}, as when a ticket lapses and its taxes return. "
        "Say whether the flight took place.",
    ),
    "credit_mismatch": (
        "ask",
        "{where}: line {other} takes back legs that are not on this ticket. Say which legs were flown.",
    ),
    "exchange_unclear": (
        "ask",
        "{where}: exchanged by line {other} after its first flight date, and the legs already flown are not told. "
        "Say which legs were flown.",
    ),
    "exchange_unlinked": (
        "ask",
        "{where}: an exchange that names no older ticket, beside line {other} with the same traveller and route. "
        "Say whether it replaces that ticket.",
    ),
    "ancillary_suspect": (
        "ask",
        "{where}: looks like a fee beside line {other} (same traveller and route, small amount). "
        "Say whether it is a flight of its own.",
    ),
    "unused": (
        "ask",
        "{where}, {column}: '{value}' says that the ticket was not used yet. Say whether the flight took place.",
    ),
    "waitlisted": (
        "ask",
        "{where}, {column}: '{value}' is not confirmed. Say whether the flight took place.",
    ),
    "unknown_word": (
        "ask",
        "{where}, {column}: '{value}' is not known here. Say what it means for this source.",
    ),
    "passenger_count": ("ask", "{where}, {column}: {detail}. Say how many travelled."),
    "return_unclear": (
        "ask",
        "{where}, {column}: a round trip is told and the row has one way only. Say "
        "whether to add the way back.",
    ),
    "charter": ("ask", "{where}, {column}: a chartered aircraft, which no method covers. Say how to count it."),
    "military": ("ask", "{where}, {column}: a military aircraft, which no method covers. Say how to count it."),
    "helicopter": ("ask", "{where}, {column}: a helicopter, which no method covers. Say how to count it."),
    "seaplane": ("ask", "{where}, {column}: a seaplane, which no method covers. Say how to count it."),
    # cancelled
    "refunded": ("cancelled", "{where}: taken back by {by}."),
    "voided": ("cancelled", "{where}: void by {by}."),
    "exchanged": ("cancelled", "{where}: replaced by {by}."),
    "status_refunded": ("cancelled", "{where}, {column}: '{value}', the ticket was taken back."),
    "status_exchanged": ("cancelled", "{where}, {column}: '{value}', another ticket replaces it."),
    # credit
    "credit": ("credit", "{where}: takes back {of}."),
    "credit_open": (
        "credit",
        "{where}: takes back a ticket that is not in this file; it waits for its ticket.",
    ),
    # ignored
    "told_twice": ("ignored", "{where}: line {other} tells the same booking, it counts once."),
    "left_out": ("ignored", "{where}, {column}: left out."),
    "fee_beside": ("ignored", "{where}: a fee beside line {other}, not a flight."),
    "known": ("ignored", "{where}: its legs are known from {of}, nothing is added."),
    "known_taken_back": ("ignored", "{where}: its legs are known from {of} and were taken back by {by}."),
    "counts_again": (
        "ignored",
        "{where}: its legs are known from {of}. They were taken back by {by} and count again with this row.",
    ),
    "changed": ("ignored", "{where}: its legs are known, and it tells them otherwise: {what}."),
    "known_credit": ("ignored", "{where}: this credit is known from {of}."),
    "known_ticket": ("ignored", "{where}: another source told this ticket, see {of}. Nothing is added."),
    "repeated_header": ("ignored", "{where}: the header again."),
    "totals_row": ("ignored", "{where}: a row of totals. {notes}"),
    "note_row": ("ignored", "{where}: a remark below or between the bookings."),
    "void": ("ignored", "{where}, {column}: '{value}', the document was never valid."),
    "status_cancelled": ("ignored", "{where}, {column}: '{value}', the booking was cancelled."),
    "not_travelled": ("ignored", "{where}, {column}: '{value}', the trip did not take place."),
    "fee": ("ignored", "{where}, {column}: '{value}' is a fee, not a flight."),
    "ancillary": ("ignored", "{where}, {column}: '{value}' is an ancillary document, not a flight."),
    "accounting": ("ignored", "{where}, {column}: '{value}' moves money only."),
    "other_mode": ("ignored", "{where}, {column}: '{value}' travels by {mode}, not by air."),
    "surface_sector": ("ignored", "{where}, {column}: a surface sector, not flown on the ticket."),
    "infant": ("ignored", "{where}, {column}: an infant on a lap has no seat of its own."),
    "no_passenger": ("ignored", "{where}, {column}: no passenger of ours."),
    "itemisation": ("ignored", "{where}, {column}: an item of record {value}, which is the flight."),
    "sheet_not_read": (
        "ignored",
        "Sheet {sheet}: its columns are not those of the source profile, so it was not read. "
        "Give it the same header row if it holds bookings.",
    ),
    "other_mode_sheet": (
        "ignored",
        "Sheet {sheet}: its table is of another mode of travel and was not read.",
    ),
    "hidden_sheet": (
        "ignored",
        "Sheet {sheet}: hidden in the workbook and not read; unhide it if it holds bookings of its own.",
    ),
    # rejected
    "ragged_row": (
        "rejected",
        "{where}: {given} cells where the header has {flown}, so cells may stand under the wrong "
        "column. Correct the line.",
    ),
    "shifted_row": (
        "rejected",
        "{where}: the cells stand one column beside their headers, as when a separator is missing or "
        "stands inside a cell. Correct the line.",
    ),
    "broken_quotes": (
        "rejected",
        "{where}: a quotation mark is missing or doubled, so the cells cannot be told apart. Correct the line.",
    ),
    "formula_without_value": (
        "rejected",
        "{where}, {column}: a formula without a stored value. Open the workbook, let it calculate, save it again.",
    ),
    "error_cell": ("rejected", "{where}, {column}: the cell shows the error {value}. Correct the workbook."),
    "missing_origin": ("rejected", "{where}, {column}: no place of departure. Add it."),
    "missing_destination": ("rejected", "{where}, {column}: no destination. Add it."),
    "missing_route": ("rejected", "{where}, {column}: no route, so there are no legs. Add it."),
    "missing_distance": (
        "rejected",
        "{where}, {column}: no distance, and there are no places to compute it from. Add it.",
    ),
    "bad_distance": (
        "rejected",
        "{where}, {column}: '{value}' is no distance of one flight. Correct it, or say its unit.",
    ),
    "missing_date": ("rejected", "{where}, {column}: no date. Add the date of departure."),
    "bad_date": ("rejected", "{where}, {column}: '{value}' is not a date. Write it as 2025-03-18."),
    "date_against_order": (
        "rejected",
        "{where}, {column}: '{value}' cannot be a date with the {order} first, as in the rest of "
        "the column. Correct it.",
    ),
    "bad_passengers": (
        "rejected",
        "{where}, {column}: '{value}' is not a number of passengers. Write a whole number.",
    ),
    "same_place": (
        "rejected",
        "{where}, {column}: from {value} to itself is no flight. Correct the route, or remove the row.",
    ),
    "route_not_split": (
        "rejected",
        "{where}, {column}: '{value}' cannot be split into places. Separate all routes of the column "
        "by the same sign, such as / .",
    ),
    "route_one_place": (
        "rejected",
        "{where}, {column}: '{value}' holds no leg, only one place or a surface gap. Give the whole route.",
    ),
    "unknown_code": ("rejected", "{where}, {column}: {detail}."),
    "unknown_name": ("ask", "{where}, {column}: {detail}."),
    "not_a_code": ("rejected", "{where}, {column}: {detail}."),
    "bad_character": ("rejected", "{where}, {column}: {detail}."),
    "closed_airport": ("rejected", "{where}, {column}: {detail}."),
    "station_as_air": (
        "rejected",
        "{where}, {column}: {detail}, but the row says that it is a flight. Correct the place or the mode.",
    ),
    "control_character": (
        "rejected",
        "{where}, {column}: the cell holds a character that cannot be printed. Type it again.",
    ),
}


def verdict_of(reason: str) -> str:
    """The verdict that a reason gives."""
    return REASONS[reason][0]


def sentence(reason: str, **parts: object) -> str:
    """The sentence of a reason with its parts filled in."""
    return REASONS[reason][1].format(**parts).strip()
