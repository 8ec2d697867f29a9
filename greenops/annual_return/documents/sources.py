"""Where the content of a document comes from: a frozen version, or the year as it stands today, as a draft."""

from greenops.annual_return.computation import compute_both
from greenops.annual_return.computed import ComputedReturn
from greenops.annual_return.cycle.frozen import computed_of
from greenops.annual_return.cycle.statements import said_of
from greenops.annual_return.documents.content import ReturnContent
from greenops.annual_return.documents.statements import statements_from
from greenops.annual_return.models import AnnualReturn, ReturnVersion


def content_of_version(version: ReturnVersion) -> ReturnContent:
    """From the frozen lines and what was frozen beside them; nothing is computed and nothing else is asked."""
    return ReturnContent(
        off=computed_of(version),
        on=computed_of(version, delegates=True) if version.lines.filter(delegates=True).exists() else None,
        said=statements_from(version.statements),
        version=version.number,
        kind=str(version.get_kind_display()),
        reason=version.reason,
        frozen_at=version.frozen_at,
    )


def draft_of(year: int, edition: str | None = None) -> ReturnContent:
    """The year as it stands now, without and with delegates. Raises EditionError and NothingToReport."""
    return draft_content(*compute_both(year, edition=edition))


def draft_content(off: ComputedReturn, on: ComputedReturn | None) -> ReturnContent:
    """Computed returns as a draft, marked as such on every page."""
    annual_return = AnnualReturn.objects.filter(year=off.year).first()
    return ReturnContent(off=off, on=on, said=said_of(off, annual_return))
