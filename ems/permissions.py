"""What may be done with the boundary, the controls and the record of events."""

from enum import StrEnum


class EmsPermission(StrEnum):
    VIEW_BOUNDARY = "ems.view_boundary"
    EDIT_BOUNDARY = "ems.edit_boundary"
    VIEW_CONTROLS = "ems.view_controls"
    VIEW_EVENTS = "ems.view_events"
