"""YAML files as people write them: yes, no, on and off are words, as in YAML 1.2; only true and false are no text."""

import re
from pathlib import Path
from typing import Any

import yaml

_BOOL = "tag:yaml.org,2002:bool"


def _with_words(base: Any) -> Any:
    """The loader, for which NO is Norway, a status and an answer; the older YAML makes a truth value of it."""
    resolvers = {
        first: [(tag, pattern) for tag, pattern in known if tag != _BOOL]
        for first, known in base.yaml_implicit_resolvers.items()
    }
    loader: Any = type("Loader", (base,), {"yaml_implicit_resolvers": resolvers})
    loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
    return loader


# The parser in C, where it is there: the one in Python takes a second for all our files, and tells people better where
# theirs are broken.
_OURS = _with_words(getattr(yaml, "CSafeLoader", yaml.SafeLoader))
_THEIRS = _with_words(yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """The content of a file of ours. Raises yaml.YAMLError with the line where it is none."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_OURS)  # noqa: S506 a safe loader


def parse_yaml(text: str) -> Any:
    """The content of a text that somebody gave. Raises yaml.YAMLError with the line where it is none."""
    return yaml.load(text, Loader=_THEIRS)  # noqa: S506 a safe loader
