"""Load published totals of another organization as a labelled example for the trend."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from greenops.annual_return.cycle.published_example import load_example, remove_example


class Command(BaseCommand):
    help = (
        "Loads two published totals of ITU (2021, 2022) as a labelled example. They are nobody's history here: the "
        "trend leaves them out unless the example is asked for. --remove takes them away."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="take the example away again")

    def handle(self, *args: Any, remove: bool, **options: Any) -> None:
        if remove:
            self.stdout.write(f"{remove_example()} figures of the example removed.")
        else:
            self.stdout.write(f"{load_example()} figures added as an example, not as our history.")
