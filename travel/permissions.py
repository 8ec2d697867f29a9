"""What may be done with travel. Code asks for one of these, never for a role."""

from enum import StrEnum
from typing import Any


class TravelPermission(StrEnum):
    VIEW_BATCHES = "travel.view_batches"
    IMPORT_BOOKINGS = "travel.import_bookings"
    UNDO_BATCH = "travel.undo_batch"
    VIEW_LEGS = "travel.view_legs"
    VIEW_NAMES = "travel.view_names"


def decides_for_all(by: Any) -> bool:
    """Brings in the bookings of all units, and so may say what holds for every file: answers, sources, rules, months.

    by is None for our own commands.
    """
    return by is None or bool(by.unit_scope(TravelPermission.IMPORT_BOOKINGS).everywhere)
