"""`make bench`: speed as ratios against a limit measured in the same run. Nothing here passes or fails.

methods  legs per second of each method over 1,000,000 legs, against a plain gather and one multiplication
import   100,000 rows from file to committed, against the bare write of the same finished rows
year     server time of the year page at 1,000,000 legs
"""

import os
import sys
import tempfile


def main(parts: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "greenops.settings")
    # A database of its own, so that nothing of the user's is touched; DATABASE_URL would point elsewhere.
    os.environ["GREENOPS_VAR"] = tempfile.mkdtemp(prefix="greenops-bench-")
    postgresql = os.environ.pop("DATABASE_URL", "")
    if postgresql:
        os.environ["DATABASE_URL"] = postgresql
        os.environ.setdefault("DJANGO_SECRET_KEY", "bench-only")
        os.environ.setdefault("GREENOPS_TRAVELLER_KEY", "bench-only")
    import django

    django.setup()
    from greenops.bench import imports, methods, year

    for name, run in (("methods", methods.run), ("import", imports.run), ("year", year.run)):
        if not parts or name in parts:
            run()


if __name__ == "__main__":
    main(sys.argv[1:])
