"""Returns whose figures the tests choose: the one place where the computation is replaced."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from greenops.annual_return import computation
from greenops.annual_return.computed import ComputedReturn, Line
from greenops.annual_return.cycle import workflow
from greenops.annual_return.readiness import Readiness
from tests.factories.computed import computed_return, electricity
from tests.factories.people import person


@dataclass
class Chosen:
    """lines: of every year, without delegates; extra: what delegates add. blockers: what readiness finds."""

    lines: tuple[Line, ...] = electricity(GVA=1000.0, NBO=500.0)
    with_delegates: tuple[Line, ...] = electricity(GVA=1000.0, NBO=500.0, PTY=250.0)
    fields: dict[str, Any] = field(default_factory=dict)
    blockers: tuple[Any, ...] = ()

    def move(self, **kwh: float) -> None:
        self.lines, self.with_delegates = electricity(**kwh), electricity(**kwh, PTY=250.0)

    def compute_return(self, year: int, *, edition: str | None = None, delegates: bool = False) -> ComputedReturn:
        lines = self.with_delegates if delegates else self.lines
        given = {"edition": edition or str(year + 1), **self.fields}
        return computed_return(*lines, year=year, delegates=delegates, **given)

    def compute_both(self, year: int, *, edition: str | None = None) -> tuple[ComputedReturn, ComputedReturn]:
        return self.compute_return(year, edition=edition), self.compute_return(year, edition=edition, delegates=True)

    def readiness(self, *args: Any, **options: Any) -> Readiness:
        return Readiness(blockers=self.blockers, warnings=(), sections=())


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Chosen:
    """Figures of the test's choice; nothing blocks until the test says so."""
    made = Chosen()
    monkeypatch.setattr(computation, "compute_return", made.compute_return)
    monkeypatch.setattr(computation, "compute_both", made.compute_both)
    monkeypatch.setattr(workflow.readiness, "readiness", made.readiness)
    return made


@pytest.fixture
def ingrid(db: None) -> Any:
    """Prepares returns."""
    return person("Ingrid", "focal_point")


@pytest.fixture
def mateo(db: None) -> Any:
    """Approves them."""
    return person("Mateo", "management_reviewer")


@pytest.fixture
def wanjiru(db: None) -> Any:
    """Reviews them."""
    return person("Wanjiru", "management_reviewer")
