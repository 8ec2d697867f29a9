"""Source profiles: how the columns of one kind of file are read. Data, one YAML file each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from greenops.reference.yaml_file import read_yaml
from travel.imports.errors import ProfileInvalid
from travel.imports.fields import DATE_BASES, DATE_FIELDS, FIELDS, GRAINS, REPEATED
from travel.imports.folding import fold, fold_header

_FOLDER = Path(__file__).with_name("profiles")
TEMPLATE = "greenops-template"
SEPARATOR_MARKS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_TABLES = frozenset(
    {
        "cabins",
        "documents",
        "modes",
        "carriers",
        "traveller_types",
        "coupon_status",
        "traveller_categories",
        "payers",
        "purposes",
        "events",
        "cost_centres",
    }
)
_TABLE_KEYS = frozenset({"columns", "dates", "tables", "places", "stand_ins", "aliases", "units", "constants"})
_KEYS = frozenset(
    [
        "key",
        "version",
        "label",
        "grain",
        "columns",
        "required",
        "dates",
        "tables",
        "date_order",
        "decimal",
        "class_means",
        "places",
        "personal",
        "stand_ins",
        "aliases",
        "home_country",
        "units",
        "cancelled_passengers",
        "segment_pattern",
        "place_forms",
        "passengers_ask",
        "base",
        "constants",
        "field_flights",
        "distance_only",
        "encoding",
        "separator",
        "empty",
        "date_order_binding",
        "by_rule",
    ]
)


@dataclass(frozen=True)
class Profile:
    """How one kind of file is read. docs/import.md describes each key of its YAML form."""

    key: str
    version: int
    label: str
    grain: str
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[tuple[str, ...], ...]
    dates: tuple[tuple[str, str], ...] = DATE_FIELDS
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    date_order: str | None = None
    date_order_binding: bool = False
    decimal: str | None = None
    class_means: str = "auto"
    places: Mapping[str, str] = field(default_factory=dict)
    personal: tuple[str, ...] = ()
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    home_country: str | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    cancelled_passengers: bool = True
    passengers_ask: bool = False
    field_flights: bool = False
    by_rule: bool = False
    segment_pattern: str | None = None
    place_forms: tuple[tuple[str, str], ...] = ()
    # The organization agreed that legs of this source count by the distance that it gives, without places.
    distance_only: bool = False
    encoding: str | None = None
    # What stands between the cells of a text file, by name, where the file is not told rightly.
    separator: str | None = None
    # The source's own ways to say that a cell holds nothing.
    empty: tuple[str, ...] = ()

    def place_kind(self, field_name: str) -> str:
        """How the texts of a place column are meant: code, name, any or bracketed."""
        return self.places.get(field_name, "any")

    @cached_property
    def folded_headers(self) -> frozenset[str]:
        """Every spelling of a header that the profile knows, folded."""
        return frozenset(fold_header(said) for spellings in self.columns.values() for said in spellings)

    def match(self, headers: Sequence[str]) -> dict[str, list[int]]:
        """Field -> positions of its columns in the headers. A header serves one field only, once."""
        positions: dict[str, list[int]] = {}
        for position, header in enumerate(headers):
            positions.setdefault(fold_header(header), []).append(position)
        found: dict[str, list[int]] = {}
        taken: set[int] = set()
        for name, spellings in self.columns.items():
            places = [place for said in spellings for place in positions.get(fold_header(said), [])]
            free = list(dict.fromkeys(place for place in places if place not in taken))
            kept = free if name in REPEATED else free[:1]
            if kept:
                found[name] = sorted(kept) if name in REPEATED else kept
                taken.update(kept)
        return found

    def missing(self, matched: Mapping[str, object]) -> list[str]:
        """The required fields for which no column was found; of alternatives, all are named."""
        return [
            " or ".join(choice) for choice in self.required
            if not any(all(part in matched or part in self.constants for part in one.split("+")) for one in choice)
        ]  # fmt: skip


@lru_cache(maxsize=1)
def profiles() -> dict[str, Profile]:
    """The shipped profiles by key, the dialects first and our own template last."""
    loaded = [read_profile(read_yaml(path)) for path in sorted(_FOLDER.glob("*.yaml"))]
    loaded.sort(key=lambda one: (one.key == TEMPLATE, one.key))
    return {one.key: one for one in loaded}


def read_profile(definition: Mapping[str, Any]) -> Profile:
    """A profile from its YAML form. Raises ProfileInvalid naming the key and the values allowed."""
    if not isinstance(definition, Mapping):
        raise ProfileInvalid("The profile is not a table of keys and values. See docs/import.md.")
    unknown = sorted(set(map(str, definition)) - _KEYS)
    if unknown:
        raise ProfileInvalid(f"The profile has the unknown key '{unknown[0]}'. Known are {', '.join(sorted(_KEYS))}.")
    _check_shapes(definition)
    for needed in ("key", "columns"):
        if not definition.get(needed):
            raise ProfileInvalid(f"The profile lacks '{needed}'. Add it; see docs/import.md.")
    grain = str(definition.get("grain", "segment"))
    if grain not in GRAINS:
        raise ProfileInvalid(f"grain: '{grain}' is not known. Use one of {', '.join(GRAINS)}.")
    order = definition.get("date_order")
    if order not in (None, "day", "month", "year"):
        raise ProfileInvalid(f"date_order: '{order}' is not known. Use day, month or year (which comes first).")
    if definition.get("decimal") not in (None, ".", ","):
        raise ProfileInvalid("decimal: use '.' or ','.")
    plain = {
        name: definition[name]
        for name in ("version", "label", "class_means", "home_country", "cancelled_passengers", "passengers_ask",
                     "field_flights", "by_rule", "segment_pattern", "decimal", "encoding", "separator",
                     "date_order_binding")
        if definition.get(name) is not None
    }  # fmt: skip
    plain.setdefault("version", 1)
    plain.setdefault("label", str(definition["key"]))
    return Profile(
        key=str(definition["key"]),
        grain=grain,
        columns=_columns(definition["columns"]),
        required=_required(definition.get("required"), _agreed(definition.get("distance_only"))),
        dates=_dates(definition.get("dates")),
        tables=_tables(definition.get("tables") or {}),
        date_order=order,
        place_forms=tuple((str(one["form"]), str(one["kind"])) for one in definition.get("place_forms") or ()),
        places={str(name): str(kind) for name, kind in (definition.get("places") or {}).items()},
        personal=tuple(map(str, definition.get("personal") or ())),
        stand_ins={str(city).upper(): str(code).upper() for city, code in (definition.get("stand_ins") or {}).items()},
        aliases={str(name): str(code) for name, code in (definition.get("aliases") or {}).items()},
        units={str(name): str(unit) for name, unit in (definition.get("units") or {}).items()},
        constants={str(name): str(value) for name, value in (definition.get("constants") or {}).items()},
        distance_only=_agreed(definition.get("distance_only")),
        empty=tuple(map(str, definition.get("empty") or ())),
        **plain,
    )


def _check_shapes(definition: Mapping[str, Any]) -> None:
    """What YAML allows and a profile does not: a list where a table belongs, a number where a header belongs."""
    for name in _TABLE_KEYS & set(definition):
        if definition[name] and not isinstance(definition[name], Mapping):
            raise ProfileInvalid(f"{name}: give a table of keys and values. See docs/import.md.")
    for field_name, headers in (definition.get("columns") or {}).items():
        _check_texts(f"columns, {field_name}", headers)
    for name, words in (definition.get("tables") or {}).items():
        if not isinstance(words, Mapping):
            raise ProfileInvalid(f"tables, {name}: give a table of word: meaning. See docs/import.md.")
    for name in ("required", "personal", "empty"):
        if not isinstance(definition.get(name) or [], list):
            raise ProfileInvalid(f"{name}: give a list. See docs/import.md.")
    if encoding := definition.get("encoding"):
        check_encoding(str(encoding))
    if definition.get("separator"):
        check_separator(str(definition["separator"]))
    if pattern := definition.get("segment_pattern"):
        _check_pattern(str(pattern))


def _agreed(said: Any) -> bool:
    if said not in (None, False, "agreed"):
        raise ProfileInvalid("distance_only: write 'agreed' when the organization agreed to it, or leave it out.")
    return bool(said == "agreed")


def check_encoding(name: str) -> str:
    """The name, when it is that of an encoding. Raises ProfileInvalid."""
    try:
        known = "".encode(name) == b""
    except LookupError:
        known = False
    if not known:
        raise ProfileInvalid(f"encoding: '{name}' is not known. Use a name such as utf-8, cp1252, cp1251 or mac_roman.")
    return name


def check_separator(name: str) -> str:
    """The name, when it is that of a separator. Raises ProfileInvalid."""
    if name not in SEPARATOR_MARKS:
        raise ProfileInvalid(f"separator: '{name}' is not known. Use {', '.join(SEPARATOR_MARKS)}.")
    return name


def _check_pattern(pattern: str) -> None:
    try:
        groups = re.compile(pattern).groupindex
    except re.error as error:
        raise ProfileInvalid(f"segment_pattern: '{pattern}' is no regular expression: {error}.") from error
    if not {"origin", "destination"} <= set(groups):
        raise ProfileInvalid("segment_pattern: name the groups origin and destination, as in (?P<origin>[A-Z]{3}).")


def _check_texts(name: str, given: Any) -> None:
    said = given if isinstance(given, list) else [given]
    if not all(isinstance(one, str | None) for one in said):
        raise ProfileInvalid(f"{name}: give a header or a list of headers, in quotes where it is a number.")


def _columns(given: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    if not isinstance(given, Mapping):
        raise ProfileInvalid("columns: give a table of field: header. See docs/import.md.")
    columns: dict[str, tuple[str, ...]] = {}
    for name, headers in given.items():
        if name not in FIELDS:
            raise ProfileInvalid(f"columns: '{name}' is no field. Known are {', '.join(sorted(FIELDS))}.")
        said = [headers] if isinstance(headers, str) else list(headers or ())
        columns[str(name)] = tuple(map(str, said))
    return columns


def _required(given: Any, by_distance: bool = False) -> tuple[tuple[str, ...], ...]:
    if given:
        return tuple((one,) if isinstance(one, str) else tuple(map(str, one)) for one in given)
    dates = tuple(name for name, _ in DATE_FIELDS)
    if by_distance:
        return (("distance", "distance_miles"), dates)
    return (("origin+destination", "route", "segment", "outbound_origin+outbound_destination"), dates)


def _dates(given: Any) -> tuple[tuple[str, str], ...]:
    if not given:
        return DATE_FIELDS
    pairs = tuple((str(name), str(basis)) for name, basis in given.items())
    for name, basis in pairs:
        if name not in FIELDS or basis not in DATE_BASES:
            raise ProfileInvalid(f"dates: '{name}: {basis}' is not known. Bases are {', '.join(DATE_BASES)}.")
    return pairs


def _tables(given: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for name, meanings in given.items():
        if name not in _TABLES:
            raise ProfileInvalid(f"tables: '{name}' is not known. Known are {', '.join(sorted(_TABLES))}.")
        tables[name] = {fold(str(word)): str(meaning) for word, meaning in meanings.items()}
    return tables


def text_form(mapping: Mapping[str, Any] | None, profile: Profile | None) -> tuple[str | None, str | None]:
    """Encoding and separator of a text file as the mapping says, else the profile; None where it is to be told."""
    said = mapping or {}
    encoding = said.get("encoding") or (profile.encoding if profile else None)
    separator = said.get("separator") or (profile.separator if profile else None)
    return (str(encoding) if encoding else None, str(separator) if separator else None)


def with_mapping(profile: Profile, mapping: Mapping[str, Any]) -> Profile:
    """The profile with an officer's corrections on top; tables and columns are merged word by word.

    What the officer says binds: a declared date order, for one, is not overruled by the file's own evidence.
    """
    named = read_profile({**mapping, "key": mapping.get("key", profile.key), "columns": mapping.get("columns") or
                          {"origin": []}})  # fmt: skip
    # A field with no header is one that the officer wants no column taken for.
    columns = named.columns if mapping.get("columns") else {}
    changes: dict[str, Any] = {
        name: getattr(named, name)
        for name in ("grain", "class_means", "home_country", "decimal", "date_order", "cancelled_passengers", "version",
                     "label", "passengers_ask", "field_flights", "by_rule", "segment_pattern", "distance_only",
                     "encoding", "separator")
        if mapping.get(name) is not None
    }  # fmt: skip
    for name in ("required", "dates", "personal", "place_forms", "empty"):
        if mapping.get(name):
            changes[name] = getattr(named, name)
    if named.distance_only:
        changes.setdefault("required", named.required)
        changes.setdefault("grain", "distance")
    for name in ("places", "stand_ins", "aliases", "units", "constants"):
        changes[name] = {**getattr(profile, name), **getattr(named, name)}
    tables = {name: {**profile.tables.get(name, {}), **named.tables.get(name, {})}
              for name in {*profile.tables, *named.tables}}  # fmt: skip
    return replace(
        profile,
        key=named.key,
        columns={**columns, **{name: said for name, said in profile.columns.items() if name not in columns}},
        tables=tables,
        date_order_binding=mapping.get("date_order") is not None or profile.date_order_binding,
        **changes,
    )


def detect(headers: Sequence[str], among: Mapping[str, Profile] | None = None) -> Profile | None:
    """The profile whose required columns are all there and that knows most of the headers."""
    best: tuple[int, Profile] | None = None
    for profile in (profiles() if among is None else among).values():
        matched = profile.match(headers)
        if profile.missing(matched):
            continue
        known = sum(len(places) for places in matched.values())
        if best is None or known > best[0]:
            best = (known, profile)
    return best[1] if best else None
