"""Which rows stand on a page of the grid, from a constant number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from ems.models import Meter, Site
from greenops.annual_return.activity.grid import STARTERS, GridRow, RowKey, grid_row, readings_of
from greenops.annual_return.activity.site_sizes import UNKNOWN_SIZE, SiteSize, site_sizes
from greenops.annual_return.activity.units import MICRO
from greenops.annual_return.models import ActivityReading


@dataclass(frozen=True)
class Peers:
    """Monthly means of other sites per m2 and per person, by site, of one stream and detail."""

    per_m2: Mapping[int, float]
    per_person: Mapping[int, float]

    def beside(self, site: Site) -> dict[str, Sequence[float]]:
        """Without the site itself."""
        return {
            "peers_per_m2": [value for key, value in self.per_m2.items() if key != site.pk],
            "peers_per_person": [value for key, value in self.per_person.items() if key != site.pk],
        }


def peers_of(stream: str, detail: str, year: int, sizes: Mapping[int, SiteSize]) -> Peers:
    """One query: what the sites consumed in the months that they have readings of."""
    sums = (
        ActivityReading.objects.filter(stream=stream, detail=detail, year=year)
        .order_by()
        .values_list("site")
        .annotate(amount=Sum("amount_micro"), covered=Sum("months"))
    )
    per_m2, per_person = {}, {}
    for site, amount, covered in sums:
        size = sizes.get(site, UNKNOWN_SIZE)
        if size.area_m2:
            per_m2[site] = amount / covered / MICRO / size.area_m2
        if size.persons:
            per_person[site] = amount / covered / MICRO / size.persons
    return Peers(per_m2, per_person)


def rows_of_site(site: Site, year: int, today: date, added: Iterable[RowKey] = ()) -> list[GridRow]:
    """What the site has or had last year, and what was added on the page; at the very first what most sites have."""
    found = readings_of([site], year)
    keys = set(found) | {key for key in added if key.site == site.code}
    keys |= {RowKey(site.code, *starter) for starter in STARTERS} if not found else set()
    ordered = sorted(keys, key=RowKey.position)
    return [grid_row(key, site, year, today, found.get(key, ()), number=number) for number, key in enumerate(ordered)]


def rows_of_stream(key: RowKey, sites: Sequence[Site], year: int, today: date) -> list[GridRow]:
    """One kind of consumption: a row for each site and each of its meters. The site of key does not matter."""
    narrowed: dict[str, Any] = {
        "stream": key.stream, "detail": key.detail, "channel": key.channel, "route": key.route
    }  # fmt: skip
    found = readings_of(sites, year, **narrowed)
    sizes = site_sizes(year)
    peers = peers_of(key.stream, key.detail, year, sizes)
    by_site: dict[str, set[RowKey]] = {site.code: set() for site in sites}
    for one in found:
        by_site[one.site].add(one)
    for meter in Meter.objects.filter(site__in=sites, stream=key.stream):
        code = next(site.code for site in sites if site.pk == meter.site_id)
        by_site[code].add(RowKey(code, key.stream, key.detail, key.channel, key.route, meter.code))
    rows: list[GridRow] = []
    for site in sites:
        keys = by_site[site.code] or {RowKey(site.code, key.stream, key.detail, key.channel, key.route)}
        for one in sorted(keys, key=RowKey.position):
            size = sizes.get(site.pk, UNKNOWN_SIZE)
            readings = found.get(one, ())
            rows.append(
                grid_row(one, site, year, today, readings, number=len(rows), size=size, peers=peers.beside(site))
            )
    return rows
