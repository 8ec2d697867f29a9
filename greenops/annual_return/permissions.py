"""What may be done with activity data and with the annual return."""

from enum import StrEnum


class ReturnPermission(StrEnum):
    EDIT_ACTIVITY = "annual_return.edit_activity"
    PREPARE = "annual_return.prepare"
    REVIEW = "annual_return.review"
    APPROVE = "annual_return.approve"
