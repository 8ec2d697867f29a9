"""The report and the plan as PDFs: what stands on every page, and what a reader must find."""

import io
import time
from dataclasses import replace

import pypdf
import pytest

from greenops.annual_return.computed import Line
from greenops.annual_return.documents.files import KINDS
from greenops.annual_return.documents.management_plan import plan_chapters
from greenops.annual_return.documents.plan_pdf import plan_pdf
from greenops.annual_return.documents.report_pdf import return_pdf
from greenops.annual_return.documents.statements import LeftOut, Statements, TrendPoint
from greenops.annual_return.documents.workbook import return_workbook
from greenops.annual_return.movements import Figures
from tests.factories.computed_return import content


def pages_of(body: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(body)).pages]


@pytest.fixture(scope="module")
def report() -> list[str]:
    return pages_of(return_pdf(content()))


@pytest.mark.parametrize("make", [return_pdf, plan_pdf], ids=["report", "plan"])
def test_every_page_says_whose_which_years_how_final_and_that_it_is_a_demonstration(make):
    pages = pages_of(make(content()))
    for number, page in enumerate(pages, start=1):
        assert "World Observatory Organization" in page
        assert "data year 2025 · report 2026" in page
        assert "edition 2026 of the form (ours, not UNEP's)" in page
        assert "Version 1 (submission), frozen on 2026-05-06 12:00 UTC" in page
        assert "Demonstration data: no real figure" in page
        assert f"Page {number} of {len(pages)}" in page


def test_a_draft_says_so_on_every_page():
    pages = pages_of(return_pdf(content(frozen=False)))
    assert all("DRAFT" in page and "Draft: not frozen" in page for page in pages)
    assert not any("DRAFT" in page for page in pages_of(return_pdf(content())))


def test_the_file_is_dated_by_the_freezing():
    reader = pypdf.PdfReader(io.BytesIO(return_pdf(content())))
    assert reader.metadata is not None
    assert reader.metadata.creation_date_raw == "D:20260506120000+00'00'"
    assert [entry.title for entry in reader.outline] == [
        "Statement", "Totals", "Charts", "Sections of the form", "Method", "Data quality", "What is missing",
        "Signatures", "Annex: factors used", "Annex: facilities by site",
    ]  # fmt: skip


def test_delegates_off_and_on_stand_side_by_side_with_the_boundary(report):
    totals = next(page for page in report if "By the basis of electricity" in page)
    assert "Without delegates: Travel that the organization pays for." in totals
    assert "They are two answers and are never added." in totals
    assert "T.1 Total greenhouse gas emissions (location-based) 904.4 969.9" in totals
    assert "(market-based) 866.5 932.0" in totals


def test_r33_parts_that_do_not_add_to_100_when_printed_say_so(report):
    thirds = {"T.1": 900.0, "T.2": 300.0, "T.3": 300.0, "T.4": 300.0}
    given = content()
    off = replace(given.off, lines=tuple(replace(o, value=thirds.get(o.code, o.value)) for o in given.off.lines))

    totals = next(page for page in pages_of(return_pdf(replace(given, off=off))) if "By scope" in page)

    assert "Without delegates: The rounded shares add to 99 %, the shares themselves to 100 %." in totals
    assert "With delegates: The rounded shares" not in totals
    assert not any("The rounded shares add" in page for page in report)


def test_what_is_not_known_is_listed_and_never_zero(report):
    missing = next(page for page in report if "Lines that are not known" in page)
    assert "Waste per person No site has full quantities." in missing
    assert "The landlord keeps no record." in missing
    assert any("11.2 Waste per person No site has full quantities. not known" in page for page in report)


def test_signatures_stand_with_their_digest(report):
    page = next(page for page in report if "Ana Preparer" in page)
    assert "Bo Approver approved 2026-05-06 09:30" in page
    assert "SHA-256" in page


def test_the_annex_tells_value_dataset_edition_and_source_of_each_factor(report):
    annex = next(page for page in report if "Factor and its source" in page)
    assert "Natural gas DESNZ 2025, table Fuels 2.0243 kg" in annex
    assert "fuels_desnz 2025 published 4.1" in annex


def test_a_text_is_printed_as_it_is_and_not_as_mark_up(report):
    assert any("=Video first & fewer trips, <measured> each year." in page for page in report)


def test_a_series_that_breaks_is_told(report):
    assert any("A new series begins in 2023: values before and after do not compare." in page for page in report)


def test_our_own_figures_begin_a_new_series_after_published_ones():
    only_published = (TrendPoint(2024, 980.0, "Greening the Blue report 2025", published=True),)
    pages = pages_of(return_pdf(content(trend=only_published)))
    assert any("A new series begins in 2025" in page for page in pages)
    assert any("As published by UNEP, before this system: 2024." in page for page in pages)


def test_a_report_by_another_method_than_the_year_before_begins_a_new_series():
    trend = (TrendPoint(2024, 980.0, "submitted"), TrendPoint(2025, 970.0, "this return", starts_new_series=True))
    pages = pages_of(return_pdf(content(trend=trend)))
    assert any("A new series begins in 2025" in page for page in pages)


def test_a_report_of_500_sites_summarises_and_is_made_within_five_seconds():
    made = content(sites=500)
    started = time.process_time()
    pages = pages_of(return_pdf(made))
    assert time.process_time() - started < 5
    assert len(pages) < 20
    assert any("440 other sites, listed in the workbook" in page for page in pages)
    assert any("From 500 inputs; most:" in page for page in pages)


def test_the_plan_has_the_outline_and_asks_for_what_only_people_know():
    chapters = {chapter.key: chapter for chapter in plan_chapters(content())}
    assert list(chapters) == [
        "contact", "boundary", "gases", "facilities", "sources", "assumptions", "quantification", "factors", "proxies",
        "data_sources", "data_management", "normalisation", "quality", "tools", "frequency", "base_year", "roles",
        "training", "audit", "omissions",
    ]  # fmt: skip
    assert chapters["training"].paragraphs == ("Not yet written: answer the question 21.training.",)
    assert chapters["base_year"].paragraphs[:2] == (
        "The base year is 2019. It is recalculated when a change moves it by more than 5 per cent.",
        "The target: 45 per cent less than in the base year, by 2030.",
    )
    assert chapters["omissions"].table is not None
    assert chapters["omissions"].table.rows == (
        ("6", "PTY", "Refrigerants of a rented office", "The landlord keeps no record."),
    )


def test_answers_for_the_plan_are_printed_in_the_plan_and_not_twice():
    made = content()
    answer = Line("21.training", "Training", "20", "Each focal point is trained once a year by the secretariat.", "")
    made = replace(made, off=replace(made.off, lines=(*made.off.lines, answer)))
    assert not any("is trained once a year" in page for page in pages_of(return_pdf(made)))
    assert any("is trained once a year" in page for page in pages_of(plan_pdf(made)))


def test_the_digest_printed_is_the_one_that_signatures_are_put_under():
    made = content()
    assert made.on is not None
    assert made.lines_digest == Figures(made.off.lines, made.on.lines).digest
    assert any(made.lines_digest in page.replace(" ", "") for page in pages_of(return_pdf(made)))


ODD_TEXTS = {
    "control": "a\x00b\x0bc\x1bd",
    "one-long-word": "w" * 6000,
    "many-lines": "A line of words.\n" * 400,
    "mark-up": "<para><b>&nbsp;</i>&#0; <img src='file:///etc/passwd'/>",
    "empty-lines": "\n\n \n",
}


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
@pytest.mark.parametrize("make", [return_pdf, plan_pdf, return_workbook], ids=["report", "plan", "workbook"])
def test_whatever_somebody_wrote_the_document_is_made(make, text):
    made = content()
    lines = (
        Line("20.statement.en", text[:200], "20", text, ""),
        Line("20.9", "Note", "20", None, "", note=text),
        Line("21.training", "Training", "20", text, ""),
    )
    said = replace(made.said, omissions=(LeftOut("6", text, text, "PTY"),), organization=text[:60])
    assert make(replace(made, off=replace(made.off, lines=(*made.off.lines, *lines)), said=said))


def test_a_text_in_other_letters_is_told_of_and_not_printed_as_boxes():
    made = content()
    answer = Line("0.name.zh", "Name of the organization (zh)", "20", "世界观测组织", "")
    pages = pages_of(return_pdf(replace(made, off=replace(made.off, lines=(*made.off.lines, answer)))))
    assert any("In letters that this print does not have" in page for page in pages)


@pytest.mark.parametrize("key", KINDS)
def test_a_year_of_which_nothing_is_known_has_documents_that_say_so(key):
    made = content(frozen=False)
    unknown = tuple(replace(line, value=None, inputs=(), method_share=None) for line in made.off.lines)
    body = KINDS[key].make(replace(made, off=replace(made.off, lines=unknown), on=None, said=Statements("An office")))
    assert body
    if key == "report":
        assert any("The total is not known yet" in page for page in pages_of(body))
