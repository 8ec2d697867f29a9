"""Saying of many sites at once whether their data of a topic are complete."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from ems import actions
from ems.models import TopicCoverage


@transaction.atomic
def state_coverage(*, by: Any, stated: Iterable[TopicCoverage], withdrawn: Iterable[TopicCoverage]) -> int:
    """Save validated statements and take others back, each with its event; how many of them changed anything.

    Raises PermissionDenied for people who may not edit the sites; then nothing is changed.
    """
    changed = sum(actions.save(by=by, part=statement) for statement in stated)
    for statement in withdrawn:
        actions.remove(by=by, part=statement)
        changed += 1
    return changed
