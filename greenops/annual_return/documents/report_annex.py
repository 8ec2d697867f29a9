"""The annexes: every factor that was used, and the sites with what their facilities emit."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from reportlab.platypus import Flowable

from greenops.annual_return.documents.breakdown import by_site, factors_used
from greenops.annual_return.documents.content import ReturnContent
from greenops.annual_return.documents.printed import factor_words, unit_words, value_words
from greenops.annual_return.documents.report_pages import chapter, grid
from greenops.insight.pdf_words import words

SITES_SHOWN: Final = 60
SUPPLIERS: Final = "supplier"  # the dataset of factors that suppliers gave; its edition is no name for people


def annex_of_factors(content: ReturnContent) -> Iterator[Flowable]:
    yield from chapter(_("Annex: factors used"))
    factors = factors_used(content.off)
    if not factors:
        yield words(_("No factor was used: no line has activity data."), "paragraph")
        return
    rows: list[list[str | list[Flowable]]] = []
    for factor in factors:
        label = [words(factor.label, "cell"), words(factor.source, "small")]
        dataset = _("a supplier") if factor.dataset == SUPPLIERS else f"{factor.dataset} {factor.edition}"
        rows.append(
            [
                label,
                factor_words(factor.value),
                unit_words(factor.unit),
                dataset,
                factor.certainty,
                ", ".join(factor.lines),
            ]
        )
    note = _(
        "Certainty: A, read from the publisher's own file and cross-checked; B, from carriers that agree or set from "
        "public announcements; C, one second-hand source or an assumption; D, disputed."
    )
    yield words(note, "paragraph")
    heads = (_("Factor and its source"), _("Value"), _("Unit"), _("Dataset, edition"), _("Certainty"), _("Lines"))
    yield grid(heads, rows, (46, 16, 20, 24, 16, 14), numeric=(1,))


def annex_of_sites(content: ReturnContent) -> Iterator[Flowable]:
    """The largest sites; the others in one row, so that the sum is that of the facilities."""
    sums = by_site(content.off)
    if not sums:
        return
    yield from chapter(_("Annex: facilities by site"), needs=90)
    cards = {card.code: card for card in content.said.sites}
    rows = []
    for one in sums[:SITES_SHOWN]:
        card = cards.get(one.site)
        place = f"{card.name}, {card.city} ({card.country})" if card else ""
        area = value_words(card.floor_area_m2, "m2") if card else ""
        rows.append([one.site, place, area, value_words(one.value, "tCO2eq"), value_words(one.estimated, "tCO2eq")])
    others = sums[SITES_SHOWN:]
    if others:
        name = _("%(count)s other sites, listed in the workbook") % {"count": len(others)}
        value, estimated = sum(one.value for one in others), sum(one.estimated for one in others)
        rows.append(["", name, "", value_words(value, "tCO2eq"), value_words(estimated, "tCO2eq")])
    heads = (_("Site"), _("Where"), _("Our floor area (m²)"), _("Facilities (tCO₂eq)"), _("of it on estimates"))
    whole, estimated = sum(one.value for one in sums), sum(one.estimated for one in sums)
    rows.append(["", _("All sites"), "", value_words(whole, "tCO2eq"), value_words(estimated, "tCO2eq")])
    yield grid(heads, rows, (12, 52, 20, 20, 20), numeric=(2, 3, 4), total_rows=[len(rows) - 1])
