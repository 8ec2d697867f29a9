"""A line opens to its inputs: the largest first, none lost."""

import pytest

from greenops.annual_return.computed import Input, Line
from greenops.annual_return.explaining import explained

LINE = Line(
    "3.20",
    "Emissions of electricity",
    "3",
    10.0,
    "tCO2eq",
    inputs=(
        Input("GVA/electricity_grid", "Geneva", 1000.0, "kWh", 2.0, share=(1.0, 2.0), readings=12, evidenced=6),
        Input("line:3.1", "Electricity", 3000.0, "kWh", None),
        Input("NBO/electricity_grid", "Nairobi", 2000.0, "kWh", 8.0, equation="2,000 kWh × 4 kg"),
    ),
)


def test_the_largest_input_is_the_first_step_with_its_part():
    first, second, third = explained(LINE).steps

    assert (first.label, first.part, first.equation) == ("Nairobi", 0.8, "2,000 kWh × 4 kg")
    assert (second.share, second.readings, second.evidenced) == ((1.0, 2.0), 12, 6)
    assert (third.line, third.value, third.unit) == ("3.1", None, "kWh")


def test_steps_that_are_not_shown_are_counted_and_added_up():
    made = explained(LINE, most=1)

    assert (len(made.steps), made.left_out, made.rest) == (1, 2, 2.0)
    assert sum(step.value for step in made.steps) + made.rest == pytest.approx(LINE.value)
