"""Proving a frozen return: are the stored lines those that were frozen, and would they come out again today."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ems.models import Event
from greenops.annual_return.cycle import freezing
from greenops.annual_return.models import AnnualReturn, ReturnVersion
from greenops.annual_return.movements import Figures, Movement, movements


class NotFrozen(ValueError):
    """There is nothing to verify; a sentence for people."""


@dataclass(frozen=True)
class Verification:
    """tampered: sentences on stored lines that are not those that were frozen; none where all digests hold.

    causes: what differs between then and now as a whole (inputs, editions of factors, method, code), whether or not a
    line moved. movements: the lines that would come out otherwise today, by the frozen edition of the form.
    """

    year: int
    version: int
    edition: str
    tampered: tuple[str, ...]
    causes: tuple[str, ...]
    movements: tuple[Movement, ...]

    @property
    def holds(self) -> bool:
        return not self.tampered and not self.movements

    def content(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "year": self.year,
            "version": self.version,
            "edition": self.edition,
            "holds": self.holds,
            "tampered": list(self.tampered),
            "causes": list(self.causes),
            "moved": [
                {
                    "code": moved.code,
                    "label": moved.label,
                    "unit": moved.unit,
                    "delegates": moved.delegates,
                    "was": moved.before,
                    "is": moved.after,
                    "why": list(moved.reasons),
                }
                for moved in self.movements
            ],
        }


def verify(annual_return: AnnualReturn) -> Verification:
    """All stored versions are checked against their digests; the latest is computed again. Raises NotFrozen."""
    versions = list(annual_return.versions.order_by("number"))
    if not versions:
        raise NotFrozen(
            _("The return of %(year)s was not submitted: nothing is frozen yet.") % {"year": annual_return.year}
        )
    kept = {version.pk: freezing.frozen_figures(version) for version in versions}
    latest = versions[-1]
    today = freezing.computed(annual_return.year, latest.edition)
    return Verification(
        year=annual_return.year,
        version=latest.number,
        edition=latest.edition,
        tampered=(
            *(sentence for version in versions for sentence in _tampered(version, kept[version.pk])),
            *_frames_tampered(annual_return, versions),
        ),
        causes=tuple(_causes(latest, today)),
        movements=tuple(movements(kept[latest.pk], today.figures)),
    )


def _tampered(version: ReturnVersion, kept: Figures) -> Iterable[str]:
    if kept.digest != version.lines_digest:
        sentence = _(
            "Version %(n)s: the stored lines are not those that were frozen. Their digest is %(now)s…, frozen was "
            "%(then)s…. Compare with the files that were handed over, and restore a backup."
        )
        told = {"n": version.number, "now": kept.digest[:12], "then": version.lines_digest[:12]}
        yield sentence % told
    for line in version.lines.all():
        value = line.content["value"]
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if line.code != line.content["code"] or line.value != (value if is_number else None):
            sentence = _("Version %(n)s, line %(code)s: the value beside the frozen line is not the line's own.")
            yield sentence % {"n": version.number, "code": line.code}


def _frames_tampered(annual_return: AnnualReturn, versions: list[ReturnVersion]) -> Iterable[str]:
    """What a version holds beside its lines, against the digest that the record of events kept of it."""
    events = Event.objects.filter(
        object_type=annual_return._meta.label_lower,
        object_id=str(annual_return.public_id),
        action__in=("return submitted", "return restated"),
    )
    then = {event.payload.get("version"): event.payload.get("frame") for event in events}
    for version in versions:
        if then.get(version.number) != freezing.frame_digest(version):
            sentence = _(
                "Version %(n)s: what stands beside its lines (statements, signatures, editions) is not what the record "
                "of events kept of it. Prove the record with verify_audit, and restore a backup."
            )
            yield sentence % {"n": version.number}


def _causes(version: ReturnVersion, today: freezing.Computed) -> Iterable[str]:
    if version.inputs_digest != today.off.inputs_digest:
        yield _("The inputs in the database are not those of then: readings, travel, people, sites or answers changed.")
    told = {"then": ", ".join(version.factor_editions) or "–", "now": ", ".join(today.factor_editions) or "–"}
    if sorted(version.factor_editions) != today.factor_editions:
        yield _("Editions of factors: then %(then)s, now %(now)s.") % told
    for name, then, now in (
        (_("Method"), version.method_version, today.off.method_version),
        (_("Code"), version.code_version, today.off.code_version),
    ):
        if then != now:
            yield _("%(name)s: then %(then)s, now %(now)s.") % {"name": name, "then": then, "now": now}
