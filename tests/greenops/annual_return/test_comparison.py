"""The same year by two editions: line by line, with what moved most."""

import io
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from ems.models import CoolingEquipment, RefrigerantEvent
from greenops.annual_return.comparison import compare
from greenops.annual_return.computation import compute_return
from greenops.annual_return.computed import ComputedReturn, Input, Line
from tests.factories.activity import reading
from tests.factories.boundary import site, terms


def returned(values: dict[str, float | None], *, year: int = 2025, edition: str = "2026") -> ComputedReturn:
    """Lines by code; all of them are sources of the total."""
    inputs = tuple(Input(f"line:{code}", code, value, "tCO2eq", value) for code, value in values.items())
    total = Line("T.1", "Total", "T", sum(value or 0 for value in values.values()), "tCO2eq", inputs=inputs)
    lines = [Line(code, code, code.split(".")[0], value, "tCO2eq", scope=1) for code, value in values.items()]
    return ComputedReturn(year, edition, False, (), (total, *lines), "", (), "", "")


def test_the_largest_mover_stands_first_and_what_stays_is_none():
    made = compare(
        returned({"3.20": 10.0, "4.21": 5.0, "9.21": 1.0}),
        returned({"3.20": 12.0, "4.21": 1.0, "9.21": 1.0}, edition="2024"),
    )

    assert [line.code for line in made.movers] == ["4.21", "3.20"]
    assert made.line("4.21").difference == -4
    assert made.line("4.21").percent == -80
    assert made.line("T.1").difference == -2
    assert "9.21" not in [line.code for line in made.moved]


def test_a_line_that_one_edition_does_not_have_is_shown_without_a_difference():
    made = compare(returned({"3.20": 10.0, "5.3": 2.0}), returned({"3.20": 10.0}))

    assert made.line("5.3").values == (2.0, None)
    assert made.line("5.3").difference is None


def test_two_years_are_not_compared():
    with pytest.raises(ValueError, match="Compare returns of one year"):
        compare(returned({}), returned({}, year=2024))


@pytest.fixture
def leaking_site(db):
    """1,000 kWh in Geneva, and 2 kg of R-22 topped up: outside the Kyoto Protocol, 1,810 (AR4) and 1,760 (AR5)."""
    made = site()
    terms(made)
    reading(made, months=12)
    machine = CoolingEquipment.objects.create(site=made, label="Chiller", refrigerant="R-22", charge_kg=Decimal(10))
    RefrigerantEvent.objects.create(equipment=machine, on="2025-05-01", kind="top_up", quantity_kg=Decimal(2))
    return made


def test_r17_ozone_depleting_refrigerants_are_in_the_total_of_earlier_editions_and_noted_later(leaking_site):
    later, earlier = compute_return(2025, edition="2026"), compute_return(2025, edition="2024")

    assert later.line("6.10").value == 0
    assert later.line("T.11").value == pytest.approx(2 * 1760 / 1000)
    assert later.line("T.1").value == pytest.approx(0.048)
    assert earlier.line("6.10").value == pytest.approx(2 * 1810 / 1000)
    assert earlier.line("T.1").value == pytest.approx(0.048 + 3.62)


def test_the_command_prints_the_movers_and_every_line_that_differs(leaking_site):
    out = io.StringIO()

    call_command("compare_editions", "2025", "--with", "2024", stdout=out)

    text = out.getvalue()
    assert text.startswith("Data of 2025: edition 2026 and edition 2024. Forms of ours, not UNEP's.")
    assert "6.10  Emissions of refrigerants:" in text
    assert "[gwp/ar5 -> gwp/ar4]" in text


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        pytest.param(["2025", "--with", "1900"], "no edition '1900'", id="no-such-edition"),
        pytest.param(["2024", "--with", "2026"], "Nothing is kept of 2024", id="no-data"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_sentence(leaking_site, args, sentence):
    with pytest.raises(CommandError, match=sentence) as refusal:
        call_command("compare_editions", *args)

    assert refusal.value.returncode == 3
