"""Cabins and legs of rows that hold several of them."""

from tests.travel.imports.booking_file import TICKET_HEADER, Read, legs, reasons, ticket, verdicts


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
