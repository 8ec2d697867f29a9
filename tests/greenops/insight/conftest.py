"""People, and a year of hand-made cells whose totals stand in the comments."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from ems.models import Organization, OrganizationUnit
from greenops.accounts.models import RoleAssignment, User
from travel.models import RouteTotal, TravellerCount, TravelTotal

T = 1_000_000_000  # milligrams in a tonne
METHOD = "icao-13.1"


def make_cell(tonnes: float, *, year: int = 2025, month: int = 3, unit: int = 0, **other: Any) -> None:
    mass = round(tonnes * T)
    values: dict[str, Any] = {
        "method": METHOD,
        "cabin": "economy",
        "haul": "long",
        "traveller_category": "staff",
        "payer": "organization",
        "legs": 2,
        "passenger_legs": 3,
        "distance_m": 6_000_000,
        "ttw_mg": mass,
        "total_mg": mass,
        "low_mg": mass // 2,
        "high_mg": mass * 2,
    } | other
    TravelTotal.objects.create(year=year, month=month, unit=unit, **values)


def make_people(year: int = 2025, *, payer: str = "organization", **counts: int) -> None:
    """Counts by dimension and key, as in all_=40, month_3=40, unit_1=12."""
    for name, count in counts.items():
        for dimension in ("all", "month", "unit", "cabin", "haul", "traveller_category"):
            if name.startswith(f"{dimension}_"):
                key = name.removeprefix(f"{dimension}_")
                TravellerCount.objects.create(year=year, dimension=dimension, key=key, payer=payer, travellers=count)


@pytest.fixture
def units(db: None) -> list[OrganizationUnit]:
    """The units of the organization: FLD, FIN and =EV, whose code would run in a spreadsheet."""
    Organization.objects.create(name="World Observatory Organization", abbreviation="WOO")
    named = (("FLD", "Field Operations"), ("FIN", "Finance"), ("=EV()", "Evaluation <b>"))
    return [OrganizationUnit.objects.create(code=code, name=name) for code, name in named]


@pytest.fixture
def a_year(units: list[OrganizationUnit]) -> None:
    """1,234.5 t inside (March 900 t field, May 300 t finance, June 34.5 t evaluation); 65.5 t paid by others."""
    field, finance, evaluation = (unit.pk for unit in units)
    make_cell(900, month=3, unit=field, cabin="business")
    make_cell(300, month=5, unit=finance)
    make_cell(34.5, month=6, unit=evaluation, haul="short")
    make_cell(65.5, month=5, unit=field, payer="other", traveller_category="delegate")
    make_cell(1000, year=2024, month=3, unit=field)
    make_cell(2000, month=3, unit=field, method="tim-3.0.0")
    counted = {f"unit_{field}": 50, f"unit_{finance}": 20, f"unit_{evaluation}": 9}
    make_people(
        all_=60, month_3=50, month_5=20, month_6=9, cabin_business=50, cabin_economy=25, haul_long=55, haul_short=9,
        traveller_category_staff=60, **counted,
    )  # fmt: skip
    make_people(
        payer="other", all_=8, month_5=8, cabin_economy=8, haul_long=8, traveller_category_delegate=8,
        **{f"unit_{field}": 8},
    )  # fmt: skip
    make_people(2024, all_=50, month_3=50)
    RouteTotal.objects.create(
        year=2025, method=METHOD, payer="organization", origin="GVA", destination="NBO", legs=5, passenger_legs=5,
        distance_m=30_000_000, total_mg=200 * T,
    )  # fmt: skip


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """Signs somebody in who holds a role, for a unit or for all."""

    def enter(role: str, unit: OrganizationUnit | None = None) -> Client:
        user = User.objects.create(username=f"{role}-{unit.code if unit else 'all'}")
        RoleAssignment.objects.create(user=user, role=role, unit=unit)
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter
