"""YAML files as people write them: yes, no, on and off are words, as in YAML 1.2; only true and false are no text."""

import re
from pathlib import Path
from typing import Any

import yaml

# The parser in C, where it is there: the one in Python takes a second for all our files.
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOL = "tag:yaml.org,2002:bool"


class _Loader(_BASE):
    """NO is Norway, a status and an answer; the older YAML makes a truth value of it."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
        for first, resolvers in _BASE.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))


def read_yaml(path: Path) -> Any:
    """The content of a file. Raises yaml.YAMLError with the line where it is none."""
    return parse_yaml(path.read_text(encoding="utf-8"))


def parse_yaml(text: str | bytes) -> Any:
    """The content of a text. Raises yaml.YAMLError with the line where it is none."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 a safe loader
