"""Route strings to legs."""

import pytest

from travel.imports.routes import name_separator, parse_route


def _legs(text: str, separator: str | None = None) -> list[str]:
    codes = {"GVA", "ZRH", "NBO"}
    return ["-".join(leg) for leg in parse_route(text, separator, codes.__contains__).legs]


@pytest.mark.parametrize(
    ("text", "legs"),
    [
        ("GVA/ZRH/JFK", ["GVA-ZRH", "ZRH-JFK"]),
        ("GVA-ADD-NBO-ADD-GVA", ["GVA-ADD", "ADD-NBO", "NBO-ADD", "ADD-GVA"]),
        ("GVA ZRH NYC", ["GVA-ZRH", "ZRH-NYC"]),
        ("GVAZRHNBO", ["GVA-ZRH", "ZRH-NBO"]),
        ("gva/nce/gva", ["GVA-NCE", "NCE-GVA"]),
        ("GVA/ADD/NBO//JUB/ADD/GVA", ["GVA-ADD", "ADD-NBO", "JUB-ADD", "ADD-GVA"]),
        ("GVA-NBO***JUB-GVA", ["GVA-NBO", "JUB-GVA"]),
        ("GVA ADD NBO-/JUB ADD GVA", ["GVA-ADD", "ADD-NBO", "JUB-ADD", "ADD-GVA"]),
        ("GVA LX X/ZRH LX NYC", ["GVA-ZRH", "ZRH-NYC"]),
        ("GVA – ZRH → JFK", ["GVA-ZRH", "ZRH-JFK"]),
        ("7 Mar 25 - Geneva to Nairobi", ["Geneva-Nairobi"]),
    ],
)
def test_a_route_is_read_as_sources_write_it(text: str, legs: list[str]) -> None:
    assert _legs(text) == legs


def test_names_are_split_where_all_routes_of_the_column_are() -> None:
    column = ["GENEVE/ADDIS ABEBA/NAIROBI", "PORT-AU-PRINCE/NEW YORK-NEWARK"]
    separator = name_separator(column)
    assert separator == "/"
    assert _legs(column[1], separator) == ["PORT-AU-PRINCE-NEW YORK-NEWARK"]


def test_names_without_a_common_separator_are_not_guessed_at() -> None:
    assert parse_route("MINNEAPOLIS/ST.PAUL - GENEVA;x", None, lambda code: False).reason == "route_not_split"


def test_a_word_of_six_letters_is_no_pair_of_codes_unless_both_are() -> None:
    assert parse_route("GENEVE", None, lambda code: False).legs == ()


def test_gaps_are_counted() -> None:
    assert parse_route("GVA/NBO//JUB/ADD//CAI/GVA", None, lambda code: True).gaps == 2
