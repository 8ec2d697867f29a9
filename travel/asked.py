"""The open questions as an officer answers them: each thing asked once per source, over all files that ask it."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from django.db.models import Q, QuerySet

from travel.answers import WHOLE_ORGANIZATION
from travel.emissions.methods import RETURN_METHOD
from travel.emissions.methods import method as emission_method
from travel.models import Answer, ImportBatch, Question, WaitingEstimate
from travel.sources import source_words
from travel.waiting import said
from travel.year_figures import WaitingSums

EXAMPLES_SHOWN = 6
MOST_ROWS_LOOKED_UP = 20_000


@dataclass(frozen=True)
class Example:
    """One of the rows that wait, without cells that name a person."""

    file: str
    line: int | None
    sheet: str
    sentence: str
    cells: Mapping[str, str]


@dataclass
class Asked:
    """One thing asked in a source. mark: its name in forms. settled_by: an answer in force that did not settle it."""

    source: str
    key: str
    kind: str
    subject: str
    sentence: str
    free: str
    options: list[dict[str, str]]
    rows: int
    files: list[ImportBatch]
    examples: list[Example]
    positions: list[tuple[int, int]]
    is_due: bool = False
    settled_by: str = ""
    waiting: WaitingSums = field(default_factory=WaitingSums)
    source_label: str = ""

    @property
    def mark(self) -> str:
        return mark_of(self.source, self.key)

    @property
    def values(self) -> frozenset[str]:
        return frozenset(option["value"] for option in self.options)

    @property
    def kind_words(self) -> str:
        return self.kind.replace("_", " ")

    @property
    def range_words(self) -> str:
        return said(self.waiting, emission_method(RETURN_METHOD).gas_basis) if self.waiting.rows else ""


@dataclass(frozen=True)
class SameKind:
    """Questions of one kind in one source that take the same answers, to be answered all at once."""

    source: str
    kind: str
    asked: tuple[Asked, ...]
    options: tuple[dict[str, str], ...]

    @property
    def source_label(self) -> str:
        return self.asked[0].source_label

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.asked)

    @property
    def mark(self) -> str:
        return mark_of(self.source, f"all {self.kind}")

    @property
    def kind_words(self) -> str:
        return self.kind.replace("_", " ")


def mark_of(source: str, key: str) -> str:
    """A short name of a question that stays the same when its rows are read again."""
    return blake2b(f"{source}\0{key}".encode(), digest_size=8).hexdigest()


def asked(questions: QuerySet[Question]) -> list[Asked]:
    """What these questions ask, most rows first within a source, the source with most rows on top."""
    found: dict[tuple[str, str], Asked] = {}
    for question in questions.select_related("batch").defer("batch__report", "batch__preview", "batch__mapping", "kin"):
        known = found.get((question.source, question.key))
        if known is None:
            found[question.source, question.key] = _begun(question)
        else:
            _joined(known, question)
    _note_answers(found)
    _name_sources(found.values())
    of_source: dict[str, int] = defaultdict(int)
    for one in found.values():
        of_source[one.source] += one.rows
    return sorted(
        found.values(), key=lambda one: (-of_source[one.source], one.source, -one.rows, one.kind, one.subject, one.key)
    )


def by_kind(questions: Iterable[Asked]) -> list[SameKind]:
    """The kinds of which several are asked in a source and share answers to choose from."""
    groups: dict[tuple[str, str], list[Asked]] = defaultdict(list)
    for one in questions:
        if not one.is_due:
            groups[one.source, one.kind].append(one)
    found = []
    for (source, kind), several in groups.items():
        shared = frozenset.intersection(*(one.values for one in several))
        options = tuple(option for option in several[0].options if option["value"] in shared)
        if len(several) > 1 and options:
            found.append(SameKind(source, kind, tuple(several), options))
    return found


def with_ranges(page: Collection[Asked]) -> None:
    """Add to each question by how much its rows could move the totals, by the return's method. One query."""
    wanted = {place for one in page for place in one.positions}
    if not wanted:
        return
    held: dict[tuple[int, int], WaitingSums] = defaultdict(WaitingSums)
    rows = WaitingEstimate.objects.filter(
        Q(method=RETURN_METHOD) | Q(year__isnull=True), batch__in={batch for batch, _position in wanted}
    )
    if len(wanted) <= MOST_ROWS_LOOKED_UP:
        rows = rows.filter(position__in={position for _batch, position in wanted})
    for batch, position, low, high in rows.values_list("batch_id", "position", "low_mg", "high_mg"):
        if (batch, position) in wanted:
            held[batch, position] += WaitingSums(0, low or 0, high or 0, int(high is None))
    for one in page:
        sums = [WaitingSums(1, had.low_mg, had.high_mg, min(had.not_estimated, 1)) if (had := held.get(place)) else
                WaitingSums(1, 0, 0, 1) for place in one.positions]  # fmt: skip
        one.waiting = sum(sums, WaitingSums())


def _name_sources(found: Collection[Asked]) -> None:
    names: dict[str, str] = {}
    for one in found:
        if one.source not in names:
            names[one.source] = source_words(one.source, [file.file_name for file in one.files])
        one.source_label = names[one.source]


def _begun(question: Question) -> Asked:
    return Asked(
        source=question.source,
        key=question.key,
        kind=question.kind,
        subject=question.subject,
        sentence=question.sentence,
        free=question.free,
        options=list(question.options),
        rows=question.rows,
        files=[question.batch],
        examples=list(_examples(question)),
        positions=[(question.batch_id, position) for position in question.positions],
        is_due=_is_due(question),
    )


def _joined(known: Asked, question: Question) -> None:
    """The same thing asked in one more file; the sentence is that of the file with most rows, for all of them."""
    known.sentence = _of_all_rows(known.sentence, known.rows, known.rows + question.rows)
    known.rows += question.rows
    known.files.append(question.batch)
    known.positions += [(question.batch_id, position) for position in question.positions]
    known.examples += list(_examples(question))[: max(0, EXAMPLES_SHOWN - len(known.examples))]
    known.options += [option for option in question.options if option["value"] not in known.values]
    known.is_due = known.is_due or _is_due(question)


def _of_all_rows(sentence: str, before: int, rows: int) -> str:
    """The sentence with the number of rows of all files, where it names that of one."""
    return re.sub(rf"\b{before} rows?\b", f"{rows} rows", sentence, count=1)


def _is_due(question: Question) -> bool:
    return bool(question.batch.rows_due) and not set(question.positions).isdisjoint(question.batch.rows_due)


def _examples(question: Question) -> Iterator[Example]:
    for one in question.examples[:EXAMPLES_SHOWN]:
        cells: Any = one.get("cells") or {}
        yield Example(
            question.batch.file_name, one.get("line"), one.get("sheet", ""), one.get("sentence", ""),
            {header: text for header, text in cells.items() if text},
        )  # fmt: skip


def _note_answers(found: Mapping[tuple[str, str], Asked]) -> None:
    """Where an answer is in force and the rows still ask, it is said: they are being read, or it did not help."""
    keys = {key for _source, key in found}
    standing = Answer.objects.filter(retracted_at__isnull=True)
    if len(keys) <= MOST_ROWS_LOOKED_UP:
        standing = standing.filter(key__in=keys)
    values = {(answer.source, answer.key): answer.value for answer in standing}
    for (source, key), one in found.items():
        value = values.get((source, key)) or values.get((WHOLE_ORGANIZATION, key)) or ""
        if value and not one.is_due:
            one.settled_by = value
