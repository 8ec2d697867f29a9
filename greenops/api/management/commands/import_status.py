"""Where an import stands, as the API says it."""

import json
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from ninja.responses import NinjaJSONEncoder

from greenops.api.status import ImportStatus, status_of
from travel.models import ImportBatch

NOT_FOUND = 3


class Command(BaseCommand):
    help = (
        "Print an import as JSON: state, rows done, verdicts, reasons, questions, emissions. Exit 0; 3: no such import."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=UUID, help="as import_bookings prints it, or as it stands in the page's address")

    def handle(self, *args: Any, **options: Any) -> None:
        batch = ImportBatch.objects.filter(public_id=options["id"]).first()
        if batch is None:
            raise CommandError(f"There is no import {options['id']}. Check the id.", returncode=NOT_FOUND)
        content = ImportStatus(**status_of(batch)).model_dump()
        self.stdout.write(json.dumps(content, cls=NinjaJSONEncoder, indent=2, ensure_ascii=False))
