"""`manage.py backup`: database and files as one verified archive."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from greenops.keeping.backing_up import Made, back_up
from greenops.keeping.errors import KeepingRefused


class Command(BaseCommand):
    help = "Writes database and stored files to one archive, while people work, and reads it back. See docs/keeping.md."
    requires_system_checks = ()  # a backup is wanted most when something is wrong

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, help="folder, or file ending in .zip; without it GREENOPS_BACKUPS")
        parser.add_argument("--with-keys", action="store_true", help="put the secret keys into the archive as well")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = back_up(out=options["out"], with_keys=options["with_keys"], say=self._say)
        except KeepingRefused as refused:
            raise CommandError(str(refused)) from None
        self._tell(made)

    def _tell(self, made: Made) -> None:
        manifest = made.manifest
        self._say(
            f"{made.path}: {filesizeformat(made.path.stat().st_size)}, {sum(manifest.rows.values()):,} rows in "
            f"{len(manifest.rows)} tables, {len(manifest.files):,} files, {manifest.events:,} events. Verified."
        )
        self._say(f"SHA-256 {made.sha256}")
        if manifest.missing_files:
            shown = ", ".join(manifest.missing_files[:3])
            self._say(
                "Attention: files that the database names and storage lacks, so that the backup lacks them too: "
                f"{len(manifest.missing_files)}, such as {shown}."
            )
        if manifest.keys:
            self._say("The archive holds the secret keys: keep it as you keep those.")
        else:
            self._say(
                "The secret keys are not in it. Keep GREENOPS_TRAVELLER_KEY elsewhere: without it, refunds do not "
                "find their tickets after a restore (docs/keeping.md, Keys)."
            )

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
