import pytest

from greenops.reference.naming import folded, without_airport_words


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Genève", "GENEVE"),
        ("N'Djili", "NDJILI"),
        ("N’DJILI", "NDJILI"),
        ("Kraków-Balice", "KRAKOW BALICE"),
        ("Łódź", "LODZ"),
        ("Tromsø", "TROMSO"),
        ("Straßburg", "STRASSBURG"),
        ("  São  Paulo ", "SAO PAULO"),
        ("Diyarbakır", "DIYARBAKIR"),
    ],
)
def test_a_name_has_one_form(text: str, name: str) -> None:
    assert folded(text) == name


@pytest.mark.parametrize(
    ("name", "bare"),
    [("JUBA INTERNATIONAL AIRPORT", "JUBA"), ("AEROPORT ORLY", "ORLY"), ("INTERNATIONAL", "INTERNATIONAL")],
)
def test_the_word_airport_says_nothing_about_which(name: str, bare: str) -> None:
    assert without_airport_words(name) == bare
