"""The migration that gave sites a history: what they were held by until then becomes their first terms, and back."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data_layer]


def migrated(name: str):
    """The apps as they stand after the migration; those that build on it are taken back before."""
    executor = MigrationExecutor(connection)
    targets = [("ems", name)]
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture(autouse=True)
def as_it_was():
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_tenure_and_floor_area_become_the_first_terms_of_a_site():
    before = migrated("0002_events_are_append_only")
    before.get_model("ems", "Site").objects.create(
        code="NBO", name="Gigiri", city="Nairobi", country="KE", tenure="hosted", floor_area_m2="1150.5"
    )

    after = migrated("0003_boundary_history")

    held = after.get_model("ems", "SiteTerms").objects.get()
    assert (held.site.code, held.tenure, str(held.floor_area_m2), held.share_basis) == (
        "NBO",
        "hosted",
        "1150.5",
        "whole",
    )
    assert (held.valid_from, held.valid_until) == (None, None)


def test_going_back_keeps_the_latest_terms():
    after = migrated("0003_boundary_history")
    place = after.get_model("ems", "Site").objects.create(code="BKK", name="Bangkok", city="Bangkok", country="TH")
    terms = after.get_model("ems", "SiteTerms").objects
    terms.create(site=place, tenure="rented", floor_area_m2="980", valid_from=date(2024, 7, 1))
    terms.create(site=place, tenure="hosted", floor_area_m2="900", valid_until=date(2024, 6, 30))

    before = migrated("0002_events_are_append_only")

    found = before.get_model("ems", "Site").objects.get()
    assert (found.tenure, str(found.floor_area_m2)) == ("rented", "980.0")
