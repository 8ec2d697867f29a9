"""Names of travellers leave when the retention period is over."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ems.audit import record
from travel.actions import delete_files
from travel.models import ImportBatch, TravellerName


def remove_expired_names() -> int:
    """Remove names, personal cells and original files of batches past the retention period. Returns how many."""
    limit = timezone.now() - timedelta(days=settings.NAME_RETENTION_DAYS)
    expired = list(ImportBatch.objects.filter(created_at__lt=limit, names_removed_at__isnull=True))
    for batch in expired:
        with transaction.atomic():
            batch.rows.update(personal_cells=None)
            batch.names_removed_at = timezone.now()
            batch.save(update_fields=["names_removed_at"])
            record(by=None, action="names removed", on=batch)
        delete_files(batch)
    TravellerName.objects.filter(seen_at__lt=limit).delete()
    return len(expired)
