"""The inventory management plan: chapters of what the system holds, and of answers where only people know."""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from greenops.annual_return.computed import Line
from greenops.annual_return.documents.breakdown import LINE, factors_used, on_estimates
from greenops.annual_return.documents.content import TOTALS, ReturnContent
from greenops.annual_return.documents.printed import amount_words, factor_words, unit_words, value_words
from greenops.annual_return.documents.questions import OF_THE_PLAN, text_or_not_written
from greenops.annual_return.documents.report_cover import boundary_sentences

SUPPLIERS = "supplier"


@dataclass(frozen=True)
class PlanTable:
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True)
class PlanChapter:
    """key: a word for data; paragraphs: sentences; table: None where there is nothing to list."""

    key: str
    title: str
    paragraphs: tuple[str, ...] = ()
    table: PlanTable | None = None


def plan_chapters(content: ReturnContent) -> tuple[PlanChapter, ...]:
    """The outline that entities of the United Nations share, one chapter each."""
    return tuple(make(content) for make in _CHAPTERS)


def plan_json(content: ReturnContent) -> bytes:
    """The same chapters as data."""
    data = {
        "title": "Inventory management plan",
        "organization": content.said.organization,
        "is_demonstration": content.said.is_demonstration,
        "data_year": content.year,
        "report_year": content.report_year,
        "edition": content.off.edition,
        "status": content.status,
        "content_digest": content.digest,
        "chapters": [asdict(chapter) for chapter in plan_chapters(content)],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _written(content: ReturnContent, chapter: str) -> str:
    return text_or_not_written(content, OF_THE_PLAN[chapter])


def _contact(content: ReturnContent) -> PlanChapter:
    said = content.said
    is_named = said.abbreviation in said.organization
    name = said.organization if is_named else f"{said.organization} ({said.abbreviation})"
    rows = (
        (_("Organization"), name),
        (_("Data year"), str(content.year)),
        (_("Year of the report"), str(content.report_year)),
        (_("Form"), content.edition_words),
        (_("Status"), content.status),
        (_("Digest of the content"), content.digest),
    )
    table = PlanTable((_("What"), ""), rows, (30, 90))
    return PlanChapter("contact", _("Version and contact"), (_written(content, "contact"),), table)


def _boundary(content: ReturnContent) -> PlanChapter:
    personnel = content.said.personnel
    texts = [_written(content, "boundary"), *boundary_sentences(content)]
    table = None
    if personnel:
        if personnel.rule:
            texts.append(_("People are counted by this rule: %(rule)s.") % {"rule": personnel.rule})
        if personnel.explanation:
            texts.append(personnel.explanation)
        rows = [(name, f"{number:,.1f}") for name, number in personnel.categories]
        rows.append((_("all personnel"), f"{personnel.total:,.1f}"))
        table = PlanTable((_("Personnel by category"), _("Number")), tuple(rows), (90, 30), (1,))
    return PlanChapter("boundary", _("Organizational boundary"), tuple(texts), table)


def _gases(content: ReturnContent) -> PlanChapter:
    texts = [f"{name}: {words}" for name, words in content.said.method]
    texts.append(_("Each gas is kept apart and combined by the global warming potentials of the edition."))
    for code in ("T.10", "T.11"):
        line = content.find(code)
        if line is not None:
            texts.append(f"{line.label}: {amount_words(line.value, line.unit)}")
    return PlanChapter("gases", _("Gases"), tuple(texts))


def _facilities(content: ReturnContent) -> PlanChapter:
    rows = tuple(
        (
            site.code,
            f"{site.name}, {site.city} ({site.country})",
            site.kind,
            site.tenure,
            value_words(site.floor_area_m2, "m2"),
            str(site.months),
        )
        for site in content.said.sites
    )
    heads = (_("Site"), _("Where"), _("Type"), _("Tenure"), _("Our floor area (m²)"), _("Months in use"))
    texts = () if rows else (_("No site was open in this year. Add the sites to the organization."),)
    table = PlanTable(heads, rows, (12, 48, 24, 18, 18, 12), (4, 5)) if rows else None
    return PlanChapter("facilities", _("List of facilities"), texts, table)


def _sources(content: ReturnContent) -> PlanChapter:
    """Direct, indirect and optional: each line of emissions with its scope and source group."""
    kinds = {1: _("direct (scope 1)"), 2: _("indirect (scope 2)"), 3: _("indirect (scope 3)")}
    rows, unknown = [], []
    for line in _emissions(content):
        if line.value is None:
            unknown.append(f"{line.label} ({line.code})")
            continue
        kind = _("optional") if line.optional else kinds.get(line.scope or 0, "")
        group = (line.source_group or "").replace("_", " ")
        rows.append((kind, line.code, line.label, group, amount_words(line.value, line.unit)))
    heads = (_("Kind"), _("Line"), _("What"), _("Source"), _("Emissions"))
    table = PlanTable(heads, tuple(rows), (26, 8, 48, 18, 24), (4,)) if rows else None
    texts = (_("Nothing is known of these, so they are in no figure: %(names)s.") % {"names": "; ".join(unknown)},)
    return PlanChapter("sources", _("Source categories"), texts if unknown else (), table)


def _emissions(content: ReturnContent) -> list[Line]:
    lines = [
        line
        for line in content.off.lines
        if line.section != TOTALS and "CO2" in line.unit and (line.scope is not None or line.optional)
    ]
    return sorted(lines, key=lambda line: (line.optional, line.scope or 0))


def _assumptions(content: ReturnContent) -> PlanChapter:
    rows = tuple(
        (site.code, site.share_basis, *(map("{:,g}".format, site.share) if site.share else ("", "")))
        for site in content.said.sites
        if site.share_basis
    )
    heads = (_("Site"), _("Our share of the building"), _("Our part"), _("The whole"))
    table = PlanTable(heads, rows, (14, 60, 22, 22), (2, 3)) if rows else None
    return PlanChapter("assumptions", _("Boundary assumptions"), (_written(content, "assumptions"),), table)


def _quantification(content: ReturnContent) -> PlanChapter:
    rules: dict[str, list[str]] = defaultdict(list)
    for line in content.off.lines:
        for rule in line.rules:
            rules[rule].append(line.code)
    rows = tuple((rule, ", ".join(codes)) for rule, codes in sorted(rules.items()))
    texts = (
        _("Activity data times emission factor, gas by gas where the factors allow it."),
        _("Editions of factors: %(editions)s.") % {"editions": ", ".join(content.off.factor_editions) or _("none")},
    )
    table = PlanTable((_("Rule"), _("Lines")), rows, (14, 106)) if rows else None
    return PlanChapter("quantification", _("Quantification method"), texts, table)


def _factors(content: ReturnContent) -> PlanChapter:
    differing = [factor for factor in factors_used(content.off) if factor.dataset.startswith(SUPPLIERS)]
    rows = tuple(
        (
            factor.label,
            f"{factor_words(factor.value)} {unit_words(factor.unit)}",
            factor.source,
            ", ".join(factor.lines),
        )
        for factor in differing
    )
    texts = [_written(content, "factors")]
    if not rows:
        texts.append(_("No factor of a supplier was used; the annex of the report lists all factors."))
    table = PlanTable((_("Factor"), _("Value"), _("Source"), _("Lines")), rows, (40, 26, 40, 14)) if rows else None
    return PlanChapter("factors", _("Factors that differ from the common set"), tuple(texts), table)


def _proxies(content: ReturnContent) -> PlanChapter:
    rows = tuple(
        (line.code, line.label, f"{100 * (line.method_share or 0):.1f} %", amount_words(line.value, line.unit))
        for line in on_estimates(content.off)
        if line.section != TOTALS
    )
    heads = (_("Line"), _("What"), _("On estimates"), _("Value"))
    table = PlanTable(heads, rows, (8, 68, 18, 26), (2, 3)) if rows else None
    texts = [_written(content, "proxies")]
    if not rows:
        texts.append(_("No line rests on estimates."))
    return PlanChapter("proxies", _("Proxies, their weaknesses and planned improvement"), tuple(texts), table)


def _data_sources(content: ReturnContent) -> PlanChapter:
    """For each line: at how many sites, by which methods, with how much evidence."""
    rows = []
    for line in content.off.lines:
        inputs = [given for given in line.inputs if not given.key.startswith(LINE)]
        if line.section == TOTALS or not any(given.readings for given in inputs):
            continue
        sites = {given.key.split("/")[0] for given in inputs}
        methods = sorted({given.method for given in inputs if given.method})
        readings, evidenced = sum(given.readings for given in inputs), sum(given.evidenced for given in inputs)
        proof = f"{evidenced:,} / {readings:,}" if readings else ""
        rows.append((line.code, line.label, str(len(sites)) if sites else "", ", ".join(methods), proof))
    heads = (_("Line"), _("What"), _("Sites"), _("Known by"), _("Readings with evidence"))
    table = PlanTable(heads, tuple(rows), (8, 50, 10, 32, 20), (2, 4)) if rows else None
    return PlanChapter("data_sources", _("Sources of activity data"), (_written(content, "data_sources"),), table)


def _data_management(content: ReturnContent) -> PlanChapter:
    texts = (
        _written(content, "data_management"),
        _("The system keeps each quantity as it was given, with its unit, method, months and evidence."),
        _("Every change is kept in a record of events in which nothing can be altered unseen."),
        _("Digest of the inputs: %(digest)s.") % {"digest": content.off.inputs_digest},
    )
    return PlanChapter("data_management", _("Data management"), texts)


def _normalisation(content: ReturnContent) -> PlanChapter:
    lines = [line for line in content.lines(TOTALS) if "/" in line.unit or line.unit == "persons"]
    rows = tuple((line.code, line.label, amount_words(line.value, line.unit)) for line in lines)
    areas = [site.floor_area_m2 for site in content.said.sites if site.floor_area_m2 is not None]
    texts = ()
    if areas:
        words = _("Floor area of %(count)s sites: %(area)s m².")
        texts = (words % {"count": len(areas), "area": f"{sum(areas):,.0f}"},)
    table = PlanTable((_("Line"), _("What"), _("Value")), rows, (8, 80, 32), (2,)) if rows else None
    return PlanChapter("normalisation", _("Normalisation factors"), texts, table)


def _quality(content: ReturnContent) -> PlanChapter:
    rows = tuple(
        (topic.topic, f"{topic.sites_complete} / {topic.sites}", f"{topic.persons_covered:,.1f} / {topic.persons:,.1f}")
        for topic in content.said.coverage
    )
    texts = (
        _written(content, "quality"),
        _("Preparer and approver are different people. A line that moves against the year before asks for a reason."),
        _("A frozen return can be computed again at any time; the system then says what moved."),
    )
    heads = (_("Topic"), _("Sites with complete data"), _("Persons covered"))
    table = PlanTable(heads, rows, (60, 30, 30), (1, 2)) if rows else None
    return PlanChapter("quality", _("Quality assurance"), texts, table)


def _tools(content: ReturnContent) -> PlanChapter:
    off = content.off
    tool = _("GreenOps %(code)s, method %(method)s.") % {"code": off.code_version, "method": off.method_version}
    return PlanChapter("tools", _("Tools"), (tool,))


def _frequency(content: ReturnContent) -> PlanChapter:
    return PlanChapter("frequency", _("Frequency"), (_written(content, "frequency"),))


def _base_year(content: ReturnContent) -> PlanChapter:
    base = content.said.base_year
    if base is None:
        texts = [_("No base year was decided. Enter the base-year policy in the system.")]
    else:
        words = _(
            "The base year is %(year)s. It is recalculated when a change moves it by more than %(threshold)s per cent."
        )
        texts = [words % {"year": base.base_year, "threshold": f"{base.threshold_percent:g}"}]
        if base.target_year and base.target_percent is not None:
            words = _("The target: %(percent)s per cent less than in the base year, by %(year)s.")
            texts.append(words % {"percent": f"{base.target_percent:g}", "year": base.target_year})
        texts += [text for text in (base.policy, base.decided_by and f"{_('Decided by')}: {base.decided_by}") if text]
    return PlanChapter("base_year", _("Base year and recalculation"), tuple(texts))


def _roles(content: ReturnContent) -> PlanChapter:
    rows = tuple((one.name, one.role, one.at[:10], one.statement) for one in content.said.signatures)
    heads = (_("Who"), _("As"), _("When"), _("What was declared"))
    table = PlanTable(heads, rows, (30, 18, 18, 54)) if rows else None
    return PlanChapter("roles", _("Roles"), (_written(content, "roles"),), table)


def _training(content: ReturnContent) -> PlanChapter:
    return PlanChapter("training", _("Training"), (_written(content, "training"),))


def _audit(content: ReturnContent) -> PlanChapter:
    return PlanChapter("audit", _("Audit and verification"), (_written(content, "audit"),))


def _omissions(content: ReturnContent) -> PlanChapter:
    rows = tuple((left.section, left.site, left.what, left.reason) for left in content.said.omissions)
    texts = () if rows else (_("No omission inside the boundary was recorded."),)
    heads = (_("Section"), _("Site"), _("What was left out"), _("Why"))
    table = PlanTable(heads, rows, (10, 12, 44, 54)) if rows else None
    return PlanChapter("omissions", _("Omissions"), texts, table)


_CHAPTERS: tuple[Callable[[ReturnContent], PlanChapter], ...] = (
    _contact, _boundary, _gases, _facilities, _sources, _assumptions, _quantification, _factors, _proxies,
    _data_sources, _data_management, _normalisation, _quality, _tools, _frequency, _base_year, _roles, _training,
    _audit, _omissions,
)  # fmt: skip
