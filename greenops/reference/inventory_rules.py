"""The rules R01 to R33 of the inventory, with their sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from greenops.reference.loading import load_table

LATEST: Final = "2026-11"


@dataclass(frozen=True)
class Rule:
    """formula: in words. certainty: a letter, as reference/README.md explains."""

    code: str
    title: str
    formula: str
    certainty: str
    source: str


@cache
def rules(edition: str = LATEST) -> Mapping[str, Rule]:
    """All rules by their code."""
    rows = load_table("inventory_rules", edition, "rules").to_dict("records")
    names = ("code", "title", "formula", "certainty", "source")
    return {str(row["code"]): Rule(**{name: str(row[name]) for name in names}) for row in rows}
