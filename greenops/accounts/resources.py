"""The list of people as a file, for the review of who may do what."""

from import_export import fields

from ems.resources import PlainResource
from greenops.accounts.models import User


class PeopleResource(PlainResource):
    roles = fields.Field(column_name="roles in force")

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "is_active", "last_login", "roles")

    def dehydrate_roles(self, person: User) -> str:
        """As on the page: the roles of today, each with its unit if it is for one."""
        return "; ".join(f"{held.label} ({held.unit.code})" if held.unit else held.label for held in person.held)
