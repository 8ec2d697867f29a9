"""What the settings read from outside: typed environment values, generated secrets, the code's version."""

import os
import secrets
import subprocess
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def secret(name: str, folder: Path) -> str:
    """A secret from the environment; without one, made once and kept readable by the owner only."""
    given = env.str(name, default="")
    if given:
        return given
    if env.str("DATABASE_URL", default=""):
        raise ImproperlyConfigured(
            f"{name} is not set. A system with its own database server needs its own secrets: "
            f"set {name} to at least 50 random characters."
        )
    path = secret_file(name, folder)
    # Where the file exists already, another process of the same start was first: its secret is the one.
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def secret_file(name: str, folder: Path) -> Path:
    """Where a secret stands that no environment gives."""
    return folder / f"{name.lower()}.secret"


def database_config(folder: Path) -> dict[str, Any]:
    """Django's settings of the database: DATABASE_URL, or SQLite in the folder, tuned for one writer, many readers."""
    url = env.str("DATABASE_URL", default="")
    if url:
        config = dict(env.db_url("DATABASE_URL"))
        config.update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
        return config
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "greenops.sqlite3"),
        "OPTIONS": {
            "timeout": 30,
            # A transaction that will write takes the lock at its start, so that it waits instead of failing midway.
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;"
                "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON"
            ),
        },
    }


def code_version(base: Path) -> str:
    """The version with the commit, as printed on every document; the commit is left out where there is no git."""
    try:
        number = version("greenops")
    except PackageNotFoundError:
        number = "0.1.0"
    try:
        commit = subprocess.run(  # noqa: S603 our own words only
            ["git", "-C", str(base), "rev-parse", "--short=10", "HEAD"],  # noqa: S607
            capture_output=True,
            text=True,
            timeout=5,
            check=True,
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return number
    return f"{number}+{commit}"
