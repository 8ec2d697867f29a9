"""The system check of the form: no line is unknown, doubled or unused."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist

from greenops.annual_return.edition import Edition, EditionError, FormLine
from greenops.annual_return.edition_file import edition, editions
from greenops.annual_return.figures import FIGURES, wrong_parameters
from greenops.annual_return.inventory.refrigerants import STREAM as REFRIGERANTS
from greenops.annual_return.inventory.sources import EMITTING
from greenops.reference.activity import catalogue

LONGEST_CODE = 20
OF_EMISSIONS = frozenset({"emissions", "biogenic", "biogenic_share"})
REFERS_TO_LINES = ("line_code", "persons", "area", "by")


def check_editions(**_kwargs: Any) -> list[CheckMessage]:
    """All editions, at every start."""
    found: list[CheckMessage] = []
    for key in editions():
        try:
            form = edition(key)
        except EditionError as error:
            found.append(_error("E001", str(error), "Correct the file of the edition.", key))
            continue
        found += check_edition(form)
    return found


def check_edition(form: Edition) -> list[CheckMessage]:
    """What is unknown, doubled or unused in one edition."""
    rules = (_codes, _figures, _parameters, _streams, _emissions, _places)
    return [message for rule in rules for message in rule(form)]


def _codes(form: Edition) -> Iterable[CheckMessage]:
    codes = [*(line.code for line in form.lines), *(question.code for question in form.questions)]
    for code, times in Counter(codes).items():
        if times > 1:
            yield _error("E002", f"'{code}' stands {times} times in the form.", "Give each line one code.", form.key)
        if len(code) > LONGEST_CODE:
            yield _error("E003", f"'{code}' is longer than {LONGEST_CODE} letters.", "Shorten the code.", form.key)
    for code, times in Counter(section.code for section in form.sections).items():
        if times > 1:
            yield _error("E002", f"Section '{code}' stands {times} times.", "Give each section one code.", form.key)


def _figures(form: Edition) -> Iterable[CheckMessage]:
    for line in form.lines:
        if line.figure not in FIGURES:
            hint = f"Write the function, or name one of: {', '.join(sorted(FIGURES))}."
            yield _error("E004", f"Line {line.code}: there is no figure '{line.figure}'.", hint, form.key)
        elif wrong := wrong_parameters(line.figure, dict(line.of)):
            yield _error("E005", f"Line {line.code}: {wrong}", "Correct `of` of the line.", form.key)


def _parameters(form: Edition) -> Iterable[CheckMessage]:
    """Lines, questions, streams and details that parameters name are there."""
    known = catalogue()
    for line in form.lines:
        for code in _lines_named(line):
            if code not in form.line_by_code:
                yield _unknown(form, line, f"line '{code}'")
        if (question := line.of.get("question")) and question not in form.question_by_code:
            yield _unknown(form, line, f"question '{question}'")
        for stream in _streams_named(line):
            if stream not in known.streams:
                yield _unknown(form, line, f"stream '{stream}'")
                continue
            details = known.streams[stream].details
            for detail in _listed(line.of.get("detail")) | _listed(line.of.get("details")):
                if detail not in details:
                    yield _unknown(form, line, f"detail '{detail}' of {stream}")
        for kind, names in (("channel", known.channels), ("route", known.routes)):
            for code in _listed(line.of.get(kind)) - {""} - set(names):
                yield _unknown(form, line, f"{kind} '{code}'")


def _streams(form: Edition) -> Iterable[CheckMessage]:
    """Every stream of the catalogue, with each of its details, is used by a line that shows its quantity."""
    used = {pair for line in form.lines if line.figure not in OF_EMISSIONS for pair in _pairs_named(line)}
    for stream in catalogue().streams:
        for pair in sorted(_details_of(stream) - used):
            hint = "Add a line with it, or take it out of the catalogue."
            yield _error("E007", f"No line of quantities has {' '.join(filter(None, pair))}.", hint, form.key)


def _emissions(form: Edition) -> Iterable[CheckMessage]:
    """What is emitted enters the total once: no stream and detail stands in two lines of emissions."""
    counted = Counter(pair for line in form.lines if line.figure == "emissions" for pair in _pairs(line))
    for (stream, detail), times in counted.items():
        if times > 1:
            what = f"{stream} {detail}".strip()
            yield _error("E008", f"{what} stands in {times} lines of emissions.", "Let one line have it.", form.key)
    for stream in sorted(EMITTING):
        for pair in _details_of(stream):
            if pair not in counted:
                what = " ".join(filter(None, pair))
                hint = "Add a line of emissions with it: what nobody shows is in no total."
                yield _error("E016", f"{what} stands in no line of emissions.", hint, form.key)
    for line in form.lines:
        if line.counts and (line.scope is None or line.source_group is None):
            hint = "Give the line scope and source_group."
            yield _error("E009", f"Line {line.code} counts in no scope or group.", hint, form.key)
        if line.counts and line.optional:
            yield _error("E010", f"Line {line.code} counts and is optional.", "Choose one of the two.", form.key)
        of_vehicles = line.figure == REFRIGERANTS and line.of.get("in_vehicles")
        if of_vehicles and line.source_group != form.method.vehicle_cooling_group:
            hint = f"The method says {form.method.vehicle_cooling_group}: give the line that group."
            yield _error("E011", f"Line {line.code} is of another group than in the method.", hint, form.key)


def _places(form: Edition) -> Iterable[CheckMessage]:
    """The places of fields exist; every question is the place of a field."""
    placed: set[str] = set()
    for place in form.places:
        hint = f"Correct `{place.field}` among the fields of the edition."
        unknown = [f"line '{code}'" for code in place.lines if code not in form.line_by_code]
        unknown += [f"question '{code}'" for code in place.questions if code not in form.question_by_code]
        unknown += [f"record '{record}'" for record in place.records if not _is_kept(record)]
        for what in unknown:
            yield _error("E012", f"The field '{place.field}' names a {what} that there is not.", hint, form.key)
        if not (place.lines or place.questions or place.records or place.elsewhere or place.reason):
            yield _error("E013", f"The field '{place.field}' has no place and no reason.", hint, form.key)
        placed |= set(place.questions)
    governance = {question.code for question in form.questionnaire.questions}
    facets = {facet.code for facet in form.questionnaire.facets}
    for question in form.questions:
        family = question.code.removesuffix(f".{question.language}") if question.language else question.code
        if question.code not in placed | governance and not any(code.startswith(f"{family}.") for code in placed):
            hint = "Name it among the fields of the edition."
            yield _error("E014", f"The question '{question.code}' is the place of no field.", hint, form.key)
    for level in form.questionnaire.levels:
        for code in (*(set(level.facets) - facets), *(set(level.leaving_out) - governance)):
            hint = "Correct the levels of the questionnaire."
            yield _error("E015", f"The level '{level.code}' names '{code}', which there is not.", hint, form.key)


def _is_kept(record: str) -> bool:
    """Whether app.Model.field is there."""
    app, model, field = record.split(".")
    try:
        apps.get_model(app, model)._meta.get_field(field)
    except (LookupError, FieldDoesNotExist):
        return False
    return True


def _lines_named(line: FormLine) -> set[str]:
    named = {str(line.of[name]) for name in REFERS_TO_LINES if name in line.of}
    return named | ({str(line.of["of"])} if line.figure != "machine_sum" and "of" in line.of else set())


def _streams_named(line: FormLine) -> set[str]:
    return _listed(line.of.get("stream")) | _listed(line.of.get("streams"))


def _pairs_named(line: FormLine) -> set[tuple[str, str]]:
    details = _listed(line.of.get("detail")) | _listed(line.of.get("details"))
    return {
        pair
        for stream in _streams_named(line)
        for pair in ({(stream, detail) for detail in details} or _details_of(stream))
    }


def _pairs(line: FormLine) -> set[tuple[str, str]]:
    stream, details = str(line.of["stream"]), _listed(line.of.get("detail"))
    return {(stream, detail) for detail in details} or _details_of(stream)


def _details_of(stream: str) -> set[tuple[str, str]]:
    """A stream with each of its details; with none where it has none."""
    known = catalogue().streams.get(stream)
    return {(stream, detail) for detail in (known.details if known else ())} or {(stream, "")}


def _listed(names: Any) -> set[str]:
    return set() if names is None else {names} if isinstance(names, str) else set(names)


def _unknown(form: Edition, line: FormLine, what: str) -> CheckMessage:
    return _error("E006", f"Line {line.code} names a {what} that there is not.", "Correct `of` of the line.", form.key)


def _error(code: str, sentence: str, hint: str, key: str) -> CheckMessage:
    return Error(f"Edition {key} of the form: {sentence}", hint=hint, id=f"annual_return.{code}")
