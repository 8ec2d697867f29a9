"""python manage.py annual_return YEAR --format json --out FILE: the return of a data year as a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from greenops.annual_return.computation import NothingToReport, compute_both, compute_return
from greenops.annual_return.computed import ComputedReturn
from greenops.annual_return.cycle.frozen import computed_of
from greenops.annual_return.documents.files import made
from greenops.annual_return.documents.sources import content_of_version, draft_content
from greenops.annual_return.edition import EditionError
from greenops.annual_return.edition_file import editions
from greenops.annual_return.models import ReturnVersion
from greenops.annual_return.open_data import as_csv, as_json

REFUSED = 3
DATA = {"csv": as_csv, "json": as_json}
DOCUMENTS = {"pdf": "report", "xlsx": "workbook"}


class Command(BaseCommand):
    """Exit 0: written. Exit 3: there is no such year, edition or version, or the file cannot be written."""

    help = (
        "Write the annual return of a data year. YEAR is the year of the data; the report bears the year after. "
        "The return is computed from what is kept now, or read as it was frozen with --as-of. "
        "json and csv hold the return without or with delegates; pdf and xlsx show the two side by side."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, metavar="YEAR", help="the year of the data, such as 2025")
        parser.add_argument("--edition", help=f"of the form: {', '.join(editions())}; else that of YEAR + 1")
        parser.add_argument("--delegates", action="store_true", help="with travel paid by others in air travel")
        parser.add_argument("--as-of", type=int, metavar="VERSION", help="the frozen version with this number")
        parser.add_argument("--format", required=True, choices=sorted({*DATA, *DOCUMENTS}))
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        version = self._version(options) if options["as_of"] is not None else None
        try:
            computed, content = self._made(options, version)
        except (EditionError, NothingToReport) as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from refusal
        out = options["out"]
        try:
            out.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{out}: cannot be written ({error.strerror}).", returncode=REFUSED) from error
        for problem in computed.problems:
            self.stderr.write(f"Line {problem.line}: {problem.sentence}")
        frozen = f"version {version.number}" if version else "not frozen"
        self.stdout.write(
            f"Data of {computed.year}, report of {computed.report_year}, edition {computed.edition}, {frozen}: "
            f"{len(computed.lines)} lines written to {out}."
        )

    def _made(self, options: dict[str, Any], version: ReturnVersion | None) -> tuple[ComputedReturn, bytes]:
        year, edition, delegates = options["year"], options["edition"], options["delegates"]
        if options["format"] in DATA:
            if version:
                computed = computed_of(version, delegates=delegates)
            else:
                computed = compute_return(year, edition=edition, delegates=delegates)
            return computed, DATA[options["format"]](computed)
        content = content_of_version(version) if version else draft_content(*compute_both(year, edition=edition))
        return content.off, made(content, DOCUMENTS[options["format"]])

    def _version(self, options: dict[str, Any]) -> ReturnVersion:
        year, number, edition = options["year"], options["as_of"], options["edition"]
        kept = ReturnVersion.objects.filter(annual_return__year=year)
        version = kept.filter(number=number).select_related("annual_return").first()
        if version is None:
            held = ", ".join(str(known) for known in kept.order_by("number").values_list("number", flat=True))
            raise CommandError(
                f"The return of {year} has no version {number}. "
                f"Its versions: {held or 'none, it was never submitted'}.",
                returncode=REFUSED,
            )
        if edition and edition != version.edition:
            raise CommandError(
                f"Version {number} of {year} was frozen by edition {version.edition}, not {edition}. "
                "Leave --edition out; compare_editions shows two editions side by side.",
                returncode=REFUSED,
            )
        return version
