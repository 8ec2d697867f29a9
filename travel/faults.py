"""Faults of ours without what they were about: a database's message can quote the row, and a row names people."""

import logging
import traceback
from pathlib import Path

logger = logging.getLogger(__name__)


class WorkFailed(RuntimeError):
    """Work on a batch ended in a fault. The message says where in the code and which kind, and quotes nothing."""


def without_values(work: str, fault: Exception) -> WorkFailed:
    """The fault as it may stand in a log."""
    frames = traceback.extract_tb(fault.__traceback__)
    way = " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-12:])
    logger.error("%s ended in %s at %s", work, type(fault).__name__, way)
    return WorkFailed(f"{work} ended in {type(fault).__name__}; the log says where.")
