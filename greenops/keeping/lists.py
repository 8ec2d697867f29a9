"""What is kept how long, as a list for reading: what the rules remove, and what stays."""

from dataclasses import astuple, dataclass
from typing import Any

import django_tables2 as tables
from django import forms
from django.template.defaultfilters import date as date_words
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ems.models import Event
from greenops.keeping.enforcing import FAILED
from greenops.keeping.policy import Policy

REMOVED, STAYS = "removed", "kept"
WORDS = {"class": "words"}


@dataclass(frozen=True)
class Line:
    what: str
    how_long: str
    what_happens: str
    why: str
    owner: str
    last_run: str


class KeepingTable(tables.Table):
    what = tables.Column(verbose_name=gettext_lazy("Data"), attrs={"td": WORDS})
    how_long = tables.Column(verbose_name=gettext_lazy("How long"), attrs={"td": WORDS})
    what_happens = tables.Column(verbose_name=gettext_lazy("Then"))
    why = tables.Column(verbose_name=gettext_lazy("Why"), attrs={"td": WORDS})
    owner = tables.Column(verbose_name=gettext_lazy("Answers for it"))
    last_run = tables.Column(verbose_name=gettext_lazy("Last run"))

    class Meta:
        caption = gettext_lazy("How long data are kept")
        empty_text = gettext_lazy("No rule matches.")


class KeepingFilter(forms.Form):
    search = forms.CharField(label=gettext_lazy("Search"), required=False)
    then = forms.ChoiceField(
        label=gettext_lazy("Then"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            (REMOVED, gettext_lazy("Removed by the daily task")),
            (STAYS, gettext_lazy("Not removed by itself")),
        ],
    )

    def narrowed(self, lines: list[tuple[str, Line]]) -> list[Line]:
        given: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        word = given.get("search", "").strip().casefold()
        return [
            line
            for kind, line in lines
            if kind == (given.get("then") or kind) and word in " ".join(astuple(line)).casefold()
        ]


def lines(policy: Policy, run: Event | None) -> list[tuple[str, Line]]:
    """(removed or kept, line). run: the event of the last time that the rules were carried out."""
    removed = [
        Line(rule.what, rule.how_long, _("Removed"), rule.why, rule.owner, _run_words(rule.key, run))
        for rule in policy.rules
    ]
    stays = [Line(kept.what, kept.how_long, _("Nothing by itself"), kept.why, kept.owner, "") for kept in policy.kept]
    return [(REMOVED, line) for line in removed] + [(STAYS, line) for line in stays]


def _run_words(key: str, run: Event | None) -> str:
    if run is None:
        return _("not yet")
    day = date_words(localtime(run.at), "j M Y")
    gone = run.payload.get(key, 0)
    if gone == FAILED:
        return _("%(day)s: failed; the log of the worker says more") % {"day": day}
    return _("%(day)s: %(count)s removed") % {"day": day, "count": gone}
