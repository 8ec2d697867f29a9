"""Collecting the static files only when they changed: it takes seconds, and a start should not."""

import hashlib
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = "collected.sha256"


def collect_when_changed(root: Path) -> bool:
    """Whether the files had to be collected. The stamp lies beside them and goes with them."""
    stamp, state = root / STAMP, state_of_sources()
    if stamp.exists() and stamp.read_text() == state:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state)
    return True


def state_of_sources() -> str:
    """A digest over name, size and time of change of every file that the finders find."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
