"""Import files of bookings from the command line: the same reading, commit and report as the pages."""

import io
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from greenops.reference.loading import editions, load_table
from travel import actions, answers
from travel.batch_reading import preview_of, read
from travel.command_line import FAULT, REFUSED, commit_now, read_now, read_table
from travel.forms import TAKE_GOOD, WHOLE
from travel.imports.errors import FileRefused
from travel.models import ImportBatch

HELD_WHOLE = 4
# Of several files the most serious outcome counts.
SERIOUS = (FAULT, REFUSED, HELD_WHOLE)


@dataclass(frozen=True)
class Outcome:
    """What a file came to. questions: key, sentence and the values to choose from. batch_id: '' of a dry run."""

    report: dict[str, Any]
    rows_csv: bytes
    questions: list[tuple[str, str, list[str]]]
    batch_id: str = ""


class Command(BaseCommand):
    help = (
        "Import files of bookings. Exit 0: done, some rows may wait for answers; 3: a file was refused and nothing of "
        "it was written; 4: with --policy whole, rows are rejected or to be answered and nothing of the file counts; "
        "1: a fault. Of several files each is taken by itself, and the most serious outcome is the exit code."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="+")
        parser.add_argument("--source", required=True, help="a source profile, or auto")
        parser.add_argument("--mapping", type=Path, help="YAML that adds to or overrides the profile (docs/import.md)")
        parser.add_argument("--answers", type=Path, help="YAML of answers, `key: value`; remembered for the source")
        parser.add_argument(
            "--policy",
            choices=(TAKE_GOOD, WHOLE),
            default=TAKE_GOOD,
            help="take the good rows and let the others wait, or refuse a file whole for its bad rows",
        )
        parser.add_argument("--home-country", default="", help="ISO code of two letters")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--report", type=Path, help="where the JSON report goes; a folder for several files")
        parser.add_argument("--rows", type=Path, help="where the CSV of all rows goes; a folder for several files")

    def handle(self, *args: Any, **options: Any) -> None:
        paths: list[Path] = options["file"]
        for path in paths:
            if not path.is_file():
                raise CommandError(f"{path}: there is no such file. Check the path.", returncode=REFUSED)
        options["mapping"] = read_table(options["mapping"], "mapping")
        options["answers"] = read_table(options["answers"], "answers")
        options["home_country"] = self._country(options["home_country"])
        for out in (options["report"], options["rows"]):
            self._must_be_writable(out, for_several=len(paths) > 1)
        failures: list[CommandError] = []
        for path in paths:
            try:
                self._one(path, options)
            except CommandError as error:
                if len(paths) == 1:
                    raise
                self.stderr.write(str(error))
                failures.append(error)
        if failures:
            code = min((error.returncode for error in failures), key=SERIOUS.index)
            raise CommandError(f"{len(failures)} of {len(paths)} files were not imported.", returncode=code)

    def _one(self, path: Path, options: dict[str, Any]) -> None:
        try:
            outcome = self._dry_run(path, options) if options["dry_run"] else self._import(path, options)
        except (FileRefused, actions.ActRefused, answers.AnswerRefused) as refused:
            raise CommandError(str(refused), returncode=REFUSED) from refused
        report = outcome.report
        text = json.dumps(report, ensure_ascii=False, indent=2)
        self._write(options["report"], path, "report.json", f"{text}\n".encode())
        self._write(options["rows"], path, "rows.csv", outcome.rows_csv)
        counts = ", ".join(f"{number} {verdict}" for verdict, number in report["verdicts"].items())
        self.stdout.write(f"{report['file']}: {report['rows']} rows ({counts}); {report['legs']} legs.")
        if outcome.batch_id:
            self.stdout.write(f"  import {outcome.batch_id}")
        for key, sentence, values in outcome.questions:
            choice = f" [{', '.join(values)}]" if values else ""
            self.stdout.write(f"  asks {key}: {sentence}{choice}")

    def _write(self, out: Path | None, path: Path, ending: str, content: bytes) -> None:
        if out is not None:
            (out / f"{path.stem}-{ending}" if out.is_dir() else out).write_bytes(content)

    def _country(self, given: str) -> str:
        code = given.strip().upper()
        if code and code not in set(load_table("countries", editions("countries")[-1], "countries")["iso2"]):
            raise CommandError(
                f"--home-country: '{given}' is no country code. Write the ISO code of two letters, as CH.",
                returncode=REFUSED,
            )
        return code

    def _must_be_writable(self, out: Path | None, *, for_several: bool) -> None:
        """Found out before anything is imported, for what is committed stays when its report cannot be written."""
        if out is None:
            return
        if for_several:
            if not (out.is_dir() and os.access(out, os.W_OK)):
                raise CommandError(
                    f"{out}: give a folder that can be written, for several files have a report each.", returncode=FAULT
                )
            return
        folder_is_open = out.parent.is_dir() and os.access(out.parent, os.W_OK)
        if out.is_dir() or not (os.access(out, os.W_OK) if out.exists() else folder_is_open):
            raise CommandError(f"{out}: cannot be written, so nothing was imported. Check the path.", returncode=FAULT)

    def _dry_run(self, path: Path, options: dict[str, Any]) -> Outcome:
        batch = ImportBatch(
            file_name=path.name,
            source=options["source"],
            home_country=options["home_country"],
            mapping=options["mapping"],
        )
        reading = read(batch, path=str(path))
        rows = io.StringIO(newline="")
        preview = preview_of(reading, rows)
        asked = [(one.key, one.sentence, [option.value for option in one.options]) for one in reading.questions]
        return Outcome(preview.report(), rows.getvalue().encode(), asked)

    def _import(self, path: Path, options: dict[str, Any]) -> Outcome:
        with path.open("rb") as content:
            batch = actions.upload(
                by=None,
                name=path.name,
                content=content,
                source=options["source"],
                home_country=options["home_country"],
                mapping=options["mapping"],
                whole_or_nothing=options["policy"] == WHOLE,
                queue=False,
            )
        read_now(batch)
        if actions.committed_twin(batch):
            # The preview says row by row what is known; there is nothing to commit.
            return self._known_already(batch)
        self._answer(batch, options["answers"] or {})
        if batch.is_held_whole:
            bad = batch.rows_rejected + batch.rows_ask
            raise CommandError(
                f"{batch.file_name}: {bad} rows are rejected or to be answered, so nothing of it counts. It waits as "
                f"import {batch.public_id}: answer or correct them, or discard it there.",
                returncode=HELD_WHOLE,
            )
        commit_now(batch)
        return self._outcome(batch)

    def _answer(self, batch: ImportBatch, given: dict[str, Any]) -> None:
        """Remember those answers that the file asks for, and read it again with them."""
        asked = {question.key for question in self._questions(batch)}
        values = {str(key): str(value) for key, value in given.items() if str(key) in asked}
        if not values:
            return
        answers.answer_batch(by=None, batch=batch, values=values)
        how = {"source": batch.source, "home_country": batch.home_country, "mapping": batch.mapping}
        actions.change_reading(by=None, batch=batch, **how, queue=False)
        read_now(batch)

    def _questions(self, batch: ImportBatch) -> Iterable[Any]:
        return answers.questions_in(ImportBatch.objects.filter(pk=batch.pk)).order_by("-rows", "pk")

    def _outcome(self, batch: ImportBatch) -> Outcome:
        asked = [(one.key, one.sentence, [option["value"] for option in one.options]) for one in self._questions(batch)]
        return Outcome(batch.report, self._kept_rows(batch), asked, str(batch.public_id))

    def _kept_rows(self, batch: ImportBatch) -> bytes:
        with batch.rows_file.open("rb") as stream:
            return bytes(stream.read())

    def _known_already(self, batch: ImportBatch) -> Outcome:
        twin = actions.committed_twin(batch)
        self.stderr.write(f"{batch.file_name}: the same content was committed as {twin}. Nothing is added.")
        outcome = Outcome(batch.report, self._kept_rows(batch), [])
        actions.discard(by=None, batch=batch)
        return outcome
