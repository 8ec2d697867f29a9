"""What may be done with travel. Code asks for one of these, never for a role."""

from enum import StrEnum


class TravelPermission(StrEnum):
    VIEW_BATCHES = "travel.view_batches"
    IMPORT_BOOKINGS = "travel.import_bookings"
    UNDO_BATCH = "travel.undo_batch"
    VIEW_LEGS = "travel.view_legs"
    VIEW_NAMES = "travel.view_names"
