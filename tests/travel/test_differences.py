"""What the preview says a file would change is what its commit changes."""

from typing import Any

import pytest
from django.db.models import Sum

from ems.models import OrganizationUnit
from tests.factories import imports
from tests.travel.test_ledger import HEADER, commit, refund, row
from travel import actions
from travel.emissions.methods import RETURN_METHOD
from travel.emissions.totals import tonnes
from travel.models import ImportBatch, Leg, TravelTotal

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]


def previewed(*lines: str) -> ImportBatch:
    return imports.previewed(HEADER + "".join(lines))


def differences(batch: ImportBatch) -> dict[str, Any]:
    found: dict[str, Any] = batch.preview["differences"]
    return found


def totals() -> dict[tuple[int, str], tuple[int, float]]:
    units = {unit.pk: str(unit) for unit in OrganizationUnit.objects.all()}
    kept = TravelTotal.objects.filter(method=RETURN_METHOD).values_list("year", "unit")
    return {
        (year, units.get(unit, "")): (legs, tonnes(mass))
        for year, unit, legs, mass in kept.annotate(Sum("legs"), Sum("total_mg"))
    }


def test_new_known_and_changed_legs_are_counted_and_told_field_by_field():
    commit(row(), row("7241234567899", end="LHR"))
    found = differences(previewed(row(cabin="business"), row("7241234567899", end="LHR"), row("7241234567777")))
    assert (found["new"], found["known"], found["changed"]) == (1, 2, 1)
    assert found["changes"] == [{"where": "Line 2", "field": "cabin", "before": "economy", "after": "business"}]


def test_credits_that_would_take_legs_of_earlier_files_are_told():
    commit(row(), name="february.csv")
    found = differences(previewed(refund(), refund("7240000000011")))["credits"]
    assert (found["of_file"], found["open"], found["asked"], found["earlier_legs"]) == (2, 1, 0, 1)
    assert found["lines"] == [{"where": "Line 2", "leg": "GVA-JFK", "ticket": "7241234567890"}]
    assert Leg.objects.count() == 1


def test_a_leg_that_a_waiting_credit_takes_at_once_is_told():
    commit(refund())
    found = differences(previewed(row()))
    assert found["credits"]["own_legs"] == 1 and found["years"] == []


def test_the_totals_told_before_the_commit_are_those_after_it():
    OrganizationUnit.objects.create(code="FIN", name="Finance")
    OrganizationUnit.objects.create(code="HR", name="Human resources")
    commit(row(), row("7241234567899", end="LHR"), row("7241234567898", end="NBO", on="2024-12-30"))
    commit(refund("7241234567777"), name="waiting.csv")
    batch = previewed(
        row(cabin="business", unit="HR"), refund("7241234567899"), row("7241234567777"), row("7241234567778", end="ZRH")
    )
    said = {(line["year"], line["unit"]): line for line in differences(batch)["years"]}
    before = totals()
    assert {place: (line["legs_before"], line["t_before"]) for place, line in said.items()} == {
        place: before.get(place, (0, 0)) for place in said
    }
    actions.confirm(by=None, batch=batch, queue=False)
    actions.commit_batch(batch.pk)
    after = totals()
    assert {place for place in before | after if before.get(place) != after.get(place)} == set(said)
    assert {place: (line["legs_after"], line["t_after"]) for place, line in said.items()} == {
        place: after.get(place, (0, 0)) for place in said
    }
    batch.refresh_from_db()
    assert batch.preview["differences"]["years"]
