"""What moved between two computations of a return, line by line, and what moved it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from greenops.annual_return.computed import Input, Line, digest_of_lines
from greenops.annual_return.printed import printed_value, unit_words

Value = float | int | str | bool | None
SHOWN = 3  # inputs that a sentence names; the others are counted


@dataclass(frozen=True)
class Figures:
    """The lines of a year without delegates, and with them: two results, never one sum."""

    off: tuple[Line, ...]
    on: tuple[Line, ...]

    def sides(self) -> tuple[tuple[bool, tuple[Line, ...]], ...]:
        return (False, self.off), (True, self.on)

    @property
    def digest(self) -> str:
        """SHA-256 over all lines, without and with delegates."""
        return digest_of_lines(self.off, self.on)


@dataclass(frozen=True)
class Movement:
    """A line that is not what it was. before, after: None also where the line was not there.

    reasons: sentences, what moved it first.
    """

    code: str
    label: str
    unit: str
    delegates: bool
    before: Value
    after: Value
    reasons: tuple[str, ...]

    @property
    def percent(self) -> float | None:
        return change_percent(self.before, self.after)

    @property
    def moved_value(self) -> bool:
        return self.before != self.after

    @property
    def sentence(self) -> str:
        told = {
            "code": self.code,
            "label": self.label,
            "side": _(" with delegates") if self.delegates else "",
            "before": printed_value(self.before, self.unit),
            "after": printed_value(self.after, self.unit),
            "unit": unit_words(self.unit),
            "why": " ".join(self.reasons),
        }
        if not self.moved_value:
            return _("%(code)s %(label)s%(side)s: the value is the same, what it is made from is not. %(why)s") % told
        return _("%(code)s %(label)s%(side)s: was %(before)s, is %(after)s %(unit)s. %(why)s") % told


def marks(figures: Figures) -> dict[str, dict[str, list[Any]]]:
    """Of each line its value, and the digest of all it says: what a signature keeps."""
    return {
        _side(delegates): {line.code: [line.value, line.digest] for line in lines}
        for delegates, lines in figures.sides()
    }


def moved_since(kept: Mapping[str, Mapping[str, Sequence[Any]]], now: Figures) -> list[Movement]:
    """Lines that differ from the marks of a signature."""
    found = []
    for delegates, lines in now.sides():
        before = kept.get(_side(delegates), {})
        current = {line.code: line for line in lines}
        for code in _codes(before, current):
            value, digest = before.get(code, (None, ""))
            line = current.get(code)
            if line is None or line.digest != digest:
                label, unit = (line.label, line.unit) if line else ("", "")
                found.append(Movement(code, label, unit, delegates, value, line.value if line else None, ()))
    return found


def movements(before: Figures, after: Figures) -> list[Movement]:
    """Lines that differ, with what moved each, in the order of the form; those without delegates first."""
    found = []
    for (delegates, old), (_delegates, new) in zip(before.sides(), after.sides(), strict=True):
        was, now = {line.code: line for line in old}, {line.code: line for line in new}
        for code in _codes(was, now):
            one, other = was.get(code), now.get(code)
            if one is not None and other is not None and one.canonical == other.canonical:
                continue
            known = other or one
            assert known is not None
            found.append(
                Movement(
                    code=code,
                    label=known.label,
                    unit=known.unit,
                    delegates=delegates,
                    before=one.value if one else None,
                    after=other.value if other else None,
                    reasons=tuple(_reasons(one, other)),
                )
            )
    return found


def change_percent(before: Value, after: Value) -> float | None:
    """None where either is no number, or where there is nothing to compare with."""
    if not _is_number(before) or not _is_number(after) or not before:
        return None
    return 100 * (float(after) - float(before)) / abs(float(before))  # type: ignore[arg-type]


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _reasons(one: Line | None, other: Line | None) -> Iterable[str]:
    if one is None:
        yield _("The line was not there before.")
        return
    if other is None:
        yield _("The line is not there any more.")
        return
    inputs = list(_moved_inputs(one.inputs, other.inputs))
    if inputs:
        yield from inputs[:SHOWN]
        if len(inputs) > SHOWN:
            more = len(inputs) - SHOWN
            yield ngettext("%(n)s more input moved.", "%(n)s more inputs moved.", more) % {"n": more}
    if set(one.factor_editions) != set(other.factor_editions):
        told = {"before": ", ".join(one.factor_editions) or "–", "after": ", ".join(other.factor_editions) or "–"}
        yield _("Factor editions: %(before)s became %(after)s.") % told
    if not inputs and one.equation != other.equation and one.equation and other.equation:
        yield _("Its equation was %(before)s and is %(after)s.") % {"before": one.equation, "after": other.equation}
    elif one.value != other.value and not (one.inputs or other.inputs or other.equation):
        yield _("What is recorded for it changed.")  # an answer, a count: it has nothing to compare but itself
    elif not inputs and one.factor_editions == other.factor_editions:
        yield _("Inputs and factors are the same: the code or the form's edition computes or words it otherwise.")


def _moved_inputs(old: Sequence[Input], new: Sequence[Input]) -> Iterable[str]:
    was, now = {given.key: given for given in old}, {given.key: given for given in new}
    for key in _codes(was, now):
        one, other = was.get(key), now.get(key)
        if one is None and other is not None:
            yield _("New: %(label)s, %(amount)s.") % {"label": other.label, "amount": _amount(other)}
        elif other is None and one is not None:
            yield _("Gone: %(label)s, %(amount)s.") % {"label": one.label, "amount": _amount(one)}
        elif one is not None and other is not None and one != other:
            yield _moved_input(one, other)


def _moved_input(one: Input, other: Input) -> str:
    told = {"label": other.label, "before": _amount(one), "after": _amount(other)}
    if (one.amount, one.unit) != (other.amount, other.unit):
        return _("%(label)s: %(before)s became %(after)s.") % told
    if one.share != other.share:
        told |= {"before": _fraction(one), "after": _fraction(other)}
        return _("%(label)s: our share of the building was %(before)s and is %(after)s.") % told
    if one.factors != other.factors:
        told |= {"before": _factors(one), "after": _factors(other)}
        return _("%(label)s: the factor was %(before)s and is %(after)s.") % told
    if one.value != other.value:
        told |= {"before": printed_value(one.value), "after": printed_value(other.value)}
        return _("%(label)s: it added %(before)s and adds %(after)s.") % told
    return _("%(label)s: its method, evidence or wording changed.") % told


def _amount(given: Input) -> str:
    return f"{printed_value(given.amount, given.unit)} {unit_words(given.unit)}".strip()


def _fraction(given: Input) -> str:
    return f"{given.share[0]:g}/{given.share[1]:g}" if given.share else "1/1"


def _factors(given: Input) -> str:
    named = (f"{used['value']:g} {used['unit']} ({used['dataset']} {used['edition']})" for used in given.factors)
    return ", ".join(named) or "–"


def _codes(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    return [*one, *(code for code in other if code not in one)]


def _side(delegates: bool) -> str:
    return "on" if delegates else "off"
