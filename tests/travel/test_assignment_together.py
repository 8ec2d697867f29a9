"""Two officers assign the same legs at once: one of them does, and the totals stay exact."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from ems.models import OrganizationUnit
from tests.travel.test_actions import assert_totals_equal_the_plain_sum
from tests.travel.test_assignment import chosen, committed
from travel import assignment
from travel.actions import ActRefused
from travel.assignment import Field
from travel.models import AssignedLeg, Leg

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
