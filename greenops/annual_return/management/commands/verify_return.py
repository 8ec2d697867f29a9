"""Prove a frozen return: exit code 0 when nothing moved, 1 when something did."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from greenops.annual_return.cycle.verification import NotFrozen, Verification, verify
from greenops.annual_return.models import AnnualReturn


class Command(BaseCommand):
    help = (
        "Checks the digests of the stored lines of a return, computes it again from today's inputs by the frozen "
        "edition, and says line by line what moved and why."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int, help="the data year; the report's year is one more")
        parser.add_argument("--format", choices=("text", "json"), default="text", dest="file_format")

    def handle(self, *args: Any, year: int, file_format: str, **options: Any) -> None:
        annual_return = AnnualReturn.objects.filter(year=year).first()
        if annual_return is None:
            known = ", ".join(str(found) for found in AnnualReturn.objects.values_list("year", flat=True))
            raise CommandError(f"There is no return of {year}. Years with a return: {known or 'none'}.", returncode=2)
        try:
            found = verify(annual_return)
        except NotFrozen as refused:
            raise CommandError(str(refused), returncode=2) from refused
        if file_format == "json":
            self.stdout.write(json.dumps(found.content(), indent=1, ensure_ascii=False))
        else:
            self._write(found)
        if not found.holds:
            sys.exit(1)

    def _write(self, found: Verification) -> None:
        self.stdout.write(
            f"Return of {found.year} (report {found.year + 1}), version {found.version}, edition {found.edition}"
        )
        for sentence in (*found.tampered, *found.causes, *(moved.sentence for moved in found.movements)):
            self.stdout.write(f"  {sentence}")
        self.stdout.write("Nothing moved." if found.holds else f"{len(found.movements)} lines moved.")
