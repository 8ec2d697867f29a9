"""The retention rules as they stand in retention.yaml."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import ngettext

from greenops.keeping.errors import KeepingRefused
from greenops.reference.yaml_file import parse_yaml

POLICY_FILE = Path(__file__).with_name("retention.yaml")


@dataclass(frozen=True)
class Rule:
    """Data that a task removes. holds: app.Model or app.Model.field; days: from the moment that they count from."""

    key: str
    what: str
    holds: tuple[str, ...]
    counted_from: str
    days: int
    action: str
    why: str
    owner: str
    days_setting: str = ""

    @property
    def days_in_force(self) -> int:
        """Of this installation, where its settings say otherwise."""
        given = getattr(settings, self.days_setting) if self.days_setting else None
        return self.days if given is None else int(given)

    @property
    def how_long(self) -> str:
        days = self.days_in_force
        return ngettext("%(days)d day after %(moment)s", "%(days)d days after %(moment)s", days) % {
            "days": days,
            "moment": self.counted_from,
        }

    def before(self, now: datetime) -> datetime:
        return now - timedelta(days=self.days_in_force)


@dataclass(frozen=True)
class Kept:
    """Data that no task removes."""

    what: str
    holds: tuple[str, ...]
    how_long: str
    why: str
    owner: str


@dataclass(frozen=True)
class Policy:
    title: str
    status: str
    rules: tuple[Rule, ...] = field(default=())
    kept: tuple[Kept, ...] = field(default=())

    def held(self) -> Iterator[str]:
        """Every table or column that is named."""
        for entry in (*self.rules, *self.kept):
            yield from entry.holds


@cache
def policy() -> Policy:
    return read_policy(POLICY_FILE.read_text(encoding="utf-8"))


def read_policy(text: str) -> Policy:
    """Raises KeepingRefused with the entry and what is wrong with it."""
    try:
        given = parse_yaml(text)
    except yaml.YAMLError as error:
        raise KeepingRefused(f"{POLICY_FILE.name} is no YAML: {error}") from None
    if not isinstance(given, dict) or set(given) != {"title", "status", "rules", "kept"}:
        raise KeepingRefused(f"{POLICY_FILE.name} has to have title, status, rules and kept, and nothing else.")
    return Policy(
        title=given["title"],
        status=given["status"],
        rules=tuple(_entry(Rule, given["rules"])),
        kept=tuple(_entry(Kept, given["kept"])),
    )


def _entry(kind: type[Any], entries: Any) -> Iterator[Any]:
    wanted = {each.name: each for each in fields(kind)}
    needed = set(wanted) - {"days_setting"}
    for number, entry in enumerate(entries, start=1):
        where = f"{kind.__name__} {number} of {POLICY_FILE.name}"
        if not isinstance(entry, dict):
            raise KeepingRefused(f"{where} is no list of names and values.")
        if lacking := sorted(needed - set(entry)):
            raise KeepingRefused(f"{where} lacks {', '.join(lacking)}.")
        if unknown := sorted(set(entry) - set(wanted)):
            raise KeepingRefused(f"{where} has {', '.join(unknown)}, which is not known.")
        if kind is Rule and (type(entry["days"]) is not int or entry["days"] < 1):
            raise KeepingRefused(f"{where}: days is {entry['days']!r}. Give a whole number from 1.")
        if not isinstance(entry["holds"], list):
            raise KeepingRefused(f"{where}: holds is no list.")
        yield kind(**entry | {"holds": tuple(entry["holds"])})
