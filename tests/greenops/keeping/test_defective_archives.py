"""Archives that were cut off, altered, or made for something else: a clear sentence each, and nothing changes."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connection

from greenops.keeping.archive import MANIFEST
from greenops.keeping.manifest import DATABASE_PARTS
from tests.factories import boundary, imports
from tests.factories.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

BOOKINGS = (
    "Ticket number,Traveller,Origin,Destination,Departure date,Cabin,Passengers,Cost centre,Payer,Traveller category\n"
    "7241234567890,NDIAYE/AWA,GVA,ZRH,2025-03-18,economy,1,FIN,organization,staff\n"
)
Parts = dict[str, bytes]


@pytest.fixture
def archive(own_system: Path, tmp_path: Path, run: Callable[..., str]) -> Path:
    boundary.unit("FIN")
    person("Noor", "administrator")
    imports.committed(BOOKINGS)
    path = tmp_path / "elsewhere.zip"
    run("backup", "--out", path)
    return path


def parts_of(archive: Path) -> Parts:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def write(archive: Path, parts: Parts) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)


def changed(archive: Path, **values: Any) -> None:
    """With another manifest, all else as it was."""
    parts = parts_of(archive)
    write(archive, parts | {MANIFEST: json.dumps(json.loads(parts[MANIFEST]) | values).encode()})


def forged(archive: Path, name: str, content: bytes) -> None:
    """A part changed together with its digest: whoever can write archives can do that."""
    parts = parts_of(archive)
    manifest = json.loads(parts[MANIFEST])
    kept = [part for part in manifest["parts"] if part["name"] != name]
    manifest["parts"] = [*kept, digest_line(name, content)]
    write(archive, parts | {name: content, MANIFEST: json.dumps(manifest).encode()})


def digest_line(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def database_part() -> str:
    return DATABASE_PARTS[connection.vendor]


def cut_off(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-200])


def another_file(archive: Path) -> None:
    archive.write_text("no archive at all")


def flipped_byte(archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as opened:
        entry = opened.getinfo(database_part())
    content[entry.header_offset + 30 + len(entry.filename) + 20 + entry.compress_size // 2] ^= 0xFF
    archive.write_bytes(content)


def other_content(archive: Path) -> None:
    parts = parts_of(archive)
    file = next(name for name in parts if name.startswith("files/"))
    write(archive, parts | {file: b"x" * len(parts[file])})


def longer_content(archive: Path) -> None:
    parts = parts_of(archive)
    file = next(name for name in parts if name.startswith("files/"))
    write(archive, parts | {file: b"0" * 50_000_000})


def lacking_part(archive: Path) -> None:
    parts = parts_of(archive)
    write(archive, {name: content for name, content in parts.items() if not name.startswith("files/")})


def added_part(archive: Path) -> None:
    write(archive, parts_of(archive) | {"../outside.txt": b"x"})


def without_manifest(archive: Path) -> None:
    parts = parts_of(archive)
    del parts[MANIFEST]
    write(archive, parts)


def unreadable_manifest(archive: Path) -> None:
    write(archive, parts_of(archive) | {MANIFEST: b"{"})


def listed_outside(archive: Path) -> None:
    forged(archive, "files/../../outside.txt", b"x")


def later_format(archive: Path) -> None:
    changed(archive, format=2, code_version="9.0")


def later_migration(archive: Path) -> None:
    changed(archive, migrations={"ems": ["0001_initial", "9999_later"]}, code_version="9.0")


def statement_for_a_table(archive: Path) -> None:
    changed(archive, rows={"ems_site'; DROP TABLE ems_site; --": 1})


def other_database(archive: Path) -> None:
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    parts = parts_of(archive)
    content = parts.pop(database_part())
    write(archive, parts)
    changed(archive, vendor=other)
    forged(archive, DATABASE_PARTS[other], content)
    parts = parts_of(archive)
    manifest = json.loads(parts[MANIFEST])
    manifest["parts"] = [part for part in manifest["parts"] if part["name"] != database_part()]
    write(archive, parts | {MANIFEST: json.dumps(manifest).encode()})


def rubbish_for_a_database(archive: Path) -> None:
    forged(archive, database_part(), b"no database" * 1000)


DEFECTS = [
    (cut_off, "is no complete archive: it was cut off"),
    (another_file, "is no complete archive"),
    (flipped_byte, "damaged"),
    (other_content, "is not what the manifest says: its digest differs"),
    (longer_content, "has 50000000 bytes, and the manifest says"),
    (lacking_part, "lacks files/.*which its manifest lists"),
    (added_part, "which its manifest does not list"),
    (without_manifest, "holds no manifest.json"),
    (unreadable_manifest, "manifest of the archive cannot be read"),
    (listed_outside, "is no name of a part"),
    (later_format, "has the format 2.*version that made it: 9.0"),
    (later_migration, "has the migration ems.9999_later.*Install version 9.0"),
    (statement_for_a_table, "manifest of the archive cannot be read"),
    (rubbish_for_a_database, "cannot be read|did not succeed"),
]


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect[0].__name__)
def test_a_defective_archive_is_refused_and_nothing_changes(defect, archive, everything, run, own_system):
    make, sentence = defect
    before = everything()
    make(archive)
    here = sorted(path.name for path in own_system.iterdir())

    with pytest.raises(CommandError, match=sentence):
        run("restore", archive, "--check")
    with pytest.raises(CommandError, match=sentence):
        run("restore", archive, "--replace")

    assert everything() == before
    left = {path.name for path in own_system.iterdir()} - set(here)
    assert left <= {"running.lock"} | {f"greenops.sqlite3-{ending}" for ending in ("wal", "shm")}


def test_an_archive_of_another_kind_of_database_is_refused(archive, everything, run):
    before = everything()
    other_database(archive)

    with pytest.raises(CommandError, match="The archive holds a database of .* and the one to restore into is"):
        run("restore", archive, "--replace")

    assert everything() == before


def test_a_database_with_other_rows_than_the_manifest_says_is_not_put_in_place(archive, everything, run):
    before = everything()
    rows = json.loads(parts_of(archive)[MANIFEST])["rows"]
    changed(archive, rows=rows | {"ems_organizationunit": 2})

    told = r"ems_organizationunit (in the archive )?has 1 row(\(s\))?, and the manifest says 2"
    with pytest.raises(CommandError, match=told):
        run("restore", archive, "--replace")

    assert everything() == before


def test_another_end_of_the_record_of_events_is_not_put_in_place(archive, everything, run):
    before = everything()
    changed(archive, chain_head="a" * 64)

    with pytest.raises(CommandError, match="record of events (in the archive )?ends otherwise"):
        run("restore", archive, "--replace")

    assert everything() == before


def test_a_dump_that_breaks_off_midway_leaves_the_database_as_it_was(archive, everything, run):
    before = everything()
    content = parts_of(archive)[database_part()]
    forged(archive, database_part(), content[: len(content) * 3 // 4])

    with pytest.raises(CommandError):
        run("restore", archive, "--replace")

    assert everything() == before


def test_an_archive_of_an_earlier_version_says_to_migrate(archive, run):
    migrations = json.loads(parts_of(archive)[MANIFEST])["migrations"]
    changed(archive, migrations=migrations | {"travel": migrations["travel"][:-1]})

    told = run("restore", archive, "--check")

    assert "of an earlier version (migrations to apply: 1). Run manage.py migrate" in told


def test_a_file_that_is_not_there_is_told(own_system: Path, run: Any):
    with pytest.raises(CommandError, match=r"There is no file .*nowhere\.zip"):
        run("restore", own_system / "nowhere.zip")


def test_an_archive_larger_than_the_disk_is_refused_before_it_is_unpacked(archive, everything, run, monkeypatch):
    before = everything()
    monkeypatch.setattr("greenops.keeping.restoring.shutil.disk_usage", lambda folder: type("Usage", (), {"free": 10}))

    with pytest.raises(CommandError, match="needs .* bytes, and 10 are free"):
        run("restore", archive, "--replace")

    assert everything() == before
