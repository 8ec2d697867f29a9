"""Aircraft as told by a booking."""

import pytest

from travel.emissions.mix import mix_fault, mix_of


def test_departures_become_shares() -> None:
    assert mix_of("319:10|32a:30") == (("319", 0.25), ("32A", 0.75))


@pytest.mark.parametrize(("text", "mix"), [("", ()), (" 320 ", (("320", 1.0),))])
def test_one_type_or_none(text: str, mix: tuple[tuple[str, float], ...]) -> None:
    assert mix_of(text) == mix
    assert mix_fault(text) == ""


@pytest.mark.parametrize("text", ["319:x|320:4", "319:0", "319:-1|320:4", ":4", "319:1|", "319|320:4", "|", "319:"])
def test_a_mix_that_cannot_be_read_says_why(text: str) -> None:
    assert mix_fault(text)
