"""A profile written as YAML is read back as the same profile."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from travel.imports.definition import profile_yaml
from travel.imports.fields import DATE_BASES, FIELDS, GRAINS
from travel.imports.profile import Profile, profiles, read_profile, with_mapping

WORD = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
HEADERS = st.one_of(WORD, st.lists(WORD, min_size=1, max_size=3))
FIELD = st.sampled_from(sorted(FIELDS))
MEANINGS = st.dictionaries(WORD, WORD, max_size=4)


def _again(profile: Profile) -> Profile:
    return read_profile(yaml.safe_load(profile_yaml(profile)))


DEFINITIONS = st.fixed_dictionaries(
    {"key": WORD, "columns": st.dictionaries(FIELD, HEADERS, min_size=1, max_size=6)},
    optional={
        "version": st.integers(1, 99),
        "label": WORD,
        "grain": st.sampled_from(GRAINS),
        "required": st.lists(st.one_of(FIELD, st.lists(FIELD, min_size=1, max_size=3)), min_size=1, max_size=3),
        "dates": st.dictionaries(FIELD, st.sampled_from(DATE_BASES), min_size=1, max_size=3),
        "date_order": st.sampled_from(["day", "month", "year"]),
        "decimal": st.sampled_from([".", ","]),
        "class_means": st.sampled_from(["auto", "cabin", "booking_letter"]),
        "home_country": st.sampled_from(["NO", "CH", "NA"]),
        "personal": st.lists(WORD, max_size=2),
        "empty": st.lists(WORD, max_size=2),
        "encoding": st.sampled_from(["cp1251", "mac_roman"]),
        "distance_only": st.just("agreed"),
        "stand_ins": st.dictionaries(st.sampled_from(["LON", "NYC", "no"]), st.sampled_from(["LHR", "JFK"])),
        "aliases": MEANINGS,
        "units": st.fixed_dictionaries({"distance": st.sampled_from(["km", "mi"])}),
        "constants": st.fixed_dictionaries({"mode": WORD}),
        "passengers_ask": st.booleans(),
        "field_flights": st.booleans(),
        "cancelled_passengers": st.booleans(),
        "tables": st.dictionaries(
            st.sampled_from(["cabins", "payers", "purposes", "cost_centres"]), MEANINGS, max_size=2
        ),
        "place_forms": st.lists(st.fixed_dictionaries({"form": WORD, "kind": st.just("code")}), max_size=2),
    },
)


@given(definition=DEFINITIONS)
def test_any_profile_is_the_same_after_yaml(definition: dict[str, Any]) -> None:
    profile = read_profile(definition)
    assert _again(profile) == profile


@pytest.mark.parametrize("key", profiles())
def test_a_shipped_profile_is_the_same_after_yaml(key: str) -> None:
    assert _again(profiles()[key]) == profiles()[key]


def test_a_profile_with_an_officers_mapping_is_the_same_after_yaml() -> None:
    mapping = {
        "key": "ours",
        "date_order": "day",
        "columns": {"cabin": "Klasse"},
        "tables": {"cabins": {"no": "first"}},
    }
    profile = with_mapping(profiles()["greenops-template"], mapping)
    assert profile.date_order_binding
    assert _again(profile) == profile
