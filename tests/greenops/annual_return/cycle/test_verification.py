"""A frozen return is proved: by the digests of its lines, and by computing it again."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from greenops.annual_return.cycle import freezing, restating
from greenops.annual_return.cycle.verification import NotFrozen, verify
from greenops.annual_return.models import AnnualReturn
from greenops.annual_return.movements import Figures, movements
from tests.factories.computed import computed_return, line
from tests.greenops.annual_return.stories import submitted

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]


@pytest.fixture
def frozen(chosen, ingrid, mateo):
    return submitted(ingrid, mateo)


def tamper(sql: str) -> None:
    """As somebody with the database's own password could: the triggers are taken away first."""
    table = sql.split()[1]
    with connection.cursor() as cursor:
        place = f" ON {table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {table}_no_update{place}")
        cursor.execute(sql)


def test_after_submitting_nothing_moves(frozen):
    found = verify(frozen)

    assert found.holds
    assert (found.tampered, found.causes, found.movements) == ((), (), ())


values = st.one_of(
    st.none(),
    st.booleans(),
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(values, min_size=1, max_size=5))
def test_whatever_was_frozen_comes_back_with_the_same_digest(db, values):
    lines = tuple(line(f"3.{number}", value) for number, value in enumerate(values, start=1))
    made = freezing.Computed(computed_return(*lines), computed_return(*lines, delegates=True))
    with transaction.atomic():
        version = freezing.freeze(
            AnnualReturn.objects.create(year=2025, edition="2026"), made, by=None, approved_by=None
        )
        back = freezing.frozen_figures(version).digest
        transaction.set_rollback(True)

    assert back == made.figures.digest == version.lines_digest


def test_a_reading_changed_afterwards_is_named(frozen, chosen):
    chosen.move(GVA=1000.0, NBO=510.0)

    found = verify(frozen)

    assert not found.holds
    assert "The inputs in the database are not those of then" in found.causes[0]
    moved = next(moved for moved in found.movements if moved.code == "3.1")
    assert moved.reasons == ("Electricity of NBO: 500 kWh became 510 kWh.",)
    assert (moved.before, moved.after) == (pytest.approx(0.15), pytest.approx(0.151))


def test_an_answer_that_changed_is_not_laid_at_the_door_of_the_code():
    before, after = (Figures((line("8.lump_sum_tonnes", value),), ()) for value in (12.345, 13.0))

    [moved] = movements(before, after)

    assert moved.reasons == ("What is recorded for it changed.",)


def test_another_edition_of_factors_and_code_are_causes(frozen, chosen):
    chosen.fields = {"factor_editions": ("grid_factors 2026",), "code_version": "0.3"}

    found = verify(frozen)

    assert found.causes == (
        "Editions of factors: then grid_factors 2025, now grid_factors 2026.",
        "Code: then test, now 0.3.",
    )
    assert found.holds  # no line is another one


def test_the_edition_that_was_frozen_is_computed_again(frozen):
    AnnualReturn.objects.update(edition="2027")

    assert verify(AnnualReturn.objects.get()).edition == "2026"


def test_a_stored_line_that_was_tampered_with_is_found(frozen):
    json_set = (
        "jsonb_set(content, '{value}', '0.001')"
        if connection.vendor == "postgresql"
        else "json_set(content, '$.value', 0.001)"
    )
    tamper(f"UPDATE annual_return_frozenline SET content = {json_set} WHERE code = 'T.1'")

    found = verify(frozen)

    assert "the stored lines are not those that were frozen" in found.tampered[0]
    assert not found.holds


def test_a_value_beside_the_line_that_was_tampered_with_is_found(frozen):
    tamper("UPDATE annual_return_frozenline SET value = 1 WHERE code = 'T.1' AND position = 0")

    found = verify(frozen)

    assert "line T.1: the value beside the frozen line" in found.tampered[0]


def test_what_stands_beside_the_lines_is_proved_by_the_record_of_events(frozen):
    remove = "statements - 'trend'" if connection.vendor == "postgresql" else "json_remove(statements, '$.trend')"
    tamper(f"UPDATE annual_return_returnversion SET statements = {remove}")

    found = verify(frozen)

    assert "what stands beside its lines" in found.tampered[0]
    assert not found.holds


def test_a_restated_return_is_proved_by_its_latest_version(frozen, chosen, ingrid, mateo):
    restating.begin_restatement(by=ingrid, annual_return=frozen, reason="A late bill.")
    chosen.move(GVA=1100.0, NBO=500.0)
    restating.sign_restatement(by=ingrid, annual_return=frozen, statement="Complete.")
    restating.restate(by=mateo, annual_return=frozen, statement="Approved.")

    found = verify(frozen)

    assert (found.version, found.holds) == (2, True)


def test_a_return_that_was_not_submitted_cannot_be_verified():
    made = AnnualReturn.objects.create(year=2025, edition="2026")

    with pytest.raises(NotFrozen, match="was not submitted"):
        verify(made)


def told(year: int, *options: str) -> tuple[int, str]:
    """Exit code and what was printed."""
    out = io.StringIO()
    try:
        call_command("verify_return", str(year), *options, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def test_the_command_says_that_nothing_moved(frozen):
    code, words = told(2025)

    assert code == 0
    assert words.splitlines() == ["Return of 2025 (report 2026), version 1, edition 2026", "Nothing moved."]


def test_the_command_says_what_moved_and_fails(frozen, chosen):
    chosen.move(GVA=1000.0, NBO=510.0)

    code, words = told(2025)

    assert code == 1
    assert "3.1 Electricity: was 0.150, is 0.151 tCO₂eq. Electricity of NBO: 500 kWh became 510 kWh." in words
    assert words.splitlines()[-1] == "4 lines moved."


def test_the_command_speaks_json(frozen, chosen):
    chosen.move(GVA=1000.0, NBO=510.0)

    code, words = told(2025, "--format", "json")

    content: dict[str, Any] = json.loads(words)
    assert (code, content["holds"], content["version"]) == (1, False, 1)
    assert content["moved"][1]["why"] == ["Electricity of NBO: 500 kWh became 510 kWh."]


@pytest.mark.parametrize("year", [1999, 2025])
def test_the_command_names_the_years_there_are(year):
    AnnualReturn.objects.create(year=2025, edition="2026")

    with pytest.raises(CommandError, match="Years with a return: 2025|was not submitted"):
        told(year)
