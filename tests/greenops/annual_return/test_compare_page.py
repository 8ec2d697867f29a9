"""One year under two editions, on a page."""

from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories import boundary
from tests.factories.activity import reading

pytestmark = pytest.mark.django_db


def test_two_editions_stand_side_by_side_with_what_moved(client_of):
    geneva = boundary.site("GVA", country="CH")
    reading(geneva, "stationary_fuel", detail="natural_gas", unit="m3", quantity=Decimal(100_000))
    client = client_of("focal_point")

    found = client.get(reverse("annual_return:compare", args=[2025]) + "?with=2026-sar").context["comparison"]

    # 100,000 m3 of natural gas: 70,000 kg x 48 TJ/Gg = 3.36 TJ, with 5 kg CH4 and 0.1 kg N2O each TJ.
    # AR5: 188,496 + 16.8 x 28 + 0.336 x 265 = 189,055.44 kg; the second report: + 16.8 x 21 + 0.336 x 310 = 188,952.96.
    before, after = found.line("T.1").values
    assert before == pytest.approx(189.05544, rel=1e-12)
    assert after == pytest.approx(188.95296, rel=1e-12)
    assert found.movers[0].code == "T.1" or found.movers[0].line.section == "4"


def test_an_edition_that_is_none_is_told(client_of):
    reading(boundary.site("GVA"))
    client = client_of("auditor")

    page = client.get(reverse("annual_return:compare", args=[2025]) + "?with=1850").content.decode()

    assert "There is no edition 1850" in page
