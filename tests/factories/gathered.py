"""Gathered values of a year made by hand, for tests of figures: without a database."""

from typing import Any

from greenops.annual_return.gathering.gathered import Gathered, SiteFacts, Terms, Travel, TravelSums
from greenops.annual_return.inventory.entry import Activity

MONTHS = tuple(range(1, 13))


def travel(**fields: Any) -> Travel:
    """A year without flights unless said otherwise."""
    given = {
        "method": "icao-13.1",
        "method_label": "ICAO-style estimate",
        "method_edition": "13.1",
        "gas_basis": "CO2",
        "boundary": "2020",
        "sentence_off": "Travel that we pay; travel paid by others is not included.",
        "sentence_on": "Travel that we pay, with travel paid by others (delegates) added.",
        "inside": TravelSums(),
        "added": TravelSums(),
        "flagged": TravelSums(),
        "by": {},
        "waiting_rows": 0,
        "waiting_low_mg": 0,
        "waiting_high_mg": 0,
        **fields,
    }
    return Travel(**given)


def site_facts(code: str = "GVA", **fields: Any) -> SiteFacts:
    given = {
        "code": code,
        "name": "Headquarters",
        "city": "Geneva",
        "country": "CH",
        "kind": "headquarters",
        "certificate": "",
        "open_months": MONTHS,
        "terms": (Terms(MONTHS, "owned", "whole", (1.0, 1.0), floor_area_m2=1000.0),),
        **fields,
    }
    return SiteFacts(**given)


def activity(stream: str = "electricity_grid", **fields: Any) -> Activity:
    """1,000 of the unit in Geneva, metered."""
    given = {
        "site": "GVA",
        "country": "CH",
        "detail": "standard" if stream == "electricity_grid" else "",
        "amount": 1000.0,
        "unit": "kWh",
        "method": "metered",
        **fields,
    }
    return Activity(stream=stream, **given)


def gathered(**fields: Any) -> Gathered:
    """Geneva and nothing else."""
    lists = ("activities", "persons", "coverage", "equipment", "stocks", "vehicles", "offsets", "answers")
    given = {
        "year": 2025,
        "sites": (site_facts(),),
        "rule": None,
        "travel": travel(),
        **dict.fromkeys(lists, ()),
        **fields,
    }
    return Gathered(**given)
