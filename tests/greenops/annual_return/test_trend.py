"""The trend: ours, what was published before us, and an example that is nobody's history."""

from decimal import Decimal

import pytest
from django.core.management import call_command

from greenops.annual_return.cycle import dialogue, restating
from greenops.annual_return.models import AnnualReturn, PublishedFigure
from greenops.annual_return.trend import trend, until_this
from tests.greenops.annual_return.stories import published, submitted, total

pytestmark = pytest.mark.django_db


def history(year: int, tonnes: str, **fields) -> PublishedFigure:
    given = {"code": "T.1", "unit": "tCO2eq", "source": f"Report of {year + 1}", "value": Decimal(tonnes), **fields}
    return PublishedFigure.objects.create(year=year, **given)


def test_a_frozen_year_stands_with_its_latest_version(chosen, ingrid, mateo):
    made = submitted(ingrid, mateo)
    restating.begin_restatement(by=ingrid, annual_return=made, reason="A late bill.")
    chosen.move(GVA=2000.0)
    restating.sign_restatement(by=ingrid, annual_return=made, statement="Complete.")
    restating.restate(by=mateo, annual_return=made, statement="Approved.")

    (point,) = trend()

    assert (point.year, point.kind, point.value) == (2025, "frozen", pytest.approx(0.2))
    assert point.source == "submitted, version 2"


def test_published_years_before_the_system_take_part_and_the_series_breaks(chosen, ingrid, mateo):
    history(2018, "1800")
    history(2019, "1700", starts_new_series=True)
    submitted(ingrid, mateo)

    points = trend()

    assert [(point.year, point.kind) for point in points] == [
        (2018, "published"),
        (2019, "published"),
        (2025, "frozen"),
    ]
    assert points[1].breaks == "A new series begins in 2019, as it was published."
    assert points[2].breaks == "Until 2019 as published, from then on computed by this system."


def test_our_value_stands_where_both_are_known(chosen, ingrid, mateo):
    published(ingrid, mateo, tonnes="0.2")

    (point,) = trend()

    assert (point.kind, point.value) == ("frozen", pytest.approx(0.15))


def test_another_method_breaks_the_series(chosen, ingrid, mateo):
    """The editions of 2024 and 2025 differ in the potentials of gases and in how HCFCs count."""
    submitted(ingrid, mateo, year=2023)
    submitted(ingrid, mateo, year=2024)

    words = trend()[1].breaks
    assert words.startswith("The method changed: Global warming potentials: edition AR4 → edition AR5; ")
    assert "HCFCs): in the total → noted beside the total, never in it" in words


def test_another_edition_of_the_same_method_does_not(chosen, ingrid, mateo):
    submitted(ingrid, mateo, year=2024)
    submitted(ingrid, mateo, year=2025)

    assert [point.breaks for point in trend()] == ["", ""]


def test_years_that_are_computed_today_are_marked(chosen, ingrid, mateo):
    submitted(ingrid, mateo)

    points = trend(today={2025: (9.0, "tCO2eq"), 2026: (0.3, "tCO2eq")})

    assert [(point.year, point.kind, point.value) for point in points] == [
        (2025, "frozen", pytest.approx(0.15)),
        (2026, "computed", 0.3),
    ]


def test_a_trend_ends_where_it_is_asked_to(chosen):
    history(2018, "1800")
    history(2019, "1700")

    assert [point.year for point in trend(until=2018)] == [2018]


def test_the_published_example_is_left_out_unless_it_is_asked_for():
    history(2022, "1500")
    call_command("load_published_example", verbosity=0)

    assert [point.year for point in trend()] == [2022]
    examples = [point for point in trend(with_examples=True) if point.kind == "example"]
    # As published: Greening the Blue Report 2023, quoted to the Council of ITU.
    assert [(point.year, point.value, point.unit) for point in examples] == [
        (2021, 1674.0, "tCO2eq"),
        (2022, 1969.0, "tCO2eq"),
    ]
    assert all(point.source.startswith("example, not our history: ITU") for point in examples)


def test_loaded_twice_the_example_is_there_once(capsys):
    call_command("load_published_example")
    call_command("load_published_example")

    assert "2 figures added" in capsys.readouterr().out
    assert PublishedFigure.objects.filter(is_example=True).count() == 2


def test_the_example_is_taken_away_and_nothing_else(capsys):
    history(2022, "1500")
    call_command("load_published_example")

    call_command("load_published_example", "--remove")

    assert [figure.year for figure in PublishedFigure.objects.all()] == [2022]


def test_an_example_is_no_published_figure_of_ours(chosen, ingrid):
    call_command("load_published_example", verbosity=0)

    dialogue.add_published_figure(by=ingrid, year=2021, given=total("1500"))

    assert [point.value for point in trend()] == [1500.0]


def test_a_year_computed_by_another_method_breaks_the_series(chosen, ingrid, mateo):
    submitted(ingrid, mateo, year=2023)
    AnnualReturn.objects.create(year=2024, edition="2025")

    points = trend(today={2024: (0.3, "tCO2eq")})

    assert points[1].breaks.startswith("The method changed: Global warming potentials: edition AR4 → edition AR5; ")


def test_a_document_has_its_own_year_last_and_the_break_before_it(chosen, ingrid, mateo):
    submitted(ingrid, mateo, year=2023)

    before, own = until_this(2024, 0.3, unit="tCO2eq", edition="2025")

    assert (before.year, own.year, own.value) == (2023, 2024, 0.3)
    assert own.breaks.startswith("The method changed: Global warming potentials: edition AR4 → edition AR5; ")
    assert until_this(2024, 0.3, unit="tCO2eq", edition="2024")[-1].breaks == ""


def test_a_document_of_a_year_that_begins_a_new_series_says_so(chosen):
    history(2023, "1800")
    history(2024, "1700", starts_new_series=True)

    assert until_this(2024, 0.3, unit="tCO2eq", edition="2025")[-1].breaks.startswith("A new series begins in 2024")
