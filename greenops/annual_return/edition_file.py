"""Reads editions of the form from their files, and refuses by name what does not hold together."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from greenops.annual_return.edition import (
    ANSWER_TYPES,
    Edition,
    EditionError,
    FormLine,
    FormSection,
    Place,
    Question,
)
from greenops.annual_return.governance import Questionnaire, questionnaire_of
from greenops.annual_return.inventory.errors import MethodInvalid
from greenops.annual_return.inventory.method import method_of
from greenops.reference.yaml_file import read_yaml

FOLDER = Path(__file__).parent / "editions"
GOVERNANCE_SECTION = "15"
MERGED = ("method", "thresholds", "fields")
KNOWN = {"based_on", "title", "mark", "notes", "method", "thresholds", "governance", "sections", "lines", "questions"}
KNOWN |= {"fields"}


def editions() -> tuple[str, ...]:
    """The editions there are, by the year of the report, oldest first."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def edition(key: str | int) -> Edition:
    """The edition of a report's year. Raises EditionError, naming those there are."""
    if str(key) not in editions():
        raise EditionError(
            f"There is no edition '{key}' of the form. Choose one of {', '.join(editions())}, "
            "which are named by the year of the report: one more than the year of the data."
        )
    return _edition(str(key))


def edition_of_year(year: int) -> Edition:
    """The edition of a data year: that of the report published the year after. Raises EditionError."""
    if str(year + 1) not in editions():
        first, last = int(editions()[0]) - 1, int(editions()[-1]) - 1
        raise EditionError(
            f"There is no edition of the form for the data of {year} (report of {year + 1}). "
            f"Give a data year from {first} to {last}, or name an edition: {', '.join(editions())}."
        )
    return _edition(str(year + 1))


@cache
def _edition(key: str) -> Edition:
    path = FOLDER / f"{key}.yaml"
    content, files = _content(path)
    try:
        governance, governance_file = _questionnaire(str(content["governance"]))
        return _made(key, content, governance, (*files, governance_file))
    except KeyError as missing:
        raise EditionError(f"{path.name}: {missing} is not given.") from missing
    except (TypeError, MethodInvalid) as error:
        raise EditionError(f"{path.name}: {error}") from error


def _made(key: str, content: Mapping[str, Any], governance: Questionnaire, files: tuple[Path, ...]) -> Edition:
    return Edition(
        key=key,
        report_year=int(key[:4]),
        title=content["title"],
        mark=content["mark"],
        notes=tuple(content["notes"]),
        method=method_of({**content["method"], "edition": key}),
        thresholds={name: float(value) for name, value in content["thresholds"].items()},
        sections=tuple(_section(section, governance) for section in content["sections"]),
        questionnaire=governance,
        places=tuple(_place(name, place) for name, place in content["fields"].items()),
        digest=_digest(files, method_of({**content["method"], "edition": key})),
    )


def _content(path: Path) -> tuple[dict[str, Any], tuple[Path, ...]]:
    """What the file says, on top of the edition that it is based on; and the files that were read."""
    try:
        own = dict(read_yaml(path))
    except (yaml.YAMLError, TypeError, ValueError) as error:
        raise EditionError(f"{path.name} cannot be read: {error}") from error
    if unknown := sorted(own.keys() - KNOWN):
        raise EditionError(f"{path.name}: '{unknown[0]}' is nothing that an edition says. Known: {sorted(KNOWN)}.")
    if "based_on" not in own:
        return own, (path,)
    base_path = FOLDER / f"{own['based_on']}.yaml"
    if base_path == path or not base_path.is_file():
        raise EditionError(f"{path.name} is based on '{own['based_on']}'. Name another edition that there is.")
    base, files = _content(base_path)
    changed = {**base, **{name: own[name] for name in own if name not in (*MERGED, "based_on", "lines", "questions")}}
    for name in MERGED:
        changed[name] = {**base[name], **own.get(name, {})}
    for kind in ("lines", "questions"):
        changed["sections"] = _changed(changed["sections"], kind, own.get(kind, {}), path.name)
    changed["fields"] = {name: place for name, place in changed["fields"].items() if place}
    return changed, (path, *files)


def _changed(
    sections: Iterable[Mapping[str, Any]], kind: str, changes: Mapping[str, Any], name: str
) -> list[dict[str, Any]]:
    """Lines or questions by code: some values replaced; without values: left out; a new code names its section."""
    left = dict(changes)
    made = []
    for section in sections:
        entries = []
        for entry in section.get(kind, []):
            change = left.pop(entry["code"], {})
            if change is not None:
                entries.append({**entry, **change})
        entries += [
            {"code": code, **{key: value for key, value in change.items() if key != "section"}}
            for code, change in left.items()
            if change and change.get("section") == section["code"]
        ]
        left = {code: change for code, change in left.items() if not change or change.get("section") != section["code"]}
        made.append({**section, kind: entries})
    if left:
        raise EditionError(f"{name}: {kind} '{next(iter(left))}' is none of the edition below. Give it a section.")
    return made


def _section(content: Mapping[str, Any], governance: Questionnaire) -> FormSection:
    code = str(content["code"])
    questions = [made for asked in content.get("questions", []) for made in _questions(code, asked)]
    if code == GOVERNANCE_SECTION:
        questions += [
            Question(
                code=asked.code,
                label=asked.label,
                section=code,
                type="choice",
                choices=governance.choices,
                help=next(facet.title for facet in governance.facets if facet.code == asked.facet),
            )
            for asked in governance.questions
        ]
    return FormSection(
        code=code,
        title=content["title"],
        lines=tuple(_line(code, line) for line in content.get("lines", [])),
        questions=tuple(questions),
    )


def _line(section: str, content: Mapping[str, Any]) -> FormLine:
    _refuse_unknown(content, FormLine)
    return FormLine(**{**content, "section": section, "rules": tuple(content.get("rules", ()))})


def _questions(section: str, content: Mapping[str, Any]) -> Iterable[Question]:
    """One question, or one in each language; only the first language of a required question is required."""
    _refuse_unknown(content, Question, "languages")
    if content["type"] not in ANSWER_TYPES:
        raise EditionError(f"{content['code']}: there is no type '{content['type']}' of answers.")
    languages = content.get("languages", [""])
    plain = {name: value for name, value in content.items() if name != "languages"}
    for place, language in enumerate(languages):
        code = f"{content['code']}.{language}" if language else content["code"]
        required = bool(content.get("required")) and place == 0
        values = {"code": code, "language": language, "section": section, "required": required}
        yield Question(**{**plain, **values})


def _place(name: str, content: Mapping[str, Any]) -> Place:
    _refuse_unknown(content, Place)
    lists = {key: tuple(content.get(key, ())) for key in ("lines", "questions", "records")}
    return Place(field=name, elsewhere=content.get("elsewhere", ""), reason=content.get("reason", ""), **lists)


def _refuse_unknown(content: Mapping[str, Any], kind: type, *more: str) -> None:
    known = {field.name for field in fields(kind)} | set(more)
    if unknown := sorted(content.keys() - known):
        raise EditionError(f"{content.get('code', '')}: '{unknown[0]}' is nothing that can be said of it.")


def _questionnaire(key: str) -> tuple[Questionnaire, Path]:
    path = FOLDER / "governance" / f"{key}.yaml"
    if not path.is_file():
        raise EditionError(f"There is no questionnaire '{key}'. Add {path.name} to the folder of questionnaires.")
    return questionnaire_of(key, read_yaml(path)), path


def _digest(files: tuple[Path, ...], method: Any) -> str:
    """Of the files, and of the method as it came out, whose base lies elsewhere."""
    of_files = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    of_method = sorted((field.name, str(getattr(method, field.name))) for field in fields(method))
    return hashlib.sha256(repr((of_files, of_method)).encode()).hexdigest()
