"""Answers written into files that are there already: the same as if they had been known before, and reversible."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ems.models import Event, OrganizationUnit
from tests.factories.imports import previewed
from tests.travel.test_actions import assert_totals_equal_the_plain_sum, everything
from travel import actions, amending
from travel.answers import Given, answer, answer_all, retract
from travel.models import Answer, BatchRow, Booking, Estimate, ImportBatch, Leg, Question, WaitingEstimate
from travel.tasks import resume_lost_batches
from travel.waiting import waiting_of

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

SOURCE = "greenops-template"
HEADER = (
    "Ticket Number,Booking Reference,Traveller,Origin,Destination,Departure Date,Cabin,Passengers,Cost Centre,"
    "Category,Payer,Status\n"
)
LON, PAR = "place:LON", "place:PAR"


def line(
    number: int = 0, *, start: str = "GVA", end: str = "JFK", on: str = "2025-03-18", cabin: str = "economy",
    who: str = "KIM/JI", unit: str = "FIN", status: str = "", ticket: str | None = None, people: int = 1,
) -> str:  # fmt: skip
    ticket = f"72412345678{number:02}" if ticket is None else ticket
    return f"{ticket},,{who},{start},{end},{on},{cabin},{people},{unit},staff,organization,{status}\n"


def read_in(lines: Sequence[str], name: str = "march.csv", header: str = HEADER) -> ImportBatch:
    batch = previewed(header + "".join(lines), name)
    assert batch.state == "previewed", batch.refusal
    return batch


def committed(lines: Sequence[str], name: str = "march.csv", header: str = HEADER) -> ImportBatch:
    batch = read_in(lines, name, header)
    actions.confirm(by=None, batch=batch, queue=False)
    actions.commit_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "committed", batch.refusal
    return batch


def answered(batch: ImportBatch, values: Mapping[str, str]) -> None:
    answer_all(by=None, given=[Given(SOURCE, key, value) for key, value in values.items()])
    amended(batch)


def amended(batch: ImportBatch) -> None:
    """Do what the worker would: every file with rows that are due."""
    for pk in ImportBatch.objects.exclude(rows_due=[]).order_by("pk").values_list("pk", flat=True):
        amending.amend(pk)
    batch.refresh_from_db()
    assert batch.rows_due == []
    assert batch.refusal == ""


def taken_back(batch: ImportBatch) -> None:
    for one in Answer.objects.filter(retracted_at__isnull=True):
        retract(by=None, answer=one)
        amended(batch)


def state(batch: ImportBatch) -> dict[str, Any]:
    """Everything that pages show of the batch and of the totals, without ids."""
    rows = BatchRow.objects.filter(batch=batch).order_by("position")
    questions = Question.objects.filter(batch=batch)
    return {
        **everything(),
        "rows": list(rows.values_list("position", "verdict", "reason", "sentence")),
        "counts": batch.verdict_counts,
        "report": batch.report,
        "samples": sorted(batch.preview["sample_rows"], key=str),
        "by_unit": batch.preview["by_unit"],
        "table": table_of(batch),
        "questions": sorted(
            questions.values_list("key", "answer__value", "rows", "positions", "kin", "sentence", "options"), key=str
        ),
        "waiting": sorted(
            WaitingEstimate.objects.filter(batch=batch).values_list(
                "position", "method", "year", "month", "unit", "low_mg", "high_mg"
            ),
            key=str,
        ),
    }


def table_of(batch: ImportBatch) -> bytes:
    with batch.rows_file.open("rb") as file:
        return bytes(file.read())


class Discarded(Exception):
    pass


def in_a_world_of_its_own(happens: Callable[[], Any]) -> Any:
    """What happens from an empty database; nothing of it stays."""
    found = []
    try:
        with transaction.atomic():
            for number, code in enumerate(("FIN", "HR"), start=1):
                OrganizationUnit.objects.create(pk=number, code=code, name=code)
            found.append(happens())
            raise Discarded
    except Discarded:
        return found[0]


def assert_answering_is_as_if_known(lines: Sequence[str], values: Mapping[str, str], other: Sequence[str] = ()) -> None:
    def known_before() -> dict[str, Any]:
        for key, value in values.items():
            Answer.objects.create(source=SOURCE, key=key, value=value, kind="", subject="")
        if other:
            committed(other, "february.csv")
        return without_answers(state(committed(lines)))

    def answered_after() -> tuple[dict[str, Any], ...]:
        if other:
            committed(other, "february.csv")
        batch = committed(lines)
        before = state(batch)
        answered(batch, values)
        assert_totals_equal_the_plain_sum()
        after = without_answers(state(batch))
        taken_back(batch)
        assert_totals_equal_the_plain_sum()
        return before, after, state(batch)

    expected = in_a_world_of_its_own(known_before)
    before, after, back = in_a_world_of_its_own(answered_after)
    for name, value in expected.items():
        assert after[name] == value, name
    for name, value in before.items():
        assert back[name] == value, name


def without_answers(found: dict[str, Any]) -> dict[str, Any]:
    """What is kept of an answered question besides key, value and rows came from the question when it was asked."""
    found["questions"] = [(key, value, *rest[:3]) for key, value, *rest in found["questions"]]
    return found


LONDON_AND_MORE = [
    line(1),
    line(2, end="LON"),
    line(2, start="LON", end="JFK", on="2025-03-19"),
    line(3, start="PAR", end="LON", who="NDIAYE/AWA", cabin="business", unit="HR"),
    line(4, end="ZRH", who="SILVA/RUI", on="2024-12-31"),
]


def test_an_answered_place_counts_as_if_it_had_been_known() -> None:
    assert_answering_is_as_if_known(LONDON_AND_MORE, {LON: "LHR"})


def test_two_answers_at_once_count_as_if_they_had_been_known() -> None:
    assert_answering_is_as_if_known(LONDON_AND_MORE, {LON: "LGW", PAR: "CDG"})


def test_an_answer_meets_legs_of_an_earlier_file() -> None:
    earlier = [line(2, end="LHR"), line(9, end="NBO")]
    assert_answering_is_as_if_known(LONDON_AND_MORE, {LON: "LHR"}, earlier)


def test_a_refund_takes_back_what_an_answer_brings() -> None:
    lines = [line(2, end="LON"), line(2, end="LON", status="refund"), line(5)]
    assert_answering_is_as_if_known(lines, {LON: "LHR"})


def test_suppliers_figures_are_compared_as_if_the_answer_had_been_known() -> None:
    header = HEADER.replace("Status\n", "Status,Distance km\n")
    lines = [line(1).replace(",\n", ",,6221\n"), line(2, end="LON").replace(",\n", ",,750\n")]

    def figures(known: bool) -> list[tuple[Any, ...]]:
        if known:
            Answer.objects.create(source=SOURCE, key=LON, value="LHR")
        batch = committed(lines, header=header)
        if not known:
            answered(batch, {LON: "LHR"})
        found = batch.supplier_figures.order_by("row__position")
        return list(found.values_list("row__position", "given", "unit", "value", "ours", "flag"))

    expected = in_a_world_of_its_own(lambda: figures(known=True))
    assert len(expected) == 2
    assert in_a_world_of_its_own(lambda: figures(known=False)) == expected


def test_only_the_rows_concerned_are_read_and_written(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = committed(LONDON_AND_MORE)
    kept = set(Leg.objects.values_list("pk", flat=True))
    estimates = set(Estimate.objects.values_list("pk", flat=True))
    plain, read = amending.read, []
    monkeypatch.setattr(amending, "read", lambda *args, **options: read.append(plain(*args, **options)) or read[-1])
    answered(batch, {LON: "LHR"})
    assert [len(reading) for reading in read] == [3]
    assert kept < set(Leg.objects.values_list("pk", flat=True))
    assert estimates < set(Estimate.objects.values_list("pk", flat=True))
    assert batch.rows_ask == 1  # PAR still waits, and with it the third ticket


def test_what_waits_covers_what_an_answer_then_brings() -> None:
    batch = committed(LONDON_AND_MORE)
    before = waiting_of(batch, "icao-13.1")
    counted = sum(Estimate.objects.filter(method="icao-13.1").values_list("total_mg", flat=True))
    answered(batch, {LON: "STN", PAR: "ORY"})
    added = sum(Estimate.objects.filter(method="icao-13.1").values_list("total_mg", flat=True)) - counted
    assert before.rows == 3
    assert 0 < before.low_mg <= added <= before.high_mg
    assert waiting_of(batch, "icao-13.1").rows == 0


def test_a_preview_is_made_anew_and_nothing_is_written_to_legs() -> None:
    batch = read_in(LONDON_AND_MORE)
    assert batch.rows_ask == 3
    answered(batch, {LON: "LHR", PAR: "CDG"})
    assert (batch.state, batch.rows_ask, batch.rows_flight) == ("previewed", 0, 5)
    assert batch.report["legs"] == 5
    assert not Leg.objects.exists()
    assert list(batch.questions.filter(answer__isnull=True)) == []


def test_an_answer_holds_for_the_next_file_of_the_source() -> None:
    answered(committed([line(2, end="LON")]), {LON: "LHR"})
    later = committed([line(7, end="LON", who="OKELLO/PETER")], "april.csv")
    assert later.rows_flight == 1
    given = Answer.objects.get()
    assert sum(given.settled.values_list("rows", flat=True)) == 2


def test_taking_back_reaches_every_file_that_rests_on_the_answer() -> None:
    first = committed([line(2, end="LON")])
    answered(first, {LON: "LHR"})
    later = committed([line(7, end="LON", who="OKELLO/PETER")], "april.csv")
    retract(by=None, answer=Answer.objects.get())
    amended(first)
    amended(later)
    assert (first.rows_ask, later.rows_ask) == (1, 1)
    assert not Leg.objects.exists()
    assert not Booking.objects.exists()


def test_an_answer_of_the_organization_reaches_every_source() -> None:
    batch = committed([line(2, end="LON")])
    answer(by=None, source="", key=LON, value="LHR")
    amended(batch)
    assert Leg.objects.get().destination == "LHR"


def test_an_undo_in_between_wins() -> None:
    batch = committed([line(1), line(2, end="LON")])
    answer(by=None, source=SOURCE, key=LON, value="LHR")
    actions.undo(by=None, batch=ImportBatch.objects.get(pk=batch.pk))
    amending.amend(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "undone"
    assert not Leg.objects.exists()


def test_an_answer_given_while_rows_are_read_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = committed(LONDON_AND_MORE)
    answer(by=None, source=SOURCE, key=LON, value="LHR")
    plain, calls = amending.read, []

    def read(*args: Any, **options: Any) -> Any:
        found = plain(*args, **options)
        if not calls:
            answer(by=None, source=SOURCE, key=PAR, value="CDG")
        calls.append(1)
        return found

    monkeypatch.setattr(amending, "read", read)
    amended(batch)
    assert len(calls) >= 2  # what was read before the second answer was thrown away
    assert batch.rows_ask == 0


def test_an_answer_given_while_the_file_is_committed_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = read_in([line(1), line(2, end="LON")])
    actions.confirm(by=None, batch=batch, queue=False)
    plain = actions.read

    def read(*args: Any, **options: Any) -> Any:
        found = plain(*args, **options)
        if not Answer.objects.exists():
            answer(by=None, source=SOURCE, key=LON, value="LHR")
        return found

    monkeypatch.setattr(actions, "read", read)
    actions.commit_batch(batch.pk)
    amended(batch)
    assert (batch.state, batch.rows_ask, batch.rows_flight) == ("committed", 0, 2)


def test_a_file_that_is_gone_is_said_and_leaves_all_as_it_is() -> None:
    batch = committed([line(1), line(2, end="LON")])
    batch.stored_file.storage.delete(batch.stored_file.name)
    answer(by=None, source=SOURCE, key=LON, value="LHR")
    amending.amend(batch.pk)
    batch.refresh_from_db()
    assert batch.rows_due == []
    assert batch.refusal
    assert batch.rows_ask == 1


def test_the_events_name_nobody() -> None:
    batch = committed(LONDON_AND_MORE)
    answered(batch, {LON: "LHR"})
    said = [f"{event.action} {event.payload}" for event in Event.objects.all()]
    assert any("rows read again" in text for text in said)
    assert not any("NDIAYE" in text or "KIM" in text for text in said)


def lines_between(starts: Sequence[str], ends: Sequence[str]) -> st.SearchStrategy[str]:
    return st.builds(
        line,
        st.sampled_from((1, 2, 3)),
        start=st.sampled_from(starts),
        end=st.sampled_from(ends),
        on=st.sampled_from(("2025-03-18", "2025-03-19", "2024-12-31")),
        cabin=st.sampled_from(("economy", "business", "")),
        who=st.sampled_from(("KIM/JI", "NDIAYE/AWA")),
        status=st.sampled_from(("", "", "", "refund", "void")),
    )


@settings(
    max_examples=8,
    deadline=None,
    # A world is slow to make, so that a failing one is shown as it is found.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(lines_between(("GVA", "LON", "PAR"), ("JFK", "LON", "NBO")), min_size=1, max_size=6),
    st.sampled_from(({LON: "LHR"}, {PAR: "ORY"}, {LON: "LGW", PAR: "CDG"})),
    # The earlier file asks nothing: what later files say of its legs depends on what it had told by then.
    st.lists(lines_between(("GVA", "LHR", "ORY"), ("JFK", "LHR", "NBO")), max_size=3),
)
def test_answers_written_later_are_as_if_known_before(
    lines: list[str], values: dict[str, str], other: list[str]
) -> None:
    assume_open = [one for one in values if any(f",{one[-3:]}," in text for text in lines)]
    assert_answering_is_as_if_known(lines, {key: values[key] for key in assume_open}, other)


def test_rows_left_by_a_lost_worker_are_picked_up() -> None:
    batch = committed([line(1), line(2, end="LON")])
    answer(by=None, source=SOURCE, key=LON, value="LHR")
    ImportBatch.objects.filter(pk=batch.pk).update(heartbeat_at=timezone.now())
    assert amending.left_behind() == []  # somebody is at it
    ImportBatch.objects.filter(pk=batch.pk).update(heartbeat_at=timezone.now() - 2 * actions.LOST_AFTER)
    assert amending.left_behind() == [batch.pk]
    assert resume_lost_batches() == 1
    batch.refresh_from_db()
    assert (batch.rows_due, batch.rows_ask) == ([], 0)
