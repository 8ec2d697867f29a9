"""The acts on a return as its page offers them: to whom, in which state, and what they ask for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from greenops.annual_return.cycle import restating, workflow
from greenops.annual_return.cycle.forms import NothingForm, ReasonForm, StatementForm
from greenops.annual_return.cycle.signing import may
from greenops.annual_return.models import AnnualReturn
from greenops.annual_return.permissions import ReturnPermission as May

State = AnnualReturn.State
PREPARED = _(
    "I prepared this return from the records of the organization. To my knowledge the data are complete; what is "
    "estimated or left out is marked as such."
)
REVIEWED = _("I checked the figures against the records behind them, and the estimates and omissions for reason.")
APPROVED = _("I looked at the figures, the estimates and the omissions, and approve this return.")


@dataclass(frozen=True)
class Act:
    """One act. states: in which it is offered; others: people who did one of these may not (four eyes).

    restating: offered only while a restatement is under way (True) or is not (False); None: either.
    """

    key: str
    label: str | Promise
    words: str | Promise
    done: str | Promise
    function: Callable[..., Any]
    form: type[forms.Form]
    permissions: tuple[May, ...]
    states: tuple[str, ...]
    others: tuple[str, ...] = ()
    statement: str | Promise = ""
    restating: bool | None = None
    kind: str = ""

    @property
    def field(self) -> str:
        return next(iter(self.form.base_fields), "")

    def bound(self, data: Any = None) -> forms.Form:
        initial = {self.field: self.statement} if self.statement else {}
        return self.form(data, initial=initial, prefix=None, auto_id=f"id_{self.key}_%s")

    def is_offered(self, user: Any, row: AnnualReturn) -> bool:
        if row.state not in self.states or not may(user, *self.permissions):
            return False
        return self.restating is None or self.restating == (row.restating_at is not None)

    def is_for_others(self, user: Any, row: AnnualReturn) -> bool:
        """Whether the person did an act before, so that somebody else does this one."""
        return any(getattr(row, f"{act}_id") == user.pk for act in self.others)


ACTS = (
    Act(
        "start_collection",
        _("Start collecting"),
        _("From now on the owners of the sections enter their data."),
        _("Data of the year are being collected."),
        workflow.start_collection,
        NothingForm,
        (May.PREPARE,),
        (State.OPEN,),
        kind="primary",
    ),
    Act(
        "send_to_review",
        _("Sign and send to review"),
        _("Your signature binds to the lines as they are now. The data of the year close until the return comes back."),
        _("The return is in review."),
        workflow.send_to_review,
        StatementForm,
        (May.PREPARE,),
        (State.IN_COLLECTION,),
        statement=PREPARED,
        kind="primary",
    ),
    Act(
        "review",
        _("Sign as reviewer"),
        _("A review is optional; whoever reviews does not approve."),
        _("Your review is signed."),
        workflow.review,
        StatementForm,
        (May.REVIEW,),
        (State.IN_REVIEW,),
        others=("prepared_by", "reviewed_by"),
        statement=REVIEWED,
    ),
    Act(
        "approve",
        _("Approve"),
        _("Your approval binds to the lines as the preparer signed them."),
        _("The return is approved."),
        workflow.approve,
        StatementForm,
        (May.APPROVE,),
        (State.IN_REVIEW,),
        others=("prepared_by", "reviewed_by"),
        statement=APPROVED,
        kind="primary",
    ),
    Act(
        "send_back",
        _("Send back"),
        _("The signatures given so far are withdrawn with your reason, and the data open again."),
        _("The return is sent back."),
        workflow.send_back,
        ReasonForm,
        (May.PREPARE, May.REVIEW, May.APPROVE),
        (State.IN_REVIEW,),
    ),
    Act(
        "submit",
        _("Submit and freeze"),
        _("What was approved is computed once more, must be the same, and is frozen. Afterwards it is only restated."),
        _("The return is submitted and frozen."),
        workflow.submit,
        NothingForm,
        (May.PREPARE,),
        (State.APPROVED,),
        others=("approved_by",),
        kind="primary",
    ),
    Act(
        "withdraw_approval",
        _("Withdraw the approval"),
        _("The return goes back to review; the preparer's signature stays."),
        _("The approval is withdrawn."),
        workflow.withdraw_approval,
        ReasonForm,
        (May.APPROVE,),
        (State.APPROVED,),
    ),
    Act(
        "begin_restatement",
        _("Begin a restatement"),
        _("The data of the year open again. What is frozen stays, and both values are kept."),
        _("The restatement has begun: the data of the year are open."),
        restating.begin_restatement,
        ReasonForm,
        (May.PREPARE,),
        AnnualReturn.FROZEN,
        restating=False,
    ),
    Act(
        "sign_restatement",
        _("Sign the new lines"),
        _("Your signature binds to the lines as they are now; another person approves them."),
        _("The new lines are signed."),
        restating.sign_restatement,
        StatementForm,
        (May.PREPARE,),
        AnnualReturn.FROZEN,
        statement=PREPARED,
        restating=True,
        kind="primary",
    ),
    Act(
        "restate",
        _("Approve the restatement"),
        _("A version with the new lines is frozen after the latest one, which stays."),
        _("The return is restated."),
        restating.restate,
        StatementForm,
        (May.APPROVE,),
        AnnualReturn.FROZEN,
        others=("restating_by",),
        statement=APPROVED,
        restating=True,
        kind="primary",
    ),
    Act(
        "give_up_restatement",
        _("Give the restatement up"),
        _("Only while nothing moved: the data of the year close again."),
        _("The restatement is given up."),
        restating.give_up_restatement,
        NothingForm,
        (May.PREPARE, May.APPROVE),
        AnnualReturn.FROZEN,
        restating=True,
    ),
)
BY_KEY = {act.key: act for act in ACTS}
