"""What rows that wait could add to a year, from hand-made estimates; the sums stand in comments."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.factories import travel
from tests.factories.questions import waits
from travel.models import ImportBatch
from travel.waiting import said, waiting_among, waiting_in, waiting_of
from travel.year_figures import WaitingSums

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

KG = 1_000_000
EVERYWHERE = SimpleNamespace(everywhere=True, unit_ids=frozenset())


@pytest.fixture
def batch() -> ImportBatch:
    return travel.batch()


def test_rows_are_counted_once_and_their_ranges_added(batch: ImportBatch) -> None:
    waits(batch, 0, 100, 300)
    waits(batch, 0, 50, 60, month=4)  # the way back of the same row
    waits(batch, 1, 0, 200, unit=7)
    found = waiting_in((2025,), method="icao-13.1", scope=EVERYWHERE)[2025]
    # 100 + 50 + 0 and 300 + 60 + 200
    assert found.off == WaitingSums(2, 150 * KG, 560 * KG, 0)
    assert found.inside["7"] == WaitingSums(1, 0, 200 * KG, 0)


def test_a_row_that_cannot_be_estimated_is_counted_and_adds_nothing(batch: ImportBatch) -> None:
    waits(batch, 0, 100, 300)
    waits(batch, 1, None, None)
    found = waiting_in((2025,), method="icao-13.1", scope=EVERYWHERE)[2025]
    assert found.off == WaitingSums(2, 100 * KG, 300 * KG, 1)


def test_travel_that_others_pay_waits_beside_the_total(batch: ImportBatch) -> None:
    waits(batch, 0, 100, 300, payer="other", traveller_category="delegate")
    found = waiting_in((2025,), method="icao-13.1", scope=EVERYWHERE)[2025]
    assert found.off.rows == 0
    assert found.of_delegates == WaitingSums(1, 100 * KG, 300 * KG, 0)


def test_a_row_without_a_year_may_fall_into_any(batch: ImportBatch) -> None:
    waits(batch, 0, None, None, method="", year=None, month=None)
    found = waiting_in((2024, 2025), method="icao-13.1", scope=EVERYWHERE)
    assert [found[year].undated for year in (2024, 2025)] == [1, 1]
    assert found[2025].off.rows == 0


def test_only_committed_files_wait_in_the_year() -> None:
    previewed = travel.batch(state="previewed", committed_at=None)
    waits(previewed, 0, 100, 300)
    assert waiting_in((2025,), method="icao-13.1", scope=EVERYWHERE)[2025].rows == 0
    assert waiting_of(previewed, "icao-13.1") == WaitingSums(1, 100 * KG, 300 * KG, 0)


def test_somebody_of_one_unit_sees_what_waits_there(batch: ImportBatch) -> None:
    waits(batch, 0, 100, 300, unit=7)
    waits(batch, 1, 100, 300, unit=8)
    only_7: Any = SimpleNamespace(everywhere=False, unit_ids=frozenset({7}))
    assert waiting_in((2025,), method="icao-13.1", scope=only_7)[2025].off.rows == 1
    assert waiting_among(method="icao-13.1", scope=only_7, month=4).rows == 0


def test_years_are_asked_for_in_one_query(batch: ImportBatch, django_assert_num_queries: Any) -> None:
    waits(batch, 0, 100, 300)
    with django_assert_num_queries(1):
        waiting_in((2023, 2024, 2025), method="icao-13.1", scope=EVERYWHERE)


@pytest.mark.parametrize(
    ("sums", "words"),
    [
        (WaitingSums(2, 1_234 * KG, 5_000 * KG, 0), "they would add between 1.234 and 5.000 tCO2"),
        (WaitingSums(1, -500 * KG, 0, 0), "it would add between −0.500 and 0.0 tCO2"),
        (WaitingSums(3, 0, 20_000 * KG, 1), "they would add between 0.0 and 20.0 tCO2, not counting 1 of them"),
        (WaitingSums(1, 0, 0, 1), "what it would add cannot be said before"),
    ],
    ids=["plain", "may be taken out", "one without an estimate", "nothing can be said"],
)
def test_the_range_in_words(sums: WaitingSums, words: str) -> None:
    assert said(sums, "CO2") == words
