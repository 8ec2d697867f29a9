"""People with their roles, and a committed file of two units whose figures are easy to check by eye."""

import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from ems.models import OrganizationUnit
from travel.models import BatchRow, Booking, Estimate, ImportBatch, Leg, Traveller, TravellerName

MG_PER_KG = 1_000_000


@pytest.fixture
def officer(client_of: Callable[..., Client]) -> Client:
    return client_of("travel_officer")


@pytest.fixture
def auditor(client_of: Callable[..., Client]) -> Client:
    return client_of("auditor")


@pytest.fixture
def units(db: None) -> tuple[OrganizationUnit, OrganizationUnit]:
    return (
        OrganizationUnit.objects.create(code="HR", name="Human resources"),
        OrganizationUnit.objects.create(code="IT", name="Information technology"),
    )


@pytest.fixture
def committed(units: tuple[OrganizationUnit, OrganizationUnit]) -> ImportBatch:
    """Seven rows: six people flew GVA-JFK, of which one belongs to IT; one row was rejected. 100 kg a leg."""
    hr, it = units
    batch = make_batch(
        state=ImportBatch.State.COMMITTED,
        committed_at=timezone.now(),
        rows_total=7,
        rows_flight=6,
        rows_rejected=1,
    )
    for number in range(6):
        add_leg(batch, number, it if number == 5 else hr)
    BatchRow.objects.create(
        batch=batch, position=6, line=8, verdict="rejected", reason="unknown_code",
        sentence="Line 8, Destination: 'XXX' is no airport. Correct it.",
        cells={"Destination": "XXX", "Remarks": "=HYPERLINK(1)"}, personal_cells={"Traveller": "Canary Person"},
    )  # fmt: skip
    return batch


def make_batch(**values: object) -> ImportBatch:
    digest = uuid.uuid4().hex * 2
    report = {
        "rows": 7, "verdicts": {}, "reasons": {"scheduled": 6, "unknown_code": 1}, "legs": 6, "distinct_legs": 1,
        "passenger_legs": 6, "distance_km": 37_338.0, "passenger_km": 37_338.0,
        "emissions_t": {"icao-13.1": {"value": 0.6, "gas_basis": "CO2"}},
        "years": {"2025": {"legs": 6, "distance_km": 37_338.0}},
    }  # fmt: skip
    preview = {
        "sample_rows": [
            {"verdict": "flight", "reason": "scheduled", "rows": 6, "samples": []},
            {
                "verdict": "rejected", "reason": "unknown_code", "rows": 1,
                "samples": [{"sheet": "", "line": 8, "sentence": "Line 8 is wrong.", "cells": {"Destination": "XXX"}}],
            },
        ]
    }  # fmt: skip
    return ImportBatch.objects.create(
        **{
            "file_name": "march.csv",
            "file_digest": digest,
            "file_size": 900,
            "report": report,
            "preview": preview,
        }
        | values
    )


def add_leg(batch: ImportBatch, number: int, unit: OrganizationUnit | None) -> Leg:
    traveller, _created = Traveller.objects.get_or_create(pseudonym=f"{number:02}" * 16)
    TravellerName.objects.get_or_create(traveller=traveller, defaults={"name": f"Person {number}"})
    row = BatchRow.objects.create(
        batch=batch, position=number, line=number + 2, verdict="flight", reason="scheduled", sentence="A flight.",
        cells={"Route": "GVA-JFK"}, personal_cells={"Traveller": f"Person {number}"},
    )  # fmt: skip
    booking = Booking.objects.create(batch=batch, reference=f"72400000{number:02}", traveller=traveller)
    leg = Leg.objects.create(
        identity=f"{batch.pk:030}{number:02}", batch=batch, row=row, booking=booking, sequence=1, origin="GVA",
        destination="JFK", departed_on=date(2025, 3, 18), counted_on=date(2025, 3, 18), date_basis="departure",
        cabin="economy", haul="long", passengers=1, distance_m=6_223_000, unit=unit, traveller_category="staff",
        payer="organization",
    )  # fmt: skip
    Estimate.objects.create(
        leg=leg, method="icao-13.1", ttw_mg=100 * MG_PER_KG, total_mg=100 * MG_PER_KG, low_mg=90 * MG_PER_KG,
        high_mg=120 * MG_PER_KG,
    )  # fmt: skip
    return leg
