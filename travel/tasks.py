"""Long work: each task takes an id, and calls one action."""

from celery import shared_task

from travel import actions, amending


@shared_task
def read_batch(batch_id: int) -> None:
    actions.read_batch(batch_id)


@shared_task
def commit_batch(batch_id: int) -> None:
    actions.commit_batch(batch_id)


@shared_task
def amend_batch(batch_id: int) -> None:
    amending.amend(batch_id)


@shared_task
def resume_lost_batches() -> int:
    behind = amending.left_behind()
    for batch_id in behind:
        amend_batch.delay(batch_id)
    return len(behind) + actions.resume_lost_batches()
