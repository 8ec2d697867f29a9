"""What people say about coverage: sources expected, months with nothing to report, payments, what a file covers.

Each act leaves its event.
"""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ems.audit import record
from travel.actions import ActRefused
from travel.models import ExpectedSource, FinanceFigure, ImportBatch, NothingToReport


@transaction.atomic
def add_expected(*, by: Any, expected: ExpectedSource) -> ExpectedSource:
    """Expect a source from a month on. Raises ActRefused where its months are expected already."""
    same = ExpectedSource.objects.filter(source=expected.source, office=expected.office)
    for other in same:
        ends_before = other.last_month is not None and other.last_month < expected.first_month
        begins_after = expected.last_month is not None and expected.last_month < other.first_month
        if not (ends_before or begins_after):
            raise ActRefused(_("%(label)s expects these months of the source already.") % {"label": other.label})
    expected.save()
    record(
        by=by, action="source expected", on=expected,
        payload={
            "source": expected.source, "label": expected.label,
            "office": expected.office.code if expected.office else None,
            "from": expected.first_month.isoformat(),
            "until": expected.last_month.isoformat() if expected.last_month else None,
        },
    )  # fmt: skip
    return expected


@transaction.atomic
def end_expected(*, by: Any, expected: ExpectedSource, last_month: date | None) -> None:
    """Expect the source until a month, or without an end again. Raises ActRefused."""
    if last_month is not None and last_month < expected.first_month:
        raise ActRefused(_("The last month is before the first. Give a later month."))
    was, expected.last_month = expected.last_month, last_month
    expected.save(update_fields=["last_month"])
    change = {"was": was.isoformat() if was else None, "is": last_month.isoformat() if last_month else None}
    record(by=by, action="expected source ended", on=expected, payload={"changes": {"until": change}})


@transaction.atomic
def remove_expected(*, by: Any, expected: ExpectedSource) -> None:
    """Take out what was declared by mistake. Raises ActRefused once something was said about its months."""
    if expected.nothing.exists() or expected.finance.exists():
        raise ActRefused(_("Something was said about its months already. Give it a last month instead."))
    record(by=by, action="expected source removed", on=expected, payload={"source": expected.source})
    expected.delete()


@transaction.atomic
def say_nothing(*, by: Any, expected: ExpectedSource, month: date, note: str) -> None:
    """An office has nothing to report for the month. Raises ActRefused when that was said before."""
    try:
        with transaction.atomic():
            said = NothingToReport.objects.create(expected=expected, month=month, note=note, said_by=by)
    except IntegrityError as error:
        raise ActRefused(_("This was said before. Load the page again.")) from error
    record(by=by, action="nothing to report said", on=said, payload={"month": f"{month:%Y-%m}", "of": expected.label})


@transaction.atomic
def unsay_nothing(*, by: Any, expected: ExpectedSource, month: date) -> None:
    """Take it back. Raises ActRefused when it is not said."""
    said = NothingToReport.objects.filter(expected=expected, month=month).first()
    if said is None:
        raise ActRefused(_("This was taken back before. Load the page again."))
    record(
        by=by, action="nothing to report taken back", on=said,
        payload={"month": f"{month:%Y-%m}", "of": expected.label, "note": said.note},
    )  # fmt: skip
    said.delete()


FIGURE = ("tickets", "amount", "refunds", "currency", "note")


@transaction.atomic
def enter_figure(*, by: Any, expected: ExpectedSource, month: date, values: dict[str, Any]) -> None:
    """What finance paid for the month, in place of what was entered before."""
    figure = FinanceFigure.objects.select_for_update().filter(expected=expected, month=month).first()
    figure = figure or FinanceFigure(expected=expected, month=month, currency="")
    changes = {}
    for name in FIGURE:
        before, after = getattr(figure, name) if figure.pk else None, values[name]
        if before != after:
            changes[name] = {"was": None if before is None else str(before), "is": str(after)}
            setattr(figure, name, after)
    if not changes:
        return
    figure.entered_by = by
    figure.save()
    record(
        by=by, action="figure of finance entered", on=figure,
        payload={"month": f"{month:%Y-%m}", "of": expected.label, "changes": changes},
    )  # fmt: skip


@transaction.atomic
def remove_figure(*, by: Any, expected: ExpectedSource, month: date) -> None:
    """Take the figure of a month out. Raises ActRefused when there is none."""
    figure = FinanceFigure.objects.filter(expected=expected, month=month).first()
    if figure is None:
        raise ActRefused(_("There is no figure of finance for this month any more."))
    was = {name: str(getattr(figure, name)) for name in FIGURE}
    record(
        by=by, action="figure of finance removed", on=figure,
        payload={"month": f"{month:%Y-%m}", "of": expected.label, "was": was},
    )  # fmt: skip
    figure.delete()


@transaction.atomic
def state_cover(*, by: Any, batch: ImportBatch, office: Any, first: date | None, last: date | None) -> None:
    """Say which office a file is from and which months it covers. Raises ActRefused."""
    if last is not None and (first is None or last < first):
        raise ActRefused(_("The last month is before the first. Give a later month."))
    batch.office, batch.period_from, batch.period_until = office, first, (last or first)
    batch.save(update_fields=["office", "period_from", "period_until"])
    record(
        by=by, action="cover of a file stated", on=batch,
        payload={
            "office": office.code if office else None,
            "from": f"{first:%Y-%m}" if first else None,
            "until": f"{batch.period_until:%Y-%m}" if batch.period_until else None,
        },
    )  # fmt: skip
