"""The checks of readiness: each looks at one thing and says what is missing, and what is there of what is asked."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from greenops.annual_return.computed import ComputedReturn, Line
from greenops.annual_return.edition import Edition
from greenops.annual_return.gathering.gathered import Gathered
from greenops.annual_return.printed import printed_value
from greenops.annual_return.variance import Variance
from greenops.reference.activity import catalogue
from travel import coverage
from travel.printed import number

PEOPLE, FACILITIES, ELECTRICITY, TRAVEL, TOTALS = "1", "2", "3", "8", "T"
# Of each site some reading is expected of one of these, unless it was left out with a reason.
POWER = ("electricity_grid", "electricity_onsite_used", "generator_fuel")
NAMED = 3  # sites that a sentence names; the others are counted


@dataclass(frozen=True)
class Finding:
    """blocks: whether the return can go to review with it. link: empty for the section's own page."""

    section: str
    sentence: str
    blocks: bool
    link: str = ""


@dataclass(frozen=True)
class Item:
    """One thing that is asked of a section."""

    section: str
    is_done: bool


@dataclass(frozen=True)
class Looked:
    """What the checks look at. omitted: section and site of what was left out with a reason."""

    year: int
    form: Edition
    gathered: Gathered
    computed: ComputedReturn
    variances: tuple[Variance, ...]
    omitted: frozenset[tuple[str, str]]

    def is_omitted(self, section: str, site: str) -> bool:
        return (section, site) in self.omitted or (section, "") in self.omitted

    def threshold(self, name: str) -> float:
        return self.form.thresholds[name]

    @cached_property
    def lines_by_figure(self) -> Mapping[str, list[Line]]:
        computed = {line.code: line for line in self.computed.lines}
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.form.lines:
            if line.code in computed:
                found[line.figure].append(computed[line.code])
        return found


Found = Finding | Item
CHECKS: list[Callable[[Looked], Iterable[Found]]] = []


def check(function: Callable[[Looked], Iterable[Found]]) -> Callable[[Looked], Iterable[Found]]:
    CHECKS.append(function)
    return function


@check
def values(looked: Looked) -> Iterable[Found]:
    """Factors, shares and denominators that keep lines from having a value, and what the inputs warn of."""
    said: dict[str, str] = {}
    for problem in looked.computed.problems:
        if problem.section != TOTALS:  # a total repeats what its parts say
            said.setdefault(problem.sentence, problem.section)
    if looked.computed.problems and not said:
        said = {problem.sentence: problem.section for problem in looked.computed.problems}
    for sentence, section in said.items():
        yield Finding(section, sentence, blocks=True)
    for warned in looked.gathered.warnings:
        section = catalogue().stream(warned.stream).section if warned.stream else FACILITIES
        yield Finding(section, warned.sentence, blocks=False)


@check
def questions(looked: Looked) -> Iterable[Found]:
    """Questions that have to be answered, for the organization or for each site."""
    for question in looked.form.questions:
        if not question.required:
            continue
        places = [site.code for site in looked.gathered.sites] if question.per == "site" else [""]
        missing = [place for place in places if not looked.gathered.answer(question.code, place)]
        yield from (Item(question.section, place not in missing) for place in places)
        if missing:
            told = {"code": question.code, "label": question.label, "sites": _named(missing)}
            words = (
                _("Not answered for %(sites)s: %(label)s (%(code)s).")
                if any(missing)
                else _("Not answered: %(label)s (%(code)s).")
            )
            yield Finding(question.section, words % told, blocks=True)


@check
def personnel(looked: Looked) -> Iterable[Found]:
    link = reverse("ems:personnel")
    rules = reverse("ems:rules")
    persons = looked.gathered.persons_by_site
    yield Item(PEOPLE, bool(persons))
    if not persons:
        sentence = _("Nobody was counted in %(year)s: nothing can be divided by persons. Count the personnel.")
        yield Finding(PEOPLE, sentence % {"year": looked.year}, blocks=True, link=link)
    else:
        without = [site.code for site in looked.gathered.sites if not persons.get(site.code)]
        if without:
            sentence = _("No personnel was counted at %(sites)s. Count them, or leave it if nobody works there.")
            yield Finding(PEOPLE, sentence % {"sites": _named(without)}, blocks=False, link=link)
    yield Item(PEOPLE, looked.gathered.rule is not None)
    if looked.gathered.rule is None:
        sentence = _("It is not said how people were counted in %(year)s. Record the counting rule.")
        yield Finding(PEOPLE, sentence % {"year": looked.year}, blocks=True, link=rules)


@check
def terms(looked: Looked) -> Iterable[Found]:
    """How sites are held, their areas, and that shares have a whole that they are taken of."""
    link = reverse("ems:sites")
    without = [site.code for site in looked.gathered.sites if not site.terms]
    yield from (Item(FACILITIES, bool(site.terms)) for site in looked.gathered.sites)
    if not looked.gathered.sites:
        sentence = _("No site was open in %(year)s. Add the sites of the organization.")
        yield Finding(FACILITIES, sentence % {"year": looked.year}, blocks=True, link=link)
    if without:
        sentence = _("It is not said how %(sites)s is held: tenure, area, our share. Add its terms.")
        yield Finding(FACILITIES, sentence % {"sites": _named(without)}, blocks=True, link=link)
    no_area = [site.code for site in looked.gathered.sites if site.terms and site.floor_area_m2 is None]
    if no_area:
        sentence = _("The floor area of %(sites)s is not known: figures per square metre leave it out.")
        yield Finding(FACILITIES, sentence % {"sites": _named(no_area)}, blocks=False, link=link)
    wrong = [
        site.code
        for site in looked.gathered.sites
        if any(held.share[1] <= 0 or held.share[0] > held.share[1] for held in site.terms)
    ]
    if wrong:
        sentence = _("Our share of the building is no share at %(sites)s: correct the two numbers it is made from.")
        yield Finding(FACILITIES, sentence % {"sites": _named(wrong)}, blocks=True, link=link)


@check
def power(looked: Looked) -> Iterable[Found]:
    """Every site consumes electricity of some kind."""
    reading = {activity.site for activity in looked.gathered.activities if activity.stream in POWER}
    sites = [site.code for site in looked.gathered.sites]
    missing = [code for code in sites if code not in reading and not looked.is_omitted(ELECTRICITY, code)]
    yield from (Item(ELECTRICITY, code not in missing) for code in sites)
    if missing:
        sentence = _("There is no electricity of %(sites)s. Enter it, or record under omissions why it is left out.")
        link = _activity(looked.year, site=missing[0])
        yield Finding(ELECTRICITY, sentence % {"sites": _named(missing)}, blocks=True, link=link)


@check
def months(looked: Looked) -> Iterable[Found]:
    """Streams that a site has readings of, but not for all the months in which it was open."""
    streams = catalogue().streams
    covered: dict[tuple[str, str], int] = defaultdict(int)
    for activity in looked.gathered.activities:
        if activity.stream in streams and streams[activity.stream].period == "month":
            key = (activity.site, activity.stream)
            covered[key] = max(covered[key], min(activity.months, activity.open_months))
    gaps: dict[str, list[str]] = defaultdict(list)
    for (site, stream), count in sorted(covered.items()):
        facts = looked.gathered.site_by_code.get(site)
        due = len(facts.open_months) if facts else 12
        section = streams[stream].section
        is_whole = count >= due
        yield Item(section, is_whole or looked.is_omitted(section, site))
        if not is_whole and not looked.is_omitted(section, site):
            gaps[stream].append(f"{site} ({count}/{due})")
    for stream, sites in gaps.items():
        sentence = _("%(label)s: months are missing at %(sites)s. Enter them, or estimate them by the mean.")
        told = {"label": streams[stream].label, "sites": _named(sites)}
        link = _activity(looked.year, site=sites[0].split(" ")[0])
        yield Finding(streams[stream].section, sentence % told, blocks=False, link=link)


@check
def evidence(looked: Looked) -> Iterable[Found]:
    """Readings that nothing proves, by section."""
    readings: dict[str, int] = defaultdict(int)
    proved: dict[str, int] = defaultdict(int)
    for activity in looked.gathered.activities:
        if activity.stream not in catalogue().streams:
            continue  # a problem by itself: a later catalogue took it away
        section = catalogue().stream(activity.stream).section
        readings[section] += activity.readings
        proved[section] += activity.evidenced
    for section, count in readings.items():
        missing = count - proved[section]
        if missing:
            sentence = ngettext(
                "%(missing)s of %(count)s readings has no evidence.",
                "%(missing)s of %(count)s readings have no evidence.",
                missing,
            )
            link = f"{reverse('annual_return:readings')}?year={looked.year}&has_evidence=on"
            yield Finding(section, sentence % {"missing": missing, "count": count}, blocks=False, link=link)


@check
def travel(looked: Looked) -> Iterable[Found]:
    """Rows that wait, payers that are not known, months that were not received."""
    facts = looked.gathered.travel
    received = coverage.grid(looked.year)
    yield from (Item(TRAVEL, number >= received.missing) for number in range(received.due))
    if received.missing:
        yield Finding(TRAVEL, received.sentence, blocks=False, link=reverse("travel:coverage"))
    if facts.waiting_rows:
        told = {
            "rows": facts.waiting_rows,
            "low": _tonnes(facts.waiting_low_mg),
            "high": _tonnes(facts.waiting_high_mg),
        }
        sentence = ngettext(
            "%(rows)s row of bookings waits for an answer and is in no figure: %(low)s to %(high)s t.",
            "%(rows)s rows of bookings wait for an answer and are in no figure: %(low)s to %(high)s t.",
            facts.waiting_rows,
        )
        yield Finding(TRAVEL, sentence % told, blocks=False, link=reverse("travel:questions"))
    if facts.flagged.passenger_legs:
        told = {"legs": facts.flagged.passenger_legs, "t": _tonnes(facts.flagged.total_mg)}
        sentence = _("Of %(legs)s flown legs the payer is not known; they count, with %(t)s t.")
        yield Finding(TRAVEL, sentence % told, blocks=False, link=reverse("travel:unassigned"))


@check
def changes(looked: Looked) -> Iterable[Found]:
    """Lines that moved against the year before by more than the threshold: each asks for a reason."""
    link = reverse("annual_return:variance", args=[looked.year])
    for variance in looked.variances:
        yield Item(variance.section, variance.is_explained)
        if not variance.is_explained:
            told = {
                "code": variance.code,
                "label": variance.label,
                "percent": number(abs(variance.percent), 1),
                "before": looked.year - 1,
            }
            fell, rose = (
                _("%(label)s (%(code)s) fell by %(percent)s %% against %(before)s. Say why."),
                _("%(label)s (%(code)s) rose by %(percent)s %% against %(before)s. Say why."),
            )
            sentence = fell if variance.percent < 0 else rose
            yield Finding(variance.section, sentence % told, blocks=True, link=f"{link}#line-{variance.code}")


@check
def quality(looked: Looked) -> Iterable[Found]:
    """Coverage below, and estimates above, what the edition asks for."""
    for line in looked.lines_by_figure["coverage"]:
        if isinstance(line.value, int | float) and line.value < looked.threshold("coverage_percent"):
            told = {"label": line.label, "value": printed_value(line.value, "%"), "code": line.code}
            sentence = _("%(code)s %(label)s: %(value)s %%, below what the edition asks for.")
            yield Finding(line.section, sentence % told, blocks=False)
    for line in looked.lines_by_figure["share_on_estimates"]:
        if isinstance(line.value, int | float) and line.value > looked.threshold("estimates_percent"):
            told = {"label": line.label, "value": printed_value(line.value, "%"), "code": line.code}
            sentence = _("%(code)s %(label)s: %(value)s %%, above what the edition lets stand without a word.")
            yield Finding(line.section, sentence % told, blocks=False)


def _activity(year: int, *, site: str) -> str:
    """The grid of months of a site."""
    return f"{reverse('annual_return:activity')}?{urlencode({'site': site, 'year': year})}"


def _tonnes(mg: int) -> str:
    return printed_value(mg / 1_000_000_000, "t")


def _named(places: list[str]) -> str:
    more = len(places) - NAMED
    if more <= 0:
        return ", ".join(places)
    told = {"named": ", ".join(places[:NAMED]), "n": more}
    return ngettext("%(named)s and %(n)s more", "%(named)s and %(n)s more", more) % told
