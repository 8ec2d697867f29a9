"""A batch's file read with what the database knows: saved profiles, legs already there."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from django.conf import settings

from travel.commit import estimated, known_identities, units_of
from travel.imports.profile import Profile, read_profile
from travel.imports.reading import Reading, read_bookings
from travel.imports.report import write_rows_csv
from travel.models import ImportBatch, SourceProfile
from travel.preview import Preview


def read(batch: ImportBatch, progress: Callable[[int, int], None] | None = None, path: str | None = None) -> Reading:
    """Read the stored file, or the one at path. Raises FileRefused with the sentence for the officer."""
    return read_bookings(
        path or batch.stored_file.path,
        source=batch.source,
        mapping=batch.mapping,
        saved=saved_profiles(),
        home_country=batch.home_country or None,
        known=known_identities,
        progress=progress,
        file_name=batch.file_name,
        limits=settings.IMPORT_LIMITS,
    )


def saved_profiles() -> dict[str, Profile]:
    """The newest version of each profile that was saved here."""
    newest = {saved.key: saved for saved in SourceProfile.objects.order_by("version")}
    return {
        key: read_profile({**saved.definition, "key": key, "version": saved.version}) for key, saved in newest.items()
    }


def preview_of(reading: Reading) -> Preview:
    """The reading estimated as the commit would, with nothing written."""
    preview = Preview(reading)
    units = units_of(reading.profile)
    for block in reading.blocks():
        preview.add(block.rows, *estimated(block.legs, units))
    return preview


@contextmanager
def rows_csv(reading: Reading) -> Iterator[IO[bytes]]:
    """All rows with their verdicts as CSV, in a file that lives as long as the block."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as out:
        write_rows_csv(reading, out)
        out.flush()
        out.seek(0)
        yield out.buffer
