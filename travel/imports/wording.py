"""The questions as they are put to the officer: sentence, and the answers to choose, most likely first."""

from collections.abc import Iterable, Sequence

from greenops.reference.airports import AirportBook
from travel.emissions.distance import SHARED
from travel.emissions.place_outcome import Candidate
from travel.imports.folding import so_many
from travel.imports.modes import ASKED, modes
from travel.imports.place_hints import Told, hint, in_order
from travel.imports.questions import Ask, Option

CABIN_OPTIONS = (
    Option("economy", "Economy"),
    Option("premium_economy", "Premium economy"),
    Option("business", "Business"),
    Option("first", "First"),
    Option("unknown", "Not known", "counted with the average of the cabins"),
)
MODE_OPTIONS = tuple(Option(mode.key, mode.label, mode.text) for mode in modes().values())
DOCUMENT_OPTIONS = (
    Option("sale", "A ticket or booking", "its legs count"),
    Option("refund", "A refund", "takes its ticket back"),
    Option("partial_refund", "A refund in part", "takes back the legs it names"),
    Option("tax_refund", "A refund of taxes only"),
    Option("exchange", "An exchange or reissue", "replaces an older ticket"),
    Option("void", "Void", "the document was never valid"),
    Option("cancelled", "Cancelled", "the booking was never bought"),
    Option("refunded", "A ticket that was refunded"),
    Option("exchanged", "A ticket that was exchanged"),
    Option("not_travelled", "The trip did not take place"),
    Option("unused", "Not used yet"),
    Option("waitlisted", "Not confirmed"),
    Option("fee", "A fee"),
    Option("ancillary", "Baggage, seat or other ancillary"),
    Option("accounting", "Accounting only"),
)
COUPON_OPTIONS = (
    Option("unused", "Not used, or not known"),
    Option("sale", "It was flown", "its legs count"),
    Option("exchanged", "Exchanged", "another ticket replaces it"),
    Option("refunded", "Refunded"),
    Option("void", "Void", "the coupon was never valid"),
)
WORD_OPTIONS = {
    "coupon_status": COUPON_OPTIONS,
    "documents": (*DOCUMENT_OPTIONS, *(option for option in MODE_OPTIONS if option.value != "air")),
    "modes": (*MODE_OPTIONS, *DOCUMENT_OPTIONS),
}
AGAIN = (Option("same", "A repeated line", "it is left out"), Option("again", "A second trip", "its legs count"))
SEATS = (
    Option("seats", "Count our seats", "as on an airliner of the distance, marked as an estimate"),
    Option("leave_out", "Leave them out", "counted elsewhere, or not at all"),
)
FLOWN, NOT_FLOWN = Option("flown", "It was flown", "its legs count"), Option("not_flown", "It was not flown")
RULES = {
    "unused": (NOT_FLOWN, FLOWN),
    "waitlisted": (NOT_FLOWN, FLOWN),
    **dict.fromkeys(ASKED, SEATS),
}


def place_ask(
    key: str, subject: str, candidates: Iterable[Candidate], book: AirportBook, other_end: str, told: Told
) -> Ask:
    """other_end: the key of the place at the other end of the leg where it is known, to say how far each is.

    told: what the travellers' other legs say of the candidates; it puts them in order.
    """
    end = book.position(other_end) if other_end else None
    options = []
    for one in in_order(candidates, told):
        said = [", ".join(part for part in (one.city, one.subdivision, one.country) if part)]
        here = book.position(one.key)
        if end and here:
            said.append(f"{SHARED.km(end, here):,.0f} km from {other_end}")
        said.append(hint(told, one.key))
        options.append(Option(one.key, f"{one.key} {one.name}".strip(), "; ".join(part for part in said if part)))
    asks = "which airport is meant?" if options else "which airport is meant, or where does it lie?"
    return Ask(key, subject, f"{subject} stands on {{rows}}: {asks}", tuple(options), "place")


def withheld_place_ask(key: str) -> Ask:
    """The place of a row that holds a name of a person."""
    return Ask(
        key, "a name in place of an airport",
        "A traveller's name stands where the airport belongs ({rows}). Correct the file, or leave the row out.",
        (Option("leave_out", "Leave the row out", "it is no flight, or comes with a corrected file"),),
    )  # fmt: skip


def word_ask(key: str, table: str, shown: str) -> Ask:
    return Ask(key, shown, f"'{shown}' stands on {{rows}}: what does it mean?", WORD_OPTIONS[table])


def cabin_word_ask(key: str, shown: str) -> Ask:
    return Ask(key, shown, f"'{shown}' stands on {{rows}}: which cabin is it?", CABIN_OPTIONS)


def letter_ask(key: str, letter: str, airline: str) -> Ask:
    return Ask(
        key, f"{letter} on {airline}",
        f"The booking letter {letter} of {airline} stands on {{rows}}: which cabin is it?", CABIN_OPTIONS,
    )  # fmt: skip


def cabin_count_ask(key: str, where: str, given: int, legs: int) -> Ask:
    """Which cabins the legs have for which no class is given; all legs where there are more classes than legs."""
    open_legs = legs - given if given < legs else legs
    options = [
        Option("/".join([option.value] * open_legs), f"{option.label} on {so_many(open_legs, 'leg')}", option.hint)
        for option in CABIN_OPTIONS[:-1]
    ]
    options.append(Option("unknown", "Not known", "counted with the average of the cabins"))
    return Ask(
        key, where,
        f"{where}: {so_many(given, 'class', 'es')} for {so_many(legs, 'leg')}. Which cabins "
        f"{'do the others have' if given < legs else 'do they have'}? Give one a leg, separated by /.",
        tuple(options), "text",
    )  # fmt: skip


def date_order_ask(key: str, column: str, example: str, also: Sequence[int]) -> Ask:
    return Ask(
        key, column, f"{column}: {{rows}} with dates such as {example}: does the day or the month come first?",
        (Option("day", "The day first"), Option("month", "The month first")), also=tuple(also),
    )  # fmt: skip


def year_ask(key: str, where: str, shown: str, years: Sequence[int]) -> Ask:
    options = tuple(Option(str(year), str(year)) for year in years)
    return Ask(key, where, f"{where}: '{shown}' has no year. Which year is it?", options, "number")


def count_ask(key: str, column: str) -> Ask:
    return Ask(
        key, column, f"{column} is above 1 on {{rows}}: does it count persons, or the ways out and back of one?",
        (
            Option("persons", "Persons", "each leg counts for so many"),
            Option("round_trip", "Out and back", "one person; the way back is added where the row has one way only"),
        ),
    )  # fmt: skip


def passengers_ask(key: str, where: str, said: int, named: int) -> Ask:
    options = (Option(str(named), f"{named}", "as many as names"), Option(str(said), f"{said}", "the number given"))
    return Ask(key, where, f"{where}: {said} passengers and {named} names. How many travelled?", options, "number")


def again_ask(key: str, where: str, other: str, equal: bool) -> Ask:
    what = "equals line" if equal else "tells the same traveller, route and date as line"
    return Ask(key, where, f"{where} {what} {other}: a repeated line, or a second trip?", AGAIN)


def same_trip_ask(key: str, where: str, other: str) -> Ask:
    sentence = f"{where}: another source told this traveller's trip, see {other}: the same trip, or a second one?"
    return Ask(key, where, sentence, (Option("same", "The same trip", "it is left out"), AGAIN[1]))


def flown_ask(key: str, where: str, sentence: str, legs: Sequence[str], likely: str = "not_flown") -> Ask:
    """What was flown of a ticket. legs: its legs as shown; answers name them by their number from 1."""
    parts = []
    half = (len(legs) + 1) // 2
    for last in sorted(range(1, len(legs)), key=lambda number: (number != half, number)):
        flown = ", ".join(str(number) for number in range(1, last + 1))
        parts.append(Option(f"legs:{flown.replace(' ', '')}", f"Only {' '.join(legs[:last])}", "the rest is taken out"))
    rest = [
        Option("not_flown", "Nothing was flown", "the ticket is taken out"),
        Option("flown", "All of it was flown", "its legs count"),
    ]
    options = {"not_flown": [*rest, *parts], "part": [*parts, *rest], "flown": [*rest[::-1], *parts]}[likely]
    return Ask(key, where, sentence, tuple(options), "text" if parts else "")


def flown_legs(answer: str, legs: int) -> list[int] | None:
    """The numbers of the legs that were flown by an answer to flown_ask; None where it is no such answer."""
    if answer in ("flown", "not_flown"):
        return list(range(1, legs + 1)) if answer == "flown" else []
    start, _, numbers = answer.partition(":")
    parts = numbers.split(",")
    if start != "legs" or not all(part.strip().isascii() and part.strip().isdigit() for part in parts):
        return None
    found = sorted({int(part) for part in parts})
    return found if found[0] >= 1 and found[-1] <= legs else None


def replaces_ask(key: str, where: str, other: str) -> Ask:
    return Ask(
        key, where, f"{where} is an exchange that names no older ticket: does it replace line {other}?",
        (
            Option("replaces", f"It replaces line {other}", "that line is taken out"),
            Option("separate", "It is a ticket of its own", "both count"),
        ),
    )  # fmt: skip


def fee_ask(key: str, where: str, other: str) -> Ask:
    return Ask(
        key, where, f"{where} looks like a fee beside line {other}: is it a flight of its own?",
        (Option("fee", "A fee", "it is left out"), Option("flight", "A flight", "its legs count")),
    )  # fmt: skip


def return_ask(key: str, where: str) -> Ask:
    return Ask(
        key, where, f"{where}: a round trip is told and the row has one way. Add the way back?",
        (
            Option("return", "Add the way back", "marked as inferred"),
            Option("one_way", "One way only", "the way back stands elsewhere, or was not flown"),
        ),
    )  # fmt: skip


def rule_ask(key: str, reason: str, shown: str) -> Ask:
    sentence = {
        "unused": f"'{shown}' stands on {{rows}}: were tickets with this mark flown?",
        "waitlisted": f"'{shown}' stands on {{rows}}: were bookings with this mark flown?",
    }.get(reason) or f"{modes()[reason].question} {modes()[reason].text}"
    return Ask(key, shown, sentence, RULES[reason])


def column_ask(key: str, column: str, headers: Sequence[str]) -> Ask:
    options = tuple(Option(str(number), f"Column {number}", header) for number, header in enumerate(headers, start=1))
    return Ask(key, column, f"{column} stands more than once, and {{rows}} differ: which column is meant?", options)
