"""Questions that rows wait for, and what they could add, for tests of pages and figures."""

from typing import Any

from travel.models import ImportBatch, Question, WaitingEstimate

LONDON = [
    {"value": "LHR", "label": "LHR Heathrow", "hint": "London, GB"},
    {"value": "LGW", "label": "LGW Gatwick", "hint": "London, GB"},
]


def question(batch: ImportBatch, positions: list[int], **fields: Any) -> Question:
    """LON stands on these rows: which airport?"""
    given = {
        "source": "greenops-template",
        "key": "place:LON",
        "kind": "metropolitan_code",
        "subject": "LON",
        "column": "Destination",
        "sentence": f"LON stands on {len(positions)} rows: which airport?",
        "options": LONDON,
        "free": "place",
        "rows": len(positions),
        "positions": positions,
        "kin": positions,
        "examples": [{"line": 3, "sheet": "", "sentence": "Line 3: LON is a city.", "cells": {"Destination": "LON"}}],
        **fields,
    }
    return Question.objects.create(batch=batch, **given)


def waits(batch: ImportBatch, position: int, low: int | None, high: int | None, **fields: Any) -> WaitingEstimate:
    """One row that waits, by the return's method in March 2025 unless said otherwise; masses in kilograms."""
    given = {
        "method": "icao-13.1",
        "year": 2025,
        "month": 3,
        "unit": 0,
        "traveller_category": "staff",
        "payer": "organization",
        "passengers": 1,
        "low_mg": None if low is None else low * 1_000_000,
        "high_mg": None if high is None else high * 1_000_000,
        **fields,
    }
    return WaitingEstimate.objects.create(batch=batch, position=position, **given)
