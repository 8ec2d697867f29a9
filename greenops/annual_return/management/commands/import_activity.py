"""Import a file of activity data from the command line: the same columns and checks as the page."""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from greenops.annual_return.activity.files import FileRefused, FileReport, bring_in, read_file

FAULT, REFUSED, HELD_WHOLE = 1, 3, 4


class Command(BaseCommand):
    help = (
        "Import readings from a CSV or XLSX file (columns: docs/activity.md). Nothing is written while a row is "
        "refused, unless --keep-good. Exit 0: done; 3: the file cannot be read; 4: rows were refused, or would be."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", default="", help="user name of who brings it in; only their sites are written")
        parser.add_argument("--dry-run", action="store_true", help="check and report, write nothing")
        parser.add_argument("--keep-good", action="store_true", help="write the good rows, leave out the refused ones")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        by = self._person(options["by"])
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: cannot be read. Check the path.", returncode=REFUSED) from error
        try:
            rows = read_file(path.name, content, most_rows=None)
            report = bring_in(by=by, rows=rows, dry_run=options["dry_run"], keep_good=options["keep_good"])
        except FileRefused as refused:
            raise CommandError(f"{path.name}: {refused}", returncode=REFUSED) from refused
        self._tell(path.name, report, dry_run=options["dry_run"], keep_good=options["keep_good"])

    def _tell(self, name: str, report: FileReport, *, dry_run: bool, keep_good: bool) -> None:
        for line in report.refused:
            self.stdout.write(f"row {line.number}, {line.column}, '{line.value}': {line.sentence}")
        counts = ", ".join(f"{report.count(verdict)} {verdict}" for verdict in ("new", "changed", "same", "refused"))
        outcome = "Dry run: nothing is written" if dry_run else "Written" if report.is_written else "Nothing is written"
        self.stdout.write(f"{name}: {counts}. {outcome}.")
        if report.refused and not keep_good:
            count = len(report.refused)
            words = f"{count} rows are refused. Correct them, or leave them"
            if count == 1:
                words = "1 row is refused. Correct it, or leave it"
            raise CommandError(f"{words} out with --keep-good.", returncode=HELD_WHOLE)

    def _person(self, username: str) -> Any:
        if not username:
            return None
        person = get_user_model().objects.filter(username=username, is_active=True).first()
        if person is None:
            raise CommandError(f"--by: there is no active person '{username}'.", returncode=FAULT)
        return person
