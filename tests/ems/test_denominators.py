"""R29: one denominator per topic, worked by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ems.denominators import Denominator, Reason, Statement, denominator

PEOPLE = {"GVA": Decimal(600), "NBO": Decimal(50), "BKK": Decimal(40), "PTY": Decimal("29.5")}


def parts(found: Denominator) -> dict[str, tuple[Decimal, Reason]]:
    return {part.site: (part.persons, part.reason) for part in (*found.included, *found.excluded)}


def test_r29_coverage_is_personnel_at_reporting_sites_over_all_personnel():
    # 600 + 50 of 719.5 people work where the waste is known.
    found = denominator("waste", 2025, PEOPLE, {}, {"GVA", "NBO"})

    assert (found.numerator, found.denominator) == (Decimal(650), Decimal("719.5"))
    assert found.coverage == Decimal(650) / Decimal("719.5")
    assert [part.site for part in found.excluded] == ["BKK", "PTY"]


def test_r29_a_statement_decides_before_the_readings_and_can_cover_a_part_of_a_site():
    said = {
        "GVA": Statement(is_complete=True, persons_covered=Decimal(450)),
        "NBO": Statement(is_complete=False),
        "PTY": Statement(is_complete=True),
    }

    found = denominator("waste", 2025, PEOPLE, said, {"NBO", "BKK"})

    assert parts(found) == {
        "BKK": (Decimal(40), Reason.READINGS_COMPLETE),
        "GVA": (Decimal(450), Reason.STATED_COMPLETE),
        "PTY": (Decimal("29.5"), Reason.STATED_COMPLETE),
        "NBO": (Decimal(0), Reason.STATED_INCOMPLETE),
    }
    # 450 + 40 + 29.5
    assert found.numerator == Decimal("519.5")


def test_r29_people_covered_are_never_more_than_people_counted():
    found = denominator("ghg", 2025, {"BKK": Decimal(40)}, {"BKK": Statement(True, Decimal(55))}, ())

    assert found.coverage == 1


def test_r29_without_anybody_counted_there_is_no_coverage():
    assert denominator("ghg", 2025, {}, {}, {"GVA"}).coverage is None


def test_a_site_without_a_word_and_without_readings_says_why_it_is_left_out():
    found = denominator("water", 2025, {"BKK": Decimal(40)}, {}, ())

    assert parts(found) == {"BKK": (Decimal(0), Reason.READINGS_INCOMPLETE)}


codes = st.sampled_from("ABCDEFGH")
people = st.decimals(0, 10_000, places=2)


@given(
    st.dictionaries(codes, people),
    st.dictionaries(codes, st.builds(Statement, st.booleans(), st.none() | people)),
    st.sets(codes),
)
@pytest.mark.filterwarnings("error")
def test_every_site_is_in_one_of_the_two_lists_and_coverage_is_at_most_all(personnel, statements, complete):
    found = denominator("ghg", 2025, personnel, statements, complete)

    assert sorted(part.site for part in (*found.included, *found.excluded)) == sorted(personnel)
    assert 0 <= found.numerator <= found.denominator == sum(personnel.values())
