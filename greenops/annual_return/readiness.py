"""What still stands in the way of a return, section by section, with who looks after it and where it is settled."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse

from greenops.annual_return import computation
from greenops.annual_return.computed import ComputedReturn
from greenops.annual_return.edition import Edition
from greenops.annual_return.edition_file import edition as edition_named
from greenops.annual_return.gathering.gather import gather
from greenops.annual_return.gathering.gathered import Gathered
from greenops.annual_return.models import AnnualReturn, Omission
from greenops.annual_return.readiness_checks import CHECKS, Finding, Item, Looked
from greenops.annual_return.variance import variances


@dataclass(frozen=True)
class Remark:
    """sentence: with its remedy; link: where to settle it.

    owner: who looks after the section; empty where nobody was named.
    """

    sentence: str
    section: str
    link: str
    owner: str = ""


class Blocker(Remark):
    """Something without which the return does not go to review."""


class Warning(Remark):
    """Something that a reader of the return should know; it keeps nothing out."""


@dataclass(frozen=True)
class SectionState:
    """done of items: what is asked of the section and is there. No items: nothing is asked of it."""

    code: str
    title: str
    owner: str
    done: int
    items: int
    blockers: tuple[Blocker, ...]
    warnings: tuple[Warning, ...]

    @property
    def share(self) -> float:
        return self.done / self.items if self.items else 1.0

    @property
    def is_complete(self) -> bool:
        return self.done == self.items and not self.blockers


@dataclass(frozen=True)
class Readiness:
    blockers: tuple[Blocker, ...]
    warnings: tuple[Warning, ...]
    sections: tuple[SectionState, ...]

    @property
    def is_ready(self) -> bool:
        return not self.blockers

    @property
    def done(self) -> int:
        return sum(section.done for section in self.sections)

    @property
    def items(self) -> int:
        return sum(section.items for section in self.sections)

    @property
    def completeness(self) -> float:
        """0 to 1: what is there of what is asked."""
        return self.done / self.items if self.items else 1.0


def readiness(
    annual_return: AnnualReturn, computed: ComputedReturn | None = None, gathered: Gathered | None = None
) -> Readiness:
    """computed, gathered: of the return's year and edition, without delegates, where the caller has them already.

    The number of queries does not grow with sites, readings or lines.
    """
    form = edition_named(annual_return.edition)
    gathered = gathered or gather(annual_return.year)
    computed = computed or computation.return_of(gathered, form, delegates=False)
    owners = {
        kept.section: kept.owner.get_full_name() or kept.owner.get_username()
        for kept in annual_return.section_owners.select_related("owner")
    }
    looked = Looked(
        year=annual_return.year,
        form=form,
        gathered=gathered,
        computed=computed,
        variances=tuple(variances(annual_return, computed.lines, form)),
        omitted=frozenset(_omitted(annual_return.omissions.select_related("site"))),
    )
    findings: list[Finding] = []
    items: list[Item] = []
    for check in CHECKS:
        for found in check(looked):
            (findings if isinstance(found, Finding) else items).append(found)  # type: ignore[arg-type]
    return _composed(form, annual_return.year, findings, items, owners)


def _composed(
    form: Edition, year: int, findings: list[Finding], items: list[Item], owners: dict[str, str]
) -> Readiness:
    sections = []
    for section in form.sections:
        own = [item for item in items if item.section == section.code]
        owner = owners.get(section.code, "")
        here = [
            replace(found, link=found.link or section_link(year, section.code))
            for found in findings
            if found.section == section.code
        ]
        told = {kind: [(found.sentence, section.code, found.link, owner) for found in here if found.blocks is kind]
                for kind in (True, False)}  # fmt: skip
        sections.append(
            SectionState(
                code=section.code,
                title=section.title,
                owner=owner,
                done=sum(item.is_done for item in own),
                items=len(own),
                blockers=tuple(Blocker(*given) for given in told[True]),
                warnings=tuple(Warning(*given) for given in told[False]),
            )
        )
    return Readiness(
        blockers=tuple(blocker for section in sections for blocker in section.blockers),
        warnings=tuple(warning for section in sections for warning in section.warnings),
        sections=tuple(sections),
    )


def section_link(year: int, section: str) -> str:
    return reverse("annual_return:section_answers", args=[year, section])


def _omitted(omissions: Iterable[Omission]) -> Iterable[tuple[str, str]]:
    """Section and site of what was left out with a reason; an empty site is all of them."""
    for omission in omissions:
        yield omission.section, omission.site.code if omission.site else ""
