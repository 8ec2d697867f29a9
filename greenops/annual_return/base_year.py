"""The base year: which one holds, whether it has to be computed again (R31), and whether a year is on track (R32)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ems.audit import record
from greenops.annual_return.cycle import freezing
from greenops.annual_return.cycle.refusals import ReturnRefused
from greenops.annual_return.cycle.signing import (
    check_may,
)
from greenops.annual_return.inventory.base_year import BaseYearChange, base_year_change
from greenops.annual_return.inventory.targets import Target, is_on_track, path_value
from greenops.annual_return.models import AnnualReturn, BaseYearPolicy, ReturnVersion
from greenops.annual_return.permissions import ReturnPermission
from greenops.annual_return.trend import TOTAL, trend


@dataclass(frozen=True)
class Recalculation:
    """The base year as frozen beside what it would be by an edition today. is_due: a restatement is proposed."""

    base_year: int
    version: ReturnVersion
    edition: str
    change: BaseYearChange

    @property
    def is_due(self) -> bool:
        return self.change.must_restate

    @property
    def sentence(self) -> str:
        told = {
            "year": self.base_year,
            "before": f"{self.change.before:,.1f}",
            "again": f"{self.change.again:,.1f}",
            "edition": self.edition,
        }
        if self.is_due:
            return (
                _(
                    "The base year %(year)s was frozen as %(before)s t and comes out as %(again)s t by edition "
                    "%(edition)s: more than the policy lets stand. Restate %(year)s, so that both values are kept."
                )
                % told
            )
        return _("The base year %(year)s comes out as %(again)s t, frozen as %(before)s t: it may stand.") % told


@dataclass(frozen=True)
class Track:
    """Where a year stands on the straight path from the base year to the target."""

    year: int
    value: float
    path: float
    is_on_track: bool
    target: Target


def policy_of(year: int) -> BaseYearPolicy | None:
    """The latest policy that holds in a data year."""
    return BaseYearPolicy.objects.filter(valid_from__lte=year).order_by("-valid_from").first()


def recalculation(year: int, *, edition: str) -> Recalculation | None:
    """The base year of a reporting year computed anew by its edition; None without a policy or a frozen base year."""
    policy = policy_of(year)
    if policy is None or policy.base_year == year:
        return None
    base = AnnualReturn.objects.filter(year=policy.base_year).first()
    version = freezing.latest_version(base) if base else None
    before = version.lines.filter(code=TOTAL, delegates=False).first() if version else None
    if version is None or before is None or before.value is None:
        return None
    made = freezing.computed(policy.base_year, edition).off
    again = made.line(TOTAL).value
    if not isinstance(again, int | float):
        return None
    causes = tuple(
        cause
        for cause, moved in (
            ("boundary", version.inputs_digest != made.inputs_digest),
            ("factors", list(version.factor_editions) != list(made.factor_editions)),
            ("method", version.method_version != made.method_version),
        )
        if moved
    )
    change = base_year_change(
        before.value, float(again), threshold_percent=float(policy.threshold_percent), causes=causes
    )
    return Recalculation(policy.base_year, version, edition, change)


def track(year: int, value: float) -> Track | None:
    """None without a policy with a target, or a base year whose value is not known."""
    policy = policy_of(year)
    if policy is None or policy.target_year is None or policy.target_percent is None or year < policy.base_year:
        return None
    base = next((point.value for point in trend(TOTAL) if point.year == policy.base_year), None)
    if base is None:
        return None
    goal = base * (1 - float(policy.target_percent) / 100)
    target = Target(policy.base_year, base, policy.target_year, goal)
    return Track(year, value, path_value(target, year), is_on_track(target, year, value), target)


@transaction.atomic
def decide_policy(
    *,
    by: Any,
    valid_from: int,
    base_year: int,
    threshold_percent: Decimal,
    target_year: int | None = None,
    target_percent: Decimal | None = None,
    policy: str = "",
    decided_by: str = "",
) -> BaseYearPolicy:
    """A policy from a data year on; the ones before hold for their years. Decided again for the same year, it changes.

    Raises ReturnRefused.
    """
    check_may(by, ReturnPermission.PREPARE)
    if not 0 < threshold_percent <= 100:
        raise ReturnRefused(_("A threshold lies above 0 and is at most 100 per cent."))
    if (target_year is None) != (target_percent is None):
        raise ReturnRefused(_("A target has a year and a reduction: give both, or neither."))
    if target_year is not None and target_year <= base_year:
        raise ReturnRefused(_("The target year is not after the base year."))
    if target_percent is not None and not 0 < target_percent <= 100:
        raise ReturnRefused(_("A reduction lies above 0 and is at most 100 per cent."))
    if base_year > valid_from:
        raise ReturnRefused(_("The base year lies after the year from which the policy holds."))
    made, is_new = BaseYearPolicy.objects.update_or_create(
        valid_from=valid_from,
        defaults={
            "base_year": base_year,
            "threshold_percent": threshold_percent,
            "target_year": target_year,
            "target_percent": target_percent,
            "policy": policy.strip(),
            "decided_by": decided_by.strip(),
        },
    )
    try:
        made.full_clean()
    except ValidationError as error:
        raise ReturnRefused(" ".join(error.messages)) from error
    payload = {
        "from": valid_from,
        "base_year": base_year,
        "threshold": str(threshold_percent),
        "target": f"{target_percent or ''} {target_year or ''}".strip(),
        "decided_by": made.decided_by,
    }
    record(by=by, action="base-year policy decided" if is_new else "base-year policy changed", on=made, payload=payload)
    return made
