"""Returns in their states, for tests."""

from datetime import date
from typing import Any

from django.utils import timezone

from greenops.annual_return.cycle.frozen import frame_of, frozen_lines
from greenops.annual_return.models import (
    AnnualReturn,
    FrozenLine,
    Omission,
    PublishedFigure,
    ReturnVersion,
    UnepQuery,
)
from tests.factories.computed import computed_return, electricity

State = AnnualReturn.State
# Which acts lie behind a return of a state.
BEHIND = {
    State.OPEN: (),
    State.IN_COLLECTION: (),
    State.IN_REVIEW: ("prepared",),
    State.APPROVED: ("prepared", "approved"),
    State.SUBMITTED: ("prepared", "approved", "submitted"),
    State.PUBLISHED: ("prepared", "approved", "submitted"),
}


def annual_return(year: int = 2025, state: str = State.OPEN, *, by: dict[str, Any] | None = None) -> AnnualReturn:
    """A row in the state. by: who did each act that lies behind it, needed from `in_review` on."""
    acts: dict[str, Any] = {}
    for act in BEHIND[State(state)]:
        acts |= {f"{act}_by": (by or {})[act], f"{act}_at": timezone.now()}
    return AnnualReturn.objects.create(year=year, edition=str(year + 1), state=state, **acts)


def version(of: AnnualReturn, **fields: Any) -> ReturnVersion:
    """A version without lines."""
    given = {
        "number": 1,
        "kind": "submission",
        "edition": of.edition,
        "inputs_digest": "0" * 64,
        "lines_digest": "0" * 64,
        "method_version": "1",
        "code_version": "test",
        "statements": {
            "organization": "Agency",
            "computed": frame_of(computed_return(), computed_return(delegates=True)),
        },
        "frozen_at": timezone.now(),
        **fields,
    }
    return ReturnVersion.objects.create(annual_return=of, **given)


def frozen_line(of: ReturnVersion, **fields: Any) -> FrozenLine:
    given = {"delegates": False, "position": 1, "code": "T.1", "value": 1.0, "content": {}, **fields}
    return FrozenLine.objects.create(version=of, **given)


def one_of_each(year: int = 2025) -> dict[str, Any]:
    """An open return with one of everything that has an address, by label of its model."""
    opened = annual_return(year)
    made = version(opened)
    for delegates in (False, True):
        lines = computed_return(*electricity(GVA=1000.0), year=year, delegates=delegates)
        FrozenLine.objects.bulk_create(frozen_lines(made, lines))
    return {
        "annual_return.omission": Omission.objects.create(annual_return=opened, section="3", what="A", reason="B"),
        "annual_return.unepquery": UnepQuery.objects.create(
            annual_return=opened, asked_on=date(year + 1, 6, 1), question="Why?"
        ),
        "annual_return.publishedfigure": PublishedFigure.objects.create(
            year=year, code="T.1", value=1, unit="tCO2eq", source="Report"
        ),
    }
