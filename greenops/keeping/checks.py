"""System checks: the retention rules can be carried out, and no table is forgotten."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import FieldDoesNotExist

from greenops.keeping.carrying_out import ACTIONS
from greenops.keeping.errors import KeepingRefused
from greenops.keeping.policy import Policy, policy

FILE = "greenops/keeping/retention.yaml"


@register
def retention_rules(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    try:
        read = policy()
    except KeepingRefused as refused:
        return [Error(str(refused), hint=f"Correct {FILE}.", id="keeping.E001")]
    return list(faults(read)) + list(forgotten(read))


def faults(read: Policy) -> Iterator[CheckMessage]:
    """What would keep a rule from being carried out, or make it do something else than it says."""
    keys = [rule.key for rule in read.rules]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Error(f"Two retention rules have the key {key}.", hint=f"Give each its own in {FILE}.", id="keeping.E002")
    for rule in read.rules:
        if rule.action not in ACTIONS:
            hint = f"The actions are {', '.join(ACTIONS)}."
            yield Error(
                f"Retention rule {rule.key}: the action {rule.action} is not known.", hint=hint, id="keeping.E003"
            )
        if rule.days_setting and not hasattr(settings, rule.days_setting):
            hint = f"Correct days_setting in {FILE}."
            yield Error(f"Retention rule {rule.key}: no setting {rule.days_setting}.", hint=hint, id="keeping.E004")
        elif rule.days_in_force < 1:
            hint = f"Give a whole number from 1 in the environment (GREENOPS_{rule.days_setting}), or none."
            yield Error(f"Retention rule {rule.key} has {rule.days_in_force} days.", hint=hint, id="keeping.E005")
    for action in sorted(set(ACTIONS) - {rule.action for rule in read.rules}):
        hint = f"Add a rule to {FILE}, or remove the action."
        yield Error(f"No retention rule uses the action {action}.", hint=hint, id="keeping.E006")
    for name in sorted(set(read.held())):
        if not _exists(name):
            yield Error(
                f"{name} is in {FILE}, and there is no such table or column.", hint="Correct it.", id="keeping.E007"
            )


def forgotten(read: Policy) -> Iterator[CheckMessage]:
    """A warning, since a table without a rule loses nobody's data; a test holds the list complete."""
    named = {".".join(name.split(".")[:2]) for name in read.held()}
    missing = sorted(label for label in (model._meta.label for model in apps.get_models()) if label not in named)
    if missing:
        paste = "\n".join(
            [
                f"Decide for each how long it is kept. To keep them, paste below `kept:` of {FILE} and say why:",
                "  - what: ",
                f"    holds: [{', '.join(missing)}]",
                "    how_long: 10 years after the year that they count in",
                "    why: ",
                "    owner: Focal point",
            ]
        )
        told = f"{FILE} does not say how long these are kept: {', '.join(missing)}."
        yield Warning(told, hint=paste, id="keeping.W001")


def _exists(name: str) -> bool:
    app, _, rest = name.partition(".")
    model, _, column = rest.partition(".")
    try:
        found = apps.get_model(app, model)
        if column:
            found._meta.get_field(column)
    except (LookupError, ValueError, FieldDoesNotExist):
        return False
    return True
