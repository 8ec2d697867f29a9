"""The traps of booking data, by the number and name that the notes on booking files give them."""

import pytest

from tests.travel.imports.booking_file import (
    COUPON_HEADER,
    TICKET_HEADER,
    Read,
    coupon,
    first_dates,
    leg_of,
    legs,
    reasons,
    ticket,
    verdicts,
)
from travel.emissions.quality import Quality

HEADER = "Origin,Destination,Departure Date,Cabin,Ticket Number,Traveller"


def row(
    origin: str = "GVA", to: str = "JFK", on: str = "2025-03-01", cabin: str = "Economy", *, number: str = ""
) -> str:
    return f"{origin},{to},{on},{cabin},{number},Ndiaye Awa"


def test_trap_01_metropolitan_codes_are_asked(read: Read) -> None:
    assert reasons(read(HEADER, row("LON", "NYC"))) == ["metropolitan_code"]


def test_trap_01_metropolitan_codes_with_a_declared_stand_in_fly_and_are_marked(read: Read) -> None:
    reading = read(HEADER, row("LON", "NYC"), stand_ins={"LON": "LHR", "NYC": "JFK"})
    assert legs(reading) == ["LHR-JFK"]
    assert Quality(int(leg_of(reading)["place_quality"])) & Quality.CITY_STAND_IN


def test_trap_02_codes_that_are_both_city_and_airport_warn(read: Read) -> None:
    reading = read(HEADER, row("SHA", "HND"))
    assert verdicts(reading) == ["flight"]
    assert "SHA is also the code of its city" in reading.rows["sentence"][0]


@pytest.mark.parametrize(("on", "verdict"), [("2019-05-01", "flight"), ("2023-05-01", "rejected")])
def test_trap_03_closed_airport_counts_while_it_was_open(on: str, verdict: str, read: Read) -> None:
    assert verdicts(read(HEADER, row("TXL", "GVA", on))) == [verdict]


def test_trap_04_retired_and_changed_codes_resolve_to_the_same_place(read: Read) -> None:
    reading = read(HEADER, row("KIV", "IST"), row("DKR", "CMN"))
    assert legs(reading) == ["RMO-IST", "DSS-CMN"]
    assert "KIV is read as RMO" in reading.rows["sentence"][0]


def test_trap_05_one_code_two_places_in_time_by_the_date_of_the_flight(read: Read) -> None:
    before, after = read(HEADER, row("IST", "GVA", "2018-05-01"), row("IST", "GVA", "2024-05-01")).legs["distance_km"]
    # Atatürk and the new airport lie 34 km apart.
    assert abs(before - after) > 5


def test_trap_06_railway_stations_in_the_air_file_are_another_mode(read: Read) -> None:
    assert reasons(read(HEADER, row("GVA", "XPG"))) == ["other_mode"]


@pytest.mark.parametrize("typed", ["gva", " GVA", "GVA\u00a0", "\u200bGVA"])
def test_trap_07_lower_case_blanks_and_invisible_characters_do_not_matter(typed: str, read: Read) -> None:
    assert legs(read(HEADER, row(typed))) == ["GVA-JFK"]


def test_trap_07_a_letter_of_another_script_is_named(read: Read) -> None:
    reading = read(HEADER, row("GV\u0410"))
    assert verdicts(reading) == ["rejected"]
    assert "Cyrillic capital letter a (U+0410)" in reading.rows["sentence"][0]


def test_trap_09_na_is_empty_for_a_place_and_nan_in_capitals_is_nadi(read: Read) -> None:
    reading = read(HEADER, row("NA"), row("NAN", "SUV"))
    assert reasons(reading) == ["missing_origin", "flight"]


def test_trap_10_ambiguous_city_names_are_asked(read: Read) -> None:
    assert reasons(read(HEADER, row("Birmingham"))) == ["ambiguous_name"]


def test_trap_11_an_answer_given_once_reads_the_name(read: Read) -> None:
    assert legs(read(HEADER, row("Dschuba"), aliases={"Dschuba": "JUB"})) == ["JUB-JFK"]


def test_trap_14_airstrips_without_code_take_the_coordinates_that_were_given_once(read: Read) -> None:
    reading = read(HEADER, row("Pibor", "JUB"), aliases={"Pibor": "6.79,33.13"})
    assert verdicts(reading) == ["flight"]


def test_trap_15_icao_codes_are_read(read: Read) -> None:
    assert legs(read(HEADER, row("LSGG", "KJFK"))) == ["GVA-JFK"]


def test_trap_16_brussels_lies_where_it_lies(read: Read) -> None:
    # Geneva to Brussels is 532 km; the open airport list has BRU 42 km off.
    assert abs(read(HEADER, row("GVA", "BRU")).legs["distance_km"][0] - 532) <= 1


def test_trap_17_same_origin_and_destination_is_rejected(read: Read) -> None:
    assert reasons(read(HEADER, row("GVA", "gva"))) == ["same_place"]


def test_trap_17_a_leg_to_itself_inside_a_route_is_left_out_and_said(read: Read) -> None:
    reading = read(TICKET_HEADER, ticket(route="GVA/ZRH/ZRH/GVA", classes="Y/Y/Y"))
    assert legs(reading) == ["GVA-ZRH ZRH-GVA"]
    assert "a leg from ZRH to itself was left out" in reading.rows["sentence"][0]


@pytest.mark.parametrize("gap", ["GVA/NBO//JUB/GVA", "GVA/NBO/ARNK/JUB/GVA", "GVA-NBO***JUB-GVA", "GVA NBO-/JUB GVA"])
def test_trap_18_surface_sector_has_no_leg_across(gap: str, read: Read) -> None:
    assert legs(read(TICKET_HEADER, ticket(route=gap, classes="Y/Y"))) == ["GVA-NBO JUB-GVA"]


def test_trap_18_a_coupon_without_airline_is_a_surface_sector(read: Read) -> None:
    assert reasons(read(COUPON_HEADER, coupon(carrier="VOID"))) == ["surface_sector"]


def test_trap_24_several_people_in_one_row_multiply_people_and_not_legs(read: Read) -> None:
    reading = read("Origin,Destination,Date,Traveller", "GVA,JFK,2025-03-01,Awa Ndiaye; Peter Okello")
    assert reading.legs["passengers"].tolist() == [2]


def test_trap_24_a_number_that_the_names_contradict_is_asked(read: Read) -> None:
    header = "Origin,Destination,Date,Traveller,Passengers"
    assert reasons(read(header, "GVA,JFK,2025-03-01,Awa Ndiaye; Peter Okello,3")) == ["passenger_count"]


def test_trap_25_infant_on_a_lap_is_no_passenger_and_a_child_is(read: Read) -> None:
    reading = read(COUPON_HEADER, coupon(traveller_type="INF"), coupon(2, traveller_type="CHD"))
    assert reasons(reading) == ["infant", "flight"]


def test_trap_26_a_charter_is_asked(read: Read) -> None:
    assert reasons(read("Origin,Destination,Date,Mode", "GVA,JFK,2025-03-01,Charter")) == ["charter"]


def test_trap_28_refund_rows_cancel_their_ticket_and_never_fly(read: Read) -> None:
    reading = read(TICKET_HEADER, ticket(), ticket("Refund", fare="-1000.00"))
    assert verdicts(reading) == ["cancelled", "credit"]
    assert len(reading.legs) == 0


def test_trap_28_a_refund_may_stand_before_its_sale(read: Read) -> None:
    assert verdicts(read(TICKET_HEADER, ticket("Refund", fare="-1000.00"), ticket())) == ["credit", "cancelled"]


def test_trap_28_an_unmatched_credit_stays_open(read: Read) -> None:
    reading = read(TICKET_HEADER, ticket("Refund", fare="-1000.00"))
    assert reasons(reading) == ["credit_open"]
    assert [(credit.ticket, credit.open) for credit in reading.credits] == [("7241234567001", True)]


@pytest.mark.parametrize(
    ("given_back", "left"),
    [
        ("ZRH/GVA", "GVA-ZRH ZRH-NBO NBO-ZRH"),
        ("GVA/ZRH", "ZRH-NBO NBO-ZRH ZRH-GVA"),
        ("NBO/ZRH/GVA", "GVA-ZRH ZRH-NBO"),
    ],
)
def test_trap_29_refund_of_a_partly_used_ticket_takes_the_legs_it_names(given_back: str, left: str, read: Read) -> None:
    back = ticket("Partial Refund", route=given_back, classes="/".join("Y" * given_back.count("/")), fare="-300.00")
    assert legs(read(TICKET_HEADER, ticket(), back)) == [left, ""]


@pytest.mark.parametrize(("used", "cancelled"), [("0034", [3, 4]), ("1200", [1, 2]), ("0004", [4]), ("3/4", [3, 4])])
def test_trap_29_refund_by_coupons(used: str, cancelled: list[int], read: Read) -> None:
    ends = [("GVA", "ADD"), ("ADD", "EBB"), ("EBB", "ADD"), ("ADD", "GVA")]
    sold = [coupon(n, origin=start, to=end, flight=f"{10 + n}APR", amount="1130.00" if n == 1 else "")
            for n, (start, end) in enumerate(ends, start=1)]  # fmt: skip
    back = coupon(0, kind="RFND", origin="", to="", carrier="", letter="", flight="", used=used, amount="-410.00")
    found = verdicts(read(COUPON_HEADER, *sold, back))
    assert [n for n, verdict in enumerate(found, start=1) if verdict == "cancelled"] == cancelled
    assert found[4] == "credit"


def test_trap_29_a_part_given_back_without_coupons_is_asked(read: Read) -> None:
    assert reasons(read(TICKET_HEADER, ticket(), ticket("Refund", route="", classes="", fare="-500.00"))) == [
        "refund_unclear", "credit",
    ]  # fmt: skip


def test_trap_30_tax_only_refund_is_asked(read: Read) -> None:
    assert reasons(read(TICKET_HEADER, ticket(), ticket("Refund", fare="-24.60"))) == ["tax_only_refund", "credit"]


def test_trap_31_exchange_is_counted_once_by_its_link(read: Read) -> None:
    renewed = ticket("Exchange", number="7241234567002", exchanged="7241234567001", departs="2025-06-01", fare="85.00")
    assert reasons(read(TICKET_HEADER, ticket(), renewed)) == ["exchanged", "noted"]


def test_trap_31_exchange_without_a_link_is_asked(read: Read) -> None:
    renewed = ticket("Exchange", number="7241234567002", departs="2025-06-01", fare="85.00")
    assert reasons(read(TICKET_HEADER, ticket(), renewed)) == ["flight", "exchange_unlinked"]


def test_trap_31_exchange_after_the_outbound_keeps_what_was_flown(read: Read) -> None:
    renewed = ticket("Exchange", number="7241234567002", exchanged="7241234567001", issued="2025-05-25",
                     departs="2025-06-01", route="NBO/ZRH/GVA", classes="Y/Y", fare="85.00")  # fmt: skip
    assert legs(read(TICKET_HEADER, ticket(), renewed)) == ["GVA-ZRH ZRH-NBO", "NBO-ZRH ZRH-GVA"]


def test_trap_32_void_takes_both_rows_out(read: Read) -> None:
    assert verdicts(read(TICKET_HEADER, ticket(), ticket("Void", fare="0.00"))) == ["cancelled", "ignored"]


def test_trap_32_a_void_document_takes_back_its_sale(read: Read) -> None:
    void = coupon(0, kind="CANX", origin="", to="", carrier="", letter="", flight="")
    assert reasons(read(COUPON_HEADER, coupon(), void)) == ["voided", "credit"]


def test_trap_33_ancillaries_that_look_like_flights_go_by_document_type(read: Read) -> None:
    assert reasons(read(COUPON_HEADER, coupon(kind="EMDA", amount="30.00"))) == ["ancillary"]


def test_trap_33_ancillaries_without_a_type_are_asked_beside_their_ticket(read: Read) -> None:
    reading = read(TICKET_HEADER, ticket(), ticket(number="7241234567555", fare="30.00"))
    assert reasons(reading) == ["flight", "ancillary_suspect"]


def test_trap_34_empty_or_zero_amount_is_still_a_flight(read: Read) -> None:
    reading = read(TICKET_HEADER, ticket(fare="0.00"), ticket(fare="", number="7241234567002", departs="2025-06-01"))
    assert verdicts(reading) == ["flight", "flight"]


@pytest.mark.parametrize("status", ["Cancelled", "not realised", "No-show", "VOIDED"])
def test_trap_35_trips_that_did_not_take_place_are_ignored(status: str, read: Read) -> None:
    assert verdicts(read(TICKET_HEADER, ticket(status))) == ["ignored"]


@pytest.mark.parametrize("word", ["TOTAL", "Grand Total", "Summe", "Somme", "TOTAL GENERAL", "Total:"])
def test_trap_36_totals_are_a_check_and_no_flight(word: str, read: Read) -> None:
    reading = read(TICKET_HEADER, ticket(fare="1000.00"), f"{word},,,,,,,,,,,1000.00,")
    assert reasons(reading) == ["flight", "totals_row"]
    assert reading.rows["sentence"][1].endswith("Air Fare agrees with the rows above.")


def test_trap_36_repeated_headers_and_footnotes_are_no_bookings(read: Read) -> None:
    reading = read(HEADER, row(), HEADER, row(on="2025-04-01"), "* prices without the fee,,,,,")
    assert reasons(reading) == ["flight", "repeated_header", "flight", "note_row"]


def test_trap_37_which_date_a_worse_date_is_marked_as_what_it_is(read: Read) -> None:
    reading = read(
        "Origin,Destination,Departure Date,Issue Date", "GVA,JFK,,2024-12-20", "GVA,JFK,2025-01-08,2024-12-20"
    )
    assert reading.legs["date_basis"].tolist() == ["issue", "departure"]
    assert reading.legs["departed_on"].notna().tolist() == [False, True]
    assert reading.legs["counted_on"].dt.year.tolist() == [2024, 2025]


def test_trap_38_dates_without_year_take_it_from_the_issue_date_and_turn_over(read: Read) -> None:
    reading = read(COUPON_HEADER, coupon(flight="30DEC", issued="241220"), coupon(2, flight="05JAN", issued="241220"))
    assert first_dates(reading) == ["2024-12-30", "2025-01-05"]


def test_trap_38_day_and_month_are_settled_by_the_column(read: Read) -> None:
    assert first_dates(read(HEADER, row(on="03/04/2025"), row(on="25/04/2025"))) == ["2025-04-03", "2025-04-25"]
    assert first_dates(read(HEADER, row(on="03/04/2025"), row(on="04/25/2025"))) == ["2025-03-04", "2025-04-25"]
    assert reasons(read(HEADER, row(on="03/04/2025"))) == ["date_order"]


def test_trap_39_the_same_thing_imported_twice_adds_nothing(read: Read) -> None:
    lines = (HEADER, row(number="7241234567890"), row(number="7241234567890", origin="JFK", to="GVA"), row("LON"))
    known = set(read(*lines).legs["identity"])
    assert reasons(read(*lines, earlier=known)) == ["known", "known", "metropolitan_code"]


def test_trap_40_names_and_numbers_that_vary_are_one_identity(read: Read) -> None:
    def identity(number: str, name: str) -> str:
        line = f"GVA,JFK,2025-03-01,Economy,{number},{name}"
        return str(read(HEADER, line).legs["identity"][0])

    same = identity("0571234567890", "NDIAYE/AWA MRS")
    assert identity("571234567890", "NDIAYE/AWAMRS") == same
    assert identity("057-1234567890", "Awa Ndiaye") == same
    assert identity("0571234567890", "OKELLO/PETER") != same


def test_trap_40_two_colleagues_on_one_flight_are_two_and_an_exact_repeat_is_asked(read: Read) -> None:
    line = "GVA,JFK,2025-03-01,Economy,,"
    assert reasons(read(HEADER, line + "Awa Ndiaye", line + "Peter Okello", line + "Peter Okello")) == [
        "flight", "flight", "repeated_row",
    ]  # fmt: skip


def test_cabins_fewer_than_legs_are_asked_and_not_repeated(read: Read) -> None:
    reading = read(TICKET_HEADER, ticket(classes="Y/W"))
    assert reasons(reading) == ["cabin_count"]
    assert reading.waiting["cabin"].tolist() == ["economy", "premium_economy", "unknown", "unknown"]


def test_a_class_that_stands_once_for_every_ticket_is_that_of_all_legs(read: Read) -> None:
    reading = read(TICKET_HEADER, ticket(classes="Business"), ticket(classes="Economy", number="7241234567009"))
    assert set(reading.legs["cabin"]) == {"business", "economy"}
    assert verdicts(reading) == ["flight", "flight"]


def test_segments_side_by_side_are_the_legs_and_the_route_beside_them_does_not_double_them(read: Read) -> None:
    header = "Voyageur;Date facture;Activité;Parcours;Par Sg 1;Par Sg 2;Montant TTC"
    row = "LEROY/ANNE;2025-02-11;AERIEN BSP;VOYAGE;GENEVE/ADDIS ABEBA;ADDIS ABEBA/NAIROBI;140,00"
    assert legs(read(header, row)) == ["GVA-ADD ADD-NBO"]


def test_trap_19_a_return_hidden_in_a_remark_is_asked_unless_another_row_has_it(read: Read) -> None:
    header = "Transaction Date,Expense Type,Vendor,Ticket Number,From,To,Amount,Comment"
    out = "2025-02-03,Airfare,Swiss,7241234567890,GVA,NBO,600.00,round trip"
    back = "2025-02-14,Airfare,Swiss,7241234567891,NBO,GVA,600.00,"
    assert reasons(read(header, out)) == ["return_unclear"]
    assert reasons(read(header, out, back)) == ["flight", "flight"]


def test_trap_27_a_helicopter_is_asked(read: Read) -> None:
    header = "Date,Flight,Aircraft,From,To,Our pax,Remarks"
    assert reasons(read(header, "2025-01-09,UNO-203H,Mi-8 MTV,JUB,WUU,3,")) == ["helicopter"]


def test_trap_36_itemised_lines_are_not_flights_of_their_own(read: Read) -> None:
    header = "Transaction Date,Expense Type,Vendor,Ticket Number,From,To,Amount,Parent Line"
    parent = "2025-02-27,Airfare,Swiss,7243456789012,ZRH,LHR,600.00,"
    assert reasons(read(header, parent, parent + "1")) == ["flight", "itemisation"]
