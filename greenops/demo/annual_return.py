"""The demonstration's returns: 2023 published, 2024 restated, 2025 being collected. All of it invented."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from ems import actions as ems
from ems.models import PersonnelRule, Site
from greenops.accounts.models import User
from greenops.annual_return import base_year, notes, variance
from greenops.annual_return.activity.reading_checks import Given as Reading
from greenops.annual_return.activity.readings import save_readings
from greenops.annual_return.answers import Given, save_answers
from greenops.annual_return.computed import digest_of
from greenops.annual_return.cycle import dialogue, restating, workflow
from greenops.annual_return.edition import Edition
from greenops.annual_return.edition_file import edition
from greenops.annual_return.models import ActivityReading, AnnualReturn
from greenops.annual_return.trend import TOTAL
from greenops.demo.papers import policy_paper

PUBLISHED, RESTATED, COLLECTING = 2023, 2024, 2025
PREPARED: Final = "I prepared this return from the records of the organization; what is estimated is marked as such."
APPROVED: Final = "I looked at the figures and approve this return."

# Question -> answer; the same for all years.
ANSWERS: Final = {
    "0.focal_points": "Ingrid Solheim, environmental focal point (invented)",
    "11.policy": "Waste plan of 2021: sorted at all sites, weighed at headquarters.",
    "11.plastics": "No bottles of single-use plastic since 2022.",
    "12.policy": "Water is metered by month; leaks are reported within a day.",
    "15.status": "in_development",
    "16.policy": "yes",
    "17.training": "yes",
    "20.statement": "We know what we emit, and what we will do about it.",
    "20.strategy": "The plan follows the Strategy for Sustainability Management 2020-2030.",
    "20.reductions": "Fewer trips, lake water in place of chillers, solar power in Nairobi.",
    "21.contact": "Environmental focal point, room 214 (invented)",
    "21.boundary": "Operational control: all sites that the organization runs or shares, and travel that it pays for.",
}
REASONS: Final = {
    TOTAL: "More official travel: two conferences abroad after a year without any.",
    "8.1": "Two conferences abroad, and missions that had been put off in the year before.",
}
REASON_OF_THE_REST: Final = "It moved with the travel and the weather of the year."
# Of the sample questionnaire: what is in place; and the question that asks for a paper.
STANDING: Final = frozenset({"commitment", "scope", "roles", "aspects", "obligations", "risks", "objectives"})
POLICY: Final = "15.g1_policy"
OWNERS: Final = {"3": "coordinator", "4": "coordinator", "8": "officer", "11": "coordinator", "12": "coordinator"}
WHY_RESTATED: Final = "The generator meter of Nairobi was read in gallons and written down as litres in March."


@transaction.atomic
def make_returns() -> None:
    """All three, unless there is a return already; after bookings and activity data."""
    if AnnualReturn.objects.exists():
        return
    people = {user.username: user for user in User.objects.filter(username__in=("focal", "reviewer", *OWNERS.values()))}
    focal, reviewer = people["focal"], people["reviewer"]
    for year in (PUBLISHED, RESTATED, COLLECTING):
        rule = PersonnelRule(year=year, rule=PersonnelRule.Rule.FULL_TIME)
        if not PersonnelRule.objects.filter(year=year).exists():
            ems.save(by=focal, part=rule)
    base_year.decide_policy(
        by=focal,
        valid_from=PUBLISHED,
        base_year=PUBLISHED,
        threshold_percent=Decimal(5),
        target_year=2030,
        target_percent=Decimal(45),
        policy="The base year is computed again when boundary, factors or method move it by more than 5 per cent.",
        decided_by="Management group (invented)",
    )
    _publish(_submitted(PUBLISHED, focal, reviewer), focal)
    _restate(_submitted(RESTATED, focal, reviewer), focal, reviewer)
    _collect(focal, people)


def _submitted(year: int, focal: User, reviewer: User) -> AnnualReturn:
    made = workflow.open_return(by=focal, year=year)
    workflow.start_collection(by=focal, annual_return=made)
    _answer(made, focal)
    _explain(made, focal)
    notes.add_omission(
        by=focal,
        annual_return=made,
        section="6",
        what="Refrigerators of the kitchens",
        reason="Each holds less than 0.1 kg of refrigerant; together they are far below one per cent of the total.",
        site=Site.objects.get(code="GVA"),
    )
    workflow.send_to_review(by=focal, annual_return=made, statement=PREPARED)
    workflow.approve(by=reviewer, annual_return=made, statement=APPROVED)
    workflow.submit(by=focal, annual_return=made)
    made.refresh_from_db()
    return made


def _answer(made: AnnualReturn, focal: User) -> None:
    form = edition(made.edition)
    given = [
        Given(question.code, ANSWERS[question.code.removesuffix(f".{question.language}")])
        for question in form.questions
        if question.required
    ]
    save_answers(by=focal, annual_return=made, edition=form, given=[*given, *_governance(form, focal)])


def _governance(form: Edition, focal: User) -> Iterable[Given]:
    """What is planned stands; what is done about it is on its way."""
    policy = policy_paper(focal)
    for question in form.questionnaire.questions:
        value = "in_place" if question.facet in STANDING else "partly"
        yield Given(question.code, value, evidence=policy if question.code == POLICY else None)


def _explain(made: AnnualReturn, focal: User) -> None:
    for moved in variance.variances_now(made):
        reason = REASONS.get(moved.code, REASON_OF_THE_REST)
        variance.give_reason(by=focal, annual_return=made, code=moved.code, reason=reason)


def _publish(made: AnnualReturn, focal: User) -> None:
    today = timezone.localdate()
    digest = digest_of(["the file that was handed over", made.year])
    dialogue.record_hand_over(by=focal, annual_return=made, on=today, file_digest=digest)
    query = dialogue.record_query(
        by=focal,
        annual_return=made,
        asked_on=today,
        code="5.1",
        question="Cooling at headquarters is far below that of buildings of this size. Is anything missing?",
    )
    answer = "It is cooled with water of the lake; only the pumps use electricity. The supplier's factor is attached."
    dialogue.answer_query(by=focal, query=query, answer=answer)
    values = dict(made.versions.get().lines.filter(delegates=False).values_list("code", "value"))
    figures = [
        dialogue.Given(
            TOTAL,
            Decimal(round(values[TOTAL]) + 4),
            "tCO2eq",
            "Report of 2024, annex (invented)",
            explanation="The report rounds each source up to a whole tonne before it adds them.",
        ),
        dialogue.Given("T.5", Decimal(round(values["T.5"])), "tCO2eq", "Report of 2024, annex (invented)"),
    ]
    dialogue.record_published(by=focal, annual_return=made, on=today, figures=figures)


def _restate(made: AnnualReturn, focal: User, reviewer: User) -> None:
    """A reading was 3.785 times too small: gallons taken for litres."""
    restating.begin_restatement(by=focal, annual_return=made, reason=WHY_RESTATED)
    wrong = ActivityReading.objects.get(site__code="NBO", stream="generator_fuel", year=RESTATED, month=3)
    corrected: dict[str, Any] = {
        "quantity": str(round(wrong.quantity * Decimal("3.785"), 1)),
        "note": WHY_RESTATED,
    }
    reading = Reading(
        site="NBO",
        stream=wrong.stream,
        detail=wrong.detail,
        year=wrong.year,
        month=wrong.month,
        unit=wrong.unit,
        method=wrong.method,
        **corrected,
    )
    save_readings(by=focal, givens=[reading])
    restating.sign_restatement(by=focal, annual_return=made, statement=PREPARED)
    restating.restate(by=reviewer, annual_return=made, statement=APPROVED)


def _collect(focal: User, people: dict[str, User]) -> None:
    made = workflow.open_return(by=focal, year=COLLECTING)
    workflow.start_collection(by=focal, annual_return=made)
    for section, username in OWNERS.items():
        notes.set_owner(by=focal, annual_return=made, section=section, owner=people[username])
    form = edition(made.edition)
    given = [Given("11.policy", ANSWERS["11.policy"]), Given("16.policy", ANSWERS["16.policy"])]
    save_answers(by=focal, annual_return=made, edition=form, given=given)
