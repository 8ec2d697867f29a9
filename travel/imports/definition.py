"""A source profile in its YAML form, from which read_profile makes the same profile again."""

from dataclasses import fields
from typing import Any

import yaml

from travel.imports.fields import DATE_FIELDS
from travel.imports.profile import Profile, read_profile

_AS_THEY_ARE = (
    "version", "label", "grain", "encoding", "separator", "decimal", "date_order", "date_order_binding", "class_means",
    "home_country", "segment_pattern", "passengers_ask", "field_flights", "by_rule", "cancelled_passengers",
)  # fmt: skip
_LISTS = ("personal", "empty")
_TABLES = ("places", "units", "constants", "stand_ins", "aliases")
_DEFAULTS = {field.name: field.default for field in fields(Profile)}


def definition_of(profile: Profile) -> dict[str, Any]:
    """The keys and values of a profile as docs/import.md describes them; what says nothing new is left out."""
    said: dict[str, Any] = {"key": profile.key}
    for name in _AS_THEY_ARE:
        if getattr(profile, name) != _DEFAULTS[name]:
            said[name] = getattr(profile, name)
    said["columns"] = {
        name: headers[0] if len(headers) == 1 else list(headers) for name, headers in profile.columns.items()
    }
    agreed = {"distance_only": "agreed"} if profile.distance_only else {}
    usual = read_profile({"key": "usual", "columns": {"origin": "Origin"}, **agreed})
    if profile.required != usual.required:
        said["required"] = [choice[0] if len(choice) == 1 else list(choice) for choice in profile.required]
    if profile.dates != DATE_FIELDS:
        said["dates"] = dict(profile.dates)
    for name in _LISTS:
        if getattr(profile, name):
            said[name] = list(getattr(profile, name))
    for name in _TABLES:
        if getattr(profile, name):
            said[name] = dict(getattr(profile, name))
    if profile.place_forms:
        said["place_forms"] = [{"form": form, "kind": kind} for form, kind in profile.place_forms]
    said |= agreed
    if profile.tables:
        said["tables"] = {name: dict(table) for name, table in profile.tables.items()}
    return said


def profile_yaml(profile: Profile) -> str:
    """The profile as a text to keep or to carry to another installation."""
    text: str = yaml.safe_dump(definition_of(profile), allow_unicode=True, sort_keys=False, width=110)
    return text
