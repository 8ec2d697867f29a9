"""What may be done with the year's figures, the return and the people."""

from enum import StrEnum


class GreenOpsPermission(StrEnum):
    VIEW_YEAR = "insight.view_year"
    EXPORT_YEAR = "insight.export_year"
    VIEW_RETURN = "annual_return.view_return"
    VIEW_KEEPING = "keeping.view_keeping"
    MANAGE_PEOPLE = "accounts.manage_people"
