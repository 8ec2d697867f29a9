"""The documents of a return by name: what each is, how it is made, and its digest."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from greenops.annual_return.documents.content import ReturnContent
from greenops.annual_return.documents.management_plan import plan_json
from greenops.annual_return.documents.open_data import return_csv, return_json
from greenops.annual_return.documents.plan_pdf import plan_pdf
from greenops.annual_return.documents.report_pdf import return_pdf
from greenops.annual_return.documents.workbook import return_workbook
from travel.views.downloads import XLSX_TYPE

KEPT_SECONDS: Final = 7 * 86_400


@dataclass(frozen=True)
class Kind:
    """One document. key: its word in addresses; ending: of the file; make: its bytes, the same for the same content."""

    key: str
    ending: str
    media_type: str
    title: str | Promise
    purpose: str | Promise
    make: Callable[[ReturnContent], bytes]


@dataclass(frozen=True)
class Facts:
    """What tells a file apart: SHA-256 and size in bytes."""

    digest: str
    size: int


KINDS: Final = {
    kind.key: kind
    for kind in (
        Kind(
            "report", "pdf", "application/pdf", _("Report"),
            _("The whole return to read, to sign and to hand to the council."), return_pdf,
        ),
        Kind(
            "workbook", "xlsx", XLSX_TYPE, _("Workbook"),
            _("A sheet a section, every input, and sums that the spreadsheet checks itself."), return_workbook,
        ),
        Kind("lines", "csv", "text/csv; charset=utf-8", _("Lines"), _("Open data: one row a line."), return_csv),
        Kind(
            "return", "json", "application/json", _("Return as data"),
            _("Open data: the lines with their inputs, factors and equations."), return_json,
        ),
        Kind(
            "plan", "pdf", "application/pdf", _("Inventory management plan"),
            _("How the inventory is made, printed from what the system holds."), plan_pdf,
        ),
        Kind(
            "plan-data", "json", "application/json", _("Inventory management plan as data"),
            _("The chapters of the plan for other systems."), plan_json,
        ),
    )
}  # fmt: skip


def file_name(content: ReturnContent, kind: Kind) -> str:
    """Such as return-2025-v1-report.pdf, or return-2025-draft-report.pdf."""
    state = "draft" if content.is_draft else f"v{content.version}"
    return f"return-{content.year}-{state}-{kind.key}.{kind.ending}"


def made(content: ReturnContent, key: str) -> bytes:
    """The document's bytes, in the language of the installation, whoever asks. Raises KeyError."""
    with override(settings.LANGUAGE_CODE):
        body = KINDS[key].make(content)
    cache.set(_place(content, key), Facts(hashlib.sha256(body).hexdigest(), len(body)), KEPT_SECONDS)
    return body


def kept(content: ReturnContent, key: str) -> Facts | None:
    """Digest and size of the file that was made of this content before; None where it was not made yet."""
    found: Facts | None = cache.get(_place(content, key))
    return found


def facts(content: ReturnContent, key: str) -> Facts:
    """Digest and size of a document, which is made now where it was not made before."""
    found = kept(content, key)
    if found is None:
        body = made(content, key)
        found = Facts(hashlib.sha256(body).hexdigest(), len(body))
    return found


def _place(content: ReturnContent, key: str) -> str:
    """The running code prints, so a new version of it may print other bytes."""
    return f"return-file:{content.digest}:{key}:{settings.CODE_VERSION}"
