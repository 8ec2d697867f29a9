"""Returns brought to a state by their acts, for tests."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from greenops.annual_return.cycle import dialogue, workflow
from greenops.annual_return.models import AnnualReturn

DIGEST = "ab" * 32


def submitted(preparer: Any, approver: Any, year: int = 2025) -> AnnualReturn:
    """Opened, prepared, approved and submitted."""
    made = workflow.open_return(by=preparer, year=year)
    workflow.start_collection(by=preparer, annual_return=made)
    workflow.send_to_review(by=preparer, annual_return=made, statement="The data are complete to my knowledge.")
    workflow.approve(by=approver, annual_return=made, statement="I approve this return.")
    workflow.submit(by=preparer, annual_return=made)
    made.refresh_from_db()
    return made


def handed_over(preparer: Any, approver: Any, year: int = 2025) -> AnnualReturn:
    made = submitted(preparer, approver, year)
    return dialogue.record_hand_over(by=preparer, annual_return=made, on=timezone.localdate(), file_digest=DIGEST)


def published(preparer: Any, approver: Any, *, tonnes: str = "0.15", year: int = 2025) -> AnnualReturn:
    made = handed_over(preparer, approver, year)
    figures = [total(tonnes)]
    return dialogue.record_published(by=preparer, annual_return=made, on=timezone.localdate(), figures=figures)


def total(tonnes: str, **fields: Any) -> dialogue.Given:
    given = {"code": "T.1", "unit": "tCO2eq", "source": "Report of 2026, annex", **fields}
    return dialogue.Given(value=Decimal(tonnes), **given)
