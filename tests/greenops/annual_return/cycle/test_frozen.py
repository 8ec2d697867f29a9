"""What is frozen comes back as it was computed."""

from datetime import UTC, datetime

import pytest

from greenops.annual_return.computed import ComputedReturn, Input, Line, Section
from greenops.annual_return.cycle.frozen import computed_of, frame_of, frozen_lines
from greenops.annual_return.models import AnnualReturn, FrozenLine, ReturnVersion

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

FACTOR = {"value": 0.1, "unit": "kg CO2e/kWh", "label": "Grid", "dataset": "grid_ember", "edition": "2025"}


def made(delegates: bool) -> ComputedReturn:
    lines = (
        Line(
            code="T.1",
            label="Total",
            section="T",
            value=0.1 + 0.2,  # a value that loses its last digit when it is rounded on the way
            unit="tCO2eq",
            method_share=0.25,
            inputs=(Input("GVA/electricity_grid", "Geneva", 10.5, "kWh", 1.05, share=(2.0, 5.0), factors=(FACTOR,)),),
            factor_editions=("grid_ember/2025",),
            rules=("R01",),
        ),
        Line(code="0.1", label="Name", section="0", value="Agency", unit=""),
        Line(code="5.3", label="Cooling", section="5", value=None, unit="tCO2eq", note="No factor."),
        Line(code="1.1", label="People", section="1", value=700, unit="person"),
    )
    return ComputedReturn(
        year=2024,
        edition="2025",
        delegates=delegates,
        sections=(Section("T", "Totals"), Section("0", "Entity")),
        lines=lines,
        inputs_digest="a" * 64,
        factor_editions=("grid_ember/2025",),
        method_version="1",
        code_version="test",
        remarks=("With delegates." if delegates else "Without delegates.",),
        warnings=("A site has no terms.",),
    )


def test_a_frozen_return_comes_back_as_it_was_computed():
    off, on = made(False), made(True)
    annual_return = AnnualReturn.objects.create(year=2024, edition="2025")
    version = ReturnVersion.objects.create(
        annual_return=annual_return,
        number=1,
        kind="submission",
        edition="2025",
        inputs_digest=off.inputs_digest,
        lines_digest=off.lines_digest,
        factor_editions=list(off.factor_editions),
        method_version="1",
        code_version="test",
        statements={"computed": frame_of(off, on)},
        frozen_at=datetime(2025, 7, 1, tzinfo=UTC),
    )
    FrozenLine.objects.bulk_create([*frozen_lines(version, off), *frozen_lines(version, on)])
    version = ReturnVersion.objects.get()

    assert computed_of(version) == off
    assert computed_of(version, delegates=True) == on
    assert computed_of(version).lines_digest == off.lines_digest == version.lines_digest
