"""A computed return: lines in the order of the form, each with what it was made from. Plain values, JSON both ways."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Input:
    """One thing that a line was made from: an activity at a site, travel, a count, another line.

    key: stable, such as GVA/electricity_grid/standard/metered, or line:1.2. amount: in unit, before the share.
    value: what it adds to the line, in the line's unit; None where it takes part otherwise (a divisor).
    share: numerator and denominator. factors: as in inventory.entry.FactorUsed. link: path on our pages that opens it.
    """

    key: str
    label: str
    amount: float | None
    unit: str
    value: float | None
    equation: str = ""
    method: str = ""
    share: tuple[float, float] | None = None
    factors: tuple[Mapping[str, Any], ...] = ()
    readings: int = 0
    evidenced: int = 0
    link: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the form. value: number, text of an answer, or None where nothing is known (never 0 instead).

    method_share: part of the value that rests on estimates, 0 to 1; None where the line is no sum.
    rules: such as R08. equation: how value comes from the inputs, with its numbers.
    """

    code: str
    label: str
    section: str
    value: float | int | str | bool | None
    unit: str
    scope: int | None = None
    source_group: str | None = None
    optional: bool = False
    method_share: float | None = None
    inputs: tuple[Input, ...] = ()
    factor_editions: tuple[str, ...] = ()
    equation: str = ""
    rules: tuple[str, ...] = ()
    note: str = ""

    def content(self) -> dict[str, Any]:
        """As plain JSON values, in one order, written so that every database gives them back as they were."""
        content = {name: _kept(getattr(self, name)) for name in LINE_FIELDS if name != "inputs"}
        inputs = [{name: _kept(getattr(given, name)) for name in INPUT_FIELDS} for given in self.inputs]
        return {name: inputs if name == "inputs" else content[name] for name in LINE_FIELDS}

    @cached_property
    def canonical(self) -> str:
        """The content as canonical JSON; made once, since a line of many sites is asked for its digest many times."""
        return canonical_json(self.content())

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical content."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()


INPUT_FIELDS = tuple(field.name for field in fields(Input))
LINE_FIELDS = tuple(field.name for field in fields(Line))


@dataclass(frozen=True)
class Section:
    code: str
    title: str


@dataclass(frozen=True)
class Problem:
    """What keeps a line from having its value: a factor that is missing, a share or an answer that is none.

    sentence: with its remedy. line, section: where it shows; site, stream: what it is about; empty where of all.
    """

    sentence: str
    line: str
    section: str
    site: str = ""
    stream: str = ""


@dataclass(frozen=True)
class ComputedReturn:
    """One data year by one edition of the form; delegates: whether travel paid by others is in its air travel.

    inputs_digest: SHA-256 over everything that was read from the database, whatever the edition made of it.
    remarks: sentences that are printed beside the figures (boundary of travel, waiting rows, notes of the edition).
    problems: what keeps lines from having a value; a return with one is not submitted. warnings: what a reader should
    know of the inputs.
    """

    year: int
    edition: str
    delegates: bool
    sections: tuple[Section, ...]
    lines: tuple[Line, ...]
    inputs_digest: str
    factor_editions: tuple[str, ...]
    method_version: str
    code_version: str
    remarks: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def report_year(self) -> int:
        return self.year + 1

    def line(self, code: str) -> Line:
        """Raises KeyError for a code that the edition does not have."""
        for line in self.lines:
            if line.code == code:
                return line
        raise KeyError(code)

    @property
    def lines_digest(self) -> str:
        """SHA-256 over the canonical JSON of all lines."""
        return digest_of_lines(self.lines)


def line_of(content: Mapping[str, Any]) -> Line:
    """A line from its JSON content: the inverse of Line.content. PostgreSQL gives keys back in an order of its own."""
    inputs = tuple(
        Input(
            **{
                **given,
                "share": tuple(given["share"]) if given["share"] else None,
                "factors": tuple(dict(sorted(factor.items())) for factor in given["factors"]),
            }
        )
        for given in content["inputs"]
    )
    lists = {name: tuple(content[name]) for name in ("factor_editions", "rules")}
    return Line(**{**content, **lists, "inputs": inputs})


def _kept(value: Any) -> Any:
    """PostgreSQL's JSON knows no -0.0, and gives a float too large for a fraction back as the whole number it is."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return int(value) if abs(value) >= 2**53 else value + 0.0
    if isinstance(value, list | tuple):
        return [_kept(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): _kept(item) for name, item in value.items()}
    return value


def canonical_json(content: Any) -> str:
    """Plain JSON values as text, the same for the same values."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(content: Any) -> str:
    """SHA-256 of plain JSON values, the same for the same values."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def digest_of_lines(*sides: Iterable[Line]) -> str:
    """digest_of the contents of the lines; of several sides, of the list of their lists."""
    lists = [f"[{','.join(line.canonical for line in lines)}]" for lines in sides]
    canonical = lists[0] if len(lists) == 1 else f"[{','.join(lists)}]"
    return hashlib.sha256(canonical.encode()).hexdigest()
