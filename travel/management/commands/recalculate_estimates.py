"""Make the estimates of a year anew and say what moved."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from travel.recalculation import recalculate


class Command(BaseCommand):
    help = "Estimate every leg of a year again, keep the totals in step, and print the tonnes before and after."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        moved = recalculate(options["year"])
        if not moved:
            self.stdout.write(f"No legs are counted in {options['year']}: nothing to recalculate.")
        for method, (before, after) in moved.items():
            self.stdout.write(f"{method:<16} {before / 1e9:12.3f} t -> {after / 1e9:12.3f} t")
