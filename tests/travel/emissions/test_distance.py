"""The geodesic, and the table that keeps it."""

import threading

import pytest

from travel.emissions.distance import DistanceTable, great_circle_km

GENEVA = (46.2381, 6.10895)
NEW_YORK = (40.6398, -73.7789)


def test_a_degree_on_the_equator_is_111_km() -> None:
    # 2 x pi x 6378.137 km / 360
    assert great_circle_km((0.0, 0.0), (0.0, 1.0)) == pytest.approx(111.319490793)


def test_a_quarter_meridian_of_the_ellipsoid_is_10002_km() -> None:
    # WGS84: 10 001.965729 km; a sphere of the mean radius has 10 007.5
    assert great_circle_km((0.0, 0.0), (90.0, 0.0)) == pytest.approx(10_001.965729, abs=1e-5)


def test_both_directions_are_one_entry() -> None:
    table = DistanceTable()
    assert table.km(GENEVA, NEW_YORK) == table.km(NEW_YORK, GENEVA)
    assert len(table) == 1


def test_a_pair_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr("travel.emissions.distance.great_circle_km", lambda a, b: asked.append((a, b)) or 1.0)
    table = DistanceTable()
    table.km_of_pairs([GENEVA, NEW_YORK, GENEVA], [NEW_YORK, GENEVA, NEW_YORK])
    assert len(asked) == 1


def test_known_tells_only_what_is_kept() -> None:
    table = DistanceTable()
    table.km(GENEVA, NEW_YORK)
    pairs = [(NEW_YORK, GENEVA), (GENEVA, (0.0, 0.0))]
    assert list(table.known(pairs)) == [(NEW_YORK, GENEVA)]


def test_threads_share_a_table() -> None:
    table = DistanceTable()
    places = [(float(latitude), 0.0) for latitude in range(12)]
    found: list[list[float]] = []

    def ask() -> None:
        found.append([table.km(a, b) for a in places for b in places])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [found[0]] * 4
    assert len(table) == 12 * 13 // 2
