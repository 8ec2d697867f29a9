"""Ticket numbers and names made comparable."""

import pytest

from travel.imports.tickets import coupons, is_ancillary_number, name_key, ticket_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("7242345678901", "7242345678901"), ("724-2345678901", "7242345678901"), ("724 2345678901", "7242345678901"),
        ("72423456789013", "7242345678901"), ("724-2345678901-02", "7242345678901"), ("571234567891", "0571234567891"),
        ("571234567891.0", "0571234567891"), ("2345678901", "2345678901"), ("x7k2pm", "X7K2PM"),
        ("957-2188.123456", "9572188123456"),
        ("2,35123E+12", ""), ("5.71235E+11", ""), ("", ""), ("N/A", ""),
    ],
)  # fmt: skip
def test_a_ticket_number_is_compared_by_its_thirteen_digits(text: str, key: str) -> None:
    assert ticket_key(text) == key


def test_digits_four_and_five_tell_an_ancillary() -> None:
    assert is_ancillary_number("7248212345679")
    assert not is_ancillary_number("7242345678201")


@pytest.mark.parametrize(
    ("text", "numbers"), [("0034", (3, 4)), ("1000", (1,)), ("3/4", (3, 4)), ("", ()), ("0000", ())]
)
def test_coupons_are_read_as_sources_write_them(text: str, numbers: tuple[int, ...]) -> None:
    assert coupons(text) == numbers


@pytest.mark.parametrize(
    "text", ["NDIAYE/AWA MRS", "NDIAYE/AWA", "Awa Ndiaye", "NDIAYE, Awa", "NDIAYE/AWAMRS", "Ndiayé / Awa"]
)
def test_a_name_is_compared_without_case_accents_titles_and_order(text: str) -> None:
    assert name_key(text) == "awa ndiaye"
