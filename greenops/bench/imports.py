"""Files from upload to committed, against the bare write of the same finished rows and against pandas reading alone."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from greenops.bench import booking_files

ROWS, MANY_ROWS = 100_000, 1_000_000

# Run on its own, so that the peak memory is that of the reading alone.
PANDAS = """
import json, resource, sys, time
import pandas as pd
path, as_text = sys.argv[1], {"dtype": str, "keep_default_na": False}
before = time.perf_counter()
pd.read_csv(path, **as_text) if path.endswith(".csv") else pd.read_excel(path, engine="calamine", **as_text)
print(json.dumps({"s": time.perf_counter() - before,
                  "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="greenops-bench-files-") as folder:
        small, book, large = (Path(folder) / name for name in ("small.csv", "small.xlsx", "large.csv"))
        booking_files.write_csv(small, ROWS)
        print(f"import, {connection.vendor}: rows/s from upload to committed, the preview before it not counted")
        if connection.vendor == "sqlite":
            booking_files.write_xlsx(book, ROWS)
            booking_files.write_csv(large, MANY_ROWS)
            million = _case(large)
            _case(book)
        measured = _case(small, "--bare", "--again")
        ratio = measured["bare_s"] / measured["commit_s"]
        print(f"  bare write of the {ROWS:,} rows {measured['bare_s']:.2f} s; CSV runs at {ratio:.2f} of its rate")
        print(f"  preview {measured['preview_s'] / measured['commit_s']:.2f} of the import's time")
        first, again = measured["preview_s"] + measured["commit_s"], measured["again_s"]
        print(f"  preview and import, first time {first:.2f} s; again with one row more {again:.2f} s")
        if connection.vendor == "sqlite":
            grown = (million["peak_mb"] - measured["peak_mb"]) * 1024 * 1024 / (MANY_ROWS - ROWS)
            slower = (million["commit_s"] / MANY_ROWS) / (measured["commit_s"] / ROWS)
            print(f"  from {ROWS:,} to {MANY_ROWS:,} rows: {grown:.0f} bytes a row, {slower:.2f} times the time a row")


def _case(path: Path, *options: str) -> dict[str, float]:
    """One file, and pandas reading it, each in a process of its own; a line for both."""
    alone = _measured(["-c", PANDAS, str(path)])
    measured = _measured(["-m", "greenops.bench.one_import", str(path), *options])
    rate = measured["rows"] / measured["commit_s"]
    print(
        f"  {path.suffix[1:]:<4} {measured['rows']:>9,.0f} rows: preview {measured['preview_s']:6.2f} s, "
        f"import {measured['commit_s']:6.2f} s, {rate:7,.0f} rows/s, peak {measured['peak_mb']:5.0f} MB; "
        f"pandas reading alone {alone['s']:6.2f} s, {alone['peak_mb']:5.0f} MB"
    )
    return measured


def _measured(arguments: list[str]) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="greenops-bench-") as var:
        environment = {**os.environ, "GREENOPS_VAR": var}
        out = subprocess.run(  # noqa: S603
            [sys.executable, *arguments], env=environment, cwd=settings.BASE_DIR, check=True, stdout=subprocess.PIPE
        ).stdout
    measured: dict[str, float] = json.loads(out.splitlines()[-1])
    return measured
