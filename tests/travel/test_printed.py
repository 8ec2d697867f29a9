import pytest

from travel.printed import number


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (4.79, 1, "4.8"),
        (0.96, 1, "1.0"),
        (1234567, 0, "1,234,567"),
        (999.5, 0, "1,000"),
        (-2.26, 1, "-2.3"),
        (0, 2, "0.00"),
    ],
    ids=str,
)
def test_numbers_are_rounded_and_grouped(value: float, decimals: int, text: str) -> None:
    assert number(value, decimals) == text
