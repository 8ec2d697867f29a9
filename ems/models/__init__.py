"""Models of the environmental management system and of the boundary that all of it stands on."""

from ems.models.boundary import Organization, OrganizationUnit, PersonnelCount, Site
from ems.models.event import Event

__all__ = ["Event", "Organization", "OrganizationUnit", "PersonnelCount", "Site"]
