"""Official results in place of our estimates: loaded, confirmed, undone, kept through a recalculation."""

import io
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from ems.models import Event
from tests.factories.imports import committed
from tests.travel.test_actions import assert_totals_equal_the_plain_sum, everything
from travel import actions, kept_totals, official, retelling
from travel.actions import ActRefused
from travel.emissions.quality import Quality
from travel.models import Estimate, ImportBatch, Leg, OfficialLoad, OfficialResult, TravelTotal
from travel.recalculation import recalculate

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

HEADER = "Ticket number,Traveller,Origin,Destination,Departure date,Cabin,Passengers\n"
FLOWN = HEADER + (
    "7241234567890,NDIAYE/AWA,GVA,IST,2025-03-18,economy,1\n"
    "7241234567891,OKELLO/PETER,GVA,IST,2025-04-02,economy,3\n"
    "7241234567892,OKELLO/PETER,GVA,IST,2025-04-09,business,1\n"
    "7241234567893,SILVA/RUI,GVA,NBO,2025-05-01,,1\n"
)
LATER = HEADER + "7241234567899,KIM/JI,GVA,IST,2025-06-01,economy,1\n"
RESULT_HEADER = "Departure,Destination,Cabin class,Trip,Passengers,CO2 per passenger (kg)\n"
# GVA-IST is 1,898 km; 172.9 kg in economy, 345.8 in the premium cabins.
ECONOMY = RESULT_HEADER + "GVA,IST,Economy,One way,1,172.9\n"
BOTH = ECONOMY + "GVA,IST,Premium,One way,1,345.8\n"
KG = 1_000_000


def flown() -> ImportBatch:
    return committed(FLOWN)


def loaded(text: str = ECONOMY, **scope: Any) -> OfficialLoad:
    return official.load(
        by=None, name="results.csv", content=io.BytesIO(text.encode()), tool_version="13.1",
        scope={"year": 2025, **scope},
    )  # fmt: skip


def in_force(text: str = ECONOMY, **scope: Any) -> OfficialLoad:
    load = loaded(text, **scope)
    official.confirm(by=None, load=load)
    return load


def mass(passengers: int, cabin: str = "economy", method: str = "icao-13.1") -> int:
    leg = Leg.objects.filter(cabin=cabin, passengers=passengers, destination="IST").order_by("pk").first()
    assert leg is not None
    return leg.estimates.get(method=method).total_mg


def official_mg() -> int:
    return sum(TravelTotal.objects.filter(method="icao-13.1").values_list("official_mg", flat=True))


def test_the_preview_replaces_nothing_and_says_what_each_row_is_of():
    flown()
    before = everything()
    load = loaded(ECONOMY + "GVA,JFK,Economy,One way,1,500\nGVA,NBO,Royal,One way,1,500\nGVA,IST,Premium,,1,9000\n")
    assert [row["state"] for row in load.rows] == ["matched", "no_leg", "unreadable", "implausible"]
    assert load.rows[0]["legs"] == 2 and "172.9 kg a passenger" in load.rows[0]["sentence"]
    assert "no leg from GVA to JFK" in load.rows[1]["sentence"]
    assert "'Royal' is not known" in load.rows[2]["sentence"]
    assert everything() == before


def test_a_confirmed_result_counts_for_every_passenger_of_its_legs_and_moves_the_totals_exactly():
    flown()
    other = mass(1, "business")
    in_force()
    assert (mass(1), mass(3)) == (172_900_000, 518_700_000)  # 3 x 172.9 kg
    assert mass(1, "business") == other
    assert official_mg() == 4 * 172_900_000
    assert_totals_equal_the_plain_sum()


def test_an_official_estimate_is_marked_and_ours_is_kept_beside_it():
    flown()
    ours = mass(1)
    load = in_force()
    estimate = Estimate.objects.get(leg__passengers=1, leg__cabin="economy", method="icao-13.1")
    assert Quality(estimate.quality) & Quality.OFFICIAL
    kept = OfficialResult.objects.get(leg=estimate.leg)
    assert (kept.replaced["total_mg"], kept.load.tool_version, kept.line) == (ours, "13.1", 2)
    assert load.results.filter(in_force=True).count() == 2


def test_other_methods_do_not_take_icaos_result():
    flown()
    before = mass(1, method="tim-3.0.0")
    in_force()
    assert mass(1, method="tim-3.0.0") == before


def test_premium_is_of_all_dearer_cabins_and_an_unknown_cabin_has_no_result():
    flown()
    in_force(BOTH + "GVA,NBO,Economy,One way,1,500\n")
    assert mass(1, "business") == 345_800_000
    assert not OfficialResult.objects.filter(leg__destination="NBO").exists()


def test_a_total_of_several_passengers_is_divided_by_them_and_pounds_become_kilograms():
    flown()
    in_force("Departure,Destination,Cabin class,Passengers,Total CO2 (kg)\nGVA,IST,Economy,2,345.8\n")
    assert mass(1) == 172_900_000
    in_force("Departure,Destination,Cabin class,CO2/pax/leg (LBS)\nGVA,IST,Economy,381.2\n")
    assert mass(1) == pytest.approx(172.9 * KG, abs=0.02 * KG)  # 381.2 lb


def test_a_row_with_a_day_is_of_that_day_only():
    flown()
    text = RESULT_HEADER.replace("Trip", "Date")
    in_force(text + "GVA,IST,Economy,2025-04-02,1,180\nGVA,IST,Economy,,1,172.9\n")
    assert (mass(1), mass(3)) == (172_900_000, 540_000_000)


def test_an_implausible_result_is_taken_only_when_the_officer_says_so():
    flown()
    before = everything()
    load = loaded(RESULT_HEADER + "GVA,IST,Economy,One way,1,17290\n")
    with pytest.raises(ActRefused, match="No result"):
        official.confirm(by=None, load=load)
    assert everything() == before
    load.refresh_from_db()
    assert official.confirm(by=None, load=load, taken={2}) == 2
    assert mass(1) == 17_290 * KG


def test_a_second_row_of_the_same_legs_is_not_taken():
    flown()
    load = loaded(ECONOMY + "GVA,IST,Economy,One way,1,200\n")
    assert [row["state"] for row in load.rows] == ["matched", "repeated"]


def test_undo_restores_exactly_what_was_before():
    flown()
    before = everything()
    load = in_force(BOTH)
    assert everything() != before
    official.undo(by=None, load=load)
    assert everything() == before


@given(steps=st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), min_size=1, max_size=6))
@settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_whatever_is_loaded_and_undone_in_whatever_order_the_totals_are_those_of_what_is_in_force(
    steps: list[tuple[str, bool]], reset: Any
):
    """The latest load in force of a leg counts; with none left everything is as at first."""
    files = {
        "a": (ECONOMY, {"economy": 172.9}),
        "b": (BOTH.replace("172.9", "180.0"), {"economy": 180.0, "business": 345.8}),
        "c": (RESULT_HEADER + "GVA,IST,Business,One way,1,400\n", {"business": 400.0}),
    }
    with reset():
        flown()
        before = everything()
        there: list[tuple[str, OfficialLoad]] = []
        for name, is_undo in steps:
            if is_undo and there:
                official.undo(by=None, load=there.pop(len(name) * len(there) // 2 % len(there))[1])
            else:
                there.append((name, in_force(files[name][0])))
            wanted: dict[str, float] = {}
            for one, _load in there:
                wanted.update(files[one][1])
            for cabin, passengers in (("economy", 1), ("economy", 3), ("business", 1)):
                if cabin in wanted:
                    assert mass(passengers, cabin) == round(wanted[cabin] * passengers * KG)
            assert_totals_equal_the_plain_sum()
        while there:
            official.undo(by=None, load=there.pop(0)[1])
        assert everything() == before


@pytest.fixture
def reset() -> Any:
    """Each example begins with an empty database: what it wrote is rolled back."""

    @contextmanager
    def of_one_example() -> Any:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return of_one_example


def test_a_recalculation_keeps_official_results_and_remakes_what_they_replaced():
    flown()
    before = everything()
    load = in_force()
    with_results = everything()
    recalculate(2025)
    assert everything() == with_results
    official.undo(by=None, load=load)
    assert everything() == before


def test_a_leg_that_is_another_flight_by_now_loses_its_result_in_a_recalculation():
    flown()
    in_force()
    Leg.objects.filter(passengers=3).update(cabin="first")
    recalculate(2025)
    assert OfficialResult.objects.filter(in_force=True).count() == 1
    assert not Quality(Leg.objects.get(passengers=3).estimates.get(method="icao-13.1").quality) & Quality.OFFICIAL
    assert_totals_equal_the_plain_sum()


def test_legs_that_come_later_are_offered_and_not_given_the_result():
    flown()
    load = in_force()
    committed(LATER, "later.csv")
    later = Leg.objects.get(counted_on="2025-06-01")
    assert not later.official_results.exists()
    (match,) = official.came_later(load, Leg.objects.all())
    assert match.leg_ids == (later.pk,)
    assert official.apply_to_later(by=None, load=load) == 1
    assert later.estimates.get(method="icao-13.1").total_mg == 172_900_000
    assert official.came_later(load, Leg.objects.all()) == []
    assert_totals_equal_the_plain_sum()


def test_a_leg_that_was_undone_and_imported_again_is_offered_and_nothing_dangles():
    batch = flown()
    load = in_force()
    actions.undo(by=None, batch=batch)
    assert not OfficialResult.objects.exists() and official_mg() == 0
    committed(FLOWN, "again.csv")
    assert not OfficialResult.objects.exists()
    assert sum(len(match.leg_ids) for match in official.came_later(load, Leg.objects.all())) == 2
    official.undo(by=None, load=load)
    assert_totals_equal_the_plain_sum()


def test_a_leg_that_lost_its_result_and_got_it_again_is_undone_once():
    flown()
    before = everything()
    load = in_force()
    with kept_totals.moving(Estimate.objects.all()):
        retelling.estimate_again(list(Leg.objects.values_list("pk", flat=True)))
    assert official_mg() == 0
    assert official.apply_to_later(by=None, load=load) == 2
    assert_totals_equal_the_plain_sum()
    official.undo(by=None, load=load)
    assert everything() == before


def test_legs_that_changed_since_the_preview_make_it_anew_and_nothing_is_replaced():
    flown()
    load = loaded()
    committed(LATER, "later.csv")
    before = everything()
    with pytest.raises(ActRefused, match="made anew"):
        official.confirm(by=None, load=load)
    assert everything() == before
    load.refresh_from_db()
    assert (load.state, load.rows[0]["legs"]) == ("previewed", 3)
    assert official.confirm(by=None, load=load) == 3


def test_only_legs_of_the_year_that_the_load_is_for_are_matched():
    flown()
    assert loaded(ECONOMY, year=2024).rows[0]["state"] == "no_leg"


def test_a_load_is_confirmed_and_undone_once():
    flown()
    load = in_force()
    with pytest.raises(ActRefused, match="not possible"):
        official.confirm(by=None, load=load)
    official.undo(by=None, load=load)
    with pytest.raises(ActRefused, match="not possible"):
        official.undo(by=None, load=load)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "no line holds the headings"),
        ("Departure,Destination,Cabin class\nGVA,IST,Economy\n", "'CO2 per passenger (kg)' is missing"),
        ("Departure,Destination,Cabin class,CO2 per passenger\nGVA,IST,Economy,3\n", "write the unit"),
        ("Departure,Destination,Cabin class,Total CO2 (kg)\nGVA,IST,Economy,3\n", "'Passengers' is missing"),
        (RESULT_HEADER, "no result below"),
    ],
    ids=["no headings", "no result column", "no unit", "total without passengers", "no rows"],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_with_what_to_do(text: str, words: str):
    with pytest.raises(ActRefused) as refused:
        loaded(text)
    assert words in str(refused.value)
    assert not OfficialLoad.objects.exists()


def test_each_act_leaves_its_event():
    flown()
    official.undo(by=None, load=in_force())
    acts = list(Event.objects.order_by("sequence").values_list("action", flat=True))
    assert acts[-3:] == ["official results loaded", "official results confirmed", "official results undone"]


def test_a_workbook_of_results_is_read_as_well():
    flown()
    content = io.BytesIO()
    book = Workbook(content)
    sheet = book.add_worksheet()
    for row, cells in enumerate([ECONOMY.splitlines()[0].split(","), ["GVA", "IST", "Economy", "One way", 1, 172.9]]):
        sheet.write_row(row, 0, cells)
    book.close()
    content.seek(0)
    load = official.load(by=None, name="results.xlsx", content=content, tool_version="13.1", scope={"year": 2025})
    assert official.confirm(by=None, load=load) == 2
    assert mass(1) == 172_900_000
