"""Values of the return as they are printed."""

import pytest

from greenops.annual_return.printed import printed_change, printed_share, printed_value


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1674.449, "tCO2eq", "1,674.4"),
        (1674.45, "tCO2eq", "1,674.5"),  # half up, as people round; 1674.45 as a float lies just above
        (3.14159, "tCO2eq", "3.142"),
        (0.00042, "tCO2eq", "0.00042"),
        (12345.6, "kWh", "12,346"),
        (0.0, "tCO2eq", "0.0"),
        (2.0, "persons", "2"),
        (2.5, "persons", "2.500"),
        (None, "tCO2eq", "–"),
        ("", "", "–"),
        (True, "", "yes"),
        ("sewer", "", "sewer"),
        (700, "person", "700"),
    ],
)
def test_a_value_is_rounded_once_and_what_is_not_known_is_no_zero(value, unit, words):
    assert printed_value(value, unit) == words


@pytest.mark.parametrize(
    ("share", "words"), [(None, "–"), (0.0, "0.0 %"), (0.0001, "<0.1 %"), (0.1234, "12.3 %"), (1.0, "100.0 %")]
)
def test_a_share_that_is_something_does_not_become_nothing(share, words):
    assert printed_share(share) == words


@pytest.mark.parametrize(
    ("percent", "words"),
    [(10.25, "+10.3 %"), (-10.24, "−10.2 %"), (0.04, "<0.1 %"), (-0.04, "<0.1 %"), (0.0, "0.0 %"), (None, "–")],
)
def test_a_change_has_its_sign_and_is_never_printed_as_none(percent, words):
    assert printed_change(percent) == words
