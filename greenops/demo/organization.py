"""The demonstration organization: invented units, sites, people and personnel, labelled as such."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ems.models import Organization, OrganizationUnit, PersonnelCount, Site
from greenops.accounts.actions import give_role
from greenops.accounts.models import RoleAssignment, User
from greenops.roles import ROLES
from travel.models import CostCentre, ImportBatch

YEARS = (2023, 2024, 2025)
NAME = "Demonstration Agency for Telecommunications (DEMO)"
SOURCE = "greenops-template"
# Known to everybody who reads this, and printed at every start: it opens the demonstration and nothing else.
PASSWORD = "tread-lightly-demo"  # noqa: S105


@dataclass(frozen=True)
class Person:
    username: str
    first_name: str
    last_name: str
    role: str
    unit: str | None = None


PEOPLE = (
    Person("officer", "Awa", "Ndoye", "travel_officer"),
    Person("reviewer", "Mateo", "Arriaga", "management_reviewer"),
    Person("regional", "Wanjiru", "Kimathi", "management_reviewer", unit="ROA"),
    Person("focal", "Ingrid", "Solheim", "focal_point"),
    Person("coordinator", "Farid", "Haddadin", "ems_coordinator"),
    Person("auditor", "Mei", "Takahara", "auditor"),
    Person("admin", "Luca", "Bernasco", "administrator"),
)

# Code, name, code of the unit it is part of, site, airport of departure, cost centres.
UNITS = (
    ("ODG", "Office of the Director-General", None, "GVA", "GVA", ("1010",)),
    ("STD", "Standards Bureau", "ODG", "GVA", "GVA", ("2010", "2020")),
    ("RAD", "Radio Spectrum Bureau", "ODG", "GVA", "GVA", ("2110", "2120")),
    ("DEV", "Development Bureau", "ODG", "GVA", "GVA", ("3010", "3020", "3030")),
    ("ADM", "Administration and Finance", "ODG", "GVA", "GVA", ("4010", "4020")),
    ("ROA", "Regional Office for Africa", "DEV", "NBO", "NBO", ("5010",)),
    ("RAP", "Regional Office for Asia and the Pacific", "DEV", "BKK", "BKK", ("5110",)),
    ("RAM", "Regional Office for the Americas", "DEV", "PTY", "PTY", ("5210",)),
)

# Code, name, city, country, type. How each is held: greenops/demo/boundary.py.
SITES = (
    ("GVA", "Headquarters", "Geneva", "CH", Site.Kind.HEADQUARTERS),
    ("NBO", "Regional Office for Africa", "Nairobi", "KE", Site.Kind.REGIONAL),
    ("BKK", "Regional Office for Asia and the Pacific", "Bangkok", "TH", Site.Kind.REGIONAL),
    ("PTY", "Regional Office for the Americas", "Panama City", "PA", Site.Kind.REGIONAL),
)

# Full-time equivalents of staff and of non-staff in the first year: about 700 people.
PERSONNEL = {
    "ODG": (32, 4),
    "STD": (98, 18),
    "RAD": (124, 16),
    "DEV": (105, 34),
    "ADM": (128, 22),
    "ROA": (38, 12),
    "RAP": (30, 10),
    "RAM": (22, 7),
}
GROWTH_PER_YEAR = 0.01
INTERNS_AT_HEADQUARTERS = 6


def is_wanted() -> bool:
    """Whether the database is empty, or holds a demonstration whose files were not all brought in yet."""
    from greenops.demo.files import FILE_NAMES

    organization = Organization.objects.first()
    if organization is None:
        return not User.objects.exists()
    if not organization.is_demonstration:
        return False
    open_states = (*ImportBatch.IN_PROGRESS, ImportBatch.State.PREVIEWED, ImportBatch.State.FAILED)
    settled = ImportBatch.objects.filter(file_name__in=FILE_NAMES).exclude(state__in=open_states)
    return settled.values("file_name").distinct().count() < len(FILE_NAMES)


def introduction() -> str:
    """The demonstration's people with their roles and password; empty for a real organization."""
    organization = Organization.objects.first()
    if organization is None or not organization.is_demonstration:
        return ""
    lines = [f"\n{organization.name}: invented data. Password of everybody: {PASSWORD}\n"]
    for person in PEOPLE:
        place = f", {person.unit} only" if person.unit else ""
        role = f"{ROLES[person.role].label}{place}"
        lines.append(f"  {person.username:<12} {role:<32} {person.first_name} {person.last_name}")
    return "\n".join(lines)


@transaction.atomic
def make_organization() -> User:
    """Everything but the bookings, unless it is there already; the travel officer who brings those in."""
    if Organization.objects.exists():
        return User.objects.get(username=PEOPLE[0].username)
    Organization.objects.create(name=NAME, abbreviation="DEMO", home_country="CH", is_demonstration=True)
    units = _make_units()
    _make_personnel(units)
    return _make_people(units)


def _make_units() -> dict[str, OrganizationUnit]:
    units: dict[str, OrganizationUnit] = {}
    for code, name, parent, _site, _airport, cost_centres in UNITS:
        above = units[parent] if parent else None
        units[code] = OrganizationUnit.objects.create(code=code, name=name, parent=above)
        CostCentre.objects.bulk_create(
            CostCentre(source=SOURCE, code=cost_centre, unit=units[code]) for cost_centre in cost_centres
        )
    return units


def _make_personnel(units: dict[str, OrganizationUnit]) -> None:
    sites = {
        code: Site.objects.create(code=code, name=name, city=city, country=country, kind=kind)
        for code, name, city, country, kind in SITES
    }
    kinds = PersonnelCount.Category
    for unit, _name, _parent, site, _airport, _cost_centres in UNITS:
        staff, non_staff = PERSONNEL[unit]
        for years, year in enumerate(YEARS):
            growth = (1 + GROWTH_PER_YEAR) ** years
            counts = {kinds.STAFF: round(staff * growth, 1), kinds.NON_STAFF: round(non_staff * growth, 1)}
            if unit == "ODG":
                counts[kinds.INTERN] = float(INTERNS_AT_HEADQUARTERS)
            for category, number in counts.items():
                PersonnelCount.objects.create(
                    unit=units[unit],
                    site=sites[site],
                    year=year,
                    category=category,
                    full_time_equivalents=number,
                )


def _make_people(units: dict[str, OrganizationUnit]) -> User:
    administrator = next(person for person in PEOPLE if person.role == "administrator")
    users = {
        person.username: User.objects.create_user(
            person.username,
            f"{person.username}@demo.invalid",
            PASSWORD,
            first_name=person.first_name,
            last_name=person.last_name,
            is_staff=person is administrator,  # opens the administration pages, within the role's permissions
        )
        for person in PEOPLE
    }
    for person in PEOPLE:
        assignment = RoleAssignment(
            user=users[person.username],
            role=person.role,
            unit=units[person.unit] if person.unit else None,
            starts_on=date(YEARS[0], 1, 1),
        )
        give_role(by=users[administrator.username], assignment=assignment)
    return users[PEOPLE[0].username]
