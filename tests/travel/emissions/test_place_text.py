import pytest

from travel.emissions.place_text import bracketed, clean, foreign_letter, is_old_name, station_mode


def test_unseen_characters_go_and_blanks_become_one() -> None:
    assert clean("\ufeff Addis\u00a0\u00a0Abeba\u200b ") == "Addis Abeba"


@pytest.mark.parametrize(
    ("text", "letter"), [("GVА", "А"), ("Gеneva", "е"), ("Genève", ""), ("МОСКВА", ""), ("Μ", "Μ")]
)
def test_a_letter_of_another_script_is_found_among_latin_ones(text: str, letter: str) -> None:
    assert foreign_letter(text) == letter


@pytest.mark.parametrize(
    ("text", "outside", "inside"),
    [
        ("Nairobi (NBO)", "Nairobi", "NBO"),
        ("- PARIS ORLY [ORY]", "PARIS ORLY", "ORY"),
        ("(GVA) Geneva", "Geneva", "GVA"),
    ],
)
def test_brackets_divide_a_text(text: str, outside: str, inside: str) -> None:
    split = bracketed(text)
    assert split is not None
    assert (split.outside, split.inside) == (outside, inside)


def test_a_text_without_brackets_is_not_divided() -> None:
    assert bracketed("Geneva") is None


def test_an_old_name_is_told_from_a_state() -> None:
    assert is_old_name("EX RANGOON")
    assert not is_old_name("ILLINOIS")


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("PARIS GARE DE LYON", "rail"),
        ("GARE ROUTIERE DE PAU", "bus"),
        ("GARE MARITIME DE DAKAR", "ferry"),
        ("MONACO HELIPORT", "helicopter"),
        ("GENEVE", ""),
        ("HBFX", ""),
    ],
)
def test_a_name_tells_its_mode(name: str, mode: str) -> None:
    assert station_mode(name) == mode
