"""Answers to what rows ask: checked, remembered for their source, taken back; and the rows they make due."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from celery import signature
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ems.audit import record
from ems.models import Organization
from greenops.reference.airports import AirportBook
from travel.emissions.place_outcome import Outcome, PlaceProblem
from travel.emissions.places import resolve
from travel.imports import answered_places
from travel.models import Answer, ImportBatch, Question
from travel.permissions import TravelPermission, decides_for_all

State = ImportBatch.State
WHOLE_ORGANIZATION = ""
# Batches whose rows can still change. One that is being read takes the answers when it ends.
LIVE = (State.PREVIEWED, State.QUEUED, State.COMMITTING, State.COMMITTED)
# Without its file, which goes with the names after some time, no row of a batch can be read again.
CAN_CHANGE = Q(batch__state__in=LIVE, batch__names_removed_at__isnull=True)
LONGEST_VALUE = 200
MOST_PEOPLE = 999
PLACE = "place:"


class AnswerRefused(Exception):
    """The value is no answer to the question; the message is a sentence for the person."""


@dataclass(frozen=True)
class Given:
    """One answer as a person gives it. source: empty for the whole organization."""

    source: str
    key: str
    value: str


def answers_for(source: str) -> dict[str, str]:
    """The answers in force for a source: those of the whole organization, and on top of them its own."""
    return {key: answer.value for key, answer in in_force(source).items()}


def in_force(source: str) -> dict[str, Answer]:
    found = Answer.objects.filter(source__in={WHOLE_ORGANIZATION, source}, retracted_at__isnull=True)
    return {answer.key: answer for answer in found.order_by("source")}


def questions_in(batches: QuerySet[ImportBatch]) -> QuerySet[Question]:
    """The open questions of these batches, as far as their rows can still change."""
    return Question.objects.filter(CAN_CHANGE, answer__isnull=True, batch__in=batches)


def checked(given: Given) -> str:
    """The value as it is remembered. Raises AnswerRefused when it answers nothing.

    A question that is open nowhere can still be answered where its key says what it takes: a place.
    """
    value = " ".join(given.value.split())
    if not value:
        raise AnswerRefused(_("Choose an answer, or type one."))
    if len(value) > LONGEST_VALUE:
        raise AnswerRefused(_("The answer is longer than %(limit)d characters.") % {"limit": LONGEST_VALUE})
    asked = _asked(given)
    options = {option["value"] for one in asked for option in one.options}
    if value in options:
        return value
    free = {one.free for one in asked} or ({"place"} if given.key.startswith(PLACE) else set())
    if "place" in free:
        return place(value)
    if "number" in free:
        return _number(value)
    if "text" in free:
        return value
    if not asked:
        raise AnswerRefused(_("Nothing asks '%(key)s' any more. Load the page again.") % {"key": given.key})
    raise AnswerRefused(_("'%(value)s' is not among the answers to choose from.") % {"value": value})


def place_key(text: str) -> str:
    """The key under which files ask about a place of this text. Raises AnswerRefused where none would ask."""
    found = _resolved(text)
    if not isinstance(found, PlaceProblem):
        raise AnswerRefused(
            _("'%(text)s' is read as %(place)s without being asked about.") % {"text": text, "place": found.key}
        )
    return answered_places.place_key(found, text)


def place(text: str) -> str:
    """A code, name or "lat,lon" as the airport's key. Raises AnswerRefused for what is no airport today."""
    found = _resolved(text)
    if not isinstance(found, PlaceProblem):
        return found.key
    if found.candidates:
        names = "; ".join(f"{one.key} ({one.name}, {one.city})" for one in found.candidates[:6])
        raise AnswerRefused(
            _("'%(text)s' can be several airports: %(names)s. Give the code of one.") % {"text": text, "names": names}
        )
    raise AnswerRefused(
        _("'%(text)s' is no airport that is known: give its IATA or ICAO code, its name, or latitude,longitude.")
        % {"text": text}
    )


def _resolved(text: str) -> Outcome:
    organization = Organization.objects.first()
    return resolve(
        text,
        kind="any",
        on=timezone.localdate(),
        home_country=(organization.home_country if organization else "") or None,
        book=AirportBook.load(),
        aliases={},
        stand_ins={},
    )


def _number(value: str) -> str:
    if not value.isdecimal() or not 1 <= int(value) <= MOST_PEOPLE:
        raise AnswerRefused(_("Type a whole number from 1 to %(most)d.") % {"most": MOST_PEOPLE})
    return str(int(value))


def answer(*, by: Any, source: str, key: str, value: str) -> Answer:
    return answer_all(by=by, given=[Given(source, key, value)])[0]


def answer_all(*, by: Any, given: Collection[Given]) -> list[Answer]:
    """Remember the answers and have the rows that wait for them read again. All of them, or none.

    An answer that differs from one in force takes its place. Raises AnswerRefused.
    """
    values = [(one, checked(one)) for one in given]
    if any(one.source == WHOLE_ORGANIZATION for one in given) and not decides_for_all(by):
        raise AnswerRefused(_("Only who looks after all units can answer for the whole organization."))
    with transaction.atomic():
        made = [_remember(by, one, value) for one, value in values]
        due = Question.objects.none()
        for one, value in values:
            due |= _resting_on_another(one, value)
        rows = _make_due(due)
        for one in made:
            record(
                by=by,
                action="question answered",
                on=one,
                payload={"source": one.source, "key": one.key, "value": one.value, "rows": rows},
            )
    return made


def answer_batch(*, by: Any, batch: ImportBatch, values: Mapping[str, str], everywhere: bool = False) -> list[Answer]:
    """Answer questions of one batch by their keys, for its source or for the whole organization."""
    asked = dict(questions_in(ImportBatch.objects.filter(pk=batch.pk)).values_list("key", "source"))
    for key in values:
        if key not in asked:
            raise AnswerRefused(_("This import asks no question '%(key)s'.") % {"key": key})
    given = [Given(WHOLE_ORGANIZATION if everywhere else asked[key], key, value) for key, value in values.items()]
    return answer_all(by=by, given=given)


def visible_to(by: Any) -> QuerySet[Answer]:
    """All answers for those who look after all units; for others their own and those of the whole organization.

    The text that was asked about may come from another unit's file.
    """
    if by.unit_scope(TravelPermission.VIEW_BATCHES).everywhere:
        return Answer.objects.all()
    return Answer.objects.filter(Q(answered_by=by) | Q(source=WHOLE_ORGANIZATION))


def may_retract(by: Any, answer: Answer) -> bool:
    """Who looks after all units takes back every answer; who brings in files of some, those that he gave himself."""
    if decides_for_all(by):
        return True
    return answer.answered_by_id == by.pk and bool(by.has_perm(TravelPermission.IMPORT_BOOKINGS))


def retract(*, by: Any, answer: Answer) -> None:
    """Take an answer back: the rows that rest on it are read again without it. Twice does no harm.

    Raises AnswerRefused where somebody else gave it.
    """
    if not may_retract(by, answer):
        raise AnswerRefused(_("Only who looks after all units can take back what somebody else answered."))
    with transaction.atomic():
        if not _end(by, Answer.objects.filter(pk=answer.pk)):
            return
        rows = _make_due(Question.objects.filter(CAN_CHANGE, answer=answer))
        record(
            by=by,
            action="answer taken back",
            on=answer,
            payload={"source": answer.source, "key": answer.key, "rows": rows},
        )


def take_back(*, by: Any, batch: ImportBatch, keys: Collection[str]) -> None:
    """Take back the answers in force to questions of one batch: all of them, or none. Raises AnswerRefused."""
    # A file with a mapping of its own asks under the source that the mapping names.
    sources = Question.objects.filter(batch=batch).values_list("source", flat=True)
    standing = in_force(sources.first() or batch.source)
    if missing := sorted(set(keys) - set(standing)):
        raise AnswerRefused(_("No answer to '%(key)s' is in force.") % {"key": missing[0]})
    found = [standing[key] for key in keys]
    with transaction.atomic():
        for one in found:
            retract(by=by, answer=one)


def _asked(given: Given) -> list[Question]:
    asked = Question.objects.filter(CAN_CHANGE, key=given.key)
    if given.source != WHOLE_ORGANIZATION:
        asked = asked.filter(source=given.source)
    return list(asked.defer("positions", "kin", "examples"))


def _remember(by: Any, given: Given, value: str) -> Answer:
    standing = Answer.objects.filter(source=given.source, key=given.key, retracted_at__isnull=True)
    same = standing.filter(value=value).first()
    if same is not None:
        return same
    _end(by, standing)
    asked = next(iter(_asked(given)), None)
    subject = asked.subject if asked else given.key.removeprefix(PLACE)
    return Answer.objects.create(
        source=given.source,
        key=given.key,
        kind=asked.kind if asked else "",
        subject=subject[:200],
        sentence=asked.sentence if asked else "",
        value=value,
        answered_by=by,
    )


def _end(by: Any, answers: QuerySet[Answer]) -> int:
    return answers.filter(retracted_at__isnull=True).update(retracted_at=timezone.now(), retracted_by=by)


def _resting_on_another(given: Given, value: str) -> QuerySet[Question]:
    """Where the key was asked and is not settled by this value: open, or settled by what it takes the place of."""
    other = Question.objects.filter(CAN_CHANGE, key=given.key)
    other = other.filter(Q(answer__isnull=True) | ~Q(answer__value=value))
    if given.source != WHOLE_ORGANIZATION:
        return other.filter(source=given.source)
    # A source's own answer goes before that of the whole organization.
    return other.filter(Q(answer__isnull=True) | Q(answer__source=WHOLE_ORGANIZATION))


def _make_due(questions: QuerySet[Question]) -> int:
    """Have the rows of these questions read again, each batch once. Returns how many rows waited or rested on them."""
    kin: dict[int, set[int]] = defaultdict(set)
    positions: dict[int, set[int]] = defaultdict(set)
    for batch_id, of_question, related in questions.values_list("batch_id", "positions", "kin"):
        kin[batch_id].update(of_question, related)
        positions[batch_id].update(of_question)
    for batch_id in sorted(kin):
        make_due(batch_id, kin[batch_id])
    return sum(len(rows) for rows in positions.values())


def hold_batches() -> None:
    """Lock all whose rows can be made due, in the order in which answers do, so that none waits for the other."""
    list(ImportBatch.objects.filter(state__in=LIVE).order_by("pk").select_for_update().values_list("pk"))


def make_due(batch_id: int, positions: Iterable[int]) -> None:
    """Note rows of a batch to be read again, and have it done. Inside the transaction that makes them due."""
    batch = ImportBatch.objects.select_for_update().only("rows_due", "revision", "state", "attempts").get(pk=batch_id)
    due = sorted({*batch.rows_due, *positions})
    # While the file itself is read or written, its attempts are those of that work.
    attempts = batch.attempts if batch.state in ImportBatch.IN_PROGRESS else 0
    ImportBatch.objects.filter(pk=batch_id).update(rows_due=due, revision=batch.revision + 1, attempts=attempts)
    transaction.on_commit(signature("travel.tasks.amend_batch", args=(batch_id,)).delay)
