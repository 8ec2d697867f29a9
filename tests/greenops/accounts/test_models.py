"""Roles hold between their days and for their units; nothing else opens anything."""

from datetime import date

import pytest
import time_machine

from ems.permissions import EmsPermission
from greenops.accounts.models import RoleAssignment, User
from greenops.permissions import GreenOpsPermission
from tests.factories.boundary import unit
from tests.factories.people import person
from travel.permissions import TravelPermission

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("today", "holds"),
    [
        (date(2025, 2, 28), False),
        (date(2025, 3, 1), True),
        (date(2025, 6, 30), True),
        (date(2025, 7, 1), False),
    ],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_a_role_holds_from_its_first_to_its_last_day(today: date, holds: bool):
    awa = person("Awa")
    RoleAssignment.objects.create(
        user=awa, role="travel_officer", starts_on=date(2025, 3, 1), ends_on=date(2025, 6, 30)
    )

    with time_machine.travel(today, tick=False):
        assert awa.has_perm(TravelPermission.IMPORT_BOOKINGS) is holds


def test_a_role_for_one_unit_opens_that_unit_only():
    ours = unit("ROA")
    wanjiru = person("Wanjiru", "management_reviewer", unit=ours)

    scope = wanjiru.unit_scope(GreenOpsPermission.VIEW_YEAR)

    assert not scope.everywhere
    assert scope.unit_ids == {ours.pk}


def test_a_role_for_all_units_wins_over_one_for_a_unit():
    wanjiru = person("Wanjiru", "management_reviewer", unit=unit("ROA"))
    RoleAssignment.objects.create(user=wanjiru, role="auditor", starts_on=date(2020, 1, 1))

    assert wanjiru.unit_scope(GreenOpsPermission.VIEW_YEAR).everywhere
    assert wanjiru.unit_scope(EmsPermission.VIEW_EVENTS).everywhere


def test_roles_for_two_units_add_up():
    africa, asia = unit("ROA"), unit("RAP")
    wanjiru = person("Wanjiru", "management_reviewer", unit=africa)
    RoleAssignment.objects.create(user=wanjiru, role="management_reviewer", unit=asia, starts_on=date(2020, 1, 1))

    assert wanjiru.unit_scope(TravelPermission.VIEW_LEGS).unit_ids == {africa.pk, asia.pk}


def test_a_role_that_is_not_in_the_table_grants_nothing():
    guest = person("Guest", "carbon_emperor")

    assert not guest.unit_scope(GreenOpsPermission.VIEW_YEAR)
    assert not guest.has_perm(GreenOpsPermission.VIEW_YEAR)


def test_a_closed_account_may_nothing_whatever_its_roles():
    luca = person("Luca", "administrator", is_active=False)

    assert not luca.has_perm(GreenOpsPermission.MANAGE_PEOPLE)
    assert not luca.unit_scope(GreenOpsPermission.MANAGE_PEOPLE)


def test_a_permission_is_never_held_through_a_name_that_looks_like_it():
    luca = person("Luca", "administrator")

    assert luca.has_perm("ems.change_site")
    assert not luca.has_perm("ems.delete_site")
    assert not luca.has_perm("ems.change_event")
    assert not luca.has_perm("travel.change_leg")


def test_only_travel_officers_see_names():
    holders = {
        role
        for role in (
            "management_reviewer",
            "travel_officer",
            "focal_point",
            "ems_coordinator",
            "auditor",
            "administrator",
        )
        if person(role, role).has_perm(TravelPermission.VIEW_NAMES)
    }

    assert holders == {"travel_officer"}


def test_nobody_is_made_a_superuser_by_default():
    person("Awa", "administrator")

    assert not User.objects.filter(is_superuser=True).exists()


def test_names_are_shown_where_the_officers_units_are_all_that_is_read():
    officer = person("Awa", "travel_officer", unit=unit("ROA"))

    assert officer.sees_names(TravelPermission.VIEW_LEGS)


def test_names_of_one_unit_are_not_shown_among_the_legs_of_all():
    officer = person("Awa", "travel_officer", unit=unit("ROA"))
    RoleAssignment.objects.create(user=officer, role="management_reviewer", starts_on=date(2020, 1, 1))
    officer = User.objects.get(pk=officer.pk)

    assert not officer.sees_names(TravelPermission.VIEW_LEGS)
