"""The report of a return as a PDF that management hands on: from cover to the annex of factors."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from reportlab.platypus import Flowable

from greenops.annual_return.documents.content import ReturnContent
from greenops.annual_return.documents.report_annex import annex_of_factors, annex_of_sites
from greenops.annual_return.documents.report_charts import charts
from greenops.annual_return.documents.report_cover import cover, statement
from greenops.annual_return.documents.report_pages import pdf
from greenops.annual_return.documents.report_quality import data_quality, method, missing, signatures
from greenops.annual_return.documents.report_sections import sections
from greenops.annual_return.documents.report_totals import totals


def return_pdf(content: ReturnContent) -> bytes:
    return pdf(content, _("Environmental inventory %(year)s") % {"year": content.year}, list(_story(content)))


def _story(content: ReturnContent) -> Iterator[Flowable]:
    yield from cover(content)
    yield from statement(content)
    yield from totals(content)
    yield from charts(content)
    yield from sections(content)
    yield from method(content)
    yield from data_quality(content)
    yield from missing(content)
    yield from signatures(content)
    yield from annex_of_factors(content)
    yield from annex_of_sites(content)
