"""python manage.py compare_editions YEAR --edition A --with B: the same year by two editions, line by line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from greenops.annual_return.comparison import Compared, Comparison, compare
from greenops.annual_return.computation import NothingToReport, return_of, something
from greenops.annual_return.edition import EditionError
from greenops.annual_return.edition_file import edition, edition_of_year, editions
from greenops.annual_return.gathering.gather import gather
from greenops.annual_return.printed import printed_value, unit_words

REFUSED = 3


class Command(BaseCommand):
    """Exit 0: printed. Exit 3: there is no such year or edition."""

    help = "Show the same data year by two editions of the form: the largest movers, then every line that differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, metavar="YEAR", help="the year of the data, such as 2025")
        parser.add_argument("--edition", metavar="A", help=f"one of {', '.join(editions())}; else that of YEAR + 1")
        parser.add_argument("--with", required=True, metavar="B", dest="other", help="the edition to compare with")
        parser.add_argument("--delegates", action="store_true", help="both with travel paid by others in air travel")

    def handle(self, *args: Any, **options: Any) -> None:
        year, delegates = options["year"], options["delegates"]
        try:
            one = edition(options["edition"]) if options["edition"] else edition_of_year(year)
            other = edition(options["other"])
            gathered = something(gather(year))
        except (EditionError, NothingToReport) as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from refusal
        made = compare(return_of(gathered, one, delegates=delegates), return_of(gathered, other, delegates=delegates))
        for text in _words(made):
            self.stdout.write(text)


def _words(made: Comparison) -> list[str]:
    head = f"Data of {made.year}: edition {made.one} and edition {made.other}. Forms of ours, not UNEP's."
    moved = made.moved
    if not moved:
        return [head, "No line differs."]
    total = made.line("T.1")
    return [
        head,
        _row(total),
        "",
        "Largest movers:" if made.movers else "No source of emissions moved.",
        *(_row(line) for line in made.movers),
        "",
        f"All {len(moved)} lines that differ:",
        *(_row(line) for line in moved),
    ]


def _row(compared: Compared) -> str:
    line = compared.line
    one, other = (printed_value(value, line.unit) for value in compared.values)
    percent = f" ({compared.percent:+.1f} %)" if compared.percent is not None else ""
    reasons = f"  [{'; '.join(compared.reasons)}]" if compared.reasons else ""
    return f"{line.code:>8}  {line.label}: {one} -> {other} {unit_words(line.unit)}{percent}{reasons}"
