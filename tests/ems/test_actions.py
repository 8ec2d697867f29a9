"""Changes of the boundary leave their event and stay inside the units that a person looks after."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from ems.actions import may_add, save
from ems.models import Event, OrganizationUnit, PersonnelCount, Site
from tests.factories.boundary import personnel, site, unit
from tests.factories.people import person

pytestmark = pytest.mark.django_db


def test_a_new_site_leaves_an_event_with_what_was_filled_in():
    ingrid = person("Ingrid", "focal_point")

    save(by=ingrid, part=Site(code="NBO", name="Gigiri", city="Nairobi", country="KE"))

    event = Event.objects.get()
    assert (event.action, event.actor, event.object_type) == ("site added", ingrid, "ems.site")
    assert event.payload["changes"]["city"] == {"was": None, "is": "Nairobi"}


def test_a_change_is_recorded_with_what_it_was():
    place = site(latitude=Decimal("46.20000"))
    place.latitude = Decimal("46.22000")

    assert save(by=person("Ingrid", "focal_point"), part=place)

    assert Event.objects.get().payload == {"changes": {"latitude": {"was": "46.20000", "is": "46.22000"}}}


def test_saving_without_a_change_leaves_no_event():
    place = site()

    assert not save(by=person("Ingrid", "focal_point"), part=place)

    assert not Event.objects.exists()


def test_people_who_look_after_one_unit_count_only_its_people():
    ours, theirs, place = unit("ROA"), unit("STD"), site()
    wanjiru = person("Wanjiru", "focal_point", unit=ours)
    counted = {"site": place, "year": 2025, "category": "staff", "full_time_equivalents": Decimal(3)}

    save(by=wanjiru, part=PersonnelCount(unit=ours, **counted))
    with pytest.raises(PermissionDenied, match="a unit that you do not look after"):
        save(by=wanjiru, part=PersonnelCount(unit=theirs, **counted))

    assert PersonnelCount.objects.get().unit == ours


def test_a_count_of_another_unit_cannot_be_taken_over():
    ours, theirs, place = unit("ROA"), unit("STD"), site()
    count = personnel(theirs, place)
    count.unit = ours

    with pytest.raises(PermissionDenied):
        save(by=person("Wanjiru", "focal_point", unit=ours), part=count)

    assert PersonnelCount.objects.get().unit == theirs


@pytest.mark.parametrize(
    ("model", "allowed"), [(OrganizationUnit, False), (Site, False), (PersonnelCount, True)], ids=lambda v: str(v)
)
def test_people_who_look_after_one_unit_add_neither_units_nor_sites(model: type, allowed: bool):
    assert may_add(person("Wanjiru", "focal_point", unit=unit()), model) is allowed


def test_people_who_only_read_change_nothing():
    place = site()
    place.name = "Palais"

    with pytest.raises(PermissionDenied):
        save(by=person("Mei", "auditor"), part=place)

    assert Site.objects.get().name == "Headquarters"
