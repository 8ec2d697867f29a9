"""python manage.py estimate LEGS.csv --method M --out OUT.csv: the emission core alone."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from travel.emissions.errors import UnknownMethodError
from travel.emissions.methods import METHODS
from travel.estimate_csv import LegsFileRefusedError, estimates_csv, read_legs

REFUSED = 3


class Command(BaseCommand):
    """Exit 0: written. Exit 3: the file or the method was refused, the reason is on stderr and nothing is written."""

    help = "Estimate the legs of a CSV file by one method, per passenger, without touching the database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("legs", type=Path, metavar="LEGS.csv")
        parser.add_argument("--method", required=True, help=f"One of {', '.join(METHODS)}.")
        parser.add_argument("--out", required=True, type=Path, metavar="OUT.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        path, out = Path(options["legs"]), Path(options["out"])
        try:
            file = read_legs(path.read_bytes())
            written = estimates_csv(file, options["method"])
        except (LegsFileRefusedError, UnknownMethodError) as refusal:
            raise CommandError(f"{path.name}: {refusal}", returncode=REFUSED) from refusal
        except OSError as error:
            raise CommandError(f"{path}: cannot be read ({error.strerror}).", returncode=REFUSED) from error
        if file.unknown:
            self.stderr.write(f"{path.name}: these columns are not known and were not read: {', '.join(file.unknown)}.")
        try:
            out.write_text(written, encoding="utf-8", newline="")
        except OSError as error:
            raise CommandError(f"{out}: cannot be written ({error.strerror}).") from error
        self.stdout.write(f"{len(file.lines)} legs written to {out}.")
