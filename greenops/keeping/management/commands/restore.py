"""`manage.py restore FILE`: proves an archive and puts its data in place, all of it or nothing."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from greenops.keeping.errors import KeepingRefused
from greenops.keeping.restoring import Restored, check, restore


class Command(BaseCommand):
    help = "Restores a backup, or only proves it with --check. See docs/keeping.md."
    requires_system_checks = ()  # a restore is wanted most when something is wrong

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="an archive that manage.py backup wrote")
        parser.add_argument("--check", action="store_true", help="prove the archive and change nothing")
        parser.add_argument("--replace", action="store_true", help="replace the data here; they are backed up first")
        parser.add_argument("--into", type=Path, metavar="EMPTY", help="restore into an empty folder (SQLite)")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            if options["check"]:
                done = check(options["file"])
            else:
                done = restore(options["file"], replace=options["replace"], into=options["into"], say=self._say)
        except KeepingRefused as refused:
            raise CommandError(str(refused)) from None
        self._tell(done, "The archive is sound" if options["check"] else "Restored")
        self._say(f"It took {time.monotonic() - started:.0f} s.")
        if done.broken:
            raise CommandError(
                f"The data are as in the archive, but its record of events does not hold: {' '.join(done.broken[:5])}"
            )

    def _tell(self, done: Restored, what: str) -> None:
        manifest = done.manifest
        self._say(
            f"{what}: made {manifest.made_at} by version {manifest.code_version}, {sum(manifest.rows.values()):,} rows "
            f"in {len(manifest.rows)} tables, {len(manifest.files):,} files, {manifest.events:,} events. "
            f"All digests, counts and links were checked."
        )
        if done.before:
            self._say(f"The data before are in {done.before.path}")
        for warning in done.warnings:
            self._say(f"Attention: {warning}")

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
