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
    legs = reading.flights()
    km = legs["distance_km"].fillna(0.0)
    years = legs.assign(distance_km=km).groupby(legs["counted_on"].dt.year)["distance_km"].agg(["size", "sum"])
    return {
        "file": reading.file,
        "digest": reading.digest,
        "profile": reading.profile,
        "rows": len(reading),
        "verdicts": reading.counts(),
        "reasons": reading.reasons(),
        "legs": len(legs),
        "distinct_legs": int(len(legs[["origin", "destination"]].drop_duplicates())),
        "passenger_legs": int(legs["passengers"].sum()),
        "distance_km": round(float(km.sum())),
        "passenger_km": round(float((km * legs["passengers"]).sum())),
        "emissions_t": {method: dict(figure) for method, figure in emissions.items()},
        "years": {
            str(year): {"legs": int(count), "distance_km": round(float(distance))}
            for year, count, distance in zip(years.index, years["size"], years["sum"], strict=True)
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
