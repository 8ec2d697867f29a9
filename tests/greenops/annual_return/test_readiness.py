"""What stands in the way of a return: each thing with its section, its owner and where it is settled."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ems.models import PersonnelCount, PersonnelRule, SiteTerms
from greenops.annual_return import computation
from greenops.annual_return.edition_file import edition
from greenops.annual_return.gathering.gather import gather
from greenops.annual_return.models import ActivityReading, AnnualReturn, Omission, ReturnAnswer, SectionOwner
from greenops.annual_return.readiness import Readiness, readiness
from greenops.annual_return.variance import give_reason
from tests.factories import activity, boundary
from tests.factories.returns import annual_return
from tests.greenops.annual_return.ready import answered, ready_year, site_with_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready() -> AnnualReturn:
    """Nothing blocks this return of 2025."""
    ready_year()
    return annual_return(2025)


def blockers(found: Readiness, section: str = "") -> list[str]:
    return [blocker.sentence for blocker in found.blockers if section in ("", blocker.section)]


def warnings(found: Readiness, section: str) -> list[str]:
    return [warning.sentence for warning in found.warnings if warning.section == section]


def test_a_complete_year_is_ready(ready):
    found = readiness(ready)

    assert blockers(found) == []
    assert found.is_ready
    assert found.completeness == 1.0


def test_a_year_without_anything_says_so_and_is_not_complete():
    found = readiness(annual_return(2025))

    assert "Nobody was counted in 2025" in blockers(found, "1")[0]
    assert "No site was open in 2025" in blockers(found, "2")[0]
    assert found.completeness == 0.0


def test_a_question_that_has_to_be_answered_blocks_with_the_page_of_its_section(ready):
    ReturnAnswer.objects.get(question="11.policy").delete()

    (blocker,) = readiness(ready).blockers

    assert blocker.sentence == "Not answered: Waste policy or plan (11.policy)."
    assert (blocker.section, blocker.link) == ("11", "/return/2025/questions/11/")


def test_the_owner_of_a_section_stands_beside_what_it_lacks(ready, ingrid):
    ReturnAnswer.objects.get(question="11.policy").delete()
    SectionOwner.objects.create(annual_return=ready, section="11", owner=ingrid)

    assert readiness(ready).blockers[0].owner == "Ingrid"


def test_a_site_without_terms_blocks(ready):
    SiteTerms.objects.all().delete()

    assert any("how GVA is held" in sentence for sentence in blockers(readiness(ready), "2"))


def test_an_area_that_is_not_known_is_told(ready):
    SiteTerms.objects.update(floor_area_m2=None)

    assert any("floor area of GVA" in sentence for sentence in warnings(readiness(ready), "2"))


def test_without_the_rule_of_counting_it_blocks(ready):
    PersonnelRule.objects.all().delete()

    assert "how people were counted in 2025" in blockers(readiness(ready), "1")[0]


def test_a_site_without_people_is_told(ready):
    site_with_everything("NBO")
    PersonnelCount.objects.filter(site__code="NBO").delete()

    assert "No personnel was counted at NBO" in warnings(readiness(ready), "1")[0]


def test_a_site_without_electricity_blocks_and_leads_to_its_grid(ready):
    site_with_everything("NBO")
    ActivityReading.objects.filter(site__code="NBO").delete()

    (blocker,) = readiness(ready).blockers

    assert "There is no electricity of NBO" in blocker.sentence
    assert blocker.link == "/return/activity/?site=NBO&year=2025"


def test_what_was_left_out_with_a_reason_does_not_block(ready):
    site = site_with_everything("NBO")
    ActivityReading.objects.filter(site=site).delete()
    Omission.objects.create(annual_return=ready, section="3", site=site, what="All", reason="The host pays.")

    assert blockers(readiness(ready)) == []


def test_months_that_are_missing_are_told_by_site(ready):
    ActivityReading.objects.filter(month__gt=9).delete()

    found = readiness(ready)

    asked = "months are missing at GVA (9/12). Enter them, or estimate them by the mean."
    assert any(asked in sentence for sentence in warnings(found, "3"))
    assert found.completeness < 1


def test_readings_without_evidence_are_counted(ready):
    assert "12 of 12 readings have no evidence." in warnings(readiness(ready), "3")


def test_a_factor_that_is_missing_blocks_with_its_sentence(ready):
    gathered = gather(2025)
    nowhere = replace(gathered, activities=tuple(replace(one, country="AQ") for one in gathered.activities))
    computed = computation.return_of(nowhere, edition("2026"), delegates=False)

    found = readiness(ready, computed, nowhere)

    assert any("AQ" in sentence for sentence in blockers(found, "3"))


@pytest.mark.parametrize(("part", "whole"), [((3.0), 0.0), (12.0, 10.0)])
def test_a_share_that_is_none_blocks(ready, part, whole):
    gathered = gather(2025)
    (site,) = gathered.sites
    held = replace(site.terms[0], share=(part, whole), share_basis="persons")
    wrong = replace(gathered, sites=(replace(site, terms=(held,)),))

    found = readiness(ready, computation.return_of(gathered, edition("2026"), delegates=False), wrong)

    assert any("is no share at GVA" in sentence for sentence in blockers(found, "2"))


def test_rows_that_wait_and_payers_that_are_not_known_are_told(ready):
    gathered = gather(2025)
    flagged = replace(gathered.travel.flagged, passenger_legs=3, total_mg=2_000_000_000)
    travel = replace(
        gathered.travel, waiting_rows=2, waiting_low_mg=500_000_000, waiting_high_mg=1_500_000_000, flagged=flagged
    )

    found = readiness(ready, gathered=replace(gathered, travel=travel))

    assert [warning.link for warning in found.warnings if warning.section == "8"] == [
        "/travel/questions/",
        "/travel/unassigned/",
    ]
    assert "2 rows of bookings wait" in warnings(found, "8")[0]
    assert "0.500 to 1.500 t" in warnings(found, "8")[0]
    assert "Of 3 flown legs the payer is not known; they count, with 2.000 t." in warnings(found, "8")


def test_estimates_above_the_threshold_are_told(ready):
    ActivityReading.objects.update(method="estimated")

    assert any("Share of the total that rests on estimates" in sentence for sentence in warnings(readiness(ready), "T"))


def test_coverage_below_the_threshold_is_told(ready):
    site = boundary.site("NBO")
    boundary.terms(site, floor_area_m2=Decimal(100))
    boundary.personnel(boundary.unit("ROA"), site, full_time_equivalents=Decimal(50))
    activity.reading(site)

    assert any("complete data on greenhouse gases" in sentence for sentence in warnings(readiness(ready), "T"))


def test_a_change_against_the_year_before_asks_for_a_reason(ready, ingrid):
    site = ready_site_of_2024()
    assert ActivityReading.objects.filter(site=site, year=2024).count() == 12

    asked = [blocker for blocker in readiness(ready).blockers if "Say why" in blocker.sentence]
    assert asked[0].sentence == "Total greenhouse gas emissions (T.1) rose by 100.0 % against 2024. Say why."
    assert asked[0].link == "/return/2025/changes/#line-T.1"

    for blocker in asked:
        give_reason(by=ingrid, annual_return=ready, code=blocker.link.partition("#line-")[2], reason="More machines.")
    assert readiness(ready).is_ready


def ready_site_of_2024():
    """Half of the electricity of 2025, with the same factor of the grid."""
    site = SiteTerms.objects.get().site
    boundary.personnel(boundary.unit("OLD"), site, year=2024)
    for month in range(1, 13):
        activity.reading(site, year=2024, month=month, quantity=Decimal(500))
    return site


def test_the_number_of_queries_does_not_grow_with_the_sites():
    answered()
    made = annual_return(2025)
    site_with_everything("A01")
    queries(made)  # what is kept in the cache is asked once
    few = queries(made)
    for number in range(2, 8):
        site_with_everything(f"A{number:02d}")

    assert queries(made) == few


def queries(made: AnnualReturn) -> int:
    with CaptureQueriesContext(connection) as captured:
        readiness(made)
    return len(captured)


def test_a_reading_of_nothing_that_the_catalogue_knows_blocks(ready):
    ActivityReading.objects.filter(month=12).update(stream="perpetual_motion")

    found = blockers(readiness(ready))

    assert any("'perpetual_motion' is no stream of activity data" in sentence for sentence in found)
