"""From opening a return to submitting it: each act, and each refusal."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from ems.models import Event
from greenops.annual_return.cycle import workflow
from greenops.annual_return.cycle.freezing import frozen_figures
from greenops.annual_return.cycle.frozen import computed_of
from greenops.annual_return.cycle.refusals import ReturnRefused
from greenops.annual_return.models import AnnualReturn, FrozenLine, ReturnVersion, Signature
from tests.factories import boundary
from tests.factories.people import person

pytestmark = pytest.mark.django_db

State = AnnualReturn.State
PREPARED = "The data are complete to my knowledge."
APPROVED = "I approve this return."


@pytest.fixture
def collecting(chosen, ingrid):
    opened = workflow.open_return(by=ingrid, year=2025)
    return workflow.start_collection(by=ingrid, annual_return=opened)


@pytest.fixture
def in_review(collecting, ingrid):
    return workflow.send_to_review(by=ingrid, annual_return=collecting, statement=PREPARED)


@pytest.fixture
def approved(in_review, mateo):
    return workflow.approve(by=mateo, annual_return=in_review, statement=APPROVED)


def test_a_return_is_opened_by_the_edition_of_its_report(chosen, ingrid):
    opened = workflow.open_return(by=ingrid, year=2025, due_on=date(2026, 3, 31))

    assert (opened.state, opened.edition, opened.opened_by) == (State.OPEN, "2026", ingrid)
    assert Event.objects.get().action == "return opened"


def test_a_year_has_one_return(collecting, ingrid):
    with pytest.raises(ReturnRefused, match="2025 is open already"):
        workflow.open_return(by=ingrid, year=2025)


@pytest.mark.parametrize("year", [1999, 2027, 20255])
def test_a_year_ahead_or_long_ago_is_refused(chosen, ingrid, year):
    with pytest.raises(ReturnRefused, match=f"{year} is no year"):
        workflow.open_return(by=ingrid, year=year)


def test_an_unknown_edition_is_refused_with_those_that_there_are(ingrid):
    with pytest.raises(ReturnRefused, match="1812"):
        workflow.open_return(by=ingrid, year=2025, edition="1812")


def test_only_who_prepares_for_all_units_opens(chosen, mateo):
    regional = person("Farid", "focal_point", unit=boundary.unit("ROA"))

    for by in (mateo, regional):
        with pytest.raises(PermissionDenied):
            workflow.open_return(by=by, year=2025)
    assert not AnnualReturn.objects.exists()


def test_the_edition_is_changed_while_data_are_collected(collecting, ingrid):
    workflow.change_terms(by=ingrid, annual_return=collecting, edition="2026", due_on=date(2026, 4, 30))

    collecting.refresh_from_db()
    assert collecting.due_on == date(2026, 4, 30)


def test_sending_to_review_signs_the_lines_as_they_are(in_review, ingrid):
    signature = Signature.objects.get()

    assert (in_review.state, in_review.prepared_by) == (State.IN_REVIEW, ingrid)
    assert (signature.role, signature.signed_by, signature.statement) == ("preparer", ingrid, PREPARED)
    # 1,500 kWh at 0.1 kg are 0.15 t; with 250 kWh of delegates 0.175 t.
    assert signature.marks["off"]["T.1"][0] == pytest.approx(0.15)
    assert signature.marks["on"]["T.1"][0] == pytest.approx(0.175)


def test_what_blocks_keeps_a_return_out_of_review(collecting, ingrid, chosen):
    chosen.blockers = (type("Blocker", (), {"sentence": "NBO has no electricity in March."})(),)

    with pytest.raises(ReturnRefused) as refused:
        workflow.send_to_review(by=ingrid, annual_return=collecting, statement=PREPARED)

    assert refused.value.details == ("NBO has no electricity in March.",)
    collecting.refresh_from_db()
    assert (collecting.state, Signature.objects.count()) == (State.IN_COLLECTION, 0)


def test_a_year_of_which_nothing_is_kept_is_not_sent_to_review(ingrid):
    opened = workflow.open_return(by=ingrid, year=2025)

    with pytest.raises(ReturnRefused, match="Nothing is kept of 2025"):
        workflow.send_to_review(by=ingrid, annual_return=opened, statement=PREPARED)


def test_a_signature_without_a_statement_is_refused(collecting, ingrid):
    with pytest.raises(ReturnRefused, match="Write the statement"):
        workflow.send_to_review(by=ingrid, annual_return=collecting, statement="  ")

    collecting.refresh_from_db()
    assert collecting.state == State.IN_COLLECTION


def test_a_separate_reviewer_signs(in_review, wanjiru):
    reviewed = workflow.review(by=wanjiru, annual_return=in_review, statement="Checked against the invoices.")

    assert (reviewed.state, reviewed.reviewed_by) == (State.IN_REVIEW, wanjiru)


def test_the_preparer_does_not_review(in_review, ingrid):
    with pytest.raises(ReturnRefused, match="another person reviews it"):
        workflow.review(by=ingrid, annual_return=in_review, statement="Checked.")


def test_a_return_is_reviewed_once(in_review, wanjiru, mateo):
    workflow.review(by=wanjiru, annual_return=in_review, statement="Checked.")

    with pytest.raises(ReturnRefused, match="reviewed this return already"):
        workflow.review(by=mateo, annual_return=in_review, statement="Checked too.")


def test_sent_back_the_signatures_are_withdrawn_with_the_reason(in_review, mateo):
    back = workflow.send_back(by=mateo, annual_return=in_review, reason="The generator of Nairobi is missing.")

    signature = Signature.objects.get()
    assert (back.state, back.prepared_by) == (State.IN_COLLECTION, None)
    assert signature.withdrawn_because == "The generator of Nairobi is missing."
    assert signature.withdrawn_at is not None


def test_sending_back_needs_a_reason(in_review, mateo):
    with pytest.raises(ReturnRefused, match="Say why"):
        workflow.send_back(by=mateo, annual_return=in_review, reason="")


def test_approval_binds_to_the_lines(approved, mateo):
    assert (approved.state, approved.approved_by) == (State.APPROVED, mateo)
    assert approved.approved_digest == Signature.objects.get(role="approver").lines_digest


def test_the_preparer_does_not_approve(in_review):
    both = person("Both", "focal_point", "management_reviewer")
    AnnualReturn.objects.update(prepared_by=both)

    with pytest.raises(ReturnRefused, match="another person approves it"):
        workflow.approve(by=both, annual_return=in_review, statement=APPROVED)


def test_the_reviewer_does_not_approve(in_review, wanjiru):
    workflow.review(by=wanjiru, annual_return=in_review, statement="Checked.")

    with pytest.raises(ReturnRefused, match="You reviewed this return"):
        workflow.approve(by=wanjiru, annual_return=in_review, statement=APPROVED)


def test_approval_after_inputs_moved_is_refused_with_what_moved(in_review, mateo, chosen):
    chosen.move(GVA=1000.0, NBO=700.0)

    with pytest.raises(ReturnRefused, match="moved since the return was prepared") as refused:
        workflow.approve(by=mateo, annual_return=in_review, statement=APPROVED)

    # 0.15 t became 0.17 t, in the total and in electricity, without and with delegates.
    assert len(refused.value.details) == 4
    assert "3.1 Electricity: was 0.150, is 0.170 tCO₂eq." in refused.value.details[1]


def test_approval_withdrawn_goes_back_to_review(approved, mateo):
    back = workflow.withdraw_approval(by=mateo, annual_return=approved, reason="A bill came late.")

    assert (back.state, back.approved_by, back.approved_digest) == (State.IN_REVIEW, None, "")
    assert Signature.objects.get(role="approver").withdrawn_because == "A bill came late."
    assert Signature.objects.get(role="preparer").withdrawn_at is None


def test_submitting_freezes_both_results(approved, ingrid):
    version = workflow.submit(by=ingrid, annual_return=approved)

    approved.refresh_from_db()
    assert (approved.state, approved.submitted_by) == (State.SUBMITTED, ingrid)
    assert (version.number, version.kind, version.frozen_by_id) == (1, "submission", ingrid.pk)
    assert version.lines_digest == approved.approved_digest == frozen_figures(version).digest
    totals = FrozenLine.objects.filter(code="T.1").order_by("delegates").values_list("delegates", "value")
    assert list(totals) == [(False, pytest.approx(0.15)), (True, pytest.approx(0.175))]


def test_what_is_frozen_is_read_back_as_it_was_computed(approved, ingrid, chosen):
    version = workflow.submit(by=ingrid, annual_return=approved)

    assert computed_of(version) == chosen.compute_return(2025)
    assert computed_of(version, delegates=True).lines == chosen.compute_return(2025, delegates=True).lines
    assert [given["role"] for given in version.statements["signatures"]] == ["prepared", "approved"]


def test_submitting_what_was_not_approved_is_refused(approved, ingrid, chosen):
    chosen.move(GVA=1.0)

    with pytest.raises(ReturnRefused, match="moved since the return was approved"):
        workflow.submit(by=ingrid, annual_return=approved)

    approved.refresh_from_db()
    assert (approved.state, ReturnVersion.objects.count()) == (State.APPROVED, 0)


def test_the_approver_does_not_submit(in_review):
    both = person("Both", "focal_point", "management_reviewer")
    approved = workflow.approve(by=both, annual_return=in_review, statement=APPROVED)

    with pytest.raises(ReturnRefused, match="another person submits it"):
        workflow.submit(by=both, annual_return=approved)


ACTS = {
    "start_collection": {},
    "send_to_review": {"statement": PREPARED},
    "submit": {},
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_that_another_person_was_faster_with_says_where_the_return_stands(approved, ingrid, act):
    workflow.submit(by=ingrid, annual_return=approved)

    with pytest.raises(ReturnRefused, match="The return of 2025 is submitted"):
        getattr(workflow, act)(by=ingrid, annual_return=approved, **ACTS[act])


def test_of_two_approvals_at_once_one_is_refused(in_review, mateo, wanjiru, chosen, monkeypatch):
    """While the one computes, the other approves."""
    plain = chosen.compute_both

    def meanwhile(*args, **options):
        monkeypatch.setattr(workflow.freezing.computation, "compute_both", plain)
        workflow.approve(by=wanjiru, annual_return=in_review, statement=APPROVED)
        return plain(*args, **options)

    monkeypatch.setattr(workflow.freezing.computation, "compute_both", meanwhile)

    with pytest.raises(ReturnRefused, match="The return of 2025 is approved"):
        workflow.approve(by=mateo, annual_return=in_review, statement=APPROVED)

    assert not Signature.objects.filter(signed_by=mateo).exists()


def test_every_act_is_an_event(approved, ingrid):
    workflow.submit(by=ingrid, annual_return=approved)

    assert list(Event.objects.order_by("sequence").values_list("action", flat=True)) == [
        "return opened",
        "collection of data started",
        "return sent to review",
        "return approved",
        "return submitted",
    ]
