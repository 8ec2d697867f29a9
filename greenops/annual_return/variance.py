"""What moved against the year before by more than the edition's threshold, and the reasons that were given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ems.audit import record
from greenops.annual_return import computation
from greenops.annual_return.computed import Line
from greenops.annual_return.cycle.freezing import latest_version
from greenops.annual_return.cycle.frozen import computed_of
from greenops.annual_return.cycle.signing import check_may, held, written
from greenops.annual_return.edition import Edition, EditionError
from greenops.annual_return.edition_file import edition as edition_named
from greenops.annual_return.gathering.gather import gather
from greenops.annual_return.models import AnnualReturn, VarianceReason
from greenops.annual_return.movements import change_percent
from greenops.annual_return.permissions import ReturnPermission

State = AnnualReturn.State
# While signatures may still be given: afterwards the reasons are frozen with the lines.
UNFROZEN = (State.OPEN, State.IN_COLLECTION, State.IN_REVIEW)
TOTAL, TOTALS = "T.1", "T"


@dataclass(frozen=True)
class Variance:
    """A line beside its value of the year before. percent: signed. source: where the earlier value is from."""

    code: str
    label: str
    section: str
    unit: str
    before: float
    now: float
    percent: float
    source: str
    reason: str = ""

    @property
    def is_explained(self) -> bool:
        return bool(self.reason)


def variances(annual_return: AnnualReturn, lines: Sequence[Line], edition: Edition) -> list[Variance]:
    """Lines of emissions and totals that moved by more than the edition's threshold."""
    threshold = edition.thresholds["variance_percent"]
    before, source = year_before(annual_return.year)
    reasons = dict(annual_return.variance_reasons.values_list("code", "reason"))
    found = []
    for line in lines:
        percent = change_percent(before.get(line.code), line.value)
        if percent is None or abs(percent) <= threshold or not is_compared(line):
            continue
        found.append(
            Variance(
                line.code,
                line.label,
                line.section,
                line.unit,
                float(before[line.code]),
                float(line.value),  # type: ignore[arg-type]
                percent,
                source,
                reasons.get(line.code, ""),
            )
        )
    return found


def variances_now(annual_return: AnnualReturn) -> list[Variance]:
    """Of the year as its data stand."""
    form = edition_named(annual_return.edition)
    return variances(
        annual_return, computation.return_of(gather(annual_return.year), form, delegates=False).lines, form
    )


def is_compared(line: Line) -> bool:
    """Emissions by source, and their total: the other totals, and what is per person, move with them."""
    is_source = line.section != TOTALS and (line.scope is not None or line.source_group is not None)
    return line.code == TOTAL or (is_source and line.unit.startswith("t"))


def year_before(year: int) -> tuple[Mapping[str, Any], str]:
    """Values by code of the year before, and where they are from: frozen if it is, else computed today."""
    earlier = AnnualReturn.objects.filter(year=year - 1).first()
    version = latest_version(earlier) if earlier else None
    if version is not None:
        made = computed_of(version)
        source = _("frozen, version %(n)s") % {"n": version.number}
    else:
        try:
            made = computation.compute_return(year - 1, edition=earlier.edition if earlier else None)
        except (computation.NothingToReport, EditionError):
            return {}, ""
        source = _("computed today")
    return {line.code: line.value for line in made.lines}, source


@transaction.atomic
def give_reason(*, by: Any, annual_return: AnnualReturn, code: str, reason: str) -> VarianceReason:
    """Why a line moved against the year before. Given again, the event keeps what stood there."""
    check_may(by, ReturnPermission.PREPARE)
    row = held(annual_return, *(AnnualReturn.State.values if annual_return.restating_at else UNFROZEN))
    known = edition_named(row.edition).line(code)
    reason = written(reason, _("Say why %(code)s %(label)s moved.") % {"code": code, "label": known.label})
    was = row.variance_reasons.filter(code=code).values_list("reason", flat=True).first() or ""
    given, _is_new = VarianceReason.objects.update_or_create(
        annual_return=row, code=code, defaults={"reason": reason, "given_by": by}
    )
    payload = {"year": row.year, "code": code, "was": was, "is": reason}
    record(by=by, action="reason of a change given", on=given, payload=payload)
    return given
