"""retention.yaml: complete, carried out as it says, and refused where it says nothing that can be done."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.utils import timezone

from greenops import celery
from greenops.keeping.carrying_out import ACTIONS
from greenops.keeping.checks import faults, forgotten, retention_rules
from greenops.keeping.errors import KeepingRefused
from greenops.keeping.policy import Kept, Policy, Rule, policy, read_policy

RULE = Rule(
    key="names", what="Names", holds=("travel.TravellerName",), counted_from="the file", days=30,
    action="remove_names", why="They are not needed.", owner="Travel office",
)  # fmt: skip
TEXT = """
title: Retention
status: Proposal
rules:
  - {key: names, what: Names, holds: [travel.TravellerName], counted_from: the file, days: 30, action: remove_names,
     why: Not needed, owner: Travel office}
kept:
  - {what: Events, holds: [ems.Event], how_long: always, why: Proof, owner: Administrator}
"""


def labels() -> set[str]:
    return {model._meta.label for model in apps.get_models()}


def test_every_table_is_named_and_every_rule_can_be_carried_out():
    assert [f"{found.msg} {found.hint}" for found in retention_rules(None)] == []


def test_a_table_that_nobody_thought_of_is_told_with_the_lines_to_paste():
    whole = Policy(
        "Retention", "Proposal", (), (Kept("Everything", tuple(labels()), "always", "Proof", "Administrator"),)
    )
    assert list(forgotten(whole)) == []

    without = replace(whole, kept=(replace(whole.kept[0], holds=tuple(labels() - {"ems.Event"})),))
    found = list(forgotten(without))

    assert [warning.id for warning in found] == ["keeping.W001"]
    assert found[0].msg.endswith("kept: ems.Event.")
    assert "  - what: \n    holds: [ems.Event]\n    how_long: " in found[0].hint


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        (replace(RULE, action="burn"), "keeping.E003"),
        (replace(RULE, days_setting="NO_SUCH_SETTING"), "keeping.E004"),
        (replace(RULE, holds=("travel.Nobody",)), "keeping.E007"),
        (replace(RULE, holds=("travel.TravellerName.shoe_size",)), "keeping.E007"),
        (replace(RULE, holds=("names",)), "keeping.E007"),
    ],
    ids=["unknown action", "unknown setting", "unknown table", "unknown column", "no table"],
)
def test_a_rule_that_cannot_be_carried_out_is_told(rule, fault):
    found = {error.id for error in faults(Policy("Retention", "Proposal", (rule,)))}

    assert fault in found


def test_an_action_that_no_rule_uses_is_told():
    found = [error.msg for error in faults(Policy("Retention", "Proposal", (RULE,))) if error.id == "keeping.E006"]

    assert len(found) == len(ACTIONS) - 1


def test_a_key_that_stands_twice_is_told():
    found = [error.msg for error in faults(replace(policy(), rules=(*policy().rules, policy().rules[0])))]

    assert found == ["Two retention rules have the key traveller_names."]


def test_days_come_from_the_file_unless_the_installation_says_otherwise(settings):
    rule = replace(RULE, days_setting="NAME_RETENTION_DAYS")
    settings.NAME_RETENTION_DAYS = None
    assert rule.days_in_force == 30

    settings.NAME_RETENTION_DAYS = 400
    assert rule.days_in_force == 400
    now = timezone.now()
    assert (now - rule.before(now)).days == 400


@pytest.mark.parametrize("days", [0, -1])
def test_an_installation_cannot_remove_everything_at_once_by_a_wrong_number(settings, days):
    settings.NAME_RETENTION_DAYS = days

    assert {error.id for error in faults(policy())} == {"keeping.E005"}


def test_a_file_as_it_is_meant_is_read():
    read = read_policy(TEXT)

    assert (read.rules[0].key, read.rules[0].days, read.kept[0].holds) == ("names", 30, ("ems.Event",))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("days: 30", "days: 0", "Rule 1 of retention.yaml: days is 0. Give a whole number from 1."),
        ("days: 30", "days: soon", "days is 'soon'"),
        ("days: 30, ", "", "Rule 1 of retention.yaml lacks days"),
        ("days: 30", "days: 30, month: 1", "has month, which is not known"),
        ("holds: [ems.Event]", "holds: ems.Event", "Kept 1 of retention.yaml: holds is no list"),
        ("why: Proof, ", "", "Kept 1 of retention.yaml lacks why"),
        ("status: Proposal", "", "has to have title, status, rules and kept"),
        ("title: Retention", "title: [", "is no YAML"),
    ],
)
def test_a_file_that_says_something_else_is_told_where(old, new, sentence):
    with pytest.raises(KeepingRefused) as refused:
        read_policy(TEXT.replace(old, new))

    assert sentence in str(refused.value)


def test_the_daily_task_is_one_that_exists():
    celery.app.loader.import_default_modules()

    asked = {entry["task"] for entry in django_settings.CELERY_BEAT_SCHEDULE.values()}

    assert "greenops.keeping.tasks.enforce_retention" in asked
    assert asked <= set(celery.app.tasks)
