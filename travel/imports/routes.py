"""Route strings to legs: GVA/ZRH/JFK, GVA-ADD-NBO//JUB-ADD, GENEVE/ADDIS ABEBA, GVA LX X/ZRH LX NYC."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from travel.imports.folding import fold

# A gap that was not flown on the ticket: no leg goes across it.
_BREAK = re.compile(
    r"//+|--+|\*{2,}|-/|/-|(?<=[\s/\-;,|])(?:ARNK|SURFACE|VOID)(?=[\s/\-;,|]|$)|^(?:ARNK|SURFACE|VOID)(?=[\s/\-])",
    re.IGNORECASE,
)
_ARROWS = re.compile(r"\s*(?:–|—|→|⇒|»|-+>|=+>|>)\s*")
_ANY_SEPARATOR = re.compile(r"[/\-,;|\s]+")
_CODE = re.compile(r"^[A-Za-z]{3}$")
_CARRIER = re.compile(r"^[A-Za-z0-9]{2}$")
# X marks a connection and O a stopover; both are landings and none a place.
_CONNECTION = frozenset("XO")
_LISTED = re.compile(r"\s*[|;\n]\s*")
_LEADING_DATE = re.compile(r"^\d{1,2} \w{3,9} \d{2,4}\s*-\s*")
_TO = re.compile(r"\s+to\s+", re.IGNORECASE)
_NAME_SEPARATORS = (" - ", "/", " / ", "-", ";", "|", ",")


@dataclass(frozen=True)
class Route:
    """Legs as pairs of texts, how many gaps lie between them, and whether the texts are codes or names."""

    legs: tuple[tuple[str, str], ...]
    gaps: int = 0
    coded: bool = True
    reason: str | None = None


NO_ROUTE = Route(())


def name_separator(texts: Iterable[str]) -> str | None:
    """The separator that stands in every route of names in the column; names themselves hold slashes and dashes."""
    names = [_prepared(text) for text in texts]
    names = [text for text in names if text and not _all_codes(text)]
    for separator in _NAME_SEPARATORS:
        if names and all(separator in text for text in names):
            return separator
    return None


def parse_route(text: str, separator: str | None, is_code: Callable[[str], bool]) -> Route:
    """The legs of one route string. separator: what splits names in this column (name_separator)."""
    prepared = _prepared(text)
    if not prepared:
        return NO_ROUTE
    listed = [_parsed(piece, separator, is_code) for piece in _LISTED.split(prepared) if piece.strip()]
    if len(listed) > 1 and all(route.legs for route in listed):
        return _joined(listed)
    return _parsed(prepared, separator, is_code)


def _joined(listed: list[Route]) -> Route:
    """Segments that a cell lists one after the other; where one does not begin where the last ended is a gap."""
    legs = tuple(leg for route in listed for leg in route.legs)
    between = zip(listed, listed[1:], strict=False)
    breaks = sum(fold(before.legs[-1][1]) != fold(after.legs[0][0]) for before, after in between)
    return Route(legs, breaks + sum(route.gaps for route in listed), all(route.coded for route in listed))


def _parsed(prepared: str, separator: str | None, is_code: Callable[[str], bool]) -> Route:
    parts = [part for part in _BREAK.split(prepared) if part.strip(" /-;,|")]
    chains: list[list[str]] = []
    coded = True
    for part in parts:
        chain = _codes(part, is_code)
        if chain is None:
            coded = False
            chain = _names(part, separator)
        if chain is None:
            return Route((), reason="route_not_split")
        chains.append(chain)
    legs = tuple((start, end) for chain in chains for start, end in zip(chain, chain[1:], strict=False))
    if not legs:
        return Route((), coded=coded, reason="route_one_place")
    return Route(legs, gaps=len(chains) - 1, coded=coded)


def _prepared(text: str) -> str:
    text = _LEADING_DATE.sub("", text.strip())
    return _ARROWS.sub("-", text)


def _all_codes(text: str) -> bool:
    """Whether the route is one of codes, with connection marks and carriers between them as _codes reads it."""
    parts = [tokens for part in _BREAK.split(text) if (tokens := _tokens(part))]
    return all(_code_chain(tokens) is not None for tokens in parts)


def _tokens(part: str) -> list[str]:
    return [token for token in _ANY_SEPARATOR.split(part.strip()) if token]


def _codes(part: str, is_code: Callable[[str], bool]) -> list[str] | None:
    """The part as a chain of codes, or None. Connection marks (X/) and carriers between codes are dropped."""
    tokens = _tokens(part)
    if (chain := _code_chain(tokens)) is not None:
        return chain
    if len(tokens) == 1 and len(tokens[0]) >= 6 and len(tokens[0]) % 3 == 0 and tokens[0].isalpha():
        word = tokens[0].upper()
        codes = [word[start : start + 3] for start in range(0, len(word), 3)]
        return codes if word.isascii() and all(is_code(code) for code in codes) else None
    return None


def _code_chain(tokens: list[str]) -> list[str] | None:
    if tokens and all(_CODE.match(token) for token in tokens):
        return [token.upper() for token in tokens]
    if len(tokens) > 1 and all(
        _CODE.match(token) or _CARRIER.match(token) or token.upper() in _CONNECTION for token in tokens
    ):
        codes = [token.upper() for token in tokens if _CODE.match(token)]
        return codes if len(codes) > 1 else None
    return None


def _names(part: str, separator: str | None) -> list[str] | None:
    if _TO.search(part):
        names = _TO.split(part)
    elif separator:
        names = part.split(separator)
    elif not any(mark in part for mark in "/-;|,"):
        names = [part]
    else:
        return None
    return [name.strip() for name in names if fold(name)]
