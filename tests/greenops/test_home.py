"""The first page after sign-in, and the addresses that machines ask."""

from unittest import mock

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from greenops.roles import ROLES
from tests.factories.people import person, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(ROLES))
def test_each_role_starts_from_its_own_page(client: Client, role: str):
    sign_in(client, person("Noor", role))

    response = client.get(reverse("home"))

    assert response.status_code == 302
    assert response["Location"] == reverse(ROLES[role].home)


def test_who_holds_two_roles_starts_from_the_first_of_the_table(client: Client):
    sign_in(client, person("Noor", "administrator", "management_reviewer"))

    assert client.get(reverse("home"))["Location"] == reverse("insight:latest")


def test_without_a_role_the_page_says_whom_to_ask(client: Client):
    sign_in(client, person("Noor"))

    page = client.get(reverse("home")).content.decode()

    assert "You have no role yet" in page
    assert "your user name is Noor" in page


def test_a_role_that_has_left_the_table_counts_as_none(client: Client):
    sign_in(client, person("Noor", "carbon_emperor"))

    assert "You have no role yet" in client.get(reverse("home")).content.decode()


def test_the_process_answers_without_a_database(client: Client):
    assert client.get(reverse("healthz")).content == b"ok"


def test_the_system_is_ready_when_no_migration_is_missing(client: Client):
    assert client.get(reverse("readyz")).json() == {"ready": True}


def test_the_system_is_not_ready_without_its_database(client: Client):
    with mock.patch("greenops.home.MigrationExecutor", side_effect=DatabaseError):
        response = client.get(reverse("readyz"))

    assert response.status_code == 503
    assert response.json()["why"] == "database: DatabaseError"
