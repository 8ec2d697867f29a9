"""The return as a workbook: what it is, the totals with live cross-checks, a sheet a section, the factors."""

import io
from typing import Any, Final

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from greenops.annual_return.documents.breakdown import factors_used
from greenops.annual_return.documents.content import TOTALS, ReturnContent
from greenops.annual_return.documents.workbook_checks import Checks
from greenops.annual_return.documents.workbook_sections import Places, section_sheet, sheet_names

OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FACTOR_WIDTHS: Final = (44, 14, 18, 22, 16, 14, 60, 22)


class Formats:
    """The looks of cells, made once a workbook."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.bold = book.add_format({"bold": True, "valign": "top"})
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#edf1f4"}
        )
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.muted = book.add_format({"font_color": "#4c5a67", "text_wrap": True, "valign": "top"})
        self.number = book.add_format({"num_format": "#,##0.0##", "valign": "top"})
        self.whole = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.share = book.add_format({"num_format": "0.0%", "valign": "top"})
        self.factor = book.add_format({"num_format": "0.0#########", "valign": "top"})
        self.good = book.add_format({"bg_color": "#dcefe2", "font_color": "#14532d"})
        self.bad = book.add_format({"bg_color": "#fbe3df", "font_color": "#7f1d1d", "bold": True})


def return_workbook(content: ReturnContent) -> bytes:
    """One sheet a section; the Totals sheet recomputes every sum from the sheets of the sections when it is opened."""
    out = io.BytesIO()
    with Workbook(out, OPTIONS) as book:
        book.set_properties(
            {
                "title": f"{content.said.organization}, {content.year}",
                "subject": content.edition_words,
                "company": content.said.organization,
                "comments": content.status,
                "created": content.moment.replace(tzinfo=None),
            }
        )
        formats = Formats(book)
        names = sheet_names(content)
        cover = book.add_worksheet(_("Read me"))
        totals = book.add_worksheet(names[TOTALS]) if TOTALS in names else None
        places = Places()
        for section in content.sections:
            if section.code != TOTALS:
                sheet = book.add_worksheet(names[section.code])
                section_sheet(sheet, names[section.code], section, content, formats, places)
        if totals is not None:
            Checks(content, places, formats).write(totals, names[TOTALS])
        _factor_sheet(book.add_worksheet(_("Factors")), content, formats)
        _cover_sheet(cover, content, formats)
    return out.getvalue()


def _cover_sheet(sheet: Any, content: ReturnContent, formats: Formats) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    said = content.said
    sheet.write_string(0, 0, f"{said.organization}, {_('environmental inventory')} {content.year}", formats.title)
    rows = [
        *([(_("Demonstration data"), _("Made by a generator; no real figure."))] if said.is_demonstration else []),
        (_("Data year"), str(content.year)),
        (_("Year of the report"), str(content.report_year)),
        (_("Form"), content.edition_words),
        (_("Status"), content.status),
        *([(_("Reason"), content.reason)] if content.reason else []),
        (_("Without delegates"), said.boundary_off),
        (_("With delegates"), said.boundary_on),
        *((_("Remark"), remark) for remark in content.off.remarks),
        (_("Cross-checks"), _("The sheet of the totals adds up the sections again and says OK or the difference.")),
        (_("Not known"), _("A cell that says 'not known' has no figure. It is not 0.")),
        *((name, words) for name, words in said.method),
        (_("Editions of factors"), ", ".join(content.off.factor_editions)),
        (_("Method and code"), f"{content.off.method_version}, GreenOps {content.off.code_version}"),
        (_("Digest of the content"), content.digest),
        (_("Digest of the lines"), content.lines_digest),
        (_("Digest of the inputs"), content.off.inputs_digest),
        *(
            (f"{signed.role} · {signed.name}", f"{signed.at} · {signed.statement} · {signed.digest}")
            for signed in said.signatures
        ),
    ]
    for place, (name, words) in enumerate(rows, start=2):
        sheet.write_string(place, 0, name, formats.bold)
        sheet.write_string(place, 1, words, formats.text)


def _factor_sheet(sheet: Any, content: ReturnContent, formats: Formats) -> None:
    headings = (
        _("Factor"), _("Value"), _("Unit"), _("Dataset"), _("Edition"), _("Certainty"), _("Source"), _("Lines"),
    )  # fmt: skip
    for place, (heading, width) in enumerate(zip(headings, FACTOR_WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heading, formats.head)
    sheet.freeze_panes(1, 1)
    for row, factor in enumerate(factors_used(content.off), start=1):
        sheet.write_string(row, 0, factor.label, formats.text)
        sheet.write_number(row, 1, factor.value, formats.factor)
        texts = (factor.unit, factor.dataset, factor.edition, factor.certainty, factor.source, ", ".join(factor.lines))
        for place, text in enumerate(texts, start=2):
            sheet.write_string(row, place, text, formats.text)
