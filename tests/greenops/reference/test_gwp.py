"""Potentials and refrigerants against the figures that the IPCC and DESNZ print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenops.reference.gwp import (
    gwp_editions,
    gwp_set,
    known_part,
    refrigerant,
    refrigerant_codes,
    resolved,
)
from greenops.reference.loading import load_table
from greenops.reference.schema import ReferenceDataError

EDITIONS = ("sar", "ar4", "ar5", "ar6")
# Of the blends that DESNZ prints, those whose parts do not come out; blends.csv says why.
CONTRADICTED = {"R-405A", "R-500", "R-511A"}


def test_editions_are_in_order_of_the_reports() -> None:
    assert gwp_editions() == EDITIONS


@pytest.mark.parametrize(
    ("substance", "printed"),
    [
        ("CO2", (1, 1, 1, 1)),
        ("CH4", (21, 25, 28, 27.9)),
        ("N2O", (310, 298, 265, 273)),
        ("HFC-134a", (1300, 1430, 1300, 1530)),
        ("HFC-32", (650, 675, 677, 771)),
        ("SF6", (23900, 22800, 23500, 25200)),
    ],
)
def test_a_potential_is_the_one_printed(substance: str, printed: tuple[float, ...]) -> None:
    assert tuple(gwp_set(edition).of(substance) for edition in EDITIONS) == printed


@pytest.mark.parametrize(("edition", "rows"), [("sar", 37), ("ar4", 59), ("ar5", 97), ("ar6", 101)])
def test_every_substance_of_a_report_is_there(edition: str, rows: int) -> None:
    assert len(load_table("gwp", edition, "substances")) == rows


def test_a_substance_without_a_value_is_not_guessed() -> None:
    with pytest.raises(ReferenceDataError, match="gwp/sar: there is no value for 'NF3'. Check the spelling"):
        gwp_set("sar").of("NF3")


def test_an_unknown_edition_says_which_there_are() -> None:
    with pytest.raises(ReferenceDataError, match="no edition 'ar7'; there is ar4, ar5, ar6, sar"):
        gwp_set("ar7")


@pytest.mark.parametrize(
    ("code", "ar4", "ar5", "ar6"),
    [
        ("R-410A", 2087.5, 1923.5, 2255.5),
        ("R-404A", 3921.6, 3942.8, 4728),
        ("R-407C", 1773.85, 1624.21, 1907.93),
        ("R-507A", 3985, 3985, 4775),
        ("R-134a", 1430, 1300, 1530),
        ("R-32", 675, 677, 771),
        ("R-744", 1, 1, 1),
    ],
)
def test_common_refrigerants_are_kyoto_gases(code: str, ar4: float, ar5: float, ar6: float) -> None:
    for edition, expected in (("ar4", ar4), ("ar5", ar5), ("ar6", ar6)):
        found = refrigerant(code, edition)
        assert (found.kyoto, found.non_kyoto) == (pytest.approx(expected), 0)
        assert not found.is_ozone_depleting


def test_r22_depletes_ozone_and_is_no_kyoto_gas() -> None:
    found = refrigerant("R-22", "ar5")
    assert (found.kyoto, found.non_kyoto, found.total, found.is_ozone_depleting) == (0, 1760, 1760, True)


def test_a_mixed_blend_keeps_its_shares_apart() -> None:
    # R-401A: 53 % HCFC-22 (1760), 13 % HFC-152a (138), 34 % HCFC-124 (527).
    found = refrigerant("R-401A", "ar5")
    assert found.kyoto == pytest.approx(17.94)
    assert found.non_kyoto == pytest.approx(932.8 + 179.18)
    assert found.is_ozone_depleting


def test_a_blend_with_a_part_without_value_is_refused_and_its_known_part_is_told() -> None:
    with pytest.raises(ReferenceDataError) as caught:
        refrigerant("R-448A", "ar4")
    assert str(caught.value) == (
        "R-448A under gwp/ar4: there is no value for HFO-1234yf, HFO-1234ze(E) (27 per cent of the mass). "
        "The known part is 1385.8 kg CO2e per kg. "
        "Count the known part and say so, or choose another edition of the potentials."
    )
    known = known_part("R-448A", "ar4")
    assert known.total == pytest.approx(0.26 * 675 + 0.26 * 3500 + 0.21 * 1430)
    assert known.missing == ("HFO-1234yf", "HFO-1234ze(E)")
    assert known.missing_mass_percent == 27


def test_ar6_has_the_unsaturated_gases() -> None:
    # IPCC AR6, table 7.SM.7: HFO-1234yf 0.501; propane 0.02.
    assert refrigerant("R-1234yf", "ar6").total == 0.501
    assert refrigerant("R-290", "ar6").non_kyoto == 0.02


def test_isobutane_has_no_value_in_ar6() -> None:
    with pytest.raises(ReferenceDataError, match=r"R-600a under gwp/ar6: there is no value for HC-600a \(100 per cent"):
        refrigerant("R-600a", "ar6")
    assert refrigerant("R-600a", "ar5").total == 3


@pytest.mark.parametrize("edition", EDITIONS)
def test_ammonia_warms_nothing(edition: str) -> None:
    assert refrigerant("R-717", edition).total == 0


@pytest.mark.parametrize("typed", ["R-410A", "r410a", " R 410 A ", "R-410a"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert resolved(typed) == "R-410A"


@pytest.mark.parametrize(
    ("typed", "code"), [("HFC-134a", "R-134a"), ("R1234ze", "R-1234ze(E)"), ("SF6", "R-7146"), ("NH3", "R-717")]
)
def test_a_species_is_read_too(typed: str, code: str) -> None:
    assert resolved(typed) == code


def test_an_unknown_code_says_what_to_give() -> None:
    with pytest.raises(ReferenceDataError, match="'R-999' is not known. Give the ASHRAE number"):
        refrigerant("R-999", "ar5")


def test_every_spelling_means_one_refrigerant() -> None:
    assert len({resolved(code) for code in refrigerant_codes()}) == len(refrigerant_codes()) == 62 + 126


def test_the_parts_of_a_blend_add_up() -> None:
    sums = load_table("refrigerants", "2026-11", "composition").groupby("blend")["mass_percent"].sum()
    assert len(sums) == 126
    assert sums.to_numpy() == pytest.approx(100)


def test_blends_agree_with_the_two_parts_that_desnz_prints() -> None:
    printed = load_table("refrigerants", "2026-11", "desnz")
    blends = printed[printed["group"] == "blend"].fillna(0.0)
    assert len(blends) == 84
    differing = set()
    for code, kyoto, non_kyoto in zip(
        blends["substance"], blends["gwp_kyoto_part"], blends["gwp_non_kyoto_part"], strict=True
    ):
        found = known_part(code, "ar5")
        # Whole numbers are printed, and hydrocarbons weigh up to 1 in a blend.
        if abs(found.kyoto - kyoto) > 1.01 or abs(found.non_kyoto - non_kyoto) > 1.1:
            differing.add(found.code)
    assert differing == CONTRADICTED
    certainties = load_table("refrigerants", "2026-11", "blends").set_index("code")["certainty"]
    assert set(certainties.index[certainties == "D"]) == CONTRADICTED


@given(st.sampled_from(refrigerant_codes()), st.sampled_from(EDITIONS))
def test_a_known_part_lies_between_nothing_and_its_strongest_gas(code: str, edition: str) -> None:
    found = known_part(code, edition)
    strongest = max((part.gwp for part in found.parts if part.gwp is not None), default=0.0)
    assert 0 <= found.total <= strongest + 1e-9
    assert found.certainty in "ABCD"
