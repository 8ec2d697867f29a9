import pytest

from greenops.reference.factor import EmissionFactor, FactorSet, desnz_air


@pytest.fixture
def set_2024() -> FactorSet:
    return desnz_air("2024")


def found(factors: FactorSet, **wanted: object) -> EmissionFactor:
    factor = factors.find(region="short_haul", cabin="economy", **wanted)  # type: ignore[arg-type]
    assert factor is not None
    return factor


def test_a_year_has_a_factor_for_each_published_row(set_2024: FactorSet) -> None:
    # 14 rows with and 14 without radiative forcing, and 14 well-to-tank.
    assert len(set_2024) == 42


def test_a_year_without_well_to_tank_has_none() -> None:
    assert desnz_air("2020").find(region="short_haul", cabin="economy", stage="wtt") is None


def test_tank_to_wake_and_well_to_tank_add(set_2024: FactorSet) -> None:
    assert found(set_2024).can_add(found(set_2024, stage="wtt"))


def test_with_and_without_radiative_forcing_overlap(set_2024: FactorSet) -> None:
    assert not found(set_2024).can_add(found(set_2024, non_co2=True))


def test_a_factor_does_not_add_to_itself(set_2024: FactorSet) -> None:
    assert not found(set_2024).can_add(found(set_2024))


def test_different_cabins_do_not_add(set_2024: FactorSet) -> None:
    business = set_2024.find(region="short_haul", cabin="business", stage="wtt")
    assert business is not None
    assert not found(set_2024).can_add(business)


def test_different_editions_do_not_add(set_2024: FactorSet) -> None:
    assert not found(set_2024).can_add(found(desnz_air("2023"), stage="wtt"))


def test_the_uplift_is_said_to_be_inside(set_2024: FactorSet) -> None:
    assert all(factor.distance_uplift for factor in set_2024)
