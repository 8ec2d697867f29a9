"""Reading some rows alone gives what reading the whole file gives for them, and an answer changes its kin only."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.travel.imports.booking_file import COUPON_HEADER, TICKET_HEADER
from tests.travel.imports.samples import FOLDER
from tests.travel.imports.test_properties import tables
from travel.imports.errors import FileRefused
from travel.imports.questions import Question
from travel.imports.reading import Reading, read_bookings

SAMPLES = sorted(path.name for path in FOLDER.iterdir() if path.name[:2].isdigit())


def rows_of(reading: Reading, among: set[int]) -> pd.DataFrame:
    rows = reading.rows
    return rows[rows["position"].isin(among)].reset_index(drop=True)


def legs_of(reading: Reading, among: set[int], waiting: bool = False) -> pd.DataFrame:
    legs = reading.waiting if waiting else reading.legs
    # The numbers of bookings only tell the legs of one reading apart.
    return legs[legs["row_position"].isin(among)].drop(columns="booking").reset_index(drop=True)


def assert_same(found: pd.DataFrame, wanted: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found.astype(object), wanted.astype(object))


def waits_for(reading: Reading, among: set[int]) -> set[tuple[str, str, int]]:
    """Key and kind of the questions that these rows wait for."""
    return {(one.key, one.kind, row) for one in reading.questions for row in among.intersection(one.positions)}


def used_by(reading: Reading, among: set[int]) -> set[tuple[str, int]]:
    return {(one.key, row) for one in reading.answered for row in among.intersection(one.positions)}


def assert_part_is_as_in_the_whole(path: Path, whole: Reading, among: set[int], answers: dict[str, str]) -> None:
    part = read_bookings(path, only=among, answers=answers)
    assert_same(part.rows, rows_of(whole, among))
    for waiting in (False, True):
        assert_same(legs_of(part, among, waiting), legs_of(whole, among, waiting))
    assert waits_for(part, among) == waits_for(whole, among)
    assert used_by(part, among) == used_by(whole, among)
    assert {credit.row for credit in part.credits} == {credit.row for credit in whole.credits} & among


def likely_answer(question: Question) -> str:
    return question.options[0].value if question.options else {"place": "NBO", "number": "2025"}.get(question.free, "x")


@pytest.mark.parametrize("file", SAMPLES)
def test_the_rows_of_a_question_read_alone_come_out_as_in_the_whole_sample(file: str) -> None:
    whole = read_bookings(FOLDER / file)
    for question in whole.questions:
        assert_part_is_as_in_the_whole(FOLDER / file, whole, set(question.kin), {})


@pytest.mark.parametrize("file", SAMPLES)
def test_every_row_of_a_sample_read_alone_with_its_kin_comes_out_as_in_the_whole(file: str) -> None:
    whole = read_bookings(FOLDER / file)
    for row in range(whole.judged.rows.size):
        kin = set(whole.judged.kin([row]))
        assert_same(read_bookings(FOLDER / file, only=kin).rows, rows_of(whole, kin))


@pytest.mark.parametrize("file", SAMPLES)
def test_an_answer_changes_the_kin_of_its_question_and_nothing_else(file: str) -> None:
    before = read_bookings(FOLDER / file)
    answers: dict[str, str] = {}
    for question in before.questions:
        answers[question.key] = likely_answer(question)
        after = read_bookings(FOLDER / file, answers=answers)
        rest = set(before.rows["position"]) - set(question.kin)
        assert_same(rows_of(after, rest), rows_of(before, rest))
        assert_same(legs_of(after, rest), legs_of(before, rest))
        assert_part_is_as_in_the_whole(FOLDER / file, after, set(question.kin), answers)
        before = after


def test_what_the_whole_column_says_holds_for_a_row_read_alone(tmp_path: Path) -> None:
    path = tmp_path / "bookings.csv"
    # The other rows tell the order of day and month, what splits names, that letters are booking letters, and the sum.
    header = "Route,Departure Date,Class,Carrier,Passengers,Traveller"
    path.write_text(
        f"{header}\nNairobi-Juba,03/04/2025,W,BA,1,Awa Ndiaye\n"
        "Nairobi - Juba,25/04/2025,Q,LX,1,Peter Okello\nTotal,,,,2,\n",
        encoding="utf-8",
    )
    whole = read_bookings(path)
    assert whole.legs["cabin"].tolist() == ["premium_economy", "economy"]
    for row in range(3):
        assert_part_is_as_in_the_whole(path, whole, {row}, {})


STATUSES = ["Sale", "Refund", "Partial Refund", "Exchange", "Void", "Unused", "Zarp"]
NUMBERS = ["7241234567001", "7241234567002", "7248234567003", ""]
ROUTES = ["GVA/ZRH/NBO", "GVA/LON", "LON/GVA", "NBO/GVA", "", "GVA/GVA", "Quuxville/GVA"]


@st.composite
def ticket_rows(draw: st.DrawFn) -> list[str]:
    """A row of an agency's ticket file; few values, so that rows meet."""
    route = draw(st.sampled_from(ROUTES))
    return [
        draw(st.sampled_from(STATUSES)), "2025-02-14", draw(st.sampled_from(NUMBERS)),
        draw(st.sampled_from(["", "", *NUMBERS[:2]])), draw(st.sampled_from(["KIM/JI WOO", "ABEBE/SARA", ""])), "204",
        route, draw(st.sampled_from(["Y", "Y/Y", "Z", ""])), draw(st.sampled_from(["LX", "QQ", ""])),
        draw(st.sampled_from(["2025-03-01", "2025-01-10", "03/04/2025", ""])), "",
        draw(st.sampled_from(["1000.00", "-1000.00", "-24.60", "-500.00", "30.00", ""])), "",
    ]  # fmt: skip


@st.composite
def coupon_rows(draw: st.DrawFn) -> list[str]:
    return [
        draw(st.sampled_from(["TKTT", "RFND", "CANX", "EMDA"])), draw(st.sampled_from(NUMBERS)), "",
        draw(st.sampled_from(["1", "2", ""])), draw(st.sampled_from(["OKELLO/PETER", "ROSSI/EVA"])), "ADT", "250306",
        draw(st.sampled_from(["GVA", "LON", ""])), draw(st.sampled_from(["ADD", "NYC", ""])), "X",
        draw(st.sampled_from(["ET", "QQ", "VOID"])), "0729", draw(st.sampled_from(["L", "Z", ""])),
        draw(st.sampled_from(["11APR", "", "2025-03-01"])), "", draw(st.sampled_from(["", *NUMBERS[:2]])),
        draw(st.sampled_from(["", "0012", "2"])), draw(st.sampled_from(["900.00", "-300.00", "-20.00", ""])),
    ]  # fmt: skip


FILES = st.one_of(
    st.lists(ticket_rows(), min_size=1, max_size=8).map(lambda rows: [TICKET_HEADER.split(","), *rows]),
    st.lists(coupon_rows(), min_size=1, max_size=8).map(lambda rows: [COUPON_HEADER.split(","), *rows]),
    tables(),
)


@given(table=FILES, data=st.data())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_kin_are_closed_in_any_file(table: list[list[str]], data: st.DataObject, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(table)
    try:
        before = read_bookings(path)
    except FileRefused:
        return
    asked = set(before.rows.query("verdict == 'ask'")["position"])
    assert {position for question in before.questions for position in question.positions} == asked
    answers: dict[str, str] = {}
    for _ in range(3):
        if not before.questions:
            return
        question = data.draw(st.sampled_from(before.questions))
        values = [option.value for option in question.options] + [likely_answer(question)]
        answers[question.key] = data.draw(st.sampled_from(values))
        after = read_bookings(path, answers=answers)
        rest = set(before.rows["position"]) - set(question.kin)
        assert_same(rows_of(after, rest), rows_of(before, rest))
        assert_same(legs_of(after, rest), legs_of(before, rest))
        assert_part_is_as_in_the_whole(path, after, set(question.kin), answers)
        before = after
