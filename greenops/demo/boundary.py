"""How the demonstration's sites are held, what stands there and how its people are counted: all of it invented."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import slugify
from reportlab.pdfgen.canvas import Canvas

from ems.evidence import store_evidence
from ems.models import PersonnelRule, RefrigerantEvent, Site, SiteTerms, TopicCoverage
from greenops.accounts.models import User
from greenops.demo.registers import make_registers

TENURE, BASIS = Site.Tenure, SiteTerms.ShareBasis
MOVED = date(2024, 7, 1)  # the day on which Bangkok changed how the building is shared

# Code of the site -> its terms, oldest first.
TERMS: dict[str, tuple[dict[str, Any], ...]] = {
    "GVA": ({"tenure": TENURE.OWNED, "floor_area_m2": 24_500, "occupants_own": 625, "occupants_total": 625},),
    "NBO": (
        {
            "tenure": TENURE.HOSTED,
            "floor_area_m2": 1_150,
            "share_basis": BASIS.PERSONS,
            "occupants_own": 50,
            "occupants_total": 3_800,
            "note": "Guest in the United Nations compound, whose readings are told for all of it.",
        },
    ),
    "BKK": (
        {
            "valid_until": date(2024, 6, 30),
            "tenure": TENURE.RENTED,
            "floor_area_m2": 980,
            "share_basis": BASIS.PERSONS,
            "occupants_own": 40,
            "occupants_total": 160,
            "note": "Two floors of a shared building.",
        },
        {
            "valid_from": MOVED,
            "tenure": TENURE.RENTED,
            "floor_area_m2": 980,
            "building_floor_area_m2": 4_900,
            "share_basis": BASIS.FLOOR_AREA,
            "occupants_own": 40,
            "note": "The new lease shares the costs of the building by floor area.",
        },
    ),
    "PTY": (
        {
            "tenure": TENURE.HOSTED,
            "floor_area_m2": 720,
            "share_basis": BASIS.AGREED,
            "agreed_percent": 12,
            "note": "The host agreement names the share.",
        },
    ),
}


# Where each site is: address, latitude, longitude, certificate.
PLACES = {
    "GVA": ("Chemin des Exemples 1", "46.22080", "6.13830", "MINERGIE (invented)"),
    "NBO": ("United Nations Avenue, Gigiri, Block P", "-1.23360", "36.81550", ""),
    "BKK": ("Rajadamnern Nok Avenue 99", "13.76240", "100.51000", ""),
    "PTY": ("Ciudad del Saber, edificio 200", "9.00120", "-79.58540", ""),
}
EXPLANATION = (
    "The official number counts staff on 31 December. The inventory counts full-time equivalents over the year and "
    "adds interns and others whom the organization pays, because their offices and travel are in the figures."
)
# Year -> official number of staff.
OFFICIAL_NUMBERS = {2023: 581, 2024: 586, 2025: 590}
# Site, year, topic, complete, persons covered, note. Other sites are judged by their readings.
COVERAGE = (
    ("PTY", 2023, "waste", False, None, "The host began to weigh in 2024."),
    ("BKK", 2023, "waste", False, None, "Weighed from July on."),
    ("GVA", 2025, "waste", True, 560, "The rented annexe is collected with its neighbours and left out."),
    ("NBO", 2025, "water", True, None, "Read for the compound; our share by persons."),
)
# Title, first and last day that it covers, lines, (site, machine, day) of the event that cites it.
PROOFS = (
    (
        "Service report, chiller 1 of headquarters",
        date(2024, 4, 16),
        date(2024, 4, 16),
        ("Seal of the compressor replaced.", "3.2 kg of R-134a filled in.", "Leak test passed."),
        ("GVA", "Chiller 1", date(2024, 4, 16)),
    ),
    (
        "Receipt for recovered R-22, conference hall",
        date(2025, 9, 30),
        date(2025, 9, 30),
        ("12.6 kg of R-22 taken over for destruction.",),
        ("GVA", "Conference hall", date(2025, 9, 30)),
    ),
    (
        "Lease of the office in Bangkok, from July 2024",
        date(2024, 7, 1),
        date(2029, 6, 30),
        ("Costs of the building are shared by floor area: 980 of 4,900 square metres.",),
        None,
    ),
)


@transaction.atomic
def make_boundary() -> None:
    """Everything below the sites, unless it is there already."""
    if SiteTerms.objects.exists():
        return
    sites = {site.code: site for site in Site.objects.filter(code__in=TERMS)}
    for code, (address, latitude, longitude, certificate) in PLACES.items():
        place = sites[code]
        place.address, place.certificate = address, certificate
        place.latitude, place.longitude = Decimal(latitude), Decimal(longitude)
        place.save(update_fields=["address", "certificate", "latitude", "longitude"])
    for code, periods in TERMS.items():
        for period in periods:
            SiteTerms.objects.create(site=sites[code], **period)
    for year, official in OFFICIAL_NUMBERS.items():
        PersonnelRule.objects.create(year=year, official_number=official, explanation=EXPLANATION)
    for code, year, topic, is_complete, persons, note in COVERAGE:
        TopicCoverage.objects.create(
            site=sites[code], year=year, topic=topic, is_complete=is_complete, persons_covered=persons, note=note
        )
    _make_evidence(make_registers(sites))


def _make_evidence(events: dict[tuple[str, str, date], RefrigerantEvent]) -> None:
    """Small papers, as the focal point would bring them in; the same bytes on every machine."""
    focal = User.objects.get(username="focal")
    for title, first, last, lines, cited_by in PROOFS:
        file = ContentFile(paper(title, lines), name=f"{slugify(title)}.pdf")
        stored = store_evidence(by=focal, file=file, title=title, covers_from=first, covers_until=last)
        if cited_by is not None:
            event = events[cited_by]
            event.evidence = stored
            event.save(update_fields=["evidence"])


def paper(title: str, lines: tuple[str, ...]) -> bytes:
    """A page of PDF, to the byte the same every time."""
    written = io.BytesIO()
    page = Canvas(written, invariant=1)
    page.setTitle(title)
    page.setFont("Helvetica-Bold", 14)
    page.drawString(72, 770, title)
    page.setFont("Helvetica", 11)
    for number, line in enumerate((*lines, "Invented for the demonstration.")):
        page.drawString(72, 740 - 18 * number, line)
    page.save()
    return written.getvalue()
