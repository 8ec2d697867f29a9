"""Numbers as people write them, and what a cell of the grid says: `1'234.5 MWh x3 e`."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

MOST_DIGITS: Final = 14  # before the decimal point; more is a slip, and the database holds no more
MILLIONTH: Final = Decimal("0.000001")
# Spaces and apostrophes that group thousands, as Excel and people of different countries write them.
GROUPING: Final = "\u0020\u00a0\u2007\u2009\u202f'\u2019"
NUMBER: Final = re.compile(rf"^[+\u2212-]?\s?(?=[\d.,])[\d.,{GROUPING}]*")
METHOD_LETTERS: Final = {"m": "metered", "i": "invoiced", "e": "estimated", "p": "proxy", "c": "copied"}


class QuantityRefused(ValueError):
    """The text is no number, or can be read in two ways. The message says what to write."""


def parse_quantity(text: str) -> Decimal:
    """The number that a person or a spreadsheet wrote, to the millionth.

    Reads 1234.5, 1'234.5, 1 234,5, 1.234,50 and 1,234.50; a single point is a decimal point. Raises QuantityRefused,
    also for 1,234, which is one thing in Geneva and another in New York, and for anything below zero.
    """
    written = text.strip()
    if not written:
        raise QuantityRefused(
            _("The quantity is empty. Write 0 where nothing was used, else take the row out; of a formula, its value.")
        )
    _check_is_plain(written)
    sign, digits = ("-", written[1:].strip()) if written[:1] in "-\u2212" else ("", written.removeprefix("+"))
    plain = _without_grouping(digits, written)
    whole, point, part = plain.partition(".")
    if not re.fullmatch(r"[0-9]*", whole + part) or not whole + part:
        raise QuantityRefused(_("'%(text)s' is no number. Write digits, such as 1234.5.") % {"text": written[:40]})
    if len(whole) > MOST_DIGITS - 1:
        raise QuantityRefused(_("'%(text)s' has too many digits. Check the number.") % {"text": written[:40]})
    number = Decimal(f"{whole or 0}{point}{part}").quantize(MILLIONTH)
    if sign and number:
        raise QuantityRefused(
            _("%(text)s is negative. A quantity is 0 or more; correct an earlier month instead.")
            % {"text": written[:40]}
        )
    return number


def _check_is_plain(written: str) -> None:
    """Raises QuantityRefused for the two things that spreadsheets put where a number was meant."""
    if written.startswith("#"):
        raise QuantityRefused(
            _("'%(text)s' is an error of a formula. Correct it in the spreadsheet.") % {"text": written[:40]}
        )
    if re.match(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]", written):
        raise QuantityRefused(
            _("'%(text)s' is cut to powers of ten. Write all its digits, such as 1200000.") % {"text": written[:40]}
        )


def _without_grouping(digits: str, written: str) -> str:
    """Digits with at most one point. Groups of thousands have three digits each, or the number is refused."""
    if any(mark in digits for mark in GROUPING):
        marks = re.escape(GROUPING)
        if not re.fullmatch(rf"[0-9]{{1,3}}(?:[{marks}][0-9]{{3}})+(?:[.,][0-9]*)?", digits):
            raise QuantityRefused(_groups(written))
        return re.sub(f"[{marks}]", "", digits).replace(",", ".")
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        thousands, decimal = (",", ".") if digits.rindex(".") > digits.rindex(",") else (".", ",")
        return _grouped(digits, thousands, decimal, written)
    if points > 1 or commas > 1:
        return _grouped(digits, "." if points else ",", "", written)
    if commas and re.fullmatch(r"[1-9][0-9]{0,2},[0-9]{3}", digits):
        raise QuantityRefused(
            _("'%(text)s' can be read in two ways. Write %(whole)s or %(part)s.")
            % {"text": written[:40], "whole": digits.replace(",", ""), "part": digits.replace(",", ".")}
        )
    return digits.replace(",", ".")


def _grouped(digits: str, thousands: str, decimal: str, written: str) -> str:
    ending = rf"(?:{re.escape(decimal)}[0-9]*)?" if decimal else ""
    if not re.fullmatch(rf"[0-9]{{1,3}}(?:{re.escape(thousands)}[0-9]{{3}})+{ending}", digits):
        raise QuantityRefused(_groups(written))
    plain = digits.replace(thousands, "")
    return plain.replace(decimal, ".") if decimal else plain


def _groups(written: str) -> str:
    return _("'%(text)s' is no number: groups of thousands have three digits each. Write it plainly, as 1234.5.") % {
        "text": written[:40]
    }


def printed_quantity(quantity: Decimal) -> str:
    """With thousands separated by commas, without zeros at the end."""
    text = f"{quantity:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_quantity(quantity: Decimal) -> str:
    """As it is typed again: digits and a point, without zeros at the end."""
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class CellText:
    """What a cell says. unit, method: '' where the row's holds. months: from its month on; 0 where none is said."""

    quantity: Decimal
    unit: str = ""
    months: int = 0
    method: str = ""


def parse_cell(text: str) -> CellText:
    """A number, then if need be a unit, `x3` for three months from this one on, and a letter for the method.

    The letters: m metered, i invoiced, e estimated, p proxy value, c copied. Raises QuantityRefused.
    """
    written = text.strip()
    _check_is_plain(written)
    match = NUMBER.match(written)
    if not match or not match[0].strip():
        raise QuantityRefused(_("'%(text)s' is no number. Write digits, such as 1234.5.") % {"text": written[:40]})
    quantity = parse_quantity(match[0])
    words = written[match.end() :].split()
    method = METHOD_LETTERS.get(words[-1].casefold(), "") if words else ""
    words = words[:-1] if method else words
    months = 0
    if words and (found := re.fullmatch(r"[x×]([0-9]{1,2})", words[-1], re.IGNORECASE)):
        months = int(found[1])
        words = words[:-1]
    return CellText(quantity, " ".join(words), months, method)


def cell_text(quantity: Decimal, *, unit: str = "", months: int = 1, usual_months: int = 1, method: str = "") -> str:
    """The inverse of parse_cell: what stands in a reading's cell. unit, method: where the row's is another."""
    letter = next((letter for letter, name in METHOD_LETTERS.items() if name == method), "")
    parts = [plain_quantity(quantity), unit, f"x{months}" if months != usual_months else "", letter]
    return " ".join(part for part in parts if part)
