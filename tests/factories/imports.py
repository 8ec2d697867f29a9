"""A file of bookings brought in without pages and without a worker, as far as a test needs it."""

import io
from typing import Any

from travel import actions
from travel.models import ImportBatch

SOURCE = "greenops-template"


def uploaded(text: str, name: str = "march.csv", source: str = SOURCE, **how: Any) -> ImportBatch:
    return actions.upload(by=None, name=name, content=io.BytesIO(text.encode()), source=source, queue=False, **how)


def previewed(text: str, name: str = "march.csv", source: str = SOURCE, **how: Any) -> ImportBatch:
    batch = uploaded(text, name, source, **how)
    actions.read_batch(batch.pk)
    batch.refresh_from_db()
    return batch


def confirmed(text: str, name: str = "march.csv", source: str = SOURCE, **how: Any) -> ImportBatch:
    batch = previewed(text, name, source, **how)
    actions.confirm(by=None, batch=batch, queue=False)
    return batch


def committed(text: str, name: str = "march.csv", source: str = SOURCE, **how: Any) -> ImportBatch:
    batch = confirmed(text, name, source, **how)
    actions.commit_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "committed", batch.refusal
    return batch
