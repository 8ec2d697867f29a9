"""The same year twice: two editions, two sets of factors, or delegates off and on, line by line."""

from collections.abc import Iterable
from dataclasses import dataclass

from greenops.annual_return.computed import ComputedReturn, Line

Value = float | int | str | bool | None
MOVERS_SHOWN = 10
SUMS = ("T.1", "T.12")


@dataclass(frozen=True)
class Compared:
    """One line in both; None where an edition does not have it."""

    one: Line | None
    other: Line | None

    @property
    def line(self) -> Line:
        """For code, label, section and unit: of the first, where it has the line."""
        found = self.one or self.other
        if found is None:
            raise ValueError("A compared line stands in one of the two at least.")
        return found

    @property
    def code(self) -> str:
        return self.line.code

    @property
    def values(self) -> tuple[Value, Value]:
        return (self.one.value if self.one else None, self.other.value if self.other else None)

    @property
    def difference(self) -> float | None:
        """The second less the first; None where one of them is no number."""
        one, other = (_number(value) for value in self.values)
        return None if one is None or other is None else other - one

    @property
    def percent(self) -> float | None:
        """The difference in per cent of the first; None where that is 0 or there is no difference to tell."""
        one = _number(self.values[0])
        return None if self.difference is None or not one else 100 * self.difference / one

    @property
    def has_moved(self) -> bool:
        return self.values[0] != self.values[1]

    @property
    def reasons(self) -> tuple[str, ...]:
        """What the two were made with, where it differs: editions of factors, as `one -> other`."""
        before, after = (frozenset(line.factor_editions) if line else frozenset() for line in (self.one, self.other))
        gone, come = ", ".join(sorted(before - after)), ", ".join(sorted(after - before))
        if gone and come:
            return (f"{gone} -> {come}",)
        return (f"also {come}",) if come else (f"without {gone}",) if gone else ()


@dataclass(frozen=True)
class Comparison:
    """one, other: names of the two. movers: lines of emissions that moved most, the largest difference first."""

    year: int
    one: str
    other: str
    lines: tuple[Compared, ...]
    movers: tuple[Compared, ...]

    def line(self, code: str) -> Compared:
        """Raises KeyError for a code that neither has."""
        for line in self.lines:
            if line.code == code:
                return line
        raise KeyError(code)

    @property
    def moved(self) -> tuple[Compared, ...]:
        return tuple(line for line in self.lines if line.has_moved)


def compare(one: ComputedReturn, other: ComputedReturn, *, movers: int = MOVERS_SHOWN) -> Comparison:
    """Two returns of one year side by side, in the order of the first, then what only the second has.

    Raises ValueError for returns of two years: that is a trend and not a comparison.
    """
    if one.year != other.year:
        raise ValueError(f"{one.year} and {other.year} are two years. Compare returns of one year.")
    ones = {line.code: line for line in one.lines}
    others = {line.code: line for line in other.lines}
    lines = tuple(Compared(ones.get(code), others.get(code)) for code in dict.fromkeys((*ones, *others)))
    sources = frozenset(code for computed in (one, other) for code in _sources(computed))
    return Comparison(one.year, _name(one), _name(other), lines, _movers(lines, sources)[:movers])


def _movers(lines: Iterable[Compared], sources: frozenset[str]) -> tuple[Compared, ...]:
    """Of lines by source: sums of them would name the same movement again."""
    moved = [line for line in lines if line.difference and line.code in sources]
    return tuple(sorted(moved, key=lambda line: (-abs(line.difference or 0.0), line.code)))


def _sources(computed: ComputedReturn) -> Iterable[str]:
    """The lines that the total and the sum of optional emissions are made from."""
    for line in computed.lines:
        if line.code in SUMS:
            yield from (given.key.removeprefix("line:") for given in line.inputs)


def _name(computed: ComputedReturn) -> str:
    return f"{computed.edition}, delegates on" if computed.delegates else computed.edition


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
