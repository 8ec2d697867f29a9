"""What is said beside the lines, read from the database."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ems.models import Organization, PersonnelRule, SiteTerms, TopicCoverage
from greenops.accounts.models import User
from greenops.annual_return.computation import compute_both
from greenops.annual_return.cycle.statements import said_of, statements_of
from greenops.annual_return.documents.sources import content_of_version, draft_content
from greenops.annual_return.documents.statements import statements_from
from greenops.annual_return.models import (
    AnnualReturn,
    BaseYearPolicy,
    PublishedFigure,
    ReturnVersion,
    Signature,
)
from tests.factories.activity import reading
from tests.factories.boundary import personnel, site, unit
from tests.factories.computed_return import computed_return, version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def the_return() -> AnnualReturn:
    Organization.objects.create(name="World Observatory Organization", abbreviation="WOO", is_demonstration=True)
    return AnnualReturn.objects.create(year=2025, edition="2026")


def said(annual_return):
    return statements_from(statements_of(annual_return, computed_return()))


def test_a_site_is_told_with_the_terms_and_the_months_of_the_year(the_return):
    geneva = site("GVA", valid_from=date(2025, 4, 1))
    SiteTerms.objects.create(site=geneva, valid_until=date(2025, 6, 30), tenure="rented", floor_area_m2=Decimal(100))
    SiteTerms.objects.create(
        site=geneva, valid_from=date(2025, 7, 1), tenure="owned", floor_area_m2=Decimal(250), share_basis="persons",
        occupants_own=Decimal(40), occupants_total=Decimal(80),
    )  # fmt: skip
    site("OLD", valid_until=date(2024, 12, 31))
    (card,) = said(the_return).sites
    assert (card.code, card.tenure, card.floor_area_m2, card.months) == ("GVA", "owned", 250.0, 9)
    assert (card.share_basis, card.share, card.occupants_total) == ("by persons", (40.0, 80.0), 80.0)


def test_people_readings_and_coverage_are_counted(the_return):
    geneva, nairobi = site("GVA"), site("NBO", country="KE")
    bureau = unit()
    personnel(bureau, geneva, full_time_equivalents=Decimal(30))
    personnel(bureau, nairobi, full_time_equivalents=Decimal(10))
    personnel(bureau, nairobi, category="intern", full_time_equivalents=Decimal(5))
    PersonnelRule.objects.create(year=2025, rule="full_time", categories=["staff"], explanation="Interns rotate.")
    reading(geneva)
    reading(nairobi, method="estimated")
    found = said(the_return)
    assert found.personnel.total == 45.0
    assert found.personnel.explanation == "Interns rotate."
    assert found.readings == (("metered", 1), ("estimated", 1))


def test_coverage_is_that_of_the_lines_of_the_form(the_return):
    geneva, nairobi = site("GVA"), site("NBO", country="KE")
    bureau = unit()
    personnel(bureau, geneva, full_time_equivalents=Decimal(30))
    personnel(bureau, nairobi, full_time_equivalents=Decimal(10))
    TopicCoverage.objects.create(site=geneva, year=2025, topic="waste", is_complete=True)
    off, _on = compute_both(2025)
    waste = next(topic for topic in said_of(off, the_return).coverage if topic.topic == "waste")
    assert (waste.sites, waste.sites_complete, waste.persons, waste.persons_covered) == (2, 1, 40.0, 30.0)


def test_a_withdrawn_signature_is_none(the_return):
    ana = User.objects.create(username="ana", first_name="Ana", last_name="Preparer")
    at = datetime(2026, 5, 4, 10, tzinfo=UTC)
    for withdrawn in (None, at):
        Signature.objects.create(
            annual_return=the_return, role="preparer", signed_by=ana, signed_at=at, statement="Complete.",
            lines_digest="ab" * 32, withdrawn_at=withdrawn, withdrawn_because="A reading was wrong.",
        )  # fmt: skip
    (signed,) = said(the_return).signatures
    assert (signed.name, signed.at) == ("Ana Preparer", "2026-05-04T10:00:00+00:00")


def test_the_trend_takes_versions_before_what_was_published_and_no_examples(the_return):
    earlier = AnnualReturn.objects.create(year=2024, edition="2025")
    version_of(earlier)
    for year, value, is_example in ((2023, 700, False), (2024, 999, False), (2022, 1969, True)):
        PublishedFigure.objects.create(
            year=year, code="T.1", value=Decimal(value), unit="tCO2e", source="Report", is_example=is_example,
            starts_new_series=year == 2024,
        )  # fmt: skip
    older, newer, own = said(the_return).trend
    assert (older.year, older.tonnes, older.published) == (2023, 700.0, True)
    assert (newer.year, newer.published, newer.starts_new_series) == (2024, False, True)
    assert newer.tonnes == own.tonnes == computed_return().line("T.1").value
    assert (own.year, own.starts_new_series) == (2025, False)


def test_the_base_year_is_that_of_the_policy_in_force(the_return):
    BaseYearPolicy.objects.create(valid_from=2019, base_year=2010, threshold_percent=Decimal(10))
    BaseYearPolicy.objects.create(valid_from=2024, base_year=2019, threshold_percent=Decimal(5))
    BaseYearPolicy.objects.create(valid_from=2026, base_year=2025, threshold_percent=Decimal(5))
    assert said(the_return).base_year.base_year == 2019


def test_the_content_of_a_version_is_what_was_frozen(the_return, django_assert_num_queries):
    version = ReturnVersion.objects.select_related("annual_return").get(pk=version_of(the_return).pk)
    Organization.objects.update(name="Another name")
    site("NEW")
    with django_assert_num_queries(3):
        found = content_of_version(version)
    assert found.said.organization == "World Observatory Organization"
    assert found.said.sites == ()
    assert found.off.lines == computed_return().lines
    assert found.on is not None
    assert found.on.lines == computed_return(delegates=True).lines
    assert not found.is_draft


def test_a_draft_is_marked_as_such_and_dated_by_its_report(the_return):
    found = draft_content(computed_return(), None)
    assert found.is_draft
    assert found.moment == datetime(2026, 1, 1, tzinfo=UTC)
    assert found.status.startswith("Draft")
