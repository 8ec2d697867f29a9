"""Documents of a frozen version: the same bytes as of what was frozen, whichever database kept it."""

from datetime import UTC, datetime

import pytest

from ems.models import Organization
from greenops.annual_return.cycle.statements import said_of
from greenops.annual_return.documents.content import ReturnContent
from greenops.annual_return.documents.files import KINDS
from greenops.annual_return.documents.sources import content_of_version
from greenops.annual_return.models import AnnualReturn
from tests.factories.activity import reading
from tests.factories.boundary import personnel, site, terms, unit
from tests.factories.computed_return import computed_return, version_of

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]


def test_a_database_gives_back_what_was_frozen_to_the_byte():
    Organization.objects.create(name="World Observatory Organization", abbreviation="WOO")
    geneva = site()
    terms(geneva)
    personnel(unit(), geneva)
    reading(geneva)
    of_the_year = AnnualReturn.objects.create(year=2025, edition="2026")
    off, on = (computed_return(delegates=delegates) for delegates in (False, True))
    before = ReturnContent(off, on, said_of(off, of_the_year), 1, "submission", "", datetime(2026, 5, 6, tzinfo=UTC))
    after = content_of_version(version_of(of_the_year))
    assert after.digest == before.digest
    different = [key for key, kind in KINDS.items() if kind.make(before) != kind.make(after)]
    assert different == []
