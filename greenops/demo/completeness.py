"""What the demonstration's files do not hold: sources expected, a missing month, a rule with a trip, finance."""

from datetime import date
from decimal import Decimal
from typing import Any

from ems.models import OrganizationUnit
from greenops.demo.organization import SOURCE
from travel import actions, expecting, trips
from travel.models import EntitlementRule, ExpectedSource
from travel.reconciliation import reconciliation
from travel.trips import Trip, stretches_of

LAST_MONTH = date(2025, 12, 1)
AGENCY = "Travel agency, all offices"
FARE = Decimal("812.40")  # invented, for every ticket


def make_completeness(officer: Any) -> None:
    """Once: what is there already stays as people left it."""
    if ExpectedSource.objects.exists():
        return
    rule = trips.add_rule(
        by=officer,
        rule=EntitlementRule(
            code="home-leave",
            text="Home leave every second year, for the staff member and the recognised family: from the duty station "
            "to the place of home leave and back, in economy, where no ticket was bought through the agency.",
            cabin="economy", decided_by="Human Resources, memorandum of 12 December 2023 (DEMO)",
            valid_from=date(2024, 1, 1),
        ),
    )  # fmt: skip
    _bring_in(officer, "demo-home-leave-2025.csv", Trip(
        stretches_of(("GVA", "NBO"), date(2025, 7, 5), date(2025, 8, 9)), "economy", 4, "staff", "STD",
        "organization", reference="HL-2025-01", rule=trips.label_of(rule),
    ))  # fmt: skip
    _bring_in(officer, "demo-trip-by-hand-2025.csv", Trip(
        stretches_of(("GVA", "VIE"), date(2025, 5, 14), date(2025, 5, 16)), "business", 1, "sponsored_participant",
        "DEV", "organization", reference="HAND-2025-01", remark="Ticket bought by the host and refunded to it (DEMO)",
    ))  # fmt: skip
    _expect(officer)


def _bring_in(officer: Any, name: str, trip: Trip) -> None:
    batch = trips.bring_in(by=officer, trips=[trip], name=name)
    actions.confirm(by=officer, batch=batch, queue=False)
    actions.commit_batch(batch.pk)


def _expect(officer: Any) -> None:
    nairobi = OrganizationUnit.objects.get(code="ROA")
    sources = [
        ExpectedSource(label=AGENCY, source=SOURCE, first_month=date(2023, 1, 1), last_month=LAST_MONTH),
        ExpectedSource(
            label="Field flights, Nairobi", source="field-flights", office=nairobi, first_month=date(2025, 10, 1),
            last_month=LAST_MONTH,
        ),
        ExpectedSource(
            label="Home leave, Human Resources", source=trips.RULE_SOURCE, first_month=date(2025, 7, 1),
            last_month=date(2025, 8, 1),
        ),
    ]  # fmt: skip
    agency, field_flights, _home_leave = (expecting.add_expected(by=officer, expected=source) for source in sources)
    for month in (10, 12):  # November is missing
        expecting.say_nothing(
            by=officer, expected=field_flights, month=date(2025, month, 1), note="Office by e-mail: no field flights"
        )
    tickets = {one.month.month: one.imported.tickets for one in reconciliation(2025) if one.expected == agency}
    for month, more in ((1, 0), (2, 0), (3, 3)):  # March differs
        number = tickets[month] + more
        expecting.enter_figure(
            by=officer, expected=agency, month=date(2025, month, 1),
            values={"tickets": number, "amount": number * FARE, "refunds": Decimal(0), "currency": "CHF", "note": ""},
        )  # fmt: skip
