"""Models of the environmental management system and of the boundary that all of it stands on."""

from ems.models.boundary import Organization, OrganizationUnit, PersonnelCount, Site
from ems.models.equipment import CoolingEquipment, Meter, RefrigerantEvent, RefrigerantStock, Vehicle
from ems.models.event import Event
from ems.models.evidence import EvidenceFile
from ems.models.personnel import PersonnelRule, TopicCoverage
from ems.models.terms import SiteTerms

__all__ = [
    "CoolingEquipment",
    "Event",
    "EvidenceFile",
    "Meter",
    "Organization",
    "OrganizationUnit",
    "PersonnelCount",
    "PersonnelRule",
    "RefrigerantEvent",
    "RefrigerantStock",
    "Site",
    "SiteTerms",
    "TopicCoverage",
    "Vehicle",
]
