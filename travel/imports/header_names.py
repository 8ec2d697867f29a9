"""How like the header of a column is to the names that sources give to a field."""

from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from greenops.reference.yaml_file import read_yaml
from travel.imports.folding import fold, fold_header
from travel.imports.profile import TEMPLATE, profiles

_FILE = Path(__file__).with_name("headers.yaml")
# Words that say nothing of what a column is.
_FILLERS = frozenset(
    ["of", "the", "de", "du", "des", "d", "la", "le", "l", "del", "da", "do", "no", "nr", "in", "en", "a", "per"]
)


@lru_cache(maxsize=1)
def names() -> dict[str, tuple[str, ...]]:
    """Field -> headers that are usual for it, in several languages."""
    loaded: dict[str, list[str]] = read_yaml(_FILE)
    found: dict[str, list[str]] = {}
    for profile in [profiles()[TEMPLATE], *(one for one in profiles().values() if one.key != TEMPLATE)]:
        for field, spellings in profile.columns.items():
            # A3 is a name to one agency only.
            found.setdefault(field, []).extend(said for said in spellings if len(said) > 2 or said.isalpha())
    for field, more in loaded.items():
        found.setdefault(field, []).extend(more)
    return {field: tuple(dict.fromkeys(spellings)) for field, spellings in found.items()}


def best_name(field: str, header: str) -> tuple[float, str]:
    """How like the header is to a usual name of the field, 0 to 1, and to which one; 1 is the same when folded."""
    exact, usual = fold_header(header), names().get(field, ())
    for said in usual:
        if exact and fold_header(said) == exact:
            return 1.0, said
    return max(((likeness(header, said), said) for said in usual), default=(0.0, ""))


@lru_cache(maxsize=65_536)
def likeness(one: str, other: str) -> float:
    """How like two headers are: shared words first, else shared letters. Below 1 unless they are the same."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 0.95
    shared = 2 * len(first & second) / (len(first) + len(second))
    letters = SequenceMatcher(None, fold_header(one), fold_header(other)).ratio()
    # Letters alone are a weak sign: "Class" is like "Claims".
    return min(max(shared, letters if letters > 0.85 else letters * 0.6), 0.9)


@lru_cache(maxsize=16_384)
def _words(header: str) -> frozenset[str]:
    said = frozenset(fold(header).split())
    return (said - _FILLERS) or said
