"""Computing a return for signing, freezing what was signed, and reading frozen lines back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from greenops.annual_return import computation
from greenops.annual_return.computed import ComputedReturn, digest_of
from greenops.annual_return.cycle.frozen import computed_of, frame_of, frozen_lines
from greenops.annual_return.cycle.refusals import ReturnRefused
from greenops.annual_return.cycle.statements import statements_of
from greenops.annual_return.edition import EditionError
from greenops.annual_return.models import AnnualReturn, FrozenLine, ReturnVersion
from greenops.annual_return.movements import Figures


@dataclass(frozen=True)
class Computed:
    """A year computed without delegates and with them, by one edition of the form."""

    off: ComputedReturn
    on: ComputedReturn

    @property
    def figures(self) -> Figures:
        return Figures(self.off.lines, self.on.lines)

    @property
    def factor_editions(self) -> list[str]:
        return sorted({*self.off.factor_editions, *self.on.factor_editions})


def computed(year: int, edition: str) -> Computed:
    """Labels and equations are part of what is signed: they are in the language of the installation, whoever asks.

    Raises ReturnRefused for a year of which nothing is kept, and for an edition that there is not.
    """
    try:
        with translation.override(settings.LANGUAGE_CODE):
            return Computed(*computation.compute_both(year, edition=edition))
    except (computation.NothingToReport, EditionError) as error:
        raise ReturnRefused(str(error)) from error


def freeze(
    annual_return: AnnualReturn,
    made: Computed,
    *,
    by: Any,
    approved_by: Any,
    replaces: ReturnVersion | None = None,
    reason: str = "",
) -> ReturnVersion:
    """A version with all its lines, to be called in the transaction of the act. by: who prepared or submitted it."""
    version = ReturnVersion.objects.create(
        annual_return=annual_return,
        number=replaces.number + 1 if replaces else 1,
        kind=ReturnVersion.Kind.RESTATEMENT if replaces else ReturnVersion.Kind.SUBMISSION,
        replaces=replaces,
        reason=reason,
        edition=made.off.edition,
        inputs_digest=made.off.inputs_digest,
        lines_digest=made.figures.digest,
        factor_editions=made.factor_editions,
        method_version=made.off.method_version,
        code_version=made.off.code_version,
        statements={**statements_of(annual_return, made.off), "computed": frame_of(made.off, made.on)},
        frozen_at=timezone.now(),
        frozen_by=by,
        approved_by=approved_by,
    )
    for side in (made.off, made.on):
        FrozenLine.objects.bulk_create(frozen_lines(version, side), batch_size=100)
    return version


def frame_digest(version: ReturnVersion) -> str:
    """SHA-256 over all that a version holds beside its lines, as the database gives it back: the chained event of the
    act keeps it, so that the record of events proves what the version itself could be made to say.
    """
    version.refresh_from_db()
    names = ("number", "kind", "reason", "edition", "inputs_digest", "lines_digest", "factor_editions")
    others = ("method_version", "code_version", "statements", "replaces_id", "frozen_by_id", "approved_by_id")
    return digest_of([getattr(version, name) for name in (*names, *others)])


def frozen_figures(version: ReturnVersion) -> Figures:
    """The lines of a version as they were frozen."""
    return Figures(computed_of(version).lines, computed_of(version, delegates=True).lines)


def latest_version(annual_return: AnnualReturn) -> ReturnVersion | None:
    return annual_return.versions.order_by("-number").first()


def latest_versions(years: Iterable[int]) -> dict[int, ReturnVersion]:
    """Data year -> its latest version, in one query."""
    found = ReturnVersion.objects.filter(annual_return__year__in=list(years)).select_related("annual_return")
    return {version.annual_return.year: version for version in found.order_by("number")}
