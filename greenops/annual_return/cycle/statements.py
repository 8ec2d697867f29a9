"""What is said beside the lines of a return, read once from the database: to be frozen with them and printed."""

from datetime import UTC, date
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, Sum
from django.utils.translation import override

from ems.models import Organization, PersonnelCount, PersonnelRule, Site, SiteTerms, TopicCoverage
from greenops.annual_return.computed import ComputedReturn, Line
from greenops.annual_return.documents.method_words import method_words
from greenops.annual_return.documents.statements import (
    BaseYear,
    LeftOut,
    Moved,
    Personnel,
    Signed,
    SiteCard,
    Statements,
    TopicCover,
    TrendPoint,
)
from greenops.annual_return.edition import Edition
from greenops.annual_return.edition_file import edition
from greenops.annual_return.models import (
    ActivityReading,
    AnnualReturn,
    BaseYearPolicy,
)
from greenops.annual_return.trend import until_this
from travel.payers import boundary_of

TOTAL = "T.1"


def statements_of(annual_return: AnnualReturn, off: ComputedReturn) -> dict[str, Any]:
    """For ReturnVersion.statements: plain JSON. Words are in the language of the installation, whoever asks."""
    return said_of(off, annual_return).content()


def said_of(off: ComputedReturn, annual_return: AnnualReturn | None) -> Statements:
    """The same as a value; annual_return: None where none was opened for the year."""
    organization, year = Organization.objects.first(), off.year
    boundary = boundary_of(year)
    form = edition(off.edition)
    with override(settings.LANGUAGE_CODE):
        sites = _sites(year)
        return Statements(
            organization=organization.name if organization else "",
            abbreviation=organization.abbreviation if organization else "",
            is_demonstration=bool(organization and organization.is_demonstration),
            edition_title=form.title,
            edition_mark=form.mark,
            method=method_words(form.method),
            electricity_basis=form.method.electricity_basis,
            problems=tuple(dict.fromkeys(problem.sentence for problem in off.problems)),
            warnings=off.warnings,
            boundary_off=boundary.sentence_off,
            boundary_on=boundary.sentence_on,
            sites=sites,
            personnel=_personnel(year),
            coverage=_coverage(form, off, len(sites)),
            readings=_readings(year),
            evidenced=ActivityReading.objects.filter(year=year, evidence__isnull=False).count(),
            omissions=_omissions(annual_return) if annual_return else (),
            moved=_moved(annual_return) if annual_return else (),
            base_year=_base_year(year),
            signatures=_signatures(annual_return) if annual_return else (),
            trend=_trend(off),
        )


def _open_in(year: int) -> Q:
    """Sites and terms that held on some day of the year."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=date(year, 12, 31))) & (
        Q(valid_until__isnull=True) | Q(valid_until__gte=date(year, 1, 1))
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _sites(year: int) -> tuple[SiteCard, ...]:
    """Sites open in the year, with the terms that held last in it."""
    held_in_order = SiteTerms.objects.filter(_open_in(year)).order_by(F("valid_from").asc(nulls_first=True), "pk")
    terms = {row.site_id: row for row in held_in_order}
    cards = []
    for site in Site.objects.filter(_open_in(year)).order_by("code"):
        held = terms.get(site.pk)
        cards.append(
            SiteCard(
                code=site.code,
                name=site.name,
                city=site.city,
                country=site.country,
                kind=str(site.get_kind_display()),
                tenure=str(held.get_tenure_display()) if held else "",
                floor_area_m2=_number(held.floor_area_m2) if held else None,
                occupants_own=_number(held.occupants_own) if held else None,
                occupants_total=_number(held.occupants_total) if held else None,
                share_basis=str(held.get_share_basis_display()) if held else "",
                share=_share(held) if held else None,
                months=_months(year, site),
                certificate=site.certificate,
            )
        )
    return tuple(cards)


def _share(held: SiteTerms) -> tuple[float, float] | None:
    """R21: both numbers of our part; None where the whole is ours, or the part is measured by a submeter."""
    if held.share_basis in (SiteTerms.ShareBasis.WHOLE, SiteTerms.ShareBasis.SUBMETER):
        return None
    part, whole = held.share()
    return None if part is None or whole is None else (float(part), float(whole))


def _months(year: int, site: Site) -> int:
    """Months of the year in which the site was open on some day."""
    first = site.valid_from.month if site.valid_from and site.valid_from.year == year else 1
    last = site.valid_until.month if site.valid_until and site.valid_until.year == year else 12
    return last - first + 1


def _personnel(year: int) -> Personnel | None:
    counts = PersonnelCount.objects.filter(year=year).order_by().values_list("category")
    by_category = {category: float(number) for category, number in counts.annotate(Sum("full_time_equivalents"))}
    if not by_category:
        return None
    rule = PersonnelRule.objects.filter(year=year).first()
    return Personnel(
        total=sum(by_category.values()),
        categories=tuple(
            (str(label), by_category[category])
            for category, label in PersonnelCount.Category.choices
            if category in by_category
        ),
        rule=str(rule.get_rule_display()) if rule else "",
        explanation=rule.explanation if rule else "",
    )


def _coverage(form: Edition, off: ComputedReturn, sites: int) -> tuple[TopicCover, ...]:
    """R29, as the lines of the form have it: the people covered by each topic, at how many of the sites."""
    lines = {line.code: line for line in off.lines}
    people = next((_amount(lines.get(asked.code)) for asked in form.lines if asked.figure == "persons_counted"), None)
    found = []
    for asked in form.lines:
        covered = _amount(lines.get(asked.code)) if asked.figure == "persons_covered" else None
        if covered is not None and people is not None:
            topic = str(TopicCoverage.Topic(asked.of["topic"]).label)
            found.append(TopicCover(topic, sites, len(lines[asked.code].inputs), people, covered))
    return tuple(found)


def _amount(line: Line | None) -> float | None:
    """The value of a line where it is a number."""
    if line is None or isinstance(line.value, bool) or not isinstance(line.value, int | float):
        return None
    return float(line.value)


def _readings(year: int) -> tuple[tuple[str, int], ...]:
    counts = dict(ActivityReading.objects.filter(year=year).order_by().values_list("method").annotate(Count("pk")))
    return tuple((str(label), counts[method]) for method, label in ActivityReading.Method.choices if method in counts)


def _omissions(annual_return: AnnualReturn) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut(row.section, row.what, row.reason, row.site.code if row.site else "")
        for row in annual_return.omissions.select_related("site").order_by("section", "pk")
    )


def _moved(annual_return: AnnualReturn) -> tuple[Moved, ...]:
    return tuple(Moved(row.code, row.reason) for row in annual_return.variance_reasons.order_by("code"))


def _base_year(year: int) -> BaseYear | None:
    policy = BaseYearPolicy.objects.filter(valid_from__lte=year).order_by("-valid_from").first()
    if policy is None:
        return None
    return BaseYear(
        base_year=policy.base_year,
        threshold_percent=float(policy.threshold_percent),
        target_year=policy.target_year,
        target_percent=_number(policy.target_percent),
        policy=policy.policy,
        decided_by=policy.decided_by,
    )


def _signatures(annual_return: AnnualReturn) -> tuple[Signed, ...]:
    """Those that hold; a withdrawn one is no signature."""
    kept = annual_return.signatures.filter(withdrawn_at__isnull=True).select_related("signed_by")
    return tuple(
        Signed(
            role=str(row.get_role_display()),
            name=row.signed_by.get_full_name() or row.signed_by.get_username(),
            at=row.signed_at.astimezone(UTC).isoformat(timespec="seconds"),
            statement=row.statement,
            digest=row.lines_digest,
        )
        for row in kept.order_by("signed_at", "pk")
    )


def _trend(off: ComputedReturn) -> tuple[TrendPoint, ...]:
    """Earlier years as the trend has them, without examples, and this one as it is printed."""
    total = next((line for line in off.lines if line.code == TOTAL), None)
    if total is None or isinstance(total.value, bool) or not isinstance(total.value, int | float):
        return ()
    points = until_this(off.year, float(total.value), unit=total.unit, edition=off.edition)
    return tuple(
        TrendPoint(point.year, point.value, point.source, point.kind == "published", bool(point.breaks))
        for point in points
    )
