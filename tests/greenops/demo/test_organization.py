"""The demonstration organization."""

import pytest
from django.core.management import CommandError, call_command

from ems.models import Organization, OrganizationUnit, PersonnelCount, Site
from greenops.accounts.models import User
from greenops.demo.organization import (
    PASSWORD,
    PEOPLE,
    SOURCE,
    introduction,
    is_wanted,
    make_organization,
)
from greenops.roles import ROLES
from travel.models import CostCentre

pytestmark = pytest.mark.django_db


def test_it_is_labelled_as_a_demonstration():
    make_organization()
    organization = Organization.objects.get()
    assert organization.is_demonstration
    assert "DEMO" in organization.name


def test_it_has_units_sites_cost_centres_and_about_700_people_in_three_years():
    make_organization()
    assert (OrganizationUnit.objects.count(), Site.objects.count()) == (8, 4)
    assert CostCentre.objects.filter(source=SOURCE).count() == 13
    for year in (2023, 2024, 2025):
        people = sum(PersonnelCount.objects.filter(year=year).values_list("full_time_equivalents", flat=True))
        assert 650 < people < 750


def test_every_role_has_a_person_who_can_sign_in(client):
    make_organization()
    assert {person.role for person in PEOPLE} == set(ROLES)
    for person in PEOPLE:
        answer = client.post("/accounts/login/", {"login": person.username, "password": PASSWORD})
        assert answer.status_code == 302, person.username
        client.logout()


def test_the_password_is_as_long_as_the_rules_ask():
    assert len(PASSWORD) >= 12


def test_a_regional_reviewer_sees_the_region_only():
    make_organization()
    scope = User.objects.get(username="regional").unit_scope("insight.view_year")
    assert not scope.everywhere
    assert scope.unit_ids == {OrganizationUnit.objects.get(code="ROA").pk}


def test_making_it_again_changes_nothing():
    first = make_organization()
    assert make_organization() == first
    assert (OrganizationUnit.objects.count(), User.objects.count()) == (8, len(PEOPLE))


def test_it_is_wanted_in_an_empty_database_and_until_its_files_are_in():
    assert is_wanted()
    make_organization()
    assert is_wanted()


def test_it_is_not_wanted_beside_a_real_organization():
    Organization.objects.create(name="Real", abbreviation="R", home_country="CH")
    assert not is_wanted()
    with pytest.raises(CommandError, match="belongs to Real"):
        call_command("make_demonstration")


def test_it_is_not_wanted_where_somebody_has_an_account_already():
    User.objects.create_user("first")
    assert not is_wanted()


def test_the_introduction_names_everybody_with_role_and_password():
    make_organization()
    words = introduction()
    assert PASSWORD in words
    for person in PEOPLE:
        assert person.username in words
        assert str(ROLES[person.role].label) in words


def test_a_real_organization_is_not_introduced():
    Organization.objects.create(name="Real", abbreviation="R", home_country="CH")
    assert introduction() == ""
