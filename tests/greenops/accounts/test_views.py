"""The pages on which administrators give and end roles."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ems.models import Event
from greenops.accounts.models import RoleAssignment, User
from tests.factories.boundary import unit
from tests.factories.people import person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def luca(client: Client) -> User:
    """An administrator who is signed in."""
    signed_in = person("Luca", "administrator")
    sign_in(client, signed_in)
    return signed_in


def test_a_role_is_given_from_the_page_and_leaves_its_event(client: Client, luca: User):
    awa, bureau = person("Awa"), unit("DEV")

    response = client.post(
        reverse("people:give_role", args=[awa.public_id]),
        {"role": "travel_officer", "unit": bureau.pk, "starts_on": "2025-03-01", "ends_on": ""},
    )

    assert response.status_code == 302
    assert awa.role_assignments.get().role == "travel_officer"
    event = Event.objects.get()
    assert (event.action, event.actor) == ("role given", luca)
    assert event.payload == {"role": "travel_officer", "unit": "DEV", "starts_on": "2025-03-01", "ends_on": None}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"role": "emperor", "starts_on": "2025-03-01"}, "is not one of the available choices"),
        ({"role": "auditor", "starts_on": "2025-03-01", "ends_on": "2025-02-28"}, "The last day is before the first"),
        ({"role": "focal_point", "starts_on": "2025-03-01"}, "The person holds this role at that time already"),
    ],
    ids=["unknown role", "ends before it starts", "held already"],
)
def test_a_role_that_makes_no_sense_is_told_on_the_page(
    client: Client, luca: User, fields: dict[str, str], sentence: str
):
    ingrid = person("Ingrid", "focal_point")

    response = client.post(reverse("people:give_role", args=[ingrid.public_id]), fields)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert ingrid.role_assignments.count() == 1


def test_a_role_is_ended_with_yesterday(client: Client, luca: User):
    assignment = person("Awa", "travel_officer").role_assignments.get()

    client.post(reverse("people:end_role", args=[assignment.pk]))

    assignment.refresh_from_db()
    assert assignment.ends_on == timezone.localdate() - timedelta(days=1)
    assert Event.objects.get().action == "role ended"


def test_a_role_that_began_today_holds_until_midnight(client: Client, luca: User):
    today = timezone.localdate()
    assignment = RoleAssignment.objects.create(user=person("Awa"), role="auditor", starts_on=today)

    client.post(reverse("people:end_role", args=[assignment.pk]))

    assignment.refresh_from_db()
    assert assignment.ends_on == today


def test_ending_a_role_asks_first(client: Client, luca: User):
    assignment = person("Awa", "travel_officer").role_assignments.get()

    response = client.get(reverse("people:end_role", args=[assignment.pk]))

    assert "End a role of Awa?" in response.content.decode()
    assert RoleAssignment.objects.in_force().filter(pk=assignment.pk).exists()


def test_administrators_cannot_shut_themselves_out(client: Client, luca: User):
    response = client.post(reverse("people:end_role", args=[luca.role_assignments.get().pk]), follow=True)

    assert "You cannot end your own role of administrator" in response.content.decode()
    assert luca.role_assignments.get().ends_on is None


def test_a_role_that_has_ended_cannot_be_ended_again(client: Client, luca: User):
    assignment = RoleAssignment.objects.create(
        user=person("Awa"), role="auditor", starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31)
    )

    assert client.get(reverse("people:end_role", args=[assignment.pk])).status_code == 404


def test_people_are_found_by_name_and_by_role(client: Client, luca: User):
    person("Awa", "travel_officer", first_name="Awa", last_name="Ndoye")
    person("Mei", "auditor", first_name="Mei", last_name="Takahara")

    by_name = client.get(reverse("people:list"), {"search": "ndoy"})
    by_role = client.get(reverse("people:list"), {"role": "auditor"})

    assert [str(found) for found in by_name.context["object_list"]] == ["Awa Ndoye"]
    assert [str(found) for found in by_role.context["object_list"]] == ["Mei Takahara"]


def test_the_list_of_people_is_taken_out_with_their_roles_and_that_is_recorded(client: Client, luca: User):
    person("Awa", "travel_officer", unit=unit("DEV"), first_name="Awa", last_name="Ndoye")

    file = client.get(reverse("people:export", args=["csv"]), {"search": "ndoye"})

    header, line = file.content.decode("utf-8-sig").splitlines()
    assert header == "username,first_name,last_name,email,is_active,last_login,roles in force"
    assert line == "Awa,Awa,Ndoye,,1,,Travel officer (DEV)"
    event = Event.objects.get()
    assert (event.action, event.actor, event.payload) == ("list of people taken out", luca, {"people": 1})


def test_the_administration_gives_no_rights(client: Client, luca: User):
    response = client.get(reverse("admin:accounts_user_change", args=[person("Awa").pk]))

    form = response.context["adminform"].form
    assert response.status_code == 200
    assert not {"is_superuser", "is_staff", "groups", "user_permissions"} & set(form.fields)


def test_an_account_made_in_the_administration_leaves_its_event(client: Client, luca: User):
    response = client.post(
        reverse("admin:accounts_user_add"),
        {
            "username": "farid",
            "usable_password": "true",
            "password1": "tread-lightly-1",
            "password2": "tread-lightly-1",
        },
    )

    assert response.status_code == 302
    assert User.objects.get(username="farid").check_password("tread-lightly-1")
    assert Event.objects.get().payload == {"active": True, "fields": ["username"]}


def test_setting_somebody_elses_password_is_recorded(client: Client, luca: User):
    awa = person("Awa")

    response = client.post(
        reverse("admin:auth_user_password_change", args=[awa.pk]),
        {"usable_password": "true", "password1": "tread-lightly-2", "password2": "tread-lightly-2"},
    )

    assert response.status_code == 302
    assert Event.objects.get().action == "password set by an administrator"


def test_the_account_of_a_superuser_is_out_of_reach(client: Client, luca: User):
    root = User.objects.create_superuser("root")

    response = client.post(
        reverse("admin:auth_user_password_change", args=[root.pk]),
        {"usable_password": "true", "password1": "tread-lightly-3", "password2": "tread-lightly-3"},
    )

    assert response.status_code == 403
