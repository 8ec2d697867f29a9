"""Cabins: words, letters of a whole column, booking letters by airline."""

import numpy as np
import pytest

from travel.imports.cabins import UNKNOWN_LETTER, UNKNOWN_WORD, cabin_of, read_classes, row_cabin
from travel.imports.grid import TextColumn


def _letters(*texts: str, means: str = "auto") -> bool:
    return read_classes(TextColumn.of(texts), np.ones(len(texts), dtype=bool), means).letters


@pytest.mark.parametrize(
    ("word", "cabin"),
    [("Economique", "economy"), ("Éco", "economy"), ("AIR BUSINESS CLASS", "business"), ("Première", "first"),
     ("PREMIUM_COACH", "premium_economy"), ("World Traveller Plus", "premium_economy"), ("Affaires", "business"),
     ("mixed", "unknown"), ("Y", "economy"), ("W", "premium_economy"), ("J", "business"), ("F", "first")],
)  # fmt: skip
def test_a_word_or_cabin_letter_is_read(word: str, cabin: str) -> None:
    assert cabin_of(word, "LX", False, {}) == cabin


def test_letters_beyond_the_cabins_make_the_column_one_of_booking_letters() -> None:
    assert not _letters("Y/Y", "C", "W", "J")
    assert _letters("Y", "K", "L")


# airline, letter, cabin: the same letter means other cabins elsewhere.
@pytest.mark.parametrize(
    ("airline", "letter", "cabin"),
    [("LX", "Z", "business"), ("LX", "A", "first"), ("AF", "A", "premium_economy"), ("BA", "W", "premium_economy"),
     ("LX", "W", "economy"), ("ET", "D", "business"), ("TK", "K", "business"), ("LH", "K", "economy"),
     ("AF", "P", "first"), ("DL", "P", "premium_economy"), ("UA", "P", "business"), ("ET", "X", "economy")],
)  # fmt: skip
def test_a_booking_letter_is_read_by_airline(airline: str, letter: str, cabin: str) -> None:
    assert cabin_of(letter, airline, True, {}) == cabin


def test_a_booking_letter_of_an_unknown_airline_is_read_only_where_all_airlines_agree() -> None:
    assert cabin_of("Y", "ZZ", True, {}) == "economy"
    assert cabin_of("A", "ZZ", True, {}) == UNKNOWN_LETTER


def test_a_code_is_asked_until_the_source_says_what_it_means() -> None:
    assert cabin_of("4", "", False, {}) == UNKNOWN_WORD
    assert cabin_of("4", "", False, {"4": "premium_economy"}) == "premium_economy"
    assert cabin_of("A", "LX", True, {"lx a": "economy"}) == "economy"


def test_the_cabins_of_a_row_show_what_was_not_given() -> None:
    assert row_cabin(["economy", "economy"], 2) == "economy"
    assert row_cabin(["economy", "business"], 2) == "economy, business"
    assert row_cabin(["economy", "premium_economy", "unknown", "unknown"], 2) == "economy, premium_economy, ?, ?"
    assert row_cabin(["unknown"], 0) == "unknown"
