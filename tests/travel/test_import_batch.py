"""Who may open which file."""

import pytest

from tests.factories.boundary import unit
from tests.factories.people import person
from travel.models import ImportBatch

pytestmark = pytest.mark.django_db


def batch_of(uploader: object) -> ImportBatch:
    return ImportBatch.objects.create(file_name="a.csv", file_digest="0" * 64, file_size=1, created_by=uploader)


def test_an_officer_of_all_units_opens_every_file():
    batch = batch_of(person("Peter", "travel_officer"))

    assert list(ImportBatch.objects.for_user(person("Awa", "travel_officer"))) == [batch]


def test_an_officer_of_one_unit_opens_only_files_of_his_own():
    officer = person("Rui", "travel_officer", unit=unit("ROA"))
    batch_of(person("Peter", "travel_officer"))
    own = batch_of(officer)

    assert list(ImportBatch.objects.for_user(officer)) == [own]


def test_a_person_without_the_permission_opens_none():
    batch_of(person("Peter", "travel_officer"))

    assert not ImportBatch.objects.for_user(person("Eva", "ems_coordinator")).exists()
