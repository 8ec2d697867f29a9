"""Flags kept with each result."""

from travel.emissions.quality import RESTS_ON_ESTIMATE, SENTENCES, Quality, names, sentences


def test_every_flag_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Quality)


def test_a_mask_names_its_flags() -> None:
    mask = int(Quality.CABIN_ASSUMED | Quality.HAUL_ASSUMED)
    assert names(mask) == ("CABIN_ASSUMED", "HAUL_ASSUMED")
    assert len(sentences(mask)) == 2
    assert names(0) == ()


def test_fleet_data_do_not_count_as_resting_on_estimates() -> None:
    assert not RESTS_ON_ESTIMATE & (Quality.AIRCRAFT_TYPICAL | Quality.SEATS_ASSUMED | Quality.LOAD_ASSUMED)
    assert RESTS_ON_ESTIMATE & Quality.CABIN_ASSUMED


def test_stored_values_do_not_move() -> None:
    assert [flag.value for flag in Quality] == [1 << bit for bit in range(21)]
    assert Quality.MODE_NOT_COVERED == 1 << 19
    assert Quality.ENTITLEMENT == 1 << 20


def test_a_flight_that_the_method_does_not_cover_rests_on_an_estimate() -> None:
    assert RESTS_ON_ESTIMATE & Quality.MODE_NOT_COVERED
    assert sentences(int(Quality.MODE_NOT_COVERED))[0].startswith("The method does not cover this kind of flight;")
