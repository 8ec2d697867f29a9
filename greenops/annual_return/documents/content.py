"""What a document prints, as one value: the return without and with delegates, and what is said beside the lines.

Documents are made from this value alone, so that the same content gives the same bytes wherever and whenever.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from django.utils.translation import gettext as _

from greenops.annual_return.computed import ComputedReturn, Line, Section, digest_of
from greenops.annual_return.documents.statements import Statements
from greenops.annual_return.movements import Figures

TOTALS = "T"


@dataclass(frozen=True)
class ReturnContent:
    """A frozen version, or a draft of today where version is None.

    off, on: the same year without and with delegates; on is None where the year was not computed with them.
    kind: submission or restatement, in words; reason: of a restatement. frozen_at: aware, None for a draft.
    """

    off: ComputedReturn
    on: ComputedReturn | None
    said: Statements
    version: int | None = None
    kind: str = ""
    reason: str = ""
    frozen_at: datetime | None = None

    @property
    def is_draft(self) -> bool:
        return self.version is None

    @property
    def year(self) -> int:
        return self.off.year

    @property
    def report_year(self) -> int:
        return self.off.report_year

    @property
    def moment(self) -> datetime:
        """The date that files carry: when it was frozen; a draft has the first day of the report's year, never now."""
        return self.frozen_at or datetime(self.report_year, 1, 1, tzinfo=UTC)

    @property
    def status(self) -> str:
        if self.frozen_at is None:
            return _("Draft: not frozen, not signed for hand-over")
        words = _("Version %(number)s (%(kind)s), frozen on %(date)s")
        return words % {"number": self.version, "kind": self.kind, "date": f"{self.frozen_at:%Y-%m-%d %H:%M} UTC"}

    @property
    def edition_words(self) -> str:
        return _("edition %(edition)s of the form (ours, not UNEP's)") % {"edition": self.off.edition}

    @cached_property
    def digest(self) -> str:
        """SHA-256 over everything that is printed."""
        returns = [
            [
                part.year,
                part.edition,
                part.delegates,
                part.lines_digest,
                part.inputs_digest,
                list(part.factor_editions),
                part.method_version,
                part.code_version,
                list(part.remarks),
                [[section.code, section.title] for section in part.sections],
            ]
            for part in (self.off, self.on)
            if part is not None
        ]
        frozen = self.frozen_at.isoformat() if self.frozen_at else None
        return digest_of([returns, self.said.content(), self.version, self.kind, self.reason, frozen])

    @cached_property
    def lines_digest(self) -> str:
        """SHA-256 over all lines, without and with delegates: what signatures are put under."""
        return Figures(self.off.lines, self.on.lines if self.on else ()).digest

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections that have lines, totals first."""
        used = {line.section for line in self.off.lines}
        known = [section for section in self.off.sections if section.code in used]
        return tuple(sorted(known, key=lambda section: section.code != TOTALS))

    def lines(self, section: str) -> list[Line]:
        return [line for line in self.off.lines if line.section == section]

    def find(self, code: str) -> Line | None:
        return self._off_lines.get(code)

    def with_delegates(self, code: str) -> Line | None:
        """The same line of the return with delegates; None where that was not computed."""
        return self._on_lines.get(code)

    @cached_property
    def _off_lines(self) -> dict[str, Line]:
        return {line.code: line for line in self.off.lines}

    @cached_property
    def _on_lines(self) -> dict[str, Line]:
        return {line.code: line for line in self.on.lines} if self.on else {}
