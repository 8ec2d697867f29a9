"""The pages of a year's state: what they show, what they offer to whom, and what they say when refused."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from greenops.annual_return.cycle import restating, workflow
from greenops.annual_return.models import ActivityReading, AnnualReturn, PublishedFigure, ReturnAnswer, ReturnVersion
from tests.factories import boundary, registers
from tests.factories.people import person, sign_in
from tests.greenops.annual_return.ready import ready_year
from tests.greenops.annual_return.stories import DIGEST, handed_over, published, submitted

pytestmark = pytest.mark.django_db

State = AnnualReturn.State


def client_of(user) -> Client:
    client = Client()
    sign_in(client, user)
    return client


def address(name: str, *args) -> str:
    return reverse(f"annual_return:{name}", args=[2025, *args])


@pytest.fixture
def collecting(ingrid):
    ready_year()
    opened = workflow.open_return(by=ingrid, year=2025)
    return workflow.start_collection(by=ingrid, annual_return=opened)


@pytest.fixture
def frozen(ingrid, mateo):
    ready_year()
    return submitted(ingrid, mateo)


def test_a_year_that_was_not_opened_is_opened_from_its_page(ingrid):
    client = client_of(ingrid)
    assert "Open the return" in client.get(address("year")).content.decode()

    response = client.post(reverse("annual_return:open_return"), {"year": "2025", "due_on": "2026-03-31"})

    assert response["Location"] == address("year")
    assert AnnualReturn.objects.get().due_on.isoformat() == "2026-03-31"


def test_a_year_with_data_leads_to_its_lines_before_it_is_opened(ingrid):
    assert address("lines") not in client_of(ingrid).get(address("year")).content.decode()
    ready_year()

    assert address("lines") in client_of(ingrid).get(address("year")).content.decode()


def test_a_year_that_lies_ahead_is_not_offered_to_be_opened(ingrid):
    ahead = reverse("annual_return:year", args=[timezone.localdate().year + 1])

    assert client_of(ingrid).get(ahead).context["form"] is None


def test_opened_twice_the_form_says_so(collecting, ingrid):
    response = client_of(ingrid).post(reverse("annual_return:open_return"), {"year": "2025"})

    assert response.status_code == 422
    assert "The return of 2025 is open already." in response.content.decode()


def test_who_looks_after_certain_units_only_is_told_why_not(collecting):
    regional = person("Farid", "management_reviewer", unit=boundary.unit("ROA"))

    assert client_of(regional).get(address("year")).status_code == 403


def test_what_blocks_stands_with_its_link_and_the_signature_waits(collecting, ingrid):
    ReturnAnswer.objects.get(question="11.policy").delete()

    page = client_of(ingrid).get(address("year")).content.decode()

    assert "Not answered: Waste policy or plan (11.policy)." in page
    assert f'href="{address("section_answers", "11")}"' in page
    assert "You can sign once the thing that blocks is settled" in page
    assert address("send_to_review") not in page


def test_who_signs_sees_the_figures_first_and_where_they_come_from(collecting, mateo):
    page = client_of(mateo).get(address("year"))

    assert [figure["label"] for figure in page.context["figures"]][:2] == [
        "Total greenhouse gas emissions",
        "Facilities",
    ]
    assert f'href="{address("line", "T.1")}"' in page.content.decode()


def test_who_approves_a_restatement_sees_both_values(frozen, ingrid, mateo):
    restating.begin_restatement(by=ingrid, annual_return=frozen, reason="A bill was read wrongly.")
    reading = ActivityReading.objects.filter(stream="electricity_grid").first()
    ActivityReading.objects.filter(pk=reading.pk).update(amount_micro=reading.amount_micro * 2)

    total = client_of(mateo).get(address("year")).context["figures"][0]

    assert total["sub"].startswith("frozen: ")
    assert total["sub"] != f"frozen: {total['value']}"


def test_who_may_not_settle_what_blocks_is_not_asked_to(collecting, ingrid, mateo):
    ReturnAnswer.objects.get(question="11.policy").delete()

    assert "Settle it" in client_of(ingrid).get(address("year")).content.decode()
    assert "Settle it" not in client_of(mateo).get(address("year")).content.decode()


def test_what_was_submitted_leads_on_to_the_hand_over(frozen, ingrid):
    assert address("hand_over") in client_of(ingrid).get(address("year")).content.decode()


def test_signing_leads_through_review_and_approval_to_frozen_lines(collecting, ingrid, mateo):
    preparer, approver = client_of(ingrid), client_of(mateo)
    statement = {"statement": "Complete."}

    preparer.post(address("send_to_review"), statement)
    approver.post(address("approve"), statement)
    preparer.post(address("submit"))

    collecting.refresh_from_db()
    assert collecting.state == State.SUBMITTED
    assert "1 · submission" in preparer.get(address("year")).content.decode()


def test_each_is_offered_what_he_may_do(collecting, ingrid, mateo):
    workflow.send_to_review(by=ingrid, annual_return=collecting, statement="Complete.")

    own, other = (client_of(user).get(address("year")).content.decode() for user in (ingrid, mateo))

    assert address("approve") not in own
    assert address("approve") in other
    assert "another person does this, because you signed before" in own  # reviewing


def test_a_refused_act_says_what_is_missing(collecting, ingrid):
    ReturnAnswer.objects.get(question="11.policy").delete()

    response = client_of(ingrid).post(address("send_to_review"), {"statement": "Complete."})

    assert response.status_code == 409
    page = response.content.decode()
    assert "cannot go to review while something is missing" in page
    assert page.count("Not answered: Waste policy or plan (11.policy).") == 2  # refused, and in the list


def test_an_act_without_its_statement_shows_its_form_again(collecting, ingrid):
    response = client_of(ingrid).post(address("send_to_review"), {"statement": ""})

    assert response.status_code == 422


def test_answers_of_a_section_are_saved_and_wrong_ones_shown_again(collecting, ingrid):
    client = client_of(ingrid)

    wrong = client.post(address("section_answers", "0"), {"0.full_time_staff": "many"})
    right = client.post(address("section_answers", "0"), {"0.full_time_staff": "2.5"})

    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "is no number" in page
    assert 'value="many"' in page
    assert right.status_code == 302
    assert ReturnAnswer.objects.get(question="0.full_time_staff").value == "2.5"


def test_questions_of_sites_stand_as_a_table(collecting, ingrid):
    client = client_of(ingrid)

    client.post(address("section_answers", "14"), {"14.protected_area@GVA": "no"})

    assert ReturnAnswer.objects.get(question="14.protected_area").site.code == "GVA"
    assert "Site by site" in client.get(address("section_answers", "14")).content.decode()


def test_an_answer_keeps_its_evidence_until_it_is_taken_away(collecting, ingrid):
    client, file = client_of(ingrid), registers.evidence()
    page = address("section_answers", "15")

    client.post(page, {"15.g1_policy": "in_place", "evidence:15.g1_policy": str(file.public_id)})
    client.post(page, {"15.g1_policy": "in_place", "15.policy_scope": "All sites."})
    kept = ReturnAnswer.objects.get(question="15.g1_policy").evidence
    client.post(page, {"15.g1_policy": "in_place", "evidence:15.g1_policy": ""})

    assert kept == file
    assert ReturnAnswer.objects.get(question="15.g1_policy").evidence is None


def test_a_section_that_there_is_not_is_not_found(collecting, ingrid):
    assert client_of(ingrid).get(address("section_answers", "99")).status_code == 404


def test_sections_are_given_to_people(collecting, ingrid, mateo):
    client_of(ingrid).post(address("section_owners"), {"owner_3": mateo.pk})

    assert collecting.section_owners.get().owner == mateo
    assert "Mateo" in client_of(ingrid).get(address("year")).content.decode()


def test_an_omission_is_recorded_and_taken_away(collecting, ingrid):
    client = client_of(ingrid)
    client.post(address("omissions"), {"section": "3", "what": "Warehouse", "reason": "The landlord pays."})
    omission = collecting.omissions.get()

    client.post(address("remove_omission", omission.pk))

    assert not collecting.omissions.exists()


def test_a_frozen_year_shows_its_versions_and_holds(frozen, ingrid):
    client = client_of(ingrid)

    assert "nothing moved" in client.get(address("verify")).content.decode()
    assert ReturnVersion.objects.get().lines_digest in client.get(address("versions")).content.decode()
    assert "T.1" in client.get(address("version", 1)).content.decode()


def test_a_return_that_is_not_frozen_cannot_be_verified(collecting, ingrid):
    assert "nothing is frozen yet" in client_of(ingrid).get(address("verify")).content.decode()


def test_a_restatement_from_the_page_keeps_both_values(frozen, ingrid, mateo):
    preparer, approver = client_of(ingrid), client_of(mateo)
    preparer.post(address("begin_restatement"), {"reason": "A meter was read wrongly."})
    ActivityReading.objects.filter(month=1).update(quantity=Decimal(2000), amount_micro=2_000_000_000)

    preparer.post(address("sign_restatement"), {"statement": "Complete."})
    approver.post(address("restate"), {"statement": "Approved."})

    page = approver.get(address("versions")).content.decode()
    assert "Version 2: restatement" in page
    assert "A meter was read wrongly." in page
    assert "12,000 kWh became 13,000 kWh" in page


def test_the_dialogue_is_recorded_from_its_page(ingrid, mateo):
    ready_year()
    submitted(ingrid, mateo)
    client, today = client_of(ingrid), timezone.localdate().isoformat()

    client.post(address("hand_over"), {"on": today, "file_digest": DIGEST})
    client.post(address("record_query"), {"asked_on": today, "question": "Why so low?", "code": "T.1"})
    client.post(address("record_published"), {"on": today, "value": "99", "source": "Report of 2026"})

    page = client.get(address("unep")).content.decode()
    assert "Why so low?" in page
    assert "not explained" in page
    assert AnnualReturn.objects.get().state == State.PUBLISHED


def test_a_published_figure_is_explained_and_corrected(ingrid, mateo):
    ready_year()
    published(ingrid, mateo, tonnes="99")
    figure, client = PublishedFigure.objects.get(), client_of(ingrid)

    client.post(address("explain_difference", figure.pk), {"explanation": "They rounded."})
    client.post(address("correct_published_figure", figure.pk), {"value": "98", "reason": "Typed wrongly."})

    figure.refresh_from_db()
    assert (figure.value, figure.explanation) == (Decimal(98), "They rounded.")


def test_what_is_refused_stands_in_the_form(ingrid, mateo):
    ready_year()
    handed_over(ingrid, mateo)

    response = client_of(ingrid).post(address("hand_over"), {"on": "2020-01-01", "file_digest": DIGEST})

    assert response.status_code == 422
    assert "The hand-over of 2020-01-01 is before the return was submitted" in response.content.decode()


def test_the_trend_marks_what_is_published_and_leaves_the_example_out(frozen, ingrid):
    client, trend = client_of(ingrid), reverse("annual_return:trend")
    client.post(
        reverse("annual_return:published_history"),
        {"year": "2019", "code": "T.1", "value": "1800", "unit": "tCO2eq", "source": "Report of 2020"},
    )
    call_command("load_published_example", verbosity=0)

    plain, with_example = (client.get(trend, data).content.decode() for data in ({}, {"examples": "on"}))

    assert "published: Report of 2020" in plain
    assert "Until 2019 as published" in plain
    assert "1,674" not in plain
    assert "example, not our history: ITU" in with_example


def test_the_policy_of_the_base_year_is_decided_on_its_page(ingrid):
    client = client_of(ingrid)
    given = {"valid_from": "2025", "base_year": "2025", "threshold_percent": "5"}

    wrong = client.post(reverse("annual_return:base_year_policy"), {**given, "target_year": "2030"})
    right = client.post(reverse("annual_return:base_year_policy"), given)

    assert "give both, or neither" in wrong.content.decode()
    assert right.status_code == 302


def test_a_reason_is_given_where_a_line_moved(collecting, ingrid):
    client = client_of(ingrid)

    empty = client.post(address("give_reason", "T.1"), {"reason": ""})
    client.post(address("give_reason", "T.1"), {"reason": "A new server room."})

    assert empty.status_code == 422
    assert collecting.variance_reasons.get().reason == "A new server room."
    assert client.post(address("give_reason", "99.9"), {"reason": "Because."}).status_code == 404
