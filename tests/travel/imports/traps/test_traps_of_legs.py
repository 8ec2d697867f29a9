"""Traps 17 to 27 of booking data: legs, and the people and aircraft on them."""

import pytest

from tests.travel.imports.booking_file import (
    COUPON_HEADER,
    TICKET_HEADER,
    Read,
    coupon,
    leg_of,
    legs,
    reasons,
    ticket,
    verdicts,
)
from tests.travel.imports.traps.asking import answered, asked, choices
from travel.emissions.quality import Quality
from travel.imports.reading import Reading

HEADER = "Origin,Destination,Departure Date,Traveller"
EXPENSES = "Transaction Date,Expense Type,Vendor,Ticket Number,From,To,Amount,Comment"
MODES = "Origin,Destination,Date,Mode,Aircraft,Amount"


def sentence(reading: Reading, position: int = 0) -> str:
    return str(reading.rows["sentence"][position])


@pytest.mark.parametrize("other", ["GVA", "gva", "Genève"])
def test_trap_17_same_origin_and_destination_is_rejected_and_never_zero(other: str, read: Read) -> None:
    reading = read(HEADER, f"GVA,{other},2025-03-01,Awa Ndiaye")
    assert reasons(reading) == ["same_place"]
    assert len(reading.legs) == 0


def test_trap_17_same_origin_and_destination_inside_a_route_is_left_out_and_said(read: Read) -> None:
    reading = read(TICKET_HEADER, ticket(route="GVA/ZRH/ZRH/GVA", classes="Y/Y/Y"))
    assert legs(reading) == ["GVA-ZRH ZRH-GVA"]
    assert "a leg from ZRH to itself was left out" in sentence(reading)


@pytest.mark.parametrize("gap", ["GVA/NBO//JUB/GVA", "GVA/NBO/ARNK/JUB/GVA", "GVA-NBO***JUB-GVA", "GVA NBO-/JUB GVA"])
def test_trap_18_surface_sector_and_open_jaw_have_no_leg_across_and_are_noted(gap: str, read: Read) -> None:
    reading = read(TICKET_HEADER, ticket(route=gap, classes="Y/Y"))
    assert legs(reading) == ["GVA-NBO JUB-GVA"]
    assert "1 surface gap in the route: no leg across." in sentence(reading)


def test_trap_18_surface_sector_as_a_void_coupon_and_a_next_leg_elsewhere_are_no_error(read: Read) -> None:
    reading = read(COUPON_HEADER, coupon(1, to="NBO"), coupon(2, origin="NBO", to="JUB", carrier="VOID"),
                   coupon(3, origin="JUB", to="ADD", flight="18APR"))  # fmt: skip
    assert reasons(reading) == ["flight", "surface_sector", "flight"]


def test_trap_19_return_hidden_in_a_remark_is_asked_and_added_as_inferred(read: Read) -> None:
    out = "2025-02-03,Airfare,Swiss,7241234567890,GVA,NBO,600.00,round trip"
    question = asked(read(EXPENSES, out), "return_unclear")
    assert choices(question) == ["return", "one_way"]
    both = answered(read, "return_unclear", "return", EXPENSES, out)
    assert legs(both) == ["GVA-NBO NBO-GVA"]
    assert ["inferred_return" in note for note in both.legs["notes"]] == [False, True]
    assert legs(answered(read, "return_unclear", "one_way", EXPENSES, out)) == ["GVA-NBO"]


def test_trap_19_return_hidden_in_a_remark_is_not_doubled_where_another_row_has_it(read: Read) -> None:
    out = "2025-02-03,Airfare,Swiss,7241234567890,GVA,NBO,600.00,round trip"
    back = "2025-02-14,Airfare,Swiss,7241234567891,NBO,GVA,600.00,"
    assert legs(read(EXPENSES, out, back)) == ["GVA-NBO", "NBO-GVA"]


@pytest.mark.parametrize("flag", ["RT", "Return", "AR"])
def test_trap_19_return_hidden_in_a_flag_is_added_as_inferred_once(flag: str, read: Read) -> None:
    header = f"{EXPENSES},Trip Type"
    out = f"2025-02-03,Airfare,Swiss,7241234567890,GVA,NBO,600.00,,{flag}"
    back = f"2025-02-14,Airfare,Swiss,7241234567891,NBO,GVA,600.00,,{flag}"
    alone = read(header, out)
    assert legs(alone) == ["GVA-NBO NBO-GVA"]
    assert "The way back is not written out and was added." in sentence(alone)
    assert legs(read(header, out, back)) == ["GVA-NBO", "NBO-GVA"]
    assert legs(read(header, out.replace(f",{flag}", ",OW"))) == ["GVA-NBO"]


def test_trap_19_return_hidden_in_a_flag_of_a_route_or_segment_that_has_it_doubles_nothing(read: Read) -> None:
    header = "Nom client;Voyageur;Numéro pièce;Date facture;Activité;Parcours;Trajet;Par Sg 1;Par Sg 2;Montant TTC"
    line = "X;LEROY/ANNE;F1;2025-02-11;AERIEN BSP;VOYAGE;AR;GENEVE/NAIROBI;NAIROBI/GENEVE;140,00"
    assert legs(read(header, line)) == ["GVA-NBO NBO-GVA"]
    segment = "GVA,NBO,2025-03-01,Awa Ndiaye,YES"
    assert legs(read(f"{HEADER},Round Trip", segment)) == ["GVA-NBO"]


def test_trap_20_ends_only_are_a_lower_bound_and_marked(read: Read) -> None:
    reading = read(EXPENSES, "2025-02-03,Airfare,Swiss,7241234567890,GVA,NBO,600.00,")
    assert legs(reading) == ["GVA-NBO"]
    assert Quality(int(leg_of(reading)["place_quality"])) & Quality.ENDS_ONLY
    assert "a connection would have to be added by hand" in sentence(reading)


def test_trap_20_ends_only_are_not_what_a_segment_is(read: Read) -> None:
    reading = read(HEADER, "GVA,NBO,2025-03-01,Awa Ndiaye")
    assert not Quality(int(leg_of(reading)["place_quality"])) & Quality.ENDS_ONLY


def test_trap_21_stops_without_change_of_number_are_kept_as_sold_unless_named(read: Read) -> None:
    assert legs(read(f"{HEADER},NumStops", "GVA,NBO,2025-03-01,Awa Ndiaye,1")) == ["GVA-NBO"]
    named = read(f"{HEADER},Via", "GVA,NBO,2025-03-01,Awa Ndiaye,ADD", mapping={"columns": {"stop": "Via"}})
    assert legs(named) == ["GVA-ADD ADD-NBO"]


def test_trap_22_codeshares_under_two_numbers_are_one_leg_or_asked(read: Read) -> None:
    header = "Origin,Destination,Departure Date,Ticket Number,Traveller,Carrier,Flight Number"
    lines = [f"GVA,ADD,2025-03-01,0712345678905,Awa Ndiaye,{flight}" for flight in ("ET,729", "LX,8729")]
    question = asked(read(header, *lines), "same_booking")
    assert question.positions == (1,)
    assert verdicts(answered(read, "same_booking", "same", header, *lines)) == ["flight", "ignored"]


def test_trap_23_legs_out_of_order_are_the_same_legs(read: Read) -> None:
    ends = [("GVA", "ADD", "11APR"), ("ADD", "EBB", "12APR"), ("EBB", "ADD", "17APR"), ("ADD", "GVA", "18APR")]
    lines = [coupon(n, origin=start, to=end, flight=day) for n, (start, end, day) in enumerate(ends, start=1)]
    ordered, turned = read(COUPON_HEADER, *lines), read(COUPON_HEADER, *reversed(lines))
    assert set(ordered.legs["identity"]) == set(turned.legs["identity"])
    assert legs(turned) == list(reversed(legs(ordered)))


def test_trap_23_legs_out_of_order_are_ordered_by_their_coupons_before_some_are_given_back(read: Read) -> None:
    lines = [coupon(2, origin="ADD", to="GVA", flight="18APR"), coupon(1, amount="1130.00")]
    back = coupon(0, kind="RFND", origin="", to="", carrier="", letter="", flight="", used="2", amount="-410.00")
    assert verdicts(read(COUPON_HEADER, *lines, back)) == ["cancelled", "flight", "credit"]


def test_trap_24_several_people_in_one_row_multiply_people_and_not_legs(read: Read) -> None:
    reading = read(HEADER, "GVA,JFK,2025-03-01,Awa Ndiaye; Peter Okello")
    assert reading.legs["passengers"].tolist() == [2]
    counted = read("Origin,Destination,Date,Passengers", "GVA,JFK,2025-03-01,384")
    assert counted.legs["passengers"].tolist() == [384]


@pytest.mark.parametrize("number", ["2", "3"])
def test_trap_24_several_people_in_one_row_that_a_number_contradicts_are_asked(number: str, read: Read) -> None:
    lines = (f"{HEADER},Passengers", "GVA,JFK,2025-03-01,Awa Ndiaye; Peter Okello,3")
    assert asked(read(*lines), "passenger_count").free == "number"
    assert answered(read, "passenger_count", number, *lines).legs["passengers"].tolist() == [int(number)]


def test_trap_25_infant_on_a_lap_is_no_passenger_and_a_child_is(read: Read) -> None:
    reading = read(COUPON_HEADER, coupon(traveller_type="INF"), coupon(2, traveller_type="CHD"))
    assert reasons(reading) == ["infant", "flight"]


@pytest.mark.parametrize("mode", ["charter", "military"])
def test_trap_26_charter_and_military_flights_follow_a_rule_that_is_asked_once(mode: str, read: Read) -> None:
    lines = (MODES, f"GVA,JUB,2025-03-01,{mode},,0.00", f"JUB,GVA,2025-03-08,{mode},,0.00")
    assert asked(read(*lines), mode).positions == (0, 1)
    seats = answered(read, mode, "seats", *lines)
    assert legs(seats) == ["GVA-JUB", "JUB-GVA"]
    assert Quality(int(leg_of(seats)["place_quality"])) & Quality.MODE_NOT_COVERED
    assert reasons(answered(read, mode, "leave_out", *lines)) == ["left_out", "left_out"]


def test_trap_26_charter_apart_un_flights_count_their_seats_at_no_price_and_are_marked(read: Read) -> None:
    reading = read(MODES, "JUB,WUU,2025-03-01,UNHAS,,0.00")
    assert legs(reading) == ["JUB-WUU"]
    assert reading.legs["mode"].tolist() == ["field_flight"]
    assert Quality(int(leg_of(reading)["place_quality"])) & Quality.MODE_NOT_COVERED


@pytest.mark.parametrize(
    ("line", "mode"),
    [("NCE,MCM,2025-03-01,,,", "helicopter"), ("JUB,WUU,2025-03-01,air,Mi-8 MTV,", "helicopter"),
     ("JUB,WUU,2025-03-01,Hel,,", "helicopter"), ("MLE,GAN,2025-03-01,seaplane,,", "seaplane")],
)  # fmt: skip
def test_trap_27_helicopter_and_seaplane_are_categories_of_their_own(line: str, mode: str, read: Read) -> None:
    assert choices(asked(read(MODES, line), mode)) == ["seats", "leave_out"]
    reading = answered(read, mode, "seats", MODES, line)
    assert reading.legs["mode"].tolist() == [mode]
    assert Quality(int(leg_of(reading)["place_quality"])) & Quality.MODE_NOT_COVERED


def test_trap_27_helicopter_of_a_sector_sheet_is_told_by_its_aircraft(read: Read) -> None:
    header = "Date,Flight,Aircraft,From,To,Our pax,Remarks"
    assert reasons(read(header, "2025-01-09,UNO-203H,Mi-8 MTV,JUB,WUU,3,")) == ["helicopter"]
