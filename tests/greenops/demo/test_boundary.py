"""The demonstration's boundary: whole, valid by the same rules as what people enter, and the same every time."""

from datetime import date

import pytest

from ems.models import (
    CoolingEquipment,
    EvidenceFile,
    Meter,
    PersonnelRule,
    RefrigerantEvent,
    RefrigerantStock,
    Site,
    SiteTerms,
    TopicCoverage,
    Vehicle,
)
from greenops.demo.boundary import make_boundary, paper
from greenops.demo.organization import make_organization

pytestmark = pytest.mark.django_db

PARTS = (
    Site,
    SiteTerms,
    PersonnelRule,
    TopicCoverage,
    CoolingEquipment,
    RefrigerantEvent,
    RefrigerantStock,
    Vehicle,
    Meter,
    EvidenceFile,
)


@pytest.fixture
def made() -> None:
    make_organization()
    make_boundary()


def test_everything_is_as_a_person_could_have_entered_it(made: None):
    for model in PARTS:
        parts = list(model.objects.all())
        assert parts, model
        for part in parts:
            part.full_clean()


def test_bangkok_shares_its_building_by_persons_and_then_by_floor_area(made: None):
    held = SiteTerms.objects.filter(site__code="BKK")
    days = (date(2024, 6, 30), date(2024, 7, 1))

    shares = [terms.share() for day in days for terms in held if terms.holds_on(day)]

    assert shares == [(40, 160), (980, 4900)]


def test_papers_prove_the_visits_of_the_service(made: None):
    recovery = RefrigerantEvent.objects.get(on=date(2025, 9, 30))

    assert recovery.evidence.title == "Receipt for recovered R-22, conference hall"


def test_making_it_again_changes_nothing(made: None):
    counts = [model.objects.count() for model in PARTS]

    make_boundary()

    assert [model.objects.count() for model in PARTS] == counts


def test_the_papers_are_to_the_byte_the_same_every_time():
    assert paper("Title", ("One line.",)) == paper("Title", ("One line.",))
