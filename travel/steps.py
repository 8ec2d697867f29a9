"""The steps of an import: where a file stands, which pages are open to it, and what is to be done next."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from travel.models import ImportBatch
from travel.printed import number

State = ImportBatch.State

UPLOAD, COLUMNS, QUESTIONS, CHECK, CONFIRM, RESULT = "upload", "columns", "questions", "check", "progress", "result"
LABELS: dict[str, str | Promise] = {
    UPLOAD: gettext_lazy("Upload"),
    COLUMNS: gettext_lazy("Columns"),
    QUESTIONS: gettext_lazy("Questions"),
    CHECK: gettext_lazy("Check"),
    CONFIRM: gettext_lazy("Confirm"),
    RESULT: gettext_lazy("Result"),
}
# The step that is due in each state, and those whose pages can be opened.
DUE: dict[str, str] = {
    State.UPLOADED: UPLOAD,
    State.READING: UPLOAD,
    State.REFUSED: COLUMNS,
    State.PREVIEWED: CHECK,
    State.QUEUED: CONFIRM,
    State.COMMITTING: CONFIRM,
    State.FAILED: CONFIRM,
    State.COMMITTED: RESULT,
    State.UNDONE: RESULT,
    State.DISCARDED: RESULT,
}
OPEN: dict[str, tuple[str, ...]] = {
    State.UPLOADED: (),
    State.READING: (),
    State.REFUSED: (COLUMNS,),
    State.PREVIEWED: (COLUMNS, QUESTIONS, CHECK),
    State.QUEUED: (CONFIRM,),
    State.COMMITTING: (CONFIRM,),
    State.FAILED: (COLUMNS,),
    State.COMMITTED: (COLUMNS, QUESTIONS, RESULT),
    State.UNDONE: (COLUMNS, RESULT),
    State.DISCARDED: (),
}
_ADDRESSES = {
    COLUMNS: "travel:columns",
    QUESTIONS: "travel:batch_questions",
    CHECK: "travel:check",
    CONFIRM: "travel:batch_progress",
    RESULT: "travel:result",
}


@dataclass(frozen=True)
class Step:
    """One step as the stepper shows it. url is empty where the page is not open; note: what waits there."""

    label: str | Promise
    url: str = ""
    note: str = ""
    is_done: bool = False


@dataclass(frozen=True)
class Next:
    """What is to be done next with a file: the words of the link, and the page."""

    words: str
    url: str


def steps_of(batch: ImportBatch | None, *, open_questions: int = 0) -> list[Step]:
    """All steps in order; of no batch yet, with none of them open."""
    if batch is None:
        return [Step(label) for label in LABELS.values()]
    order = list(LABELS)
    reached = order.index(DUE[batch.state])
    if batch.state in (State.COMMITTED, State.UNDONE):
        reached = len(order)
    return [
        Step(
            LABELS[key],
            step_address(batch, key) if key in OPEN[batch.state] and (key != QUESTIONS or open_questions) else "",
            _open_words(open_questions) if key == QUESTIONS and open_questions else "",
            is_done=place < reached and not (key == QUESTIONS and open_questions),
        )
        for place, key in enumerate(order)
    ]


def place_of(key: str) -> int:
    """The number of a step, from 1."""
    return list(LABELS).index(key) + 1


def step_address(batch: ImportBatch, key: str) -> str:
    return reverse(_ADDRESSES[key], args=[batch.public_id])


def questions_of(batch: ImportBatch) -> int:
    """How many questions wait for an answer."""
    return batch.questions.filter(answer__isnull=True).count()


def next_of(batch: ImportBatch, open_questions: int) -> Next | None:
    """What is to be done next; None where nothing is."""
    state = batch.state
    if state in ImportBatch.IN_PROGRESS:
        return Next(progress_words(batch) or _("See how far it is"), step_address(batch, CONFIRM))
    if open_questions and state in (State.PREVIEWED, State.COMMITTED):
        return Next(_answer_words(open_questions), step_address(batch, QUESTIONS))
    if state == State.PREVIEWED:
        return Next(_("Check and confirm"), step_address(batch, CHECK))
    if state in (State.REFUSED, State.FAILED):
        return Next(_("See why, and what to do"), reverse("travel:batch", args=[batch.public_id]))
    return None


def progress_words(batch: ImportBatch) -> str:
    """How many rows are done, of how many; empty before the first is."""
    if not batch.rows_done:
        return ""
    if not batch.rows_in_file:
        return _("%(done)s rows") % {"done": number(batch.rows_done)}
    return _("%(done)s of %(of)s rows") % {"done": number(batch.rows_done), "of": number(batch.rows_in_file)}


def _open_words(questions: int) -> str:
    return ngettext("%(number)d open", "%(number)d open", questions) % {"number": questions}


def _answer_words(questions: int) -> str:
    return ngettext("Answer %(number)d question", "Answer %(number)d questions", questions) % {"number": questions}
