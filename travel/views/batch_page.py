"""What the page of one batch shows: its step, its progress, its report in cards, its reasons."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from travel.emissions.methods import METHODS, RETURN_METHOD
from travel.emissions.methods import method as emission_method
from travel.imports.profile import profiles
from travel.models import ImportBatch
from travel.models.import_batch import Verdict
from travel.printed import number
from travel.tables import VERDICT_ORDER
from travel.waiting import said, waiting_of

State = ImportBatch.State
STEPS: tuple[str | Promise, ...] = (
    gettext_lazy("Upload"),
    gettext_lazy("Check"),
    gettext_lazy("Confirm"),
    gettext_lazy("Done"),
)
STEP_OF: dict[str, int] = {
    State.UPLOADED: 1,
    State.READING: 1,
    State.REFUSED: 2,
    State.PREVIEWED: 2,
    State.QUEUED: 3,
    State.COMMITTING: 3,
    State.FAILED: 3,
    State.COMMITTED: len(STEPS) + 1,  # every step is behind
}
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


def progress_of(batch: ImportBatch) -> dict[str, Any]:
    """What the progress component takes. The number of rows is not known before the file has been split."""
    waits = batch.state in (State.UPLOADED, State.QUEUED)
    reading = batch.state in (State.UPLOADED, State.READING)
    labels = {
        State.UPLOADED: _("Waiting for a worker to read the file"),
        State.READING: _("Reading the file"),
        State.QUEUED: _("Waiting for a worker to commit"),
        State.COMMITTING: _("Writing legs and estimates"),
    }
    # The first reading has no total to measure against; afterwards the rows of the preview are known.
    total = batch.rows_total if not reading and not waits else 0
    words = ""
    if batch.rows_done:
        done, of = (
            number(batch.rows_done),
            number(total),
        )
        words = (
            _("%(done)s of %(of)s rows") % {"done": done, "of": of} if total else _("%(done)s rows") % {"done": done}
        )
    return {
        "label": labels[batch.state],
        "value": min(batch.rows_done, total) if total else None,
        "total": total,
        "words": words,
        "note": _("You can leave this page; the work goes on, and the list of imports shows where it stands."),
        "poll_url": reverse("travel:batch_progress", args=[batch.public_id]),
    }


def report_of(batch: ImportBatch) -> dict[str, Any]:
    """The report as cards and groups; empty for a batch that has none."""
    if batch.state not in HAS_REPORT:
        return {}
    shipped, profile = profiles(), batch.report.get("profile", batch.source)
    return {
        "verdict_cards": _verdict_cards(batch),
        "cards": _figure_cards(batch),
        "methods": _methods(batch.report.get("emissions_t", {})),
        "years": sorted(batch.report.get("years", {}).items()),
        "groups": _groups(batch),
        "source": shipped[profile].label if profile in shipped else profile,
        "columns": [(name.replace("_", " "), header) for name, header in batch.preview.get("columns", {}).items()],
        "decided": list(batch.preview.get("decided", {}).items()),
        "by_unit": batch.preview.get("by_unit", []),
        "estimate_problems": batch.preview.get("estimate_problems", 0),
        "nothing_to_commit": not batch.rows_flight,
    }


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
