"""A line over the years: frozen years, years computed today, and what was published before the system; with breaks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from greenops.annual_return.documents.method_words import method_words
from greenops.annual_return.edition import EditionError
from greenops.annual_return.edition_file import edition as edition_named
from greenops.annual_return.models import AnnualReturn, FrozenLine, PublishedFigure

TOTAL = "T.1"
Kind = Literal["frozen", "computed", "published", "example"]


@dataclass(frozen=True)
class Point:
    """One year. kind: where the value is from, in words in `source`; an example is another organization's.

    breaks: why a new series begins here, so that it is not compared with the year before; empty where it goes on.
    """

    year: int
    value: float
    unit: str
    kind: Kind
    source: str
    method: str = ""
    breaks: str = ""


def trend(
    code: str = TOTAL, *, until: int | None = None, today: Mapping[int, tuple[float, str]] | None = None,
    with_examples: bool = False,
) -> list[Point]:  # fmt: skip
    """The points of a line in the order of their years, without delegates.

    today: data year -> value and unit of years that are computed and not frozen; the caller computes them. A frozen
    year stands with its latest version; a published figure where there is no value of ours. Examples are left out
    unless they are asked for, and then come as points of their own kind, apart from all others.
    """
    published = [
        figure for figure in PublishedFigure.objects.filter(code=code) if until is None or figure.year <= until
    ]
    ours = {**_frozen(code, until), **_computed(today or {}, until)}
    history = {figure.year: _published(figure) for figure in published if not figure.is_example}
    examples = [_published(figure) for figure in published if figure.is_example]
    said = {figure.year for figure in published if figure.starts_new_series and not figure.is_example}
    own = _with_breaks(sorted({**history, **ours}.values(), key=lambda point: point.year), said)
    return [*own, *_with_breaks(examples, set())] if with_examples else own


def until_this(year: int, value: float, *, unit: str, edition: str) -> list[Point]:
    """The total of earlier years, and last that of a year as a document prints it, made by an edition of the form."""
    own = Point(year, value, unit, "frozen", _("this return"), edition)
    earlier = trend(TOTAL, until=year - 1)
    said = PublishedFigure.objects.filter(code=TOTAL, year=year, is_example=False, starts_new_series=True).exists()
    return [*earlier, *_with_breaks([*earlier[-1:], own], {year} if said else set())[-1:]]


def _with_breaks(points: Iterable[Point], said: set[int]) -> list[Point]:
    made: list[Point] = []
    for point in points:
        before = made[-1] if made else None
        made.append(replace(point, breaks=_break(before, point, point.year in said)))
    return made


def _break(before: Point | None, point: Point, is_said: bool) -> str:
    if before is None:
        return ""
    if is_said:
        return _("A new series begins in %(year)s, as it was published.") % {"year": point.year}
    if before.kind == "published" and point.kind != "published":
        return _("Until %(year)s as published, from then on computed by this system.") % {"year": before.year}
    if before.unit != point.unit:
        return _("The unit was %(before)s and is %(now)s.") % {"before": before.unit, "now": point.unit}
    if before.method and point.method and (changed := method_changes(before.method, point.method)):
        return _("The method changed: %(what)s.") % {"what": "; ".join(changed)}
    return ""


def method_changes(before: str, now: str) -> list[str]:
    """What two editions of the form compute differently, in words: what it was and is. Empty where it is the same."""
    if before == now:
        return []
    try:
        one, other = edition_named(before).method, edition_named(now).method
    except EditionError:
        return [f"{before} → {now}"]
    pairs = zip(method_words(one), method_words(other), strict=True)
    changed = [f"{name}: {was} → {then}" for (name, was), (_name, then) in pairs if was != then]
    if one.gwp_where_missing != other.gwp_where_missing:
        none = _("none")
        was, then = (method.gwp_where_missing.upper() or none for method in (one, other))
        changed.append(_("Potentials where the edition has none: %(was)s → %(then)s") % {"was": was, "then": then})
    keys = one.factors.keys() | other.factors.keys()
    if number := sum(one.factors.get(key) != other.factors.get(key) for key in keys):
        changed.append(ngettext("%(n)s other factor", "%(n)s other factors", number) % {"n": number})
    return changed


def _frozen(code: str, until: int | None) -> dict[int, Point]:
    """Of each frozen year its latest version."""
    lines = FrozenLine.objects.filter(code=code, delegates=False, value__isnull=False)
    if until is not None:
        lines = lines.filter(version__annual_return__year__lte=until)
    points = {}
    for line in lines.select_related("version__annual_return").order_by("version__number"):
        version, year = line.version, line.version.annual_return.year
        is_published = version.annual_return.state == AnnualReturn.State.PUBLISHED
        words = _("published, version %(n)s") if is_published else _("submitted, version %(n)s")
        if line.value is not None:
            source = words % {"n": version.number}
            points[year] = Point(year, line.value, line.content["unit"], "frozen", source, version.edition)
    return points


def _computed(today: Mapping[int, tuple[float, str]], until: int | None) -> dict[int, Point]:
    frozen = set(AnnualReturn.objects.filter(state__in=AnnualReturn.FROZEN).values_list("year", flat=True))
    editions = dict(AnnualReturn.objects.filter(year__in=list(today)).values_list("year", "edition"))
    return {
        year: Point(year, value, unit, "computed", _("computed today, not submitted"), editions.get(year, ""))
        for year, (value, unit) in today.items()
        if year not in frozen and (until is None or year <= until)
    }


def _published(figure: PublishedFigure) -> Point:
    kind: Kind = "example" if figure.is_example else "published"
    words = _("example, not our history: %(source)s") if figure.is_example else _("published: %(source)s")
    return Point(figure.year, float(figure.value), figure.unit, kind, words % {"source": figure.source})
