"""Which months were received, and how they stand against finance."""

from datetime import date
from decimal import Decimal

import pytest

from ems.models import Event, OrganizationUnit
from tests.factories.boundary import unit as make_unit
from tests.factories.imports import committed
from tests.travel.views.conftest import add_leg, make_batch
from travel import expecting
from travel.actions import ActRefused
from travel.coverage import Status, cell, grid, last_due_year
from travel.models import Booking, Credit, ExpectedSource, ImportBatch, NothingToReport
from travel.reconciliation import Agreement, month_of, reconciliation

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]
TODAY = date(2025, 5, 10)
MARCH = date(2025, 3, 1)


def expected(
    office: OrganizationUnit | None = None, first: date = date(2025, 1, 1), **fields: object
) -> ExpectedSource:
    given = {"label": f"Agency {office.code if office else ''}", "source": "agency", "first_month": first, **fields}
    return ExpectedSource.objects.create(office=office, **given)


def file(*days: date, **fields: object) -> ImportBatch:
    """A committed file of the source with a leg on each day."""
    given = {"state": "committed", "committed_at": "2025-05-01T00:00Z", "source": "agency", **fields}
    batch = make_batch(**given)
    for number, day in enumerate(days):
        leg = add_leg(batch, number, None)
        leg.counted_on = day
        leg.save()
    return batch


def statuses(line: int = 0, year: int = 2025) -> list[str]:
    return [one.status.value for one in grid(year, today=TODAY).lines[line].cells]


def test_without_expected_sources_nothing_is_said():
    file(MARCH)
    assert grid(2025, today=TODAY).sentence == ""
    assert [one.legs for one in grid(2025, today=TODAY).others] == [1]


def test_months_of_legs_are_received_others_missing_and_those_to_come_open():
    expected(first=date(2025, 2, 1))
    file(date(2025, 3, 18), date(2025, 4, 2))
    assert statuses() == ["not expected", "missing", "received", "received", *["open"] * 8]
    assert grid(2025, today=TODAY).sentence == "1 of 3 months is missing."


def test_a_source_that_has_ended_is_not_expected_after():
    expected(last_month=date(2025, 2, 1))
    assert statuses()[1:4] == ["missing", "not expected", "not expected"]
    assert grid(2026, today=TODAY).lines == ()


def test_the_period_that_was_stated_goes_before_the_days_of_the_legs():
    expected()
    file(date(2025, 3, 18), date(2025, 4, 2), period_from=date(2025, 1, 1), period_until=date(2025, 3, 1))
    assert statuses()[:4] == ["received", "received", "received", "missing"]


def test_a_month_with_far_fewer_legs_than_usual_was_received_in_part():
    expected()
    quarter = [date(2025, month, 3) for month in (1, 2, 3) for _leg in range(9)]
    file(*quarter, date(2025, 4, 1))
    found = grid(2025, today=TODAY)
    assert statuses()[:4] == ["received", "received", "received", "partly"]
    assert "Only 1 legs" in found.lines[0].cells[3].why[0]
    assert found.sentence == "None of 4 months is missing. 1 was received in part."


def test_a_file_without_office_is_sure_only_where_one_office_sends_the_source():
    one, other = make_unit("ROA"), make_unit("RAP")
    expected(one)
    file(MARCH)
    assert statuses()[2] == "received"
    expected(other)
    assert [statuses(line)[2] for line in (0, 1)] == ["partly", "partly"]
    file(MARCH, office=other)
    assert [statuses(line)[2] for line in (0, 1)] == ["received", "partly"]  # in the order of their names


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"source": "other"}, "missing"), ({"state": "undone", "undone_at": "2025-05-02T00:00Z"}, "missing"),
     ({"origin": "by_hand"}, "missing"), ({"state": "previewed", "period_from": MARCH}, "partly")],
    ids=["another source", "undone", "by hand", "not confirmed"],
)  # fmt: skip
def test_files_that_do_not_make_a_month_received(fields, status):
    expected()
    file(MARCH, **fields)
    assert statuses()[2] == status


def test_nothing_to_report_is_said_with_a_note_and_taken_back():
    source = expected()
    expecting.say_nothing(by=None, expected=source, month=MARCH, note="e-mail")
    assert cell(source, MARCH, today=TODAY).status == Status.NOTHING
    with pytest.raises(ActRefused):
        expecting.say_nothing(by=None, expected=source, month=MARCH, note="again")
    file(MARCH)
    both = cell(source, MARCH, today=TODAY)
    assert both.status == Status.RECEIVED and "nothing to report" in both.why[0]
    expecting.unsay_nothing(by=None, expected=source, month=MARCH)
    assert not NothingToReport.objects.exists()
    with pytest.raises(ActRefused):
        expecting.unsay_nothing(by=None, expected=source, month=MARCH)
    assert [event.action for event in Event.objects.order_by("sequence")] == [
        "nothing to report said", "nothing to report taken back",
    ]  # fmt: skip


def test_the_same_months_of_a_source_and_office_are_expected_once():
    expecting.add_expected(by=None, expected=ExpectedSource(
        label="A", source="agency", first_month=date(2025, 1, 1), last_month=date(2025, 6, 1)))  # fmt: skip
    later = ExpectedSource(label="B", source="agency", first_month=date(2025, 6, 1))
    with pytest.raises(ActRefused):
        expecting.add_expected(by=None, expected=later)
    later.first_month = date(2025, 7, 1)
    expecting.add_expected(by=None, expected=later)
    assert Event.objects.filter(action="source expected").count() == 2


def test_what_was_declared_by_mistake_goes_only_while_nothing_was_said_of_it():
    source = expected()
    expecting.say_nothing(by=None, expected=source, month=MARCH, note="e-mail")
    with pytest.raises(ActRefused):
        expecting.remove_expected(by=None, expected=source)
    expecting.unsay_nothing(by=None, expected=source, month=MARCH)
    expecting.remove_expected(by=None, expected=source)
    assert not ExpectedSource.objects.exists()


def test_an_end_is_not_before_the_beginning():
    source = expected()
    with pytest.raises(ActRefused):
        expecting.end_expected(by=None, expected=source, last_month=date(2024, 12, 1))
    expecting.end_expected(by=None, expected=source, last_month=date(2025, 2, 1))
    assert statuses()[1:3] == ["missing", "not expected"]


def test_what_a_file_covers_is_stated_with_an_event():
    expected()
    batch = file(MARCH)
    expecting.state_cover(by=None, batch=batch, office=None, first=date(2025, 2, 1), last=None)
    assert statuses()[1:3] == ["received", "missing"]
    assert Event.objects.get().payload == {"office": None, "from": "2025-02", "until": "2025-02"}


# --- finance ---

FIGURE = {"tickets": 2, "amount": Decimal("1000.00"), "refunds": Decimal("0"), "currency": "CHF", "note": ""}


def priced(source: ExpectedSource, *amounts: str | None, **fields: object) -> ImportBatch:
    batch = file(*[MARCH] * len(amounts), **fields)
    for booking, amount in zip(Booking.objects.filter(batch=batch).order_by("pk"), amounts, strict=True):
        booking.amount = amount
        booking.save()
    return batch


def refund(batch: ImportBatch, amount: str, **fields: object) -> None:
    row = batch.rows.first()
    assert row is not None
    Credit.objects.create(
        batch=batch, row=row, identity=f"{Credit.objects.count():032}", amount=amount,
        **{"kind": "refund", "issued_on": date(2025, 3, 20), **fields},
    )  # fmt: skip


def test_a_month_without_a_figure_is_not_entered():
    source = expected()
    priced(source, "400", "600")
    found = month_of(source, MARCH)
    assert found is not None
    assert (found.agreement, found.imported.tickets, found.imported.amount) == (Agreement.NOT_ENTERED, 2, 1000)


@pytest.mark.parametrize(
    ("amounts", "figure", "agreement"),
    [
        (("400", "600"), {}, Agreement.AGREES),
        (("400", "609.99"), {}, Agreement.AGREES),  # 9.99 of 1,000 is within one per cent
        (("400", "610.01"), {}, Agreement.DIFFERS),
        (("400", "600"), {"tickets": 3}, Agreement.DIFFERS),
        (("400", "600"), {"refunds": Decimal(50)}, Agreement.DIFFERS),
        ((None, None), {}, Agreement.AGREES),  # files without amounts: the tickets alone are compared
    ],
    ids=["equal", "near", "too far", "tickets", "refunds", "no amounts"],
)
def test_a_month_agrees_within_the_tolerance(amounts, figure, agreement):
    source = expected()
    priced(source, *amounts)
    expecting.enter_figure(by=None, expected=source, month=MARCH, values={**FIGURE, **figure})
    found = month_of(source, MARCH)
    assert found is not None and found.agreement == agreement


def test_refunds_belong_to_the_month_of_their_issue_and_those_inside_a_file_to_their_ticket():
    source = expected()
    batch = priced(source, "400", "600")
    refund(batch, "-100")
    refund(batch, "70", issued_on=date(2025, 4, 1))
    refund(batch, "30", settled_in_file=True, ticket="7240000000")  # the first ticket of the file: given back in part
    refund(batch, "500", settled_in_file=True, ticket="999")  # given back whole: its sale is not told either
    found = month_of(source, MARCH)
    assert found is not None and found.imported.refunds == 130


def test_tickets_of_a_file_with_a_stated_month_belong_to_it():
    source = expected()
    priced(source, "400", "600", period_from=date(2025, 2, 1), period_until=date(2025, 2, 1))
    found = {one.month.month: one.imported.tickets for one in reconciliation(2025, today=TODAY)}
    assert found == {1: 0, 2: 2, 3: 0, 4: 0}


def test_a_file_without_office_is_left_out_where_several_offices_send_the_source():
    source = expected(make_unit("ROA"))
    expected(make_unit("RAP"))
    priced(source, "400")
    found = month_of(source, MARCH)
    assert found is not None and (found.imported.tickets, found.imported.unsure) == (0, 1)


def test_values_of_real_files_and_refunds_of_later_ones_are_told():
    header = "Ticket Number,Traveller,Origin,Destination,Departure Date,Issue Date,Status,Amount\n"
    sale = "724123456789{},KIM/JI,GVA,LHR,2025-03-0{},2025-02-20,sale,{}\n"
    expected(source="greenops-template")
    committed(header + sale.format(1, 3, "400.50") + sale.format(2, 4, "600.00"))
    committed(header + "7241234567891,KIM/JI,GVA,LHR,2025-03-03,2025-04-02,refund,-150.25\n")
    found = {one.month.month: one.imported for one in reconciliation(2025, today=TODAY)}
    assert (found[3].tickets, found[3].amount) == (2, Decimal("1000.50"))
    assert (found[4].tickets, found[4].refunds) == (0, Decimal("150.25"))


def test_a_figure_is_changed_and_taken_out_and_the_record_keeps_what_it_was():
    source = expected()
    expecting.enter_figure(by=None, expected=source, month=MARCH, values=FIGURE)
    expecting.enter_figure(by=None, expected=source, month=MARCH, values=FIGURE)
    expecting.enter_figure(by=None, expected=source, month=MARCH, values={**FIGURE, "tickets": 5})
    expecting.remove_figure(by=None, expected=source, month=MARCH)
    events = list(Event.objects.order_by("sequence"))
    assert [event.action for event in events] == [
        "figure of finance entered", "figure of finance entered", "figure of finance removed",
    ]  # fmt: skip
    assert events[1].payload["changes"] == {"tickets": {"was": "2", "is": "5"}}


def test_the_last_year_that_is_due_is_that_of_the_last_month_expected():
    assert last_due_year(today=date(2026, 1, 15)) == 2025
    expected(last_month=date(2024, 6, 1))
    assert last_due_year(today=TODAY) == 2024
    expected(label="for good")
    assert last_due_year(today=TODAY) == 2025
