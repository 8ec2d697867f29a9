"""What the page of one batch shows: its step, its progress, its report in cards, its reasons."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from travel.emissions.methods import METHODS, RETURN_METHOD
from travel.emissions.methods import method as emission_method
from travel.field_words import LABELS
from travel.models import ImportBatch
from travel.models.import_batch import Verdict
from travel.printed import number
from travel.sources import source_words
from travel.steps import progress_words
from travel.tables import VERDICT_ORDER
from travel.waiting import said, waiting_of

State = ImportBatch.State
HAS_REPORT = (State.PREVIEWED, State.COMMITTED, State.UNDONE)
HAS_QUESTIONS = (State.PREVIEWED, State.COMMITTED)
HAS_ROWS = (State.COMMITTED, State.UNDONE)


MEANINGS: dict[str, str | Promise] = {
    Verdict.FLIGHT: gettext_lazy("counts, with all its legs"),
    Verdict.IGNORED: gettext_lazy("is no flight, or a copy"),
    Verdict.CREDIT: gettext_lazy("gives back another row"),
    Verdict.CANCELLED: gettext_lazy("was not flown"),
    Verdict.ASK: gettext_lazy("waits for an answer, does not count"),
    Verdict.REJECTED: gettext_lazy("cannot be read, does not count"),
}


@dataclass(frozen=True)
class Card:
    """One figure with its unit and where it comes from."""

    label: str
    value: str
    unit: str = ""
    sub: str = ""
    url: str = ""
    headline: bool = False


# Seconds between two looks at work under way: soon at first, then ever less often.
MOST_WORDS = 12  # of a field, shown on the page
PAUSES_S = (1, 1, 2, 2, 3, 5, 8, 10)


def progress_of(batch: ImportBatch, asked: int = 0) -> dict[str, Any]:
    """What the progress component takes. asked: how often the page has asked already."""
    labels = {
        State.UPLOADED: _("Waiting for a worker to read the file"),
        State.READING: _("Reading the file"),
        State.QUEUED: _("Waiting for a worker to commit"),
        State.COMMITTING: _("Writing legs and estimates"),
    }
    # Until the file has been split nobody knows how many rows it has.
    total = batch.rows_in_file if batch.state in ImportBatch.RUNNING else 0
    # What follows the reading is one step, of which nobody can say how far it is: the bar does not stand at its end.
    is_read = 0 < total <= batch.rows_done
    words = progress_words(batch) if batch.state in ImportBatch.RUNNING else ""
    if is_read and batch.state == State.COMMITTING:
        words = _("all %(rows)s rows are read and are being written") % {"rows": number(total)}
    elif is_read:
        words = _("all %(rows)s rows are read and are being added up") % {"rows": number(total)}
    return {
        "label": labels[batch.state],
        "value": batch.rows_done if total and not is_read else None,
        "total": total,
        "words": words,
        "note": _("You can leave this page; the work goes on, and the list of imports shows where it stands."),
        "poll_url": f"{reverse('travel:batch_progress', args=[batch.public_id])}?asked={asked + 1}",
        "pause": PAUSES_S[min(asked, len(PAUSES_S) - 1)],
    }


def report_of(batch: ImportBatch) -> dict[str, Any]:
    """The report as cards and groups; empty for a batch that has none."""
    if batch.state not in HAS_REPORT:
        return {}
    profile = batch.report.get("profile", batch.source)
    return {
        "verdict_cards": _verdict_cards(batch),
        "cards": _figure_cards(batch),
        "methods": _methods(batch.report.get("emissions_t", {})),
        "years": sorted(batch.report.get("years", {}).items()),
        "groups": _groups(batch),
        "source": source_words(profile, [batch.file_name]),
        "unmapped": _unmapped(batch),
        "columns": [(name.replace("_", " "), header) for name, header in batch.preview.get("columns", {}).items()],
        "decided": list(batch.preview.get("decided", {}).items()),
        "by_unit": batch.preview.get("by_unit", []),
        "differences": batch.preview.get("differences", {}),
        "supplier": batch.preview.get("supplier", []),
        "estimate_problems": batch.preview.get("estimate_problems", 0),
        "nothing_to_commit": not batch.rows_flight,
    }


def _unmapped(batch: ImportBatch) -> list[tuple[Any, list[tuple[str, int]], int]]:
    """What each field is called, its most frequent words without a meaning, and how many more there are."""
    found = batch.preview.get("unmapped", {})
    return [
        (LABELS.get(field, field), list(words.items())[:MOST_WORDS], max(len(words) - MOST_WORDS, 0))
        for field, words in found.items()
    ]


def questions_of(batch: ImportBatch) -> dict[str, Any]:
    """What the file asks, by how much its waiting rows could move the totals, and rows being read again."""
    return {
        "open_questions": batch.questions.filter(answer__isnull=True).count(),
        "waiting_range": said(waiting_of(batch, RETURN_METHOD), emission_method(RETURN_METHOD).gas_basis),
        "rows_due": len(batch.rows_due),
    }


def _verdict_cards(batch: ImportBatch) -> list[dict[str, Any]]:
    has_rows = batch.state in HAS_ROWS
    address = reverse("travel:batch_rows", args=[batch.public_id])
    counts = batch.verdict_counts
    return [
        {
            "verdict": verdict.value,
            "meaning": MEANINGS[verdict],
            "count": counts[verdict.value],
            "url": f"{address}?verdict={verdict}" if has_rows else f"#rows-{verdict}",
        }
        for verdict in reversed(VERDICT_ORDER)
    ]


def _figure_cards(batch: ImportBatch) -> list[Card]:
    report = batch.report
    legs_url = legs_address(batch) if batch.state == State.COMMITTED else ""
    headline = report.get("emissions_t", {}).get(RETURN_METHOD)
    cards = []
    if headline:
        cards.append(
            Card(
                _("Flight emissions"),
                number(headline["value"], 1),
                f"t{headline['gas_basis']}",
                emission_method(RETURN_METHOD).label,
                legs_url,
                headline=True,
            )
        )
    distinct = number(report.get("distinct_legs", 0))
    return [
        *cards,
        Card(
            _("Legs"),
            number(report.get("legs", 0)),
            "",
            _("%(distinct)s distinct pairs of airports") % {"distinct": distinct},
            legs_url,
        ),
        Card(
            _("Passenger legs"),
            number(report.get("passenger_legs", 0)),
            "",
            _("legs times passengers"),
            legs_url,
        ),
        Card(
            _("Distance"),
            number(report.get("distance_km", 0), 0),
            "km",
            _("%(km)s passenger-km") % {"km": number(report.get("passenger_km", 0), 0)},
            legs_url,
        ),
    ]


def legs_address(batch: ImportBatch, **narrowed: str | int) -> str:
    rest = "".join(f"&{name}={value}" for name, value in narrowed.items())
    return f"{reverse('travel:legs')}?batch={batch.public_id}{rest}"


def _methods(emissions: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The methods beside each other, the return's first; they are never added."""
    order = sorted(emissions, key=lambda code: (code != RETURN_METHOD, code))
    return [
        {
            "code": code,
            "label": emission_method(code).label,
            "is_return": code == RETURN_METHOD,
            **emissions[code],
        }
        for code in order
        if code in METHODS
    ]


def _groups(batch: ImportBatch) -> list[dict[str, Any]]:
    """Rows by verdict and reason with some samples, errors before warnings; rows in order come last."""
    groups = batch.preview.get("sample_rows", [])
    place = {verdict.value: rank for rank, verdict in enumerate(VERDICT_ORDER)}
    first_of: set[str] = set()
    out = []
    for group in sorted(groups, key=lambda group: (place[group["verdict"]], -group["rows"])):
        headers = list(dict.fromkeys(header for sample in group["samples"] for header in sample["cells"]))
        samples = [
            {**sample, "values": [sample["cells"].get(header, "") for header in headers]} for sample in group["samples"]
        ]
        out.append(
            {
                **group,
                "samples": samples,
                "headers": headers,
                "label": group["reason"].replace("_", " "),
                "anchor": "" if group["verdict"] in first_of else f"rows-{group['verdict']}",
                "is_open": group["verdict"] in (Verdict.REJECTED, Verdict.ASK) and group["rows"] <= 5,
            }
        )
        first_of.add(group["verdict"])
    return out
