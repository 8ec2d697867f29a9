"""The emission core over 1,000,000 legs of 5,000 known pairs."""

import resource
import time

import numpy as np
import pandas as pd

from greenops.reference.airports import AirportBook
from travel.emissions.estimation import estimate
from travel.emissions.methods import methods_for

LEGS = 1_000_000
PAIRS = 5_000
CABINS = ("economy", "premium_economy", "business", "first", "unknown")
AIRPORTS = (  # noqa: SIM905 codes read better as one text
    "GVA ZRH CDG LHR FRA MAD FCO AMS VIE CPH ARN OSL HEL WAW LIS ATH IST CAI ADD NBO JNB LOS DKR CMN "
    "TUN DXB DOH AMM DEL BOM BKK SIN KUL CGK MNL HND ICN PEK PVG HKG SYD AKL JFK IAD ORD LAX SFO YYZ "
    "YUL MEX PTY BOG LIM SCL EZE GRU GIG MIA ATL DFW SEA YVR EBB KGL DAR ACC ABJ LUN HRE MRU RUN TNR "
    "BRU LUX MUC BER "
).split()


def legs(count: int = LEGS) -> pd.DataFrame:
    """Made legs, the same each time."""
    random = np.random.default_rng(7)
    every = [(a, b) for a in AIRPORTS for b in AIRPORTS if a != b]
    chosen = [every[i] for i in random.choice(len(every), size=min(PAIRS, len(every)), replace=False)]
    at = random.integers(0, len(chosen), size=count)
    origins = np.array([a for a, _ in chosen], dtype=object)
    destinations = np.array([b for _, b in chosen], dtype=object)
    return pd.DataFrame(
        {
            "origin": origins[at],
            "destination": destinations[at],
            "cabin": np.array(CABINS, dtype=object)[random.integers(0, len(CABINS), size=count)],
            "departed_on": pd.Timestamp("2025-01-01") + pd.to_timedelta(random.integers(0, 365, size=count), unit="D"),
        }
    )


def run() -> None:
    AirportBook.load()
    frame = legs()
    matrix = np.random.default_rng(1).random(PAIRS)
    at = np.random.default_rng(2).integers(0, PAIRS, size=LEGS)
    started = time.perf_counter()
    _ = matrix[at] * 0.1
    limit = time.perf_counter() - started
    print(f"methods: {LEGS:,} legs, {PAIRS:,} pairs; limit (gather, one multiplication) {limit * 1000:.1f} ms")
    for method in methods_for(2025):
        estimate(frame, method)
        started = time.perf_counter()
        result = estimate(frame, method)
        took = time.perf_counter() - started
        assert len(result.estimates) + len(result.problems) == LEGS
        print(f"  {method:<16} {LEGS / took / 1e6:6.2f} million legs/s   {took / limit:7.0f} x the limit")
    print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
