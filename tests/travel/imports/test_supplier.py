"""Figures of the source beside ours. By hand: GVA-IST is 1,898 km = 1,179 mi, IST-NBO 4,789 km = 2,976 mi."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.travel.imports.booking_file import Read, reasons
from tests.travel.imports.samples import FOLDER
from travel.imports.reading import read_bookings
from travel.imports.supplier import Compared, compare, finding
from travel.imports.supplier_units import TO_KG, TO_KM, UPLIFTS, Floats, Unit, distance_unit, mass_unit, near

HEADER = "Ticket Number,Traveller,Origin,Destination,Departure Date,Cabin,Passengers"
# One way out of four, km by the great circle: 1898, 4789, 6218 (GVA-JFK), 6050 (GVA-NBO).
ROUTES = [("GVA", "IST", 1898), ("IST", "NBO", 4789), ("GVA", "JFK", 6218), ("GVA", "NBO", 6067)]


def lines(figures: list[str], *, people: list[int] | None = None, ticket: str = "") -> list[str]:
    """Rows on the routes above, one ticket each unless one is given, each with its figure."""
    people = people or [1] * len(figures)
    return [
        f"{ticket or f'724123456789{place}'},KIM/JI,{start},{end},2025-03-1{place},economy,{number},{figure}"
        for place, ((start, end, _km), figure, number) in enumerate(zip(ROUTES, figures, people, strict=False))
    ]


def column(read: Read, heading: str, figures: list[str], **options: object) -> Compared:
    asked = {name: options.pop(name) for name in ("people", "ticket") if name in options}
    reading = read(f"{HEADER},{heading}", *lines(figures, **asked), **options)  # type: ignore[arg-type]
    return compare(reading.judged)[0]


def in_unit(km_per_unit: float, factor: float = 1.0) -> list[str]:
    return [f"{km * factor / km_per_unit:.0f}" for _start, _end, km in ROUTES]


@pytest.mark.parametrize(
    ("km_per_unit", "unit", "first"), [(1.0, "km", "1898"), (1.609344, "mi", "1179"), (1.852, "nmi", "1025")],
    ids=["kilometres", "miles", "nautical miles"],
)  # fmt: skip
def test_the_unit_of_distances_is_recognised_by_their_ratio_to_the_great_circle(
    read: Read, km_per_unit: float, unit: str, first: str
) -> None:
    found = column(read, "Flight Distance", in_unit(km_per_unit))
    assert found.given[0] == first
    assert (found.decided.unit, found.decided.origin) == (unit, "ratio")
    assert found.value[0] == pytest.approx(1898, abs=1)
    assert set(found.flag) == {"fits"}


def test_the_finding_names_rows_and_ratio(read: Read) -> None:
    said = finding(column(read, "Flight Distance", in_unit(1.609344)))
    assert said == "Distances are in miles: 4 of 4 rows lie within 1 % of 0.621 of ours."


@pytest.mark.parametrize(("factor", "words"), [(1.08, "with 8 % added"), (1.09, "with 9 % added")])
def test_a_usual_addition_fits_and_is_named(read: Read, factor: float, words: str) -> None:
    found = column(read, "Distance", in_unit(1.0, factor))
    assert set(found.flag) == {"fits"} and words in finding(found)


def test_the_usual_addition_of_95_km_fits_on_a_short_leg(read: Read) -> None:
    # GVA-ZRH: 230 km, 325 with 95 km added; more than 20 per cent beyond that deviates.
    rows = [
        f"724123456780{place},KIM/JI,GVA,ZRH,2025-03-1{place},economy,1,{km}" for place, km in enumerate((325, 395))
    ]
    found = compare(read(f"{HEADER},Distance", *rows).judged)[0]
    assert list(found.flag) == ["fits", "deviates"]


def test_distances_that_fit_no_unit_are_kept_and_not_compared(read: Read) -> None:
    found = column(read, "Distance", ["3", "7", "5", "1"])
    assert found.decided.unit == "" and set(found.flag) == {"uncompared"}
    assert found.given == ["3", "7", "5", "1"] and "not recognised" in finding(found)


def test_a_single_row_with_km_and_miles_swapped_is_told_from_one_that_deviates(read: Read) -> None:
    found = column(read, "Distance Km", ["1898", "2976", "6218", "9000"])
    assert list(found.flag) == ["fits", "other_unit", "fits", "deviates"]


def test_a_unit_that_the_profile_declares_binds_and_the_contradiction_is_said(read: Read) -> None:
    found = column(read, "Distance", in_unit(1.609344), mapping={"units": {"distance": "km"}})
    assert found.decided.unit == "km" and "4 of 4 rows fit miles" in finding(found)


def test_a_heading_that_the_figures_contradict_does_not_bind(read: Read) -> None:
    found = column(read, "Distance Km", in_unit(1.609344))
    assert found.decided.unit == "mi" and "The heading says km" in finding(found)


def test_a_total_repeated_on_every_row_of_the_ticket_is_compared_once(read: Read) -> None:
    # 1898 + 4789 = 6687 km on both rows.
    found = column(read, "Distance", ["6687", "6687"], ticket="7241234567890")
    assert list(found.flag) == ["repeated", "repeated"]
    assert found.ours[0] == pytest.approx(6687, abs=1) and found.ours[1] != found.ours[1]
    assert "2 rows repeat the total of their ticket" in finding(found)


def test_out_and_back_with_equal_distances_is_no_repeated_total(read: Read) -> None:
    back = "7241234567890,KIM/JI,IST,GVA,2025-03-15,economy,1,1898"
    there = "7241234567890,KIM/JI,GVA,IST,2025-03-10,economy,1,1898"
    assert list(compare(read(f"{HEADER},Distance", there, back).judged)[0].flag) == ["fits", "fits"]


def test_distances_of_a_booking_of_several_are_divided_by_nobody(read: Read) -> None:
    found = column(read, "Distance", ["5694", "9578", "6218", "6067"], people=[3, 2, 1, 1])
    assert found.decided.basis == "booking" and set(found.flag) == {"fits"}
    assert found.ours[0] == pytest.approx(5694, abs=3)


def test_a_negative_distance_of_a_refund_is_negative_on_both_sides() -> None:
    found = compare(read_bookings(FOLDER / "02-agency-air-emissions.xlsx").judged)[0]
    back = list(found.given).index("-408")
    assert found.value[back] == -408 and found.ours[back] == pytest.approx(-408.2, abs=0.1)
    assert found.flag[back] == "fits"


def test_the_swapped_row_of_the_sample_is_flagged_in_both_columns_and_flies() -> None:
    reading = read_bookings(FOLDER / "02-agency-air-emissions.xlsx")
    km, miles, _co2 = compare(reading.judged)
    assert km.flag[-1] == "other_unit" == miles.flag[-1]
    assert reading.rows["verdict"][km.rows[-1]] == "flight"


# CO2: 172.9 kg = 381.2 lb. Economy at 0.0911 kg a km: 1898 km 172.9 kg, 4789 436.3, 6218 566.5, 6067 552.7.
KG = [172.9, 436.3, 566.5, 552.7]


@pytest.mark.parametrize(
    ("heading", "factor", "unit", "first"),
    [
        ("CO2 Kg", 1.0, "kg", "172.9"), ("CO2 (lbs)", 1 / 0.45359237, "lb", "381.2"),
        ("CO2 t", 0.001, "t", "0.1729"), ("CO2 g", 1000.0, "g", "172900.0"),
    ],
    ids=["kilograms", "pounds", "tonnes", "grams"],
)  # fmt: skip
def test_the_unit_of_masses_is_that_of_the_heading(
    read: Read, heading: str, factor: float, unit: str, first: str
) -> None:
    figures = [f"{kg * factor:.4f}" if unit == "t" else f"{kg * factor:.1f}" for kg in KG]
    found = column(read, heading, figures, mapping={"columns": {"co2": [heading]}})
    assert (found.given[0], found.decided.unit) == (first, unit)
    assert found.value[0] == pytest.approx(172.9, abs=0.05)


@pytest.mark.parametrize(("factor", "unit"), [(1000.0, "g"), (0.001, "t"), (1.0, "kg")])
def test_the_unit_of_masses_is_recognised_where_one_alone_is_possible(read: Read, factor: float, unit: str) -> None:
    found = column(read, "CO2", [f"{kg * factor:.5f}" for kg in KG])
    assert (found.decided.unit, found.decided.origin) == (unit, "ratio")


def test_masses_that_may_be_kg_or_pounds_are_not_guessed(read: Read) -> None:
    # 0.2 a passenger-km: as kg an economy seat with all effects, as pounds 0.09 kg.
    found = column(read, "CO2", [f"{km * 0.2:.1f}" for _start, _end, km in ROUTES])
    assert found.decided.unit == "" and set(found.flag) == {"uncompared"}
    assert "kg or pounds" in finding(found)


def test_a_heading_that_gives_no_possible_mass_is_kept_and_not_compared(read: Read) -> None:
    found = column(read, "CO2 kg", [f"{kg * 1000:.0f}" for kg in KG])
    assert found.decided.unit == "kg" and set(found.flag) == {"uncompared"}
    assert "which no flight has" in finding(found)


def test_several_columns_of_co2_are_all_kept(read: Read) -> None:
    heading = f"{HEADER},CO2 kg,CO2e kg"
    reading = read(heading, *lines([f"{kg},{kg * 2:.1f}" for kg in KG]))
    assert [one.header for one in compare(reading.judged)] == ["CO2 kg", "CO2e kg"]


def test_masses_of_a_booking_are_told_by_the_rows_of_one_passenger(read: Read) -> None:
    found = column(read, "CO2 kg", ["518.7", "872.6", "566.5", "552.7"], people=[3, 2, 1, 1])
    assert found.decided.basis == "booking"


def test_a_mass_that_repeats_on_legs_of_other_lengths_is_the_tickets_total(read: Read) -> None:
    found = column(read, "CO2 kg", ["609.2", "609.2"], ticket="7241234567890")
    assert list(found.flag) == ["repeated", "repeated"]


def test_an_unreadable_cell_is_no_figure_and_nothing_of_it_is_said(read: Read) -> None:
    found = column(read, "Distance", ["1898", "KIM JI", "6218", "6067"])
    assert len(found.rows) == 3 and "KIM" not in finding(found)


def test_odd_figures_move_no_verdict(read: Read) -> None:
    reading = read(f"{HEADER},Distance", *lines(["9", "9000", "1", "6067"]))
    assert set(reasons(reading)) == {"flight"}


def test_what_an_earlier_reading_decided_holds_for_some_of_its_rows(read: Read) -> None:
    reading = read(f"{HEADER},Distance", *lines(["1179"]))
    before = {"Distance": {"unit": "km", "origin": "ratio", "basis": "person", "warning": ""}}
    assert list(compare(reading.judged, decided=before)[0].flag) == ["other_unit"]
    assert list(compare(reading.judged)[0].flag) == ["fits"]


@given(
    km=st.lists(st.floats(300, 15_000), min_size=3, max_size=12),
    unit=st.sampled_from(sorted(TO_KM)),
    addition=st.sampled_from([add for _words, add in UPLIFTS]),
)
def test_whatever_the_distances_and_the_usual_addition_the_unit_is_told(
    km: list[float], unit: str, addition: Callable[[Floats], Floats]
) -> None:
    """A short and a long flight are among them: at 630 km alone, miles are nautical miles with 95 km added."""
    ours = np.array([*km, 400.0, 9_000.0])
    given_figures = addition(ours) / TO_KM[unit]
    found = distance_unit(Unit("", ""), given_figures, [ours])
    fits = {one: int(near(given_figures * factor, ours).sum()) for one, factor in TO_KM.items()}
    assert fits[unit] == len(ours)
    assert found.unit == unit or fits[found.unit] == len(ours)


@given(
    kg_a_km=st.floats(0.08, 0.12), unit=st.sampled_from(["g", "t"]),
    km=st.lists(st.floats(300, 15_000), min_size=1, max_size=12),
)  # fmt: skip
def test_grams_and_tonnes_are_never_taken_for_another_unit(kg_a_km: float, unit: str, km: list[float]) -> None:
    per_km = np.full(len(km), kg_a_km / TO_KG[unit])
    assert mass_unit(Unit("", ""), per_km, np.ones(len(km), dtype=bool)).unit == unit
