"""Returns in their states, for tests."""

from typing import Any

from django.utils import timezone

from greenops.annual_return.models import AnnualReturn

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
