"""A restore: everything is unpacked and proven beside the present data, which then make room in one step."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.utils import ConnectionHandler

from ems.audit import broken_links, record
from ems.models import Organization
from greenops.keeping import postgresql_database, sqlite_database
from greenops.keeping.archive import Archive, open_archive
from greenops.keeping.backing_up import Made, back_up, key_id
from greenops.keeping.errors import KeepingRefused
from greenops.keeping.manifest import Manifest
from greenops.keeping.place import TRAVELLER_KEY, Place, empty_folder, this_system
from greenops.processes import AlreadyRunning, claim_folder

PROVEN_ALIAS = "restored"  # the name under which a database is looked at before it takes its place


@dataclass
class Restored:
    """warnings: what somebody has to do yet. broken: sentences on the record of events, where it does not hold."""

    manifest: Manifest
    before: Made | None = None
    warnings: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def check(path: Path) -> Restored:
    """Prove an archive and change nothing: digests, contents, versions, the database in it, its record of events."""
    with open_archive(path) as archive, tempfile.TemporaryDirectory(prefix="greenops-check-") as folder:
        _refuse_newer(archive.manifest)
        _refuse_without_room(archive, Path(folder))
        archive.verify()
        staged = Path(folder) / "database"
        return Restored(archive.manifest, warnings=_warnings(archive), broken=_staged(archive, staged))


def restore(
    path: Path,
    *,
    replace: bool = False,
    into: Path | None = None,
    say: Callable[[str], object] = lambda sentence: None,
) -> Restored:
    """Put the data of an archive in place: all of it, or nothing.

    replace: there may be data, which are backed up first. into: an empty folder, the system here stays as it is.
    Raises KeepingRefused; then everything is as it was.
    """
    with open_archive(path) as archive, ExitStack() as held:
        manifest = archive.manifest
        _refuse_newer(manifest)
        place = this_system() if into is None else empty_folder(into)
        if manifest.vendor != place.vendor:
            raise KeepingRefused(
                f"The archive holds a database of {manifest.vendor}, and the one to restore into is {place.vendor}. "
                "Set DATABASE_URL to a database of that kind, or use another backup."
            )
        if into is None:
            held.enter_context(_nobody_at_work(place))
        has_data = _has_data(place)
        if has_data and not replace:
            raise KeepingRefused(
                "There are data here already. To put the backup in their place, add --replace: "
                "the present data are backed up first. To look at the backup beside them, use --into FOLDER."
            )
        say("Unpacking and proving the archive.")
        staged = held.enter_context(_staging(place))
        _refuse_without_room(archive, staged)
        _unpack_files(archive, staged / "files")
        broken = _staged(archive, staged / "database")
        before = _back_up_first(archive, say) if has_data else None
        say("Putting the data in place.")
        _put_in_place(place, staged, manifest)
        warnings = _warnings(archive)
        warnings += _put_keys_in_place(archive, place, staged)
        broken = broken or _broken_on_server(place, manifest)
        if into is None:
            _note(manifest)
        return Restored(manifest, before, warnings, broken)


def _refuse_newer(manifest: Manifest) -> None:
    known = MigrationLoader(None).disk_migrations
    unknown = [
        f"{app}.{name}"
        for app, names in sorted(manifest.migrations.items())
        for name in names
        if (app, name) not in known
    ]
    if unknown:
        raise KeepingRefused(
            f"The archive was made by a version that has the migration {unknown[0]}, which this one does not have. "
            f"Install version {manifest.code_version} and restore with it."
        )


@contextmanager
def _nobody_at_work(place: Place) -> Iterator[None]:
    try:
        lock = claim_folder(place.folder)
    except AlreadyRunning as running:
        raise KeepingRefused(f"GreenOps is at work: {running}") from None
    with lock:
        yield


def _has_data(place: Place) -> bool:
    files = place.files.is_dir() and any(place.files.iterdir())
    if place.database is not None:
        return files or sqlite_database.has_data(place.database)
    return files or postgresql_database.has_data()


@contextmanager
def _staging(place: Place) -> Iterator[Path]:
    """A folder beside the stored files, so that they change places by name."""
    place.files.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with tempfile.TemporaryDirectory(prefix=".greenops-restore-", dir=place.files.parent) as folder:
            yield Path(folder)
    except OSError as error:
        raise KeepingRefused(
            f"The restore could not write to {place.files.parent}: {error.strerror or error}. "
            "The data are as they were; make room, or give yourself the right to write there."
        ) from None


def _refuse_without_room(archive: Archive, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if archive.unpacked_bytes > free:
        raise KeepingRefused(
            f"Unpacked, the archive needs {archive.unpacked_bytes:,} bytes, and {free:,} are free in {folder.parent}. "
            "Make room; nothing was changed."
        )


def _unpack_files(archive: Archive, to: Path) -> None:
    to.mkdir(mode=0o700)
    for part in archive.manifest.files:
        archive.extract(part, to / part.name.removeprefix("files/"))


def _staged(archive: Archive, staged: Path) -> list[str]:
    """Unpack the database and prove it; what does not hold in its record of events."""
    manifest = archive.manifest
    archive.extract(archive.part(manifest.database_part), staged)
    if manifest.vendor == "postgresql":
        postgresql_database.prove(staged)
        return []
    sqlite_database.prove(staged, manifest)
    handler = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(staged)}})
    connections[PROVEN_ALIAS] = handler["default"]
    try:
        return _broken_links(manifest, PROVEN_ALIAS)
    finally:
        connections[PROVEN_ALIAS].close()
        del connections[PROVEN_ALIAS]


def _broken_on_server(place: Place, manifest: Manifest) -> list[str]:
    return _broken_links(manifest, connection.alias) if place.vendor == "postgresql" else []


def _broken_links(manifest: Manifest, alias: str) -> list[str]:
    return [] if _events_are_older(manifest) else list(broken_links(alias))


def _note(manifest: Manifest) -> None:
    """What was done after the backup is gone, and the record of events should say why."""
    if not _events_are_older(manifest):
        with transaction.atomic():
            record(
                by=None,
                action="backup restored",
                on=Organization.objects.first() or Organization(),
                payload={"made_at": manifest.made_at, "code_version": manifest.code_version},
            )


def _events_are_older(manifest: Manifest) -> bool:
    """Than the code: they can be read once the database is migrated."""
    return "ems" in {app for app, _name in _to_migrate(manifest)}


def _back_up_first(archive: Archive, say: Callable[[str], object]) -> Made:
    say("Backing up the present data first.")
    try:
        return back_up(with_keys=bool(archive.manifest.keys))
    except KeepingRefused as refused:
        raise KeepingRefused(
            f"The present data could not be backed up, so they were not replaced. {refused} "
            "Where they are lost anyway, move them away yourself and restore into the empty place."
        ) from None


def _put_in_place(place: Place, staged: Path, manifest: Manifest) -> None:
    """The files change places by name; where the database then refuses, they change back."""
    connections.close_all()
    aside = staged / "files.before"
    if place.files.exists():
        place.files.rename(aside)
    try:
        (staged / "files").rename(place.files)
        if place.database is not None:
            sqlite_database.put_in_place(staged / "database", place.database)
        else:
            postgresql_database.put_in_place(staged / "database", manifest)
    except BaseException:
        if place.files.exists():
            place.files.rename(staged / "files")
        if aside.exists():
            aside.rename(place.files)
        raise


def _put_keys_in_place(archive: Archive, place: Place, staged: Path) -> list[str]:
    """Keys of the archive become the files that the next start reads, except where the environment gives them."""
    warnings = []
    for part in archive.manifest.keys:
        name = part.name.removeprefix("keys/")
        unpacked = staged / "key"
        archive.extract(part, unpacked)
        if name in place.keys_by_environment:
            if unpacked.read_text() != place.keys.get(name):
                warnings.append(
                    f"{name} is set in the environment to another value than the archive has. "
                    f"Set it to the one in the archive (keys/{name})."
                )
            unpacked.unlink()
        else:
            unpacked.replace(place.key_file(name))
    if not archive.manifest.keys and key_id(place.keys.get(TRAVELLER_KEY, "")) != archive.manifest.traveller_key_id:
        warnings.append(
            f"The archive holds no keys, and was not made with the {TRAVELLER_KEY} here. Set the one that you keep "
            "with your backups, or refunds will not find their tickets."
        )
    return warnings


def _to_migrate(manifest: Manifest) -> list[tuple[str, str]]:
    known = MigrationLoader(None).disk_migrations
    return [(app, name) for app, name in known if name not in manifest.migrations.get(app, ())]


def _warnings(archive: Archive) -> list[str]:
    manifest, warnings = archive.manifest, []
    if manifest.missing_files:
        warnings.append(
            "Files that the database named and storage lacked when the backup was made: "
            f"{len(manifest.missing_files)}, such as {', '.join(manifest.missing_files[:3])}."
        )
    if count := len(_to_migrate(manifest)):
        warnings.append(f"The archive is of an earlier version (migrations to apply: {count}). Run manage.py migrate.")
    return warnings
