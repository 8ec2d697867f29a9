"""Make the demonstration organization and bring its bookings in through the importer."""

import io
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ems.models import Organization
from greenops.accounts.models import User
from greenops.demo.activity import make_activity
from greenops.demo.annual_return import make_returns
from greenops.demo.boundary import make_boundary
from greenops.demo.completeness import make_completeness
from greenops.demo.files import files
from greenops.demo.organization import SOURCE, make_organization
from travel import actions
from travel.models import ImportBatch


class Command(BaseCommand):
    help = "Makes the demonstration organization; run again, it goes on where it stopped and repeats nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        organization = Organization.objects.first()
        if organization is not None and not organization.is_demonstration:
            raise CommandError(
                f"This database belongs to {organization.name}. The demonstration needs one of its own: "
                "set GREENOPS_VAR to an empty folder, or DATABASE_URL to an empty database."
            )
        officer = make_organization()
        make_boundary()
        make_activity()
        for name, content in files():
            self._bring_in(officer, name, content)
        make_completeness(officer)
        make_returns()

    def _bring_in(self, officer: User, name: str, content: bytes) -> None:
        """Upload, read, confirm and commit, as an officer would; a batch that was interrupted starts over."""
        state = ImportBatch.State
        found = ImportBatch.objects.filter(file_name=name)
        if found.exclude(state__in=(*ImportBatch.IN_PROGRESS, state.PREVIEWED, state.FAILED)).exists():
            return
        found.delete()
        batch = actions.upload(by=officer, name=name, content=io.BytesIO(content), source=SOURCE, queue=False)
        actions.read_batch(batch.pk)
        batch.refresh_from_db()
        if batch.state != state.PREVIEWED:
            raise CommandError(f"{name} could not be read: {batch.refusal}")
        actions.confirm(by=officer, batch=batch, queue=False)
        actions.commit_batch(batch.pk)
        batch.refresh_from_db()
        if batch.state != state.COMMITTED:
            raise CommandError(f"{name} could not be committed: {batch.refusal}")
        self.stdout.write(f"  {name}: {batch.rows_total:,} rows, {batch.rows_flight:,} of them flights")
        self.stdout.flush()  # a person waits for it
