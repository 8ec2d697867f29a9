"""Which questions of the form hold the texts that only people know; the documents print the answers."""

from typing import Final

from django.utils.translation import gettext as _

from greenops.annual_return.documents.content import ReturnContent

HEADS_STATEMENT: Final = "20.statement.en"
# By chapter of the inventory management plan.
OF_THE_PLAN: Final = {
    "contact": "21.contact",
    "boundary": "21.boundary",
    "assumptions": "21.assumptions",
    "factors": "21.factors",
    "proxies": "21.proxies",
    "data_sources": "21.data_sources",
    "data_management": "21.data_management",
    "quality": "21.quality_assurance",
    "frequency": "21.frequency",
    "roles": "21.roles",
    "training": "21.training",
    "audit": "21.audit",
}


def text_or_not_written(content: ReturnContent, question: str) -> str:
    """The organization's answer; where it is missing, which question to answer."""
    line = content.find(question)
    if line is not None and line.value not in (None, ""):
        return str(line.value).strip()
    named = f"{question} ({line.label})" if line is not None else question
    return _("Not yet written: answer the question %(question)s.") % {"question": named}
