"""`make bench`: speed as ratios against a limit measured in the same run. Nothing here passes or fails.

methods  legs per second of each method over 1,000,000 legs, against a plain gather and one multiplication
import   files of 100,000 and 1,000,000 rows from upload to committed, against the bare write and pandas reading alone
year     server time of the year page at 1,000,000 legs
return   the annual return of 240,000 readings and 1,000,000 legs, its documents, the grid of readings

Without a part named all run, on SQLite and then, where the pgserver wheel is there, on a PostgreSQL of its own.
"""

import importlib.util
import os
import subprocess
import sys
import tempfile


def main(parts: list[str]) -> None:
    """Run the parts here; on_postgresql runs them again in a process of their own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "greenops.settings")
    # A folder of its own, so that nothing of the user's is touched.
    with tempfile.TemporaryDirectory(prefix="greenops-bench-") as var:
        os.environ["GREENOPS_VAR"] = var
        _run(parts)


def _run(parts: list[str]) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from greenops.bench import imports, methods, returns, year

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for name, run in (("methods", methods.run), ("import", imports.run), ("year", year.run), ("return", returns.run)):
        if name in parts:
            run()


def on_postgresql(parts: list[str]) -> None:
    """The parts that use the database once more, on a PostgreSQL server that lives as long as they do."""
    if importlib.util.find_spec("pgserver") is None:
        print("PostgreSQL: left out, there is no pgserver wheel for this machine.")
        return
    with tempfile.TemporaryDirectory(prefix="greenops-postgresql-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pgserver

        server = pgserver.get_server(f"{folder}/data", cleanup_mode="stop")
        environment = {
            **os.environ,
            "DATABASE_URL": server.get_uri(),
            "DJANGO_SECRET_KEY": "only for the bench",
            "GREENOPS_TRAVELLER_KEY": "only for the bench",
        }
        subprocess.run([sys.executable, "-m", "greenops.bench", *parts], env=environment, check=True)  # noqa: S603
        server.cleanup()


if __name__ == "__main__":
    named = sys.argv[1:]
    main(named or ["methods", "import", "year", "return"])
    if not named:
        on_postgresql(["import", "year", "return"])
