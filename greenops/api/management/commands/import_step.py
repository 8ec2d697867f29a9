"""The steps of an import from the command line: what the pages and the API do between upload and undo."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser

from greenops.api.status import columns_of, later_than
from travel import actions, amending, answers, policy
from travel.command_line import REFUSED, commit_now, read_now, read_table
from travel.forms import TAKE_GOOD, WHOLE
from travel.imports.errors import FileRefused
from travel.models import ImportBatch


class Command(BaseCommand):
    help = (
        "Do a step of an import. Several may be given: they are done in the order of the list below. Exit 0: done; 3: "
        "refused, with the reason. Where it stands afterwards, import_status prints."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=UUID, help="as import_bookings prints it, or as it stands in the page's address")
        parser.add_argument("--columns", action="store_true", help="print how the file is read, as YAML")
        parser.add_argument("--source", help="read the file again as this source")
        parser.add_argument("--mapping", type=Path, help="read the file again with this mapping (YAML)")
        parser.add_argument("--policy", choices=(TAKE_GOOD, WHOLE))
        parser.add_argument("--questions", action="store_true", help="print the open questions as JSON")
        parser.add_argument("--answers", type=Path, help="YAML of answers, `key: value`; remembered for the source")
        parser.add_argument("--everywhere", action="store_true", help="remember the answers for every source")
        parser.add_argument("--take-back", nargs="+", metavar="KEY", help="answers that no longer hold")
        parser.add_argument("--confirm", action="store_true")
        parser.add_argument("--discard", action="store_true")
        parser.add_argument("--undo", action="store_true")
        parser.add_argument("--later", choices=("alone", "together"), help="with --undo: whether later imports go too")

    def handle(self, *args: Any, **options: Any) -> None:
        batch = ImportBatch.objects.filter(public_id=options["id"]).first()
        if batch is None:
            raise CommandError(f"There is no import {options['id']}. Check the id.", returncode=REFUSED)
        steps: tuple[tuple[bool, Callable[[ImportBatch, dict[str, Any]], None]], ...] = (
            (options["columns"], self._columns),
            (bool(options["source"] or options["mapping"]), self._reading),
            (bool(options["policy"]), self._policy),
            (options["questions"], self._questions),
            (bool(options["answers"]), self._answers),
            (bool(options["take_back"]), self._take_back),
            (options["confirm"], self._confirm),
            (options["discard"], self._discard),
            (options["undo"], self._undo),
        )
        if not any(wanted for wanted, _step in steps):
            raise CommandError("Say which step is to be done; --help lists them.", returncode=REFUSED)
        try:
            for _wanted, step in [one for one in steps if one[0]]:
                step(batch, options)
                batch.refresh_from_db()
        except (FileRefused, actions.ActRefused, answers.AnswerRefused) as refused:
            raise CommandError(str(refused), returncode=REFUSED) from refused
        except FileNotFoundError as error:
            raise CommandError("The file itself is not kept any more.", returncode=REFUSED) from error

    def _columns(self, batch: ImportBatch, options: dict[str, Any]) -> None:
        found = json.loads(json.dumps(columns_of(batch, show_personal=False)))
        self.stdout.write(yaml.safe_dump(found, allow_unicode=True, sort_keys=False))

    def _reading(self, batch: ImportBatch, options: dict[str, Any]) -> None:
        mapping = read_table(options["mapping"], "mapping")
        source = options["source"] or batch.source
        how = {"source": source, "home_country": batch.home_country, "mapping": mapping}
        actions.change_reading(by=None, batch=batch, **how, queue=False)
        read_now(batch)

    def _policy(self, batch: ImportBatch, options: dict[str, Any]) -> None:
        policy.choose(by=None, batch=batch, whole_or_nothing=options["policy"] == WHOLE)

    def _questions(self, batch: ImportBatch, options: dict[str, Any]) -> None:
        asked = answers.questions_in(ImportBatch.objects.filter(pk=batch.pk)).order_by("-rows", "pk")
        fields = ("key", "kind", "subject", "sentence", "options", "free", "rows")
        self.stdout.write(json.dumps(list(asked.values(*fields)), ensure_ascii=False, indent=2))

    def _answers(self, batch: ImportBatch, options: dict[str, Any]) -> None:
        given = read_table(options["answers"], "answers") or {}
        values = {str(key): str(value) for key, value in given.items()}
        answers.answer_batch(by=None, batch=batch, values=values, everywhere=options["everywhere"])
        amending.amend(batch.pk)

    def _take_back(self, batch: ImportBatch, options: dict[str, Any]) -> None:
        answers.take_back(by=None, batch=batch, keys=options["take_back"])
        amending.amend(batch.pk)

    def _confirm(self, batch: ImportBatch, options: dict[str, Any]) -> None:
        commit_now(batch)

    def _discard(self, batch: ImportBatch, options: dict[str, Any]) -> None:
        actions.discard(by=None, batch=batch)

    def _undo(self, batch: ImportBatch, options: dict[str, Any]) -> None:
        later = later_than(batch, None)
        if later and not options["later"]:
            named = "; ".join(
                f"{one['file']} ({one['told_again']} legs told again, {one['changed']} changed, {one['taken_back']} "
                f"taken back)"
                for one in later
            )
            raise CommandError(
                f"Later imports touched the same tickets: {named}. Give --later alone or --later together.",
                returncode=REFUSED,
            )
        actions.undo(by=None, batch=batch, together=options["later"] == "together")
