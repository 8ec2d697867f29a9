"""Legs are assigned while others assign or change them: one after the other, and the totals stay exact."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from ems.models import OrganizationUnit
from tests.travel.test_actions import assert_totals_equal_the_plain_sum
from tests.travel.test_assignment import chosen, committed
from travel import assignment, kept_totals, ledger
from travel.actions import ActRefused
from travel.assignment import Field
from travel.models import AssignedLeg, Estimate, Leg

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data_layer]


def test_the_same_legs_are_assigned_once():
    for code in ("FIN", "HR"):
        OrganizationUnit.objects.create(code=code, name=code)
    committed()
    groups = chosen(Field.UNIT, "4711")

    def assign(code: str) -> int:
        try:
            made = assignment.assign(by=None, field=Field.UNIT, value=code, groups=groups)
            return sum(one.legs_count for one in made)
        except ActRefused:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(assign, ("FIN", "HR"))) == [0, 2]

    assert AssignedLeg.objects.count() == 2
    assert Leg.objects.filter(cost_centre="4711").values("unit").distinct().count() == 1
    assert_totals_equal_the_plain_sum()


def test_an_assignment_waits_for_a_file_that_changes_the_same_legs():
    OrganizationUnit.objects.create(code="FIN", name="FIN")
    committed()
    groups = chosen(Field.UNIT, "4711")
    begun = Event()

    def assign() -> None:
        begun.set()
        try:
            assignment.assign(by=None, field=Field.UNIT, value="FIN", groups=groups)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            ledger.lock()
            with kept_totals.moving(Estimate.objects.filter(leg__cost_centre="4711")):
                assigned = other.submit(assign)
                begun.wait()
                with pytest.raises(TimeoutError):
                    assigned.result(timeout=1)
                Leg.objects.filter(cost_centre="4711").update(cabin="business")
        assigned.result()

    assert Leg.objects.filter(cost_centre="4711", unit__code="FIN", cabin="business").count() == 2
    assert_totals_equal_the_plain_sum()
