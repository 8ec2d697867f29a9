"""Import a file of bookings from the command line: the same reading, commit and report as the pages."""

import io
import json
import os
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser

from greenops.reference.loading import editions, load_table
from travel import actions
from travel.batch_reading import preview_of, read
from travel.imports.errors import FileRefused
from travel.models import ImportBatch

REFUSED = 3
FAULT = 1


class Command(BaseCommand):
    help = "Import a file of bookings. Exit 0: done; 3: the file was refused and nothing was written; 1: a fault."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="a source profile, or auto")
        parser.add_argument("--mapping", type=Path, help="YAML that adds to or overrides the profile (docs/import.md)")
        parser.add_argument("--home-country", default="", help="ISO code of two letters")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--report", type=Path, help="where the JSON report goes")
        parser.add_argument("--rows", type=Path, help="where the CSV of all rows goes")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"{path}: there is no such file. Check the path.", returncode=REFUSED)
        mapping = self._mapping(options["mapping"])
        options["home_country"] = self._country(options["home_country"])
        for out in (options["report"], options["rows"]):
            self._must_be_writable(out)
        try:
            if options["dry_run"]:
                batch, report = self._dry_run(path, mapping, options)
            else:
                batch, report = self._import(path, mapping, options)
        except (FileRefused, actions.ActRefused) as refused:
            raise CommandError(str(refused), returncode=REFUSED) from refused
        if options["report"]:
            text = json.dumps(report, ensure_ascii=False, indent=2)
            options["report"].write_text(text + "\n", encoding="utf-8")
        if options["rows"]:
            options["rows"].write_bytes(batch.rows_csv_bytes)  # type: ignore[attr-defined]
        counts = ", ".join(f"{number} {verdict}" for verdict, number in report["verdicts"].items())
        self.stdout.write(f"{report['file']}: {report['rows']} rows ({counts}); {report['legs']} legs.")

    def _mapping(self, path: Path | None) -> dict[str, Any] | None:
        if path is None:
            return None
        try:
            found = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise CommandError(f"{path}: the mapping cannot be read: {error}", returncode=REFUSED) from error
        if not isinstance(found, dict):
            raise CommandError(f"{path}: a mapping is a YAML dictionary (docs/import.md).", returncode=REFUSED)
        return found

    def _country(self, given: str) -> str:
        code = given.strip().upper()
        if code and code not in set(load_table("countries", editions("countries")[-1], "countries")["iso2"]):
            raise CommandError(
                f"--home-country: '{given}' is no country code. Write the ISO code of two letters, as CH.",
                returncode=REFUSED,
            )
        return code

    def _must_be_writable(self, out: Path | None) -> None:
        """Found out before anything is imported, for what is committed stays when its report cannot be written."""
        if out is None:
            return
        folder_is_open = out.parent.is_dir() and os.access(out.parent, os.W_OK)
        if out.is_dir() or not (os.access(out, os.W_OK) if out.exists() else folder_is_open):
            raise CommandError(f"{out}: cannot be written, so nothing was imported. Check the path.", returncode=FAULT)

    def _dry_run(
        self, path: Path, mapping: dict[str, Any] | None, options: dict[str, Any]
    ) -> tuple[ImportBatch, dict[str, Any]]:
        batch = ImportBatch(
            file_name=path.name, source=options["source"], home_country=options["home_country"], mapping=mapping
        )
        reading = read(batch, path=str(path))
        rows = io.StringIO(newline="")
        preview = preview_of(reading, rows)
        batch.rows_csv_bytes = rows.getvalue().encode()  # type: ignore[attr-defined]
        return batch, preview.report()

    def _import(
        self, path: Path, mapping: dict[str, Any] | None, options: dict[str, Any]
    ) -> tuple[ImportBatch, dict[str, Any]]:
        with path.open("rb") as content:
            batch = actions.upload(
                by=None,
                name=path.name,
                content=content,
                source=options["source"],
                home_country=options["home_country"],
                mapping=mapping,
                queue=False,
            )
        actions.read_batch(batch.pk)
        batch.refresh_from_db()
        if batch.state == ImportBatch.State.REFUSED:
            raise FileRefused(batch.refusal)
        if actions.committed_twin(batch):
            # The preview says row by row what is known; there is nothing to commit.
            return self._known_already(batch)
        actions.confirm(by=None, batch=batch, queue=False)
        actions.commit_batch(batch.pk)
        batch.refresh_from_db()
        if batch.state != ImportBatch.State.COMMITTED:
            raise CommandError(batch.refusal, returncode=FAULT)
        batch.rows_csv_bytes = batch.rows_file.read()  # type: ignore[attr-defined]
        return batch, batch.report

    def _known_already(self, batch: ImportBatch) -> tuple[ImportBatch, dict[str, Any]]:
        twin = actions.committed_twin(batch)
        self.stderr.write(f"{batch.file_name}: the same content was committed as {twin}. Nothing is added.")
        batch.rows_csv_bytes = batch.rows_file.read()  # type: ignore[attr-defined]
        actions.discard(by=None, batch=batch)
        return batch, batch.report
