"""The modes of travel, and by which rule each is counted: data, one YAML file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from greenops.reference.yaml_file import read_yaml
from travel.imports.errors import ProfileInvalid

_FILE = Path(__file__).with_name("modes.yaml")
RULES = frozenset({"count", "seats", "ask", "leave_out"})


@dataclass(frozen=True)
class Mode:
    """rule: count, seats, ask or leave_out, as modes.yaml explains. text: what the officer is told of the mode."""

    key: str
    rule: str
    label: str
    text: str = ""
    question: str = ""
    noun: str = ""


@lru_cache(maxsize=1)
def modes() -> Mapping[str, Mode]:
    """All modes by key, as in the file."""
    content = read_yaml(_FILE)
    found = {key: Mode(key=key, **facts) for key, facts in content.items()}
    for mode in found.values():
        if mode.rule not in RULES:
            allowed = ", ".join(sorted(RULES))
            raise ProfileInvalid(f"modes.yaml, {mode.key}: rule '{mode.rule}' is not one of {allowed}.")
    return MappingProxyType(found)


def by_rule(*rules: str) -> tuple[str, ...]:
    """The keys of the modes with one of these rules."""
    return tuple(key for key, mode in modes().items() if mode.rule in rules)


# Flown, and covered by no method.
NOT_COVERED = by_rule("seats", "ask")
ASKED = by_rule("ask")
LEFT_OUT = by_rule("leave_out")
