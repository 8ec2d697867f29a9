"""A committed batch with one row, one leg and its estimate, for tests that need addresses to exist."""

from datetime import date
from typing import Any

from django.utils import timezone

from travel.models import Answer, BatchRow, Booking, Estimate, ImportBatch, Leg, TravelTotal

# A short hop and its mass, in whole metres and milligrams; no test computes with them.
DISTANCE_M, TOTAL_MG = 230_000, 58_000_000
REPORT = {
    "file": "march.csv",
    "digest": "d" * 64,
    "profile": "greenops-template",
    "rows": 1,
    "verdicts": {"flight": 1, "ask": 0, "cancelled": 0, "credit": 0, "ignored": 0, "rejected": 0},
    "reasons": {"flight": 1},
    "legs": 1,
    "distinct_legs": 1,
    "passenger_legs": 1,
    "distance_km": 230.0,
    "passenger_km": 230.0,
    "emissions_t": {"icao-13.1": {"value": 0.058, "gas_basis": "CO2"}},
    "years": {"2025": {"legs": 1, "distance_km": 230.0}},
}


def batch(**fields: Any) -> ImportBatch:
    given = {
        "state": ImportBatch.State.COMMITTED,
        "file_name": "march.csv",
        "file_digest": "d" * 64,
        "file_size": 100,
        "rows_total": 1,
        "rows_flight": 1,
        "committed_at": timezone.now(),
        "report": REPORT,
        **fields,
    }
    return ImportBatch.objects.create(**given)


def leg(of: ImportBatch, unit: Any = None, **fields: Any) -> Leg:
    position = of.rows.count()
    row = BatchRow.objects.create(
        batch=of,
        position=position,
        line=position + 2,
        verdict="flight",
        reason="flight",
        sentence="One flight.",
        cells={"From": "GVA", "To": "ZRH"},
        personal_cells={"Traveller": "NDOYE/AWA"},
    )
    given = {
        "identity": f"{position:032x}",
        "sequence": 1,
        "origin": "GVA",
        "destination": "ZRH",
        "departed_on": date(2025, 3, 18),
        "counted_on": date(2025, 3, 18),
        "date_basis": "departure",
        "cabin": "economy",
        "haul": "short",
        "passengers": 1,
        "distance_m": DISTANCE_M,
        "traveller_category": "staff",
        "payer": "organization",
        **fields,
    }
    made = Leg.objects.create(batch=of, row=row, booking=Booking.objects.create(batch=of), unit=unit, **given)
    Estimate.objects.create(
        leg=made, method="icao-13.1", ttw_mg=TOTAL_MG, total_mg=TOTAL_MG, low_mg=TOTAL_MG, high_mg=TOTAL_MG
    )
    return made


def year_of(leg: Leg) -> TravelTotal:
    """The kept total of a year whose only leg this is."""
    return TravelTotal.objects.create(
        year=leg.counted_on.year,
        month=leg.counted_on.month,
        method="icao-13.1",
        unit=leg.unit_id or 0,
        cabin=leg.cabin,
        haul=leg.haul,
        traveller_category=leg.traveller_category,
        payer=leg.payer,
        legs=1,
        passenger_legs=leg.passengers,
        distance_m=leg.distance_m,
        ttw_mg=TOTAL_MG,
        total_mg=TOTAL_MG,
        low_mg=TOTAL_MG,
        high_mg=TOTAL_MG,
    )


def answer(**fields: Any) -> Answer:
    """A remembered answer: in files of the template LON means Heathrow."""
    given = {
        "source": "greenops-template",
        "key": "place:LON",
        "kind": "metropolitan_code",
        "subject": "LON",
        "sentence": "LON stands on 1 row: which airport?",
        "value": "LHR",
        **fields,
    }
    return Answer.objects.create(**given)
