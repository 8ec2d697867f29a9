"""A batch's file read with what the database knows: saved profiles, legs already there."""

from collections.abc import Callable, Collection
from typing import IO

from django.conf import settings

from travel.answers import answers_for
from travel.commit import estimated, units_of
from travel.differences import Differences
from travel.earlier import InDatabase
from travel.imports.profile import Profile, read_profile
from travel.imports.reading import Reading, read_bookings
from travel.imports.report import printed_rows
from travel.models import ImportBatch, SourceProfile
from travel.preview import Preview


def read(
    batch: ImportBatch,
    progress: Callable[[int, int], None] | None = None,
    path: str | None = None,
    only: Collection[int] | None = None,
) -> Reading:
    """Read the stored file, or the one at path, with the answers of its source. only: the rows at these positions.

    Raises FileRefused with the sentence for the officer.
    """
    # With a mapping of its own, the file is read with a profile that goes by another name than its source.
    earlier = InDatabase(
        batch.source if batch.mapping else "",
        fixed=bool(batch.mapping),
        without=batch.pk,
        until=batch.committed_at,
    )
    return read_bookings(
        path or batch.stored_file.path,
        source=batch.source,
        mapping=batch.mapping,
        saved=saved_profiles(pinned=version_of(batch)),
        home_country=batch.home_country or None,
        earlier=earlier,
        answers=answers_for,
        only=only,
        progress=progress,
        file_name=batch.file_name,
        limits=settings.IMPORT_LIMITS,
    )


def saved_profiles(pinned: tuple[str, int] | None = None) -> dict[str, Profile]:
    """The newest version of each profile that was saved here; of the pinned one that version."""
    kept: dict[str, SourceProfile] = {}
    for saved in SourceProfile.objects.order_by("version"):
        if pinned is None or saved.key != pinned[0] or saved.version == pinned[1]:
            kept[saved.key] = saved
    return {key: as_profile(saved) for key, saved in kept.items()}


def as_profile(saved: SourceProfile) -> Profile:
    return read_profile({**saved.definition, "key": saved.key, "version": saved.version, "label": saved.label})


def version_of(batch: ImportBatch) -> tuple[str, int] | None:
    """What was checked is what is committed and read again: a version that was saved since does not count."""
    if batch.pk is None or batch.state in (ImportBatch.State.UPLOADED, ImportBatch.State.READING):
        return None
    return batch.source, batch.source_version


def preview_of(reading: Reading, rows_csv: IO[str] | None = None) -> Preview:
    """The reading estimated as the commit would, with nothing written. All rows go to rows_csv with their verdicts."""
    preview = Preview(reading)
    units = units_of(reading.profile)
    differences = Differences(reading, units)
    for number, block in enumerate(reading.blocks(cells=False)):
        legs, found = estimated(block.legs, units)
        preview.add(block.rows, legs, found)
        differences.add(legs, found.estimates)
        if rows_csv:
            printed_rows(block.rows).to_csv(rows_csv, index=False, header=number == 0)
    preview.differences = differences.shown()
    return preview
