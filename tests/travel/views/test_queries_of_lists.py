"""Every list asks the database as often for many lines as for few."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ems.models import OrganizationUnit
from greenops.accounts.models import User
from tests.travel.views.conftest import add_leg, make_batch
from travel.models import (
    Answer,
    Assignment,
    BatchRow,
    Credit,
    EntitlementRule,
    ExpectedSource,
    FinanceFigure,
    ImportBatch,
    NothingToReport,
    OfficialLoad,
    Question,
    SourceProfile,
    SupplierFigure,
    WaitingEstimate,
)

FEW, MANY = 2, 7
JANUARY = date(2025, 1, 1)


def somebody(number: int) -> User:
    return User.objects.create_user(f"somebody-{number}")


def imported(number: int, state: str = ImportBatch.State.COMMITTED) -> ImportBatch:
    return make_batch(
        file_name=f"file-{number}.csv", state=state, source="agency", created_by=somebody(number), period_from=JANUARY,
        committed_at=timezone.now() if state == ImportBatch.State.COMMITTED else None,
    )  # fmt: skip


def row_of(batch: ImportBatch, position: int = 0) -> BatchRow:
    return BatchRow.objects.create(
        batch=batch, position=position, line=position + 2, verdict="ask", reason="metropolitan_code", sentence="Which?"
    )


def a_question(number: int) -> None:
    batch = imported(number)
    Question.objects.create(
        batch=batch, source="agency", key=f"place:X{number}", kind="metropolitan_code", subject=f"X{number}",
        sentence="Which airport?", options=[{"value": "LHR", "label": "LHR", "hint": ""}], rows=1, positions=[0],
    )  # fmt: skip
    WaitingEstimate.objects.create(
        batch=batch, position=0, method="icao-13.1", year=2025, month=1, traveller_category="staff",
        payer="organization", passengers=1, low_mg=0, high_mg=10**8,
    )  # fmt: skip


def an_answer(number: int) -> None:
    Answer.objects.create(source="agency", key=f"place:X{number}", kind="metropolitan_code", subject=f"X{number}",
                          value="LHR", answered_by=somebody(number))  # fmt: skip


def a_credit(number: int) -> None:
    batch = imported(number)
    Credit.objects.create(batch=batch, row=row_of(batch), identity=str(number), kind="refund", ticket=f"72400{number}")


def an_unassigned_leg(number: int) -> None:
    leg = add_leg(imported(number), number, None)
    leg.cost_centre = f"47{number}"
    leg.save()


def an_assignment(number: int) -> None:
    Assignment.objects.create(field="unit", value="HR", legs_count=1, made_by=somebody(number))


def a_figure(number: int) -> None:
    leg = add_leg(imported(number), number, None)
    SupplierFigure.objects.create(batch=leg.batch, row=leg.row, kind="distance", column="Km", given="6200", unit="km",
                                  value=6200.0, ours=6223.0, flag="fits")  # fmt: skip


def an_expected_source(number: int) -> None:
    office = OrganizationUnit.objects.create(code=f"O{number}", name=f"Office {number}")
    expected = ExpectedSource.objects.create(
        source="agency", label=f"Agency {number}", office=office, first_month=JANUARY
    )
    batch = imported(number)
    ImportBatch.objects.filter(pk=batch.pk).update(office=office)
    add_leg(batch, number, office)
    by = batch.created_by
    NothingToReport.objects.create(expected=expected, month=date(2025, 2, 1), said_by=by)
    FinanceFigure.objects.create(expected=expected, month=JANUARY, tickets=1, amount=100, entered_by=by)


def a_source(number: int) -> None:
    SourceProfile.objects.create(key=f"agency-{number}", label=f"Agency {number}", definition={},
                                 created_by=somebody(number))  # fmt: skip


def a_rule(number: int) -> None:
    EntitlementRule.objects.create(code=f"HL{number}", text="Home leave", cabin="economy", decided_by="HR",
                                   valid_from=JANUARY, created_by=somebody(number))  # fmt: skip


def a_load(number: int) -> None:
    OfficialLoad.objects.create(file_name=f"results-{number}.csv", tool="ICAO", loaded_by=somebody(number),
                                state=OfficialLoad.State.UNDONE)  # fmt: skip


def an_import_under_way(number: int) -> None:
    imported(number, ImportBatch.State.PREVIEWED)


LISTS: dict[str, Callable[[int], None]] = {
    "/travel/": an_import_under_way,
    "/travel/imports/": an_import_under_way,
    "/travel/imports/list.csv": an_import_under_way,
    "/api/v1/imports/": an_import_under_way,
    "/travel/questions/": a_question,
    "/travel/answers/": an_answer,
    "/travel/answers/list.csv": an_answer,
    "/travel/credits/": a_credit,
    "/travel/credits/list.csv": a_credit,
    "/travel/unassigned/": an_unassigned_leg,
    "/travel/unassigned/assignments/": an_assignment,
    "/travel/figures/": a_figure,
    "/travel/figures/list.csv": a_figure,
    "/travel/coverage/?year=2025": an_expected_source,
    "/travel/coverage/grid.csv?year=2025": an_expected_source,
    "/travel/coverage/finance/?year=2025": an_expected_source,
    "/travel/sources/": a_source,
    "/travel/entitlement/": a_rule,
    "/travel/official/loads/": a_load,
}


def queries(client: Client, address: str) -> list[str]:
    client.get(address)  # what is kept for a while is asked for now
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
        b"".join(response) if response.streaming else response.content  # an export is made while it is sent
    assert response.status_code == 200
    # Which lines are asked for does not matter, but how often.
    return [re.sub(r"\([\d, ]+\)|'[^']*'", "?", one["sql"]) for one in asked.captured_queries]


@pytest.mark.parametrize("address", LISTS)
def test_a_list_asks_as_often_for_many_lines_as_for_few(officer: Client, address: str) -> None:
    make = LISTS[address]
    for number in range(FEW):
        make(number)
    few = queries(officer, address)
    for number in range(FEW, MANY):
        make(number)

    many = queries(officer, address)

    more = Counter(many) - Counter(few)
    assert len(many) == len(few), "\n".join(more)
