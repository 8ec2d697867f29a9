"""Sentences that say what the figures say, for readers who read no table."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from greenops.annual_return.computed import Line
from greenops.annual_return.documents.breakdown import unknown_lines
from greenops.annual_return.documents.content import ReturnContent
from greenops.annual_return.documents.printed import amount_words
from greenops.insight.amounts import per_cent

GROUPS = ("T.5", "T.6", "T.7")
SCOPES = ("T.2", "T.3", "T.4")


def number_of(line: Line | None) -> float | None:
    """The value where it is a number."""
    if line is None or isinstance(line.value, bool) or not isinstance(line.value, int | float):
        return None
    return float(line.value)


def share(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def findings(content: ReturnContent) -> Iterator[str]:
    line = content.find("T.1")
    total = number_of(line)
    if line is None or total is None:
        yield _("The total is not known yet: the last pages say which figures are missing.")
        return
    amount = amount_words(total, line.unit)
    yield _("In %(year)s the organization emitted %(amount)s.") % {"year": content.year, "amount": amount}
    yield from _largest(content, total)
    yield from _against_last_year(content, total, line.unit)
    person = content.find("T.8")
    if person is not None and number_of(person) is not None:
        yield _("That is %(amount)s.") % {"amount": amount_words(person.value, person.unit)}
    if line.method_share is not None:
        words = _("%(share)s of the total rests on estimates, proxies or values copied from the year before.")
        yield words % {"share": per_cent(line.method_share).capitalize()}
    other = number_of(content.with_delegates("T.1"))
    if other is not None and other != total:
        words = _("Travel of delegates paid by others would add %(amount)s; it is shown beside the total, never in it.")
        yield words % {"amount": amount_words(other - total, line.unit)}
    gaps = len(unknown_lines(content.off))
    if gaps:
        sentence = ngettext(
            "%(number)s line of the form is not known; it is listed near the end.",
            "%(number)s lines of the form are not known; they are listed near the end.",
            gaps,
        )
        yield sentence % {"number": gaps}


def _largest(content: ReturnContent, total: float) -> Iterator[str]:
    groups = [(content.find(code), number_of(content.find(code))) for code in GROUPS]
    known = [(line, value) for line, value in groups if line is not None and value is not None]
    if len(known) < len(GROUPS) or not total:
        return
    ranked = sorted(known, key=lambda one: -one[1])
    parts = ", ".join(
        _("%(name)s %(share)s") % {"name": line.label.lower(), "share": per_cent(value / total)}
        for line, value in ranked
    )
    yield _("By source: %(parts)s.") % {"parts": parts}


def _against_last_year(content: ReturnContent, total: float, unit: str) -> Iterator[str]:
    before = next((point for point in content.said.trend if point.year == content.year - 1), None)
    if before is None or not before.tonnes:
        return
    change = total / before.tonnes - 1
    names = {
        "share": per_cent(abs(change)),
        "year": before.year,
        "amount": amount_words(before.tonnes, unit),
        "source": before.source,
    }
    if abs(change) < 0.0005:
        yield _("It is the same as in %(year)s (%(amount)s; %(source)s).") % names
    elif change > 0:
        yield _("It is %(share)s more than in %(year)s (%(amount)s; %(source)s).") % names
    else:
        yield _("It is %(share)s less than in %(year)s (%(amount)s; %(source)s).") % names
