"""The shipped word tables, folded for look-up."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from greenops.reference.yaml_file import read_yaml
from travel.imports.folding import fold

_FILE = Path(__file__).with_name("vocabulary.yaml")

Words = Mapping[str, str]


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml(_FILE)
    return loaded


@lru_cache
def words(table: str) -> Words:
    """Folded word -> meaning, for one table of vocabulary.yaml."""
    return MappingProxyType({fold(str(word)): meaning for meaning, said in _content()[table].items() for word in said})


@lru_cache
def listed(table: str) -> frozenset[str]:
    """The folded words of a table that is a plain list."""
    return frozenset(fold(str(word)) for word in _content()[table])
