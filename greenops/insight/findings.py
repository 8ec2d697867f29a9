"""What each chart shows, in one sentence made from its figures."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from greenops.insight.amounts import headline_tonnes, per_cent, printed_count
from greenops.insight.naming import cell_name, month_name, route_name
from travel.year_figures import Cell, Waiting, WaitingSums, YearFigures


def comparison(figures: YearFigures, unit: str) -> str:
    """This year against the year before; empty where there is nothing to compare with."""
    change = figures.change_per_cent()
    if change is None or figures.before is None:
        return ""
    words = {
        "change": per_cent(abs(change) / 100),
        "year": figures.before.year,
        "before": headline_tonnes(figures.before.total.total_mg),
        "unit": unit,
    }
    if abs(change) < 0.05:
        return _("The same as in %(year)s (%(before)s %(unit)s).") % words
    if change < 0:
        return _("%(change)s less than in %(year)s (%(before)s %(unit)s).") % words
    return _("%(change)s more than in %(year)s (%(before)s %(unit)s).") % words


def of_months(figures: YearFigures, unit: str) -> str:
    found = figures.inside.by["month"]
    named = [cell for cell in found.cells if not cell.is_merged]
    if not named:
        return _("The months are not shown apart: too few people travelled.")
    top = max(named, key=lambda cell: cell.sums.total_mg)
    sentence = _("%(month)s was the heaviest month with %(mass)s %(unit)s, %(share)s of the year.") % {
        "month": month_name(top.keys[0]),
        "mass": headline_tonnes(top.sums.total_mg),
        "unit": unit,
        "share": _share(top, figures),
    }
    if found.merged is None:
        return sentence
    months = ", ".join(month_name(key) for key in found.merged.keys)
    return sentence + " " + _("Not shown apart, because few people travelled: %(months)s.") % {"months": months}


def of_units(figures: YearFigures, unit: str) -> str:
    named = [cell for cell in figures.inside.by["unit"].cells if not cell.is_merged]
    if not named:
        return _("The units are not shown apart: too few people travelled.")
    top = named[0]
    return _("%(name)s stands first with %(mass)s %(unit)s, %(share)s of the total.") % {
        "name": cell_name("unit", top.keys[0], figures),
        "mass": headline_tonnes(top.sums.total_mg),
        "unit": unit,
        "share": _share(top, figures),
    }


def of_cabins(figures: YearFigures, unit: str) -> str:
    """Business and first weigh more than their distance: that is the sentence where both can be shown."""
    found = figures.inside.by["cabin"]
    front = [sums for key in ("business", "first") if (sums := found.get(key)) is not None]
    total = figures.off
    if front and not any(found.hides(key) for key in ("business", "first")) and total.distance_m:
        return _("Business and first class are %(km)s of the passenger-kilometres and %(mass)s of the emissions.") % {
            "km": per_cent(sum(sums.distance_m for sums in front) / total.distance_m),
            "mass": per_cent(sum(sums.total_mg for sums in front) / total.total_mg),
        }
    named = [cell for cell in found.cells if not cell.is_merged]
    if not named:
        return _("The cabin classes are not shown apart: too few people travelled.")
    return _("%(name)s makes %(share)s of the emissions.") % {
        "name": cell_name("cabin", named[0].keys[0], figures),
        "share": _share(named[0], figures),
    }


def of_hauls(figures: YearFigures, unit: str) -> str:
    long = figures.inside.by["haul"].get("long")
    if long is None:
        return _("Great-circle distance of each leg, in bands of our own.")
    return _("Legs of 4,000 km and more are %(legs)s of the legs and %(mass)s of the emissions.") % {
        "legs": per_cent(long.legs / figures.off.legs),
        "mass": per_cent(long.total_mg / figures.off.total_mg),
    }


def of_routes(figures: YearFigures, unit: str) -> str:
    if not figures.routes:
        return _("No route was flown by enough people to be listed.")
    mass = sum(route.sums.total_mg for route in figures.routes)
    first = figures.routes[0]
    words = {
        "count": len(figures.routes),
        "share": per_cent(mass / figures.off.total_mg),
        "route": route_name(first),
        "mass": headline_tonnes(first.sums.total_mg),
        "unit": unit,
    }
    return (
        ngettext(
            "The largest route, %(route)s, makes %(mass)s %(unit)s, %(share)s of the total.",
            "The %(count)d routes listed make %(share)s of the total; the largest is %(route)s with %(mass)s %(unit)s.",
            len(figures.routes),
        )
        % words
    )


def of_official(figures: YearFigures) -> str:
    """How much of the headline is official results; nothing where none is."""
    if not figures.off.official_mg:
        return ""
    return _("%(share)s of it are official results of ICAO's calculator.") % {
        "share": per_cent(figures.off.official_share)
    }


def of_delegates(figures: YearFigures, unit: str) -> str:
    if figures.added_is_hidden:
        return _("Fewer than %(smallest)s people travelled paid by others; what they add is not shown.") % {
            "smallest": figures.smallest_group
        }
    if figures.added is None:
        return _("No travel paid by others is known in this year: both figures are the same.")
    added = figures.added.total.total_mg
    return _("Travel paid by others would add %(mass)s %(unit)s, %(share)s of the figure without it.") % {
        "mass": headline_tonnes(added),
        "unit": unit,
        "share": per_cent(added / figures.off.total_mg if figures.off.total_mg else None),
    }


def of_waiting(waiting: Waiting, unit: str) -> str:
    """What the rows that wait for an answer would change in the total; empty where none waits."""
    sentences = [said_of_waiting(waiting.off, unit)] if waiting.off.rows else []
    if waiting.of_delegates.rows:
        sentences.append(_("Of travel paid by others: %(sentence)s") % {
            "sentence": said_of_waiting(waiting.of_delegates, unit)
        })  # fmt: skip
    if waiting.undated:
        sentences.append(
            ngettext(
                "%(rows)s row has no date yet and may fall into this year.",
                "%(rows)s rows have no date yet and may fall into this year.",
                waiting.undated,
            )
            % {"rows": printed_count(waiting.undated)}
        )
    return " ".join(sentences)


def said_of_waiting(sums: WaitingSums, unit: str) -> str:
    words = {"rows": printed_count(sums.rows), "unit": unit, **waiting_range(sums)}
    if sums.not_estimated == sums.rows:
        return (
            ngettext(
                "%(rows)s row waits for an answer; what it would add cannot be said before.",
                "%(rows)s rows wait for answers; what they would add cannot be said before.",
                sums.rows,
            )
            % words
        )
    sentence = (
        ngettext(
            "%(rows)s row waits for an answer: it would add between %(low)s and %(high)s %(unit)s.",
            "%(rows)s rows wait for answers: they would add between %(low)s and %(high)s %(unit)s.",
            sums.rows,
        )
        % words
    )
    if not sums.not_estimated:
        return sentence
    more = _("Of %(rows)s of them nothing can be said before.") % {"rows": printed_count(sums.not_estimated)}
    return f"{sentence} {more}"


def waiting_range(sums: WaitingSums) -> dict[str, str]:
    """Both ends as printed; an amount that would be taken out stands with a minus."""
    return {
        name: f"−{headline_tonnes(-value)}" if value < 0 else headline_tonnes(value)
        for name, value in (("low", sums.low_mg), ("high", sums.high_mg))
    }


def _share(cell: Cell, figures: YearFigures) -> str:
    return per_cent(cell.sums.total_mg / figures.off.total_mg if figures.off.total_mg else None)
