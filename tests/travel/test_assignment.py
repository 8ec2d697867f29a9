"""Units, categories and payers given in bulk: totals stay exact, undo restores, later assignments stand on top."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ems.models import Event, OrganizationUnit
from tests.factories import imports
from tests.travel.test_actions import HEADER, assert_totals_equal_the_plain_sum, everything
from travel import actions, assignment, unassigned
from travel.assignment import Chosen, Field
from travel.kept_totals import recount_travellers
from travel.models import Answer, Assignment, CostCentre, ImportBatch, Leg, TravellerCount

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

FILE = HEADER + (
    "7241234567890,NDIAYE/AWA,GVA,ZRH,2025-03-18,economy,1,4711,organization,staff\n"
    "7241234567891,OKELLO/PETER,GVA,NBO,2025-04-19,economy,2,4711,,Expert\n"
    "7241234567892,SILVA/RUI,GVA,LHR,2025-03-20,business,1,,sponsor,EXPERT\n"
    "7241234567893,KIM/JI,GVA,LHR,2024-03-21,economy,1,0815,Mystery,\n"
)


def committed(text: str = FILE, name: str = "march.csv") -> ImportBatch:
    return imports.committed(text, name)


def chosen(field: str, *words: str) -> list[Chosen]:
    """The groups of these words, as the page chooses them."""
    keys = {group.key for group in unassigned.groups(field, Leg.objects.all()) if group.word.lower() in words}
    found = unassigned.legs_of(field, Leg.objects.all(), keys)
    return [Chosen(key[0], word, ids) for key, (word, ids) in found.items()]


def assert_everything_adds_up() -> None:
    assert_totals_equal_the_plain_sum()
    names = ("year", "dimension", "key", "payer", "travellers")
    kept = sorted(TravellerCount.objects.values_list(*names))
    recount_travellers({2024, 2025})
    assert sorted(TravellerCount.objects.values_list(*names)) == kept


@pytest.fixture
def units(db: None) -> dict[str, OrganizationUnit]:
    return {code: OrganizationUnit.objects.create(code=code, name=code) for code in ("FIN", "HR")}


def test_legs_without_unit_are_grouped_by_cost_centre_and_blank_is_a_group(units):
    committed()
    found = {group.word: group for group in unassigned.groups(Field.UNIT, Leg.objects.all())}
    assert {word: (group.legs, group.passengers) for word, group in found.items()} == {
        "4711": (2, 3), "": (1, 1), "0815": (1, 1),
    }  # fmt: skip
    assert (str(found["4711"].first_on), str(found["4711"].last_on)) == ("2025-03-18", "2025-04-19")
    assert found["4711"].tonnes > found["0815"].tonnes > 0


def test_a_word_that_is_no_category_is_a_group_whatever_its_capitals(units):
    committed()
    found = {group.word.lower(): group.legs for group in unassigned.groups(Field.CATEGORY, Leg.objects.all())}
    assert found == {"expert": 2, "": 1}


def test_legs_get_their_unit_and_the_totals_move_with_them(units):
    committed()
    (made,) = assignment.assign(by=None, field=Field.UNIT, value="FIN", groups=chosen(Field.UNIT, "4711"))
    assert (made.legs_count, made.source, made.cost_centre) == (2, "greenops-template", "4711")
    assert list(Leg.objects.order_by("id").values_list("unit__code", flat=True)) == ["FIN", "FIN", None, None]
    assert_everything_adds_up()
    event = Event.objects.get(action="legs assigned")
    assert event.payload["legs"] == 2 and event.payload["value"] == "FIN"


def test_undo_restores_exactly_what_was_before(units):
    committed()
    before = everything()
    groups = chosen(Field.CATEGORY, "expert", "")
    made = assignment.assign(by=None, field=Field.CATEGORY, value="consultant", groups=groups, remember=True)
    assert everything() != before
    for one in made:
        assignment.undo(by=None, assignment=one)
    assert everything() == before
    assert not Answer.objects.filter(retracted_at=None).exists()
    with pytest.raises(actions.ActRefused):
        assignment.undo(by=None, assignment=made[0])


def test_a_later_assignment_keeps_its_value_when_the_earlier_one_is_undone(units):
    committed()
    before = everything()
    (first,) = assignment.assign(by=None, field=Field.UNIT, value="FIN", groups=chosen(Field.UNIT, "4711"))
    second = assignment.assign_otherwise(by=None, assignment=first, value="HR")
    assert list(assignment.later_assignments(first)) == [second]
    assert assignment.undo(by=None, assignment=first) == assignment.Undone(restored=0, kept=2)
    assert Leg.objects.filter(unit__code="HR").count() == 2
    assignment.undo(by=None, assignment=second)
    assert not Leg.objects.exclude(unit=None).exists()
    assert everything() == before


def test_three_assignments_on_the_same_legs_are_undone_oldest_first(units):
    committed()
    before = everything()
    (first,) = assignment.assign(by=None, field=Field.UNIT, value="FIN", groups=chosen(Field.UNIT, "4711"))
    second = assignment.assign_otherwise(by=None, assignment=first, value="HR")
    third = assignment.assign_otherwise(by=None, assignment=second, value="FIN")
    for one in (first, second, third):
        assignment.undo(by=None, assignment=one)
    assert everything() == before


def test_what_is_remembered_serves_the_next_file_and_is_forgotten_with_the_undo(units):
    committed()
    (made,) = assignment.assign(by=None, field=Field.UNIT, value="HR", groups=chosen(Field.UNIT, "4711"), remember=True)
    assert made.remembered
    later = committed(HEADER + "7241234567899,LEE/AN,GVA,LHR,2025-12-30,economy,1,4711,organization,staff\n", "b.csv")
    assert later.legs.get().unit.code == "HR"
    assignment.undo(by=None, assignment=made)
    assert not CostCentre.objects.exists()


def test_a_word_that_is_remembered_is_read_so_in_the_next_file(units):
    committed()
    (made,) = assignment.assign(
        by=None, field=Field.CATEGORY, value="consultant", groups=chosen(Field.CATEGORY, "expert"), remember=True
    )
    text = HEADER + "72412345678{},LEE/AN,GVA,LHR,2025-12-30,economy,1,4711,organization,expert\n"
    assert committed(text.format("70"), "b.csv").legs.get().traveller_category == "consultant"
    assignment.undo(by=None, assignment=made)
    assert committed(text.format("71"), "c.csv").legs.get().traveller_category == "unknown"


def test_a_cost_centre_of_another_unit_is_not_overwritten(units):
    committed()
    CostCentre.objects.create(source="greenops-template", code="4711", unit=units["HR"])
    with pytest.raises(actions.ActRefused, match="belongs to HR"):
        assignment.assign(by=None, field=Field.UNIT, value="FIN", groups=chosen(Field.UNIT, "4711"), remember=True)
    assert not Assignment.objects.exists()
    assert not Leg.objects.exclude(unit=None).exists()


@pytest.mark.parametrize(
    ("field", "value"), [(Field.UNIT, "NONE"), (Field.CATEGORY, "pilot"), (Field.PAYER, "unknown")], ids=str
)
def test_a_value_that_is_not_offered_is_refused(units, field, value):
    committed()
    with pytest.raises(actions.ActRefused):
        assignment.assign(by=None, field=field, value=value, groups=chosen(field, "", "expert", "mystery"))


def test_a_file_with_assigned_legs_can_be_undone_and_the_assignment_after_it(units):
    batch = committed()
    (made,) = assignment.assign(by=None, field=Field.PAYER, value="other", groups=chosen(Field.PAYER, "mystery"))
    actions.undo(by=None, batch=batch)
    assert assignment.undo(by=None, assignment=made) == assignment.Undone(restored=0, kept=0)
    assert_everything_adds_up()


VALUES = {Field.UNIT: ["FIN", "HR"], Field.CATEGORY: ["staff", "delegate"], Field.PAYER: ["organization", "other"]}
ACTS = st.lists(
    st.tuples(st.sampled_from(["assign", "otherwise", "undo"]), st.sampled_from(list(VALUES)), st.integers(0, 5)),
    min_size=1,
    max_size=8,
)


@given(acts=ACTS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_totals_are_the_plain_sums_after_any_sequence_and_undoing_all_restores_the_start(start, acts):
    for act, field, number in acts:
        made = list(Assignment.objects.filter(field=field, undone_at=None))
        value = VALUES[field][number % 2]
        try:
            if act == "assign":
                groups = [
                    Chosen(key[0], word, ids)
                    for key, (word, ids) in unassigned.legs_of(
                        field, Leg.objects.all(),
                        {group.key for group in unassigned.groups(field, Leg.objects.all())[number % 3 :]},
                    ).items()
                ]  # fmt: skip
                assignment.assign(by=None, field=field, value=value, groups=groups)
            elif made and act == "otherwise":
                assignment.assign_otherwise(by=None, assignment=made[number % len(made)], value=value)
            elif made:
                assignment.undo(by=None, assignment=made[number % len(made)])
        except actions.ActRefused:
            continue
        assert_totals_equal_the_plain_sum()
    # In any order: here the oldest first, which is the hard one.
    for one in Assignment.objects.filter(undone_at=None).order_by("pk"):
        assignment.undo(by=None, assignment=one)
    assert everything() == start


@pytest.fixture
def start(units) -> dict[str, list[tuple[object, ...]]]:
    committed()
    return everything()
