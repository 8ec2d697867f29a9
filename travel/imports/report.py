"""The report of an import as data, and its rows as a table."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from travel.imports.reading import Reading


def report(reading: Reading, emissions: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What the import came to. emissions: method -> {value (t), gas_basis}, for the legs of flights.

    legs counts the legs of flight rows, passenger_legs legs times passengers, distinct_legs directed pairs of
    airports. Kilometres are rounded to whole ones, here at the edge.
    """
    legs = passengers = 0
    km = passenger_km = 0.0
    pairs: set[tuple[str, str]] = set()
    years: dict[str, list[float]] = {}
    for block in reading.flights():
        distance = block["distance_km"].fillna(0.0)
        legs += len(block)
        passengers += int(block["passengers"].sum())
        km += float(distance.sum())
        passenger_km += float((distance * block["passengers"]).sum())
        pairs.update(block[["origin", "destination"]].drop_duplicates().itertuples(index=False, name=None))
        for year, of_year in distance.groupby(block["counted_on"].dt.year):
            sums = years.setdefault(str(year), [0, 0.0])
            sums[0] += len(of_year)
            sums[1] += float(of_year.sum())
    return {
        "file": reading.file,
        "digest": reading.digest,
        "profile": reading.profile,
        "rows": len(reading),
        "verdicts": reading.counts(),
        "reasons": reading.reasons(),
        "legs": legs,
        "distinct_legs": len(pairs),
        "passenger_legs": passengers,
        "distance_km": round(km),
        "passenger_km": round(passenger_km),
        "emissions_t": {method: dict(figure) for method, figure in emissions.items()},
        "years": {
            year: {"legs": int(count), "distance_km": round(distance)}
            for year, (count, distance) in sorted(years.items())
        },
    }


def printed_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a reading as they are written to CSV: line, sheet, verdict, reason, sentence, legs, first_date, cabin,
    passengers, distance_km (whole kilometres per passenger); what a row does not have is empty.
    """
    km = rows["distance_km"].round().astype("Int64")
    return pd.DataFrame(
        {
            "line": rows["line"],
            "sheet": rows["sheet"],
            "verdict": rows["verdict"],
            "reason": rows["reason"],
            "sentence": rows["sentence"],
            "legs": rows["legs"],
            "first_date": rows["first_date"].dt.strftime("%Y-%m-%d").fillna(""),
            # In words, as people and the samples write them.
            "cabin": rows["cabin"].str.replace("_", " "),
            "passengers": rows["passengers"],
            "distance_km": km,
        }
    )
