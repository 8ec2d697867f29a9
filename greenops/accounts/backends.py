"""Permissions from roles, as one of Django's authentication backends: `user.has_perm` is all that the apps ask."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from greenops.permissions import GreenOpsPermission

# What the administration pages may touch, and the permission that opens each of their models.
ADMINISTERED = {
    "ems.organization": "ems.edit_boundary",
    "ems.organizationunit": "ems.edit_boundary",
    "ems.site": "ems.edit_boundary",
    "ems.siteterms": "ems.edit_boundary",
    "ems.personnelrule": "ems.edit_boundary",
    "ems.topiccoverage": "ems.edit_boundary",
    "ems.meter": "ems.edit_boundary",
    "ems.coolingequipment": "ems.edit_boundary",
    "ems.refrigerantevent": "ems.edit_boundary",
    "ems.refrigerantstock": "ems.edit_boundary",
    "ems.vehicle": "ems.edit_boundary",
    "ems.personnelcount": "ems.edit_boundary",
    "accounts.user": GreenOpsPermission.MANAGE_PEOPLE,
    "accounts.roleassignment": GreenOpsPermission.MANAGE_PEOPLE,
}


class RoleBackend(BaseBackend):
    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        if user_obj.unit_scope(perm):
            return True
        app, _, rest = perm.partition(".")
        action, _, model = rest.partition("_")
        opens = ADMINISTERED.get(f"{app}.{model}")
        return action in ("add", "change", "view") and opens is not None and bool(user_obj.unit_scope(opens))

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(
            self.has_perm(user_obj, f"{app_label}.view_{name.partition('.')[2]}")
            for name in ADMINISTERED
            if name.startswith(f"{app_label}.")
        )
