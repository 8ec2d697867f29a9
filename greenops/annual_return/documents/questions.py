"""Which questions of the form hold the texts that only people know; the documents print the answers."""

from typing import Final

from django.utils.translation import gettext as _

from greenops.annual_return.documents.statements import Statements

HEADS_STATEMENT: Final = "head_statement"
# By chapter of the inventory management plan.
OF_THE_PLAN: Final = {
    "contact": "imp_contact",
    "boundary": "imp_boundary",
    "assumptions": "imp_assumptions",
    "factors": "imp_factors",
    "proxies": "imp_proxies",
    "data_sources": "imp_data_sources",
    "data_management": "imp_data_management",
    "quality": "imp_quality_assurance",
    "frequency": "imp_frequency",
    "roles": "imp_roles",
    "training": "imp_training",
    "audit": "imp_audit",
}


def text_or_not_written(said: Statements, question: str) -> str:
    """The organization's answer; where it is missing, which question to answer."""
    answer = said.answer(question).strip()
    if answer:
        return answer
    label = next((given.label for given in said.answers if given.question == question and given.label), "")
    named = f"{question} ({label})" if label else question
    return _("Not yet written: answer the question %(question)s.") % {"question": named}
