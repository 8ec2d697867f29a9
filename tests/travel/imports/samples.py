"""The sample booking files and what the rows of each come to (tests/files/bookings/expected.csv)."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from travel.imports.reading import Reading, read_bookings
from travel.imports.report import printed_rows

FOLDER = Path(__file__).parents[2] / "files" / "bookings"
ROUTES, SEGMENTS, COUPONS = "01-agency-tickets-routes.csv", "02-agency-air-emissions.xlsx", "07-ticket-coupons-bsp.csv"


@dataclass(frozen=True)
class Expected:
    """The right reading of one row, as expected.csv has it."""

    file: str
    line: str
    verdict: str
    legs: str
    first_date: str
    cabin: str
    passengers: str
    km: str

    def __str__(self) -> str:
        return f"{self.file[:2]}-{self.line}"


def expected(*files: str) -> list[Expected]:
    with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as stream:
        return [
            Expected(
                row["file"], row["line"], row["verdict"], row["legs"], row["date_of_first_leg"],
                row["cabin"],
                row["passengers"].replace("?", ""), row["km_per_passenger"],
            )
            for row in csv.DictReader(stream)
            if row["file"] in files
        ]  # fmt: skip


@lru_cache
def reading(file: str) -> Reading:
    return read_bookings(FOLDER / file)


@lru_cache
def rows(file: str) -> pd.DataFrame:
    """The rows of a sample by its line as expected.csv writes it: 4, or AirEmissions!7, or a sheet's name."""
    frame = printed_rows(reading(file).rows)
    lines = ["" if pd.isna(line) else str(line) for line in frame["line"]]
    frame.index = pd.Index([
        line if not sheet else f"{sheet}!{line}".rstrip("!") for sheet, line in zip(frame["sheet"], lines, strict=True)
    ])  # fmt: skip
    return frame


def comparable(file: Reading) -> list[tuple[object, ...]]:
    """What a reading says of its rows, without lines and sentences: to compare variants of one file."""
    frame = printed_rows(file.rows)[["verdict", "reason", "legs", "first_date", "cabin", "passengers", "distance_km"]]
    return [tuple("" if pd.isna(value) else value for value in row) for row in frame.itertuples(index=False)]
