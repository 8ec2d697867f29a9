"""Carrying out the retention rules, and what they did."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ems.audit import record
from ems.models import Event, Organization
from greenops.keeping.carrying_out import ACTIONS
from greenops.keeping.policy import Rule, policy

ACT = "retention enforced"
FAILED = "failed"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """count: what went, or would go; None where the rule failed."""

    rule: Rule
    count: int | None


def enforce(*, by: Any = None, act: bool = True) -> list[Outcome]:
    """Carry out every rule; one that fails does not keep the others from their work.

    act: without it everything is only counted. The event holds counts alone, nothing of anybody.
    """
    now = timezone.now()
    outcomes = [Outcome(rule, _carry_out(rule, now, act=act)) for rule in policy().rules]
    if act:
        with transaction.atomic():
            record(
                by=by,
                action=ACT,
                on=Organization.objects.first() or Organization(),
                payload={
                    outcome.rule.key: FAILED if outcome.count is None else outcome.count
                    for outcome in outcomes
                    if outcome.count != 0
                },
            )
    return outcomes


def last_run() -> Event | None:
    return Event.objects.filter(action=ACT).order_by("-sequence").first()


def _carry_out(rule: Rule, now: datetime, *, act: bool) -> int | None:
    try:
        return ACTIONS[rule.action](before=rule.before(now), act=act)
    except Exception as fault:
        # The words of the fault could name a person or a file; its kind does not.
        logger.error("Retention rule %s failed: %s", rule.key, type(fault).__name__)
        return None
