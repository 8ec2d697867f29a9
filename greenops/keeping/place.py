"""Where the data of a system stand: the database, the stored files, the keys."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection

from greenops.environment import secret_file
from greenops.keeping.errors import KeepingRefused

# The secrets of a system: people stay signed in with the first, refunds find their tickets with the second.
KEYS = ("DJANGO_SECRET_KEY", "GREENOPS_TRAVELLER_KEY")
TRAVELLER_KEY = "GREENOPS_TRAVELLER_KEY"


@dataclass(frozen=True)
class Place:
    """database: the file of SQLite, None where a server holds it. keys: what is in force here, by its name."""

    vendor: str
    database: Path | None
    files: Path
    folder: Path
    keys: dict[str, str] = field(default_factory=dict)
    keys_by_environment: frozenset[str] = frozenset()

    def key_file(self, name: str) -> Path:
        return secret_file(name, self.folder)


def this_system() -> Place:
    """As the settings say. Raises KeepingRefused where files or database are kept in a way of which we make no copy."""
    if connection.vendor not in ("sqlite", "postgresql"):
        raise KeepingRefused(f"Backups are made of SQLite and PostgreSQL, and this database is {connection.vendor}.")
    if not isinstance(storages["default"], FileSystemStorage):
        raise KeepingRefused(
            "The stored files are not in a folder of this machine. Back them up with the tools of their storage, "
            "and the database with pg_dump -Fc."
        )
    return Place(
        vendor=connection.vendor,
        database=Path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None,
        files=Path(storages["default"].location),
        folder=Path(settings.VAR_DIR),
        keys={"DJANGO_SECRET_KEY": settings.SECRET_KEY, TRAVELLER_KEY: settings.TRAVELLER_KEY},
        keys_by_environment=frozenset(name for name in KEYS if os.environ.get(name)),
    )


def empty_folder(folder: Path) -> Place:
    """A folder that becomes GREENOPS_VAR of a system on SQLite. Raises KeepingRefused where something is in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise KeepingRefused(f"{folder} is not empty. Give a folder that is empty or not there yet.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Place(vendor="sqlite", database=folder / "greenops.sqlite3", files=folder / "files", folder=folder)
