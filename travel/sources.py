"""What people do with sources of bookings: keep how one is read, in versions; say whose its cost centres are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ems.audit import record
from ems.models import OrganizationUnit
from travel.imports.definition import definition_of
from travel.imports.errors import ProfileInvalid
from travel.imports.profile import profiles, read_profile
from travel.models import CostCentre, SourceProfile
from travel.permissions import decides_for_all

# How the keys begin of columns that were chosen for one file only.
OF_A_FILE = "file-"


class SourceRefused(Exception):
    """The profile cannot be kept; the message is a sentence for the person."""


@dataclass(frozen=True)
class Difference:
    """One value of a definition, before and after; '' where there is none."""

    name: str
    before: str
    after: str


def source_words(key: str, files: Sequence[str]) -> str:
    """What people call a source: its name; where columns were chosen for one file only, that file."""
    if key in profiles():
        return profiles()[key].label
    saved = SourceProfile.objects.filter(key=key).order_by("-version").values_list("label", flat=True).first()
    if saved is None and key.startswith(OF_A_FILE) and files:
        return _("%(file)s, with columns of its own") % {"file": files[0]}
    return saved or key


def save(*, by: Any, definition: Mapping[str, Any], key: str, label: str) -> SourceProfile:
    """A new version of a source; those before it stand. Raises SourceRefused."""
    if not decides_for_all(by):
        raise SourceRefused(
            _("Only who looks after all units can keep a source. Use these choices for this file alone.")
        )
    if key in profiles():
        raise SourceRefused(
            _("'%(key)s' is shipped with the system and is not changed. Save it under a name of your own.")
            % {"key": key}
        )
    try:
        profile = read_profile({**definition, "key": key, "label": label, "version": 1})
    except ProfileInvalid as error:
        raise SourceRefused(str(error)) from error
    # As the reading understands it, and not as it was typed: two spellings of the same are no difference.
    content = {name: value for name, value in definition_of(profile).items() if name not in ("key", "version", "label")}
    with transaction.atomic():
        # The rows of a key are few; holding them keeps two people from making the same version.
        held = SourceProfile.objects.select_for_update().filter(key=key)
        newest = held.order_by("-version").first()
        if newest is not None and newest.definition == content and newest.label == label:
            return newest
        version = newest.version + 1 if newest else 1
        saved = SourceProfile.objects.create(key=key, version=version, label=label, definition=content, created_by=by)
        record(by=by, action="source profile saved", on=saved, payload={"key": key, "version": version})
    return saved


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What a version says otherwise than the one before it, value by value."""
    old, new = _flat(before), _flat(after)
    return [
        Difference(name, old.get(name, ""), new.get(name, ""))
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    ]


def _flat(content: Any, name: str = "") -> dict[str, str]:
    if isinstance(content, Mapping):
        found: dict[str, str] = {}
        for key, value in content.items():
            found |= _flat(value, f"{name}, {key}" if name else str(key))
        return found
    if isinstance(content, list):
        return {name: ", ".join(" or ".join(map(str, one)) if isinstance(one, list) else str(one) for one in content)}
    return {name: str(content)}


def assign_cost_centres(*, by: Any, source: str, units: Mapping[str, OrganizationUnit | None]) -> int:
    """Say whose cost centres these are; None takes a word back. Holds from the next reading. Returns how many."""
    standing = dict(CostCentre.objects.filter(source=source, code__in=units).values_list("code", "unit_id"))
    changed = {code: unit for code, unit in units.items() if standing.get(code) != (unit.pk if unit else None)}
    if not changed:
        return 0
    with transaction.atomic():
        for code, unit in changed.items():
            told = {"source": source, "code": code, "unit": unit.code if unit else ""}
            if unit is None:
                line = CostCentre.objects.get(source=source, code=code)
                record(by=by, action="cost centre taken back", on=line, payload=told)
                line.delete()
            else:
                line, _created = CostCentre.objects.update_or_create(source=source, code=code, defaults={"unit": unit})
                record(by=by, action="cost centre assigned", on=line, payload=told)
    return len(changed)
