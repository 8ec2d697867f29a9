"""The worked return of docs/worked_return: its sheets read from CSV, their formulas evaluated, the workbook of them.

A cell that begins with = is a formula, as in any spreadsheet; what is typed is a number or a text. A row is named by
its first column, and its name means its cell under `value`; a column of a sheet is named sheet_heading. Arithmetic is
in fractions, so that nothing is lost on the way. After a change of a CSV, make the workbook again:

    python -m tests.greenops.annual_return.worked_sheets
"""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import xlsxwriter

FOLDER = Path(__file__).resolve().parents[3] / "docs/worked_return"
WORKBOOK = FOLDER / "worked_return_2024.xlsx"
SHEETS = (
    *("lines", "readings", "sites", "people", "factors", "fuels", "electricity", "refrigerants", "vehicles"),
    *("air", "offsets"),
)
NUMBER = re.compile(r"-?\d+(\.\d+)?")
TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|"(?P<text>[^"]*)"|(?P<range>(?:\w+!)?[A-Z]{1,2}\d+:[A-Z]{1,2}\d+)"""
    r"""|(?P<cell>(?:\w+!)?[A-Z]{1,2}\d+\b)|(?P<name>[A-Za-z_]\w*)|(?P<sign><=|>=|<>|[-+*/&=<>(),]))"""
)
AS_TEXT = frozenset({"code", "edition"})  # headings under which digits are no number
Value = Fraction | str | bool


class Book:
    """All sheets. value(name) is the value of a named row, cell(sheet, row, column) of any cell (from 1)."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.rows = {name: _read(folder / f"{name}.csv") for name in SHEETS}
        self.made: dict[tuple[str, int, int], Value | None] = {}
        self.names: dict[str, tuple[str, int, int]] = {}
        self.columns: dict[str, tuple[str, int]] = {}
        for sheet, rows in self.rows.items():
            for column, heading in enumerate(rows[0], start=1):
                self.columns[f"{sheet}_{heading.replace(' ', '_')}"] = sheet, column
            for number, row in enumerate(rows[1:], start=2):
                if row[0] in self.names:
                    raise ValueError(f"{sheet}.csv, row {number}: the name {row[0]} stands twice.")
                self.names[row[0]] = sheet, number, rows[0].index("value") + 1

    def records(self, sheet: str) -> Iterator[dict[str, str]]:
        """The rows as they are written, by heading."""
        heading, *rows = self.rows[sheet]
        return (dict(zip(heading, row, strict=True)) for row in rows)

    def value(self, name: str) -> Value | None:
        if name not in self.names:
            raise KeyError(f"No row is named {name}.")
        return self.cell(*self.names[name])

    def under(self, sheet: str, heading: str) -> list[Value | None]:
        """All values of a column."""
        return self._column(f"{sheet}_{heading.replace(' ', '_')}")

    def cell(self, sheet: str, row: int, column: int) -> Value | None:
        """None for an empty cell. Raises ValueError for a formula that refers to itself."""
        place = sheet, row, column
        if place not in self.made:
            text = self.rows[sheet][row - 1][column - 1]
            self.made[place] = "in the making"
            self.made[place] = self._made(sheet, text, self.rows[sheet][0][column - 1])
        if self.made[place] == "in the making":
            raise ValueError(f"{sheet}.csv, row {row}: the formula refers to itself.")
        return self.made[place]

    def _made(self, sheet: str, text: str, heading: str) -> Value | None:
        if text.startswith("="):
            return _Formula(self, sheet, text[1:]).result()
        if NUMBER.fullmatch(text) and heading not in AS_TEXT:
            return Fraction(text)
        return text or None

    def named(self, name: str) -> Any:
        """The value of a row's name, the values of a column's."""
        return self._column(name) if name in self.columns else self.value(name)

    def _column(self, name: str) -> list[Value | None]:
        sheet, column = self.columns[name]
        return [self.cell(sheet, row, column) for row in range(2, len(self.rows[sheet]) + 1)]

    def range(self, first: str, last: str, sheet: str) -> list[Value | None]:
        (_, top, left), (_, bottom, right) = place_of(first, sheet), place_of(last, sheet)
        cells = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        return [self.cell(sheet, row, column) for row, column in cells]


def _read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def place_of(reference: str, sheet: str) -> tuple[str, int, int]:
    """Sheet, row and column of C12 or readings!C12."""
    named, _, cell = reference.rpartition("!")
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return named or sheet, int(digits), column


class _Formula:
    """Comparison of texts joined by & of sums of products, as a spreadsheet reads them."""

    def __init__(self, book: Book, sheet: str, text: str) -> None:
        self.book, self.sheet, self.text = book, sheet, text
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text.rstrip()):
            found = TOKEN.match(text, at)
            if found is None:
                raise ValueError(f"{sheet}: ={text} cannot be read at '{text[at:]}'.")
            self.tokens.append((str(found.lastgroup), found[found.lastgroup]))
            at = found.end()
        self.at = 0

    def result(self) -> Value:
        made = self._compared()
        if self.at != len(self.tokens):
            raise ValueError(f"{self.sheet}: ={self.text} goes on where it should end.")
        return made

    def _take(self, *signs: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "sign" and self.tokens[self.at][1] in signs:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return ""

    def _compared(self) -> Any:
        left = self._joined()
        while sign := self._take("=", "<", ">", "<=", ">=", "<>"):
            left = COMPARED[sign](left, self._joined())
        return left

    def _joined(self) -> Any:
        left = self._added()
        while self._take("&"):
            left = _written(left) + _written(self._added())
        return left

    def _added(self) -> Any:
        left = self._multiplied()
        while sign := self._take("+", "-"):
            right = _number(self._multiplied())
            left = _number(left) + right if sign == "+" else _number(left) - right
        return left

    def _multiplied(self) -> Any:
        left = self._single()
        while sign := self._take("*", "/"):
            right = _number(self._single())
            left = _number(left) * right if sign == "*" else _number(left) / right
        return left

    def _single(self) -> Any:
        if self._take("-"):
            return -_number(self._single())
        if self._take("("):
            made = self._compared()
            self._closed()
            return made
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return Fraction(word)
        if kind == "text":
            return word
        if kind == "range":
            first, last = word.rpartition("!")[2].split(":")
            return self.book.range(first, last, word.rpartition("!")[0] or self.sheet)
        if kind == "cell":
            return self.book.cell(*place_of(word, self.sheet))
        if kind == "name":
            return self._called(word) if self._take("(") else self.book.named(word)
        raise ValueError(f"{self.sheet}: ={self.text} has '{word}' where a value should be.")

    def _called(self, function: str) -> Value:
        given = [self._compared()]
        while self._take(","):
            given.append(self._compared())
        self._closed()
        return FUNCTIONS[function](*given)

    def _closed(self) -> None:
        if not self._take(")"):
            raise ValueError(f"{self.sheet}: ={self.text} lacks a closing bracket.")


def _number(value: Any) -> Fraction:
    if value is None:
        return Fraction(0)
    if not isinstance(value, Fraction):
        raise ValueError(f"'{value}' is no number.")
    return value


def _written(value: Any) -> str:
    return str(value.numerator) if isinstance(value, Fraction) and value.denominator == 1 else str(value)


def _round(value: Any, digits: Any) -> Fraction:
    """Halves away from zero, as spreadsheets do."""
    scaled = abs(_number(value)) * 10 ** int(digits)
    rounded = Fraction(int(scaled + Fraction(1, 2)), 10 ** int(digits))
    return rounded if _number(value) >= 0 else -rounded


def _numbers(*given: Any) -> list[Fraction]:
    flat = [value for one in given for value in (one if isinstance(one, list) else [one])]
    return [value for value in flat if isinstance(value, Fraction)]


def _meeting(*criteria: Any) -> list[bool]:
    """Which places of the columns meet all criteria: equal, or <, > with a number in the text."""
    columns, wanted = criteria[::2], criteria[1::2]
    return [
        all(_meets(value, one) for value, one in zip(row, wanted, strict=True)) for row in zip(*columns, strict=True)
    ]


def _meets(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, str) and wanted[:1] in ("<", ">"):
        limit = Fraction(wanted[1:])
        return isinstance(value, Fraction) and (value < limit if wanted[0] == "<" else value > limit)
    return value == wanted


def _sum_of(values: Any, *criteria: Any) -> Fraction:
    return sum((_number(value) for value, met in zip(values, _meeting(*criteria), strict=True) if met), Fraction(0))


COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda one, other: one == other,
    "<>": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUM": lambda *given: sum(_numbers(*given), Fraction(0)),
    "MIN": lambda *given: min(_numbers(*given)),
    "COUNT": lambda *given: Fraction(len(_numbers(*given))),
    "ROUND": _round,
    "IF": lambda test, one, other: one if test else other,
    "SUMIFS": _sum_of,
    "COUNTIFS": lambda *criteria: Fraction(sum(_meeting(*criteria))),
}


def write_workbook(book: Book, path: Path) -> None:
    """The sheets as a workbook with live formulas; each formula carries its value for readers that do not compute."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_numbers": False}) as made:
        made.set_properties({"created": datetime(2026, 11, 25)})  # the same file for the same cells
        formats = {"head": made.add_format({"bold": True, "text_wrap": True, "valign": "top"})}
        formats["formula"] = made.add_format({"font_color": "#003D7A"})
        for sheet in book.rows:
            _write_sheet(made.add_worksheet(sheet), book, sheet, formats)
        for name, (sheet, row, column) in book.names.items():
            made.define_name(name, f"={sheet}!${_letters(column)}${row}")
        for name, (sheet, column) in book.columns.items():
            letters = _letters(column)
            made.define_name(name, f"={sheet}!${letters}$2:${letters}${len(book.rows[sheet])}")


def _write_sheet(page: Any, book: Book, sheet: str, formats: dict[str, Any]) -> None:
    heading, *rows = book.rows[sheet]
    page.write_row(0, 0, heading, formats["head"])
    page.freeze_panes(1, 2)
    for column, title in enumerate(heading):
        longest = max((len(row[column]) for row in rows if not row[column].startswith("=")), default=0)
        is_worked = any(row[column].startswith("=") for row in rows)
        page.set_column(column, column, min(48, max(18 if is_worked else 9, longest + 1, len(title) // 2)))
    for number, row in enumerate(rows, start=2):
        for column, text in enumerate(row, start=1):
            value = book.cell(sheet, number, column)
            if text.startswith("="):
                shown = float(value) if isinstance(value, Fraction) else value
                page.write_formula(number - 1, column - 1, text, formats["formula"], shown)
            elif isinstance(value, Fraction):
                page.write_number(number - 1, column - 1, float(value))
            elif value is not None:
                page.write_string(number - 1, column - 1, text)


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


if __name__ == "__main__":
    write_workbook(Book(), WORKBOOK)
