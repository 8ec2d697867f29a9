"""Papers that prove readings of the demonstration: one a year for each stream of a site that sends them."""

from datetime import date
from typing import Final

from django.core.files.base import ContentFile
from django.utils.text import slugify

from ems.evidence import store_evidence
from ems.models import EvidenceFile
from greenops.accounts.models import User
from greenops.demo.boundary import paper

# Site and stream -> what the papers are, and what stands on them. What is not here has none, as in life.
PAPERS: Final = {
    ("GVA", "electricity_grid"): ("Electricity invoices of headquarters", "Meter CH-1004-7781, twelve invoices."),
    ("GVA", "electricity_certified"): ("Cancellation of guarantees of origin", "Cancelled for headquarters."),
    ("GVA", "stationary_fuel"): ("Gas invoices of headquarters", "Billed by gross heating value, in MWh."),
    ("GVA", "district_cooling"): ("Cooling statements of headquarters", "Meter GLN-02, with the supplier's factor."),
    ("GVA", "water"): ("Water invoices of headquarters", "Meter SIG-W-550."),
    ("NBO", "electricity_grid"): ("Electricity bills of the compound in Nairobi", "Compound E, all organizations."),
    ("NBO", "vehicle_fuel"): ("Fuel cards of the vehicles in Nairobi", "Litres by card and month."),
    ("BKK", "electricity_grid"): ("Meter sheets of the building in Bangkok", "Meter MEA-60118, read each month."),
    ("PTY", "electricity_grid"): ("Statements of the host in Panama City", "Electricity of the whole building."),
}
# Of 2024 the papers are still in boxes; of 2026 they come at the end of the year.
YEARS: Final = (2023, 2025)


def make_papers() -> dict[tuple[str, str, int], str]:
    """SHA-256 by site, stream and year; papers that are here already are kept once."""
    focal = User.objects.get(username="focal")
    made = {}
    for (site, stream), (what, says) in PAPERS.items():
        for year in YEARS:
            title = f"{what}, {year}"
            file = ContentFile(paper(title, (says,)), name=f"{slugify(title)}.pdf")
            stored = store_evidence(
                by=focal, file=file, title=title, covers_from=date(year, 1, 1), covers_until=date(year, 12, 31)
            )
            made[site, stream, year] = stored.digest
    return made


def policy_paper(by: User) -> EvidenceFile:
    """The environmental policy, signed by management."""
    title = "Environmental policy of the organization, 2022"
    file = ContentFile(paper(title, ("Adopted by the management group.",)), name=f"{slugify(title)}.pdf")
    return store_evidence(by=by, file=file, title=title, covers_from=date(2022, 3, 1))
