"""The daily task."""

from celery import shared_task

from greenops.keeping.enforcing import enforce


@shared_task
def enforce_retention() -> int:
    """How many things went."""
    return sum(outcome.count or 0 for outcome in enforce())
