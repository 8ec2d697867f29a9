"""`manage.py enforce_retention [--dry-run]`: what the daily task does, now, and told rule by rule."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from greenops.keeping.enforcing import enforce


class Command(BaseCommand):
    help = "Carries out the retention rules of greenops/keeping/retention.yaml."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="tell what would go, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes = enforce(act=not options["dry_run"])
        verb = "would go" if options["dry_run"] else "gone"
        for outcome in outcomes:
            rule = outcome.rule
            told = "FAILED, see the log" if outcome.count is None else f"{outcome.count:,} {verb}"
            self.stdout.write(f"{rule.what}: {told} ({rule.how_long})")
        if failed := [outcome.rule.key for outcome in outcomes if outcome.count is None]:
            raise CommandError(f"These rules failed, the others were carried out: {', '.join(failed)}.")
