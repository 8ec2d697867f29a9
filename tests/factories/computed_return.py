"""A return made by hand, for tests of what prints it. Four sites (or more), figures that add up."""

from datetime import UTC, datetime
from math import fsum
from typing import Any

from greenops.annual_return.computed import ComputedReturn, Input, Line, Section
from greenops.annual_return.cycle.frozen import frame_of
from greenops.annual_return.cycle.statements import statements_of
from greenops.annual_return.documents.content import ReturnContent
from greenops.annual_return.documents.statements import (
    BaseYear,
    LeftOut,
    Moved,
    Personnel,
    Signed,
    SiteCard,
    Statements,
    TopicCover,
    TrendPoint,
)
from greenops.annual_return.models import AnnualReturn, FrozenLine, ReturnVersion

SECTIONS = (
    Section("T", "Totals"),
    Section("1", "Personnel"),
    Section("3", "Electricity and on-site renewables"),
    Section("4", "Stationary fuels"),
    Section("8", "Air travel"),
    Section("9", "Other travel"),
    Section("10", "Optional emissions"),
    Section("11", "Waste"),
    Section("12", "Water and waste water"),
    Section("20", "Narrative"),
)
GRID = {
    "value": 0.1234, "unit": "kg CO2e/kWh", "label": "Grid electricity, Kenya", "dataset": "grid_ifi",
    "edition": "2021-v3.1", "certainty": "published", "source": "IFI harmonized grid factors, 2021, row Kenya",
}  # fmt: skip
GAS = {
    "value": 2.0243, "unit": "kg CO2e/m3", "label": "Natural gas", "dataset": "fuels_desnz", "edition": "2025",
    "certainty": "published", "source": "DESNZ 2025, table Fuels",
}  # fmt: skip
EFFORTS = "=Video first & fewer trips, <measured> each year."
EDITIONS = ("activity 2026-11", "fuels_desnz 2025", "grid_ifi 2021-v3.1", "gwp ar5", "icao 13.1")


def site_codes(count: int) -> list[str]:
    named = ["GVA", "NBO", "BKK", "PTY"]
    return [*named[:count], *(f"S{number:03}" for number in range(5, count + 1))]


def electricity(site: str, place: int) -> Input:
    kwh = 100_000.0 + 1_000 * place
    tonnes = kwh * 0.1234 / 1000
    method = "estimated" if place % 4 == 3 else "metered"
    return Input(
        key=f"{site}/electricity_grid/standard/{method}", label=f"{site}: standard product", amount=kwh, unit="kWh",
        value=tonnes, equation=f"{kwh:.0f} kWh x 0.1234 kg/kWh = {tonnes * 1000:.1f} kg", method=method,
        share=(1.0, 1.0), factors=(GRID,), readings=12, evidenced=12 if method == "metered" else 0,
        link=f"/return/activity/{site}/",
    )  # fmt: skip


def gas(site: str, place: int) -> Input:
    m3 = 5_000.0 + 10 * place
    tonnes = m3 * 2.0243 / 1000
    return Input(
        key=f"{site}/stationary_fuel/natural_gas/invoiced", label=f"{site}: natural gas", amount=m3, unit="m3",
        value=tonnes, equation=f"{m3:.0f} m3 x 2.0243 kg/m3", method="invoiced", share=(40.0, 80.0), factors=(GAS,),
        readings=12, evidenced=6,
    )  # fmt: skip


def summed(code: str, label: str, inputs: list[Input], **more: Any) -> Line:
    estimated = fsum(given.value or 0 for given in inputs if given.method == "estimated")
    value = fsum(given.value or 0 for given in inputs)
    share = estimated / value if value else 0.0
    given = {"unit": "tCO2e", "section": code.split(".")[0], "method_share": share, **more}
    return Line(code=code, label=label, value=value, inputs=tuple(inputs), **given)


def total(code: str, label: str, parts: list[Line], **more: Any) -> Line:
    inputs = [
        Input(key=f"line:{part.code}", label=part.label, amount=part.value, unit=part.unit, value=part.value)  # type: ignore[arg-type]
        for part in parts
    ]
    value = fsum(part.value for part in parts)  # type: ignore[misc]
    share = fsum((part.method_share or 0) * part.value for part in parts) / value if value else 0.0  # type: ignore[operator]
    return summed(code, label, inputs, **{"method_share": share, **more})


def air(delegates: bool) -> list[Input]:
    made = [Input("travel:organization", "Paid by the organization", 1200, "legs", 812.5, "sum of 1,200 legs")]
    if delegates:
        made.append(Input("travel:other", "Paid by others", 90, "legs", 65.5, "sum of 90 legs"))
    return made


def computed_return(*, sites: int = 4, delegates: bool = False, year: int = 2025) -> ComputedReturn:
    """Of four sites, by hand: electricity 406,000 kWh x 0.1234 = 50.1004 t, gas 20,060 m3 x 2.0243 = 40.607458 t."""
    codes = site_codes(sites)
    power = summed(
        "3.1", "Electricity, location-based", [electricity(site, place) for place, site in enumerate(codes)],
        scope=2, source_group="facilities", factor_editions=("grid_ifi 2021-v3.1",), rules=("R08", "R21"),
    )  # fmt: skip
    fuel = summed(
        "4.1", "Natural gas", [gas(site, place) for place, site in enumerate(codes)], scope=1,
        source_group="facilities", factor_editions=("fuels_desnz 2025",), rules=("R13",),
    )  # fmt: skip
    flights = summed(
        "8.1", "Air travel", air(delegates), unit="tCO2", scope=3, source_group="air_travel", rules=("R18",)
    )
    rail = summed(
        "9.1", "Train", [Input("GVA/train/un_default/estimated", "GVA: train", 10_000, "passenger_km", 1.152,
        "10,000 passenger-km x 0.1152 kg", "estimated")], scope=3, source_group="other_travel", rules=("R19",),
    )  # fmt: skip
    market = Line("3.2", "Electricity, market-based", "3", 12.25, "tCO2e", 2, note="Certificates for Geneva.")
    everything = total("T.1", "Total greenhouse gas emissions", [power, fuel, flights, rail], rules=("R01",))
    facilities = total("T.5", "Facilities", [power, fuel], source_group="facilities", rules=("R05",))
    assert isinstance(everything.value, float)
    added = 65.5 if delegates else 0.0
    lines = (
        everything,
        total("T.2", "Scope 1", [fuel], scope=1),
        total("T.3", "Scope 2", [power], scope=2),
        total("T.4", "Scope 3, business travel", [flights, rail], scope=3),
        facilities,
        total("T.6", "Air travel", [flights], source_group="air_travel"),
        total("T.7", "Other travel", [rail], source_group="other_travel"),
        Line("T.8", "Emissions per person", "T", everything.value / 410, "tCO2e/person", rules=("R04",),
             equation=f"{everything.value:.3f} t / 410 persons",
             inputs=(Input("line:T.1", "Total", everything.value, "tCO2e", None),
                     Input("line:T.14", "Personnel", 410, "persons", None))),
        # By hand: 904.359858 less the electricity by location, 50.1004, and with that by market, 12.25.
        Line("T.9", "Total with electricity on the other basis (market-based)", "T", 866.509458 + added, "tCO2e",
             inputs=(Input("line:3.1", power.label, 50.1004, "tCO2e", 12.25),
                     *(Input(f"line:{one.code}", one.label, one.value, one.unit, one.value)  # type: ignore[arg-type]
                       for one in (fuel, flights, rail))), method_share=0.0, rules=("R09",)),
        Line("T.10", "Biogenic CO2, apart", "T", 0.0, "tCO2"),
        Line("T.11", "Gases outside the Kyoto Protocol", "T", None, "tCO2e", note="No equipment was recorded."),
        Line("T.12", "Optional emissions, apart", "T", 31.0, "tCO2e", optional=True),
        Line("T.13", "Part of the total that rests on estimates", "T", 100 * (everything.method_share or 0), "%"),
        Line("T.14", "Personnel in the inventory", "T", 410, "persons"),
        Line("1.1", "Staff", "1", 380, "persons"),
        Line("1.2", "Consultants", "1", 30, "persons"),
        power,
        market,
        Line("3.3", "Renewable share of the electricity", "3", 41.5, "%", rules=("R10",)),
        fuel,
        flights,
        rail,
        Line("10.1", "Commuting", "10", 31.0, "tCO2e", 3, optional=True),
        Line("11.1", "Waste, all types", "11", 18_240.0, "kg"),
        Line("11.2", "Waste per person", "11", None, "kg/person", note="No site has full quantities."),
        Line("12.1", "Water used", "12", 5_120.5, "m3"),
        Line("12.2", "A site that withdraws more than 5 % of a water body", "12", False, ""),
        Line("20.reductions.en", "Efforts to reduce emissions", "20", EFFORTS, "text"),
        Line("20.next_steps.en", "Next steps", "20", None, "text"),
    )  # fmt: skip
    return ComputedReturn(
        year=year, edition=str(year + 1), delegates=delegates, sections=SECTIONS, lines=lines,
        inputs_digest="ab" * 32, factor_editions=EDITIONS, method_version="1", code_version="0.1.0+test",
        remarks=("Flights whose payer is not known count, and are marked.",),
    )  # fmt: skip


def statements(*, sites: int = 4, **more: Any) -> Statements:
    cards = tuple(
        SiteCard(
            code,
            f"Office {code}",
            "Geneva",
            "CH",
            "field office",
            "rented",
            1000.0,
            40.0,
            80.0,
            "by persons",
            (40.0, 80.0),
        )  # fmt: skip
        for code in site_codes(sites)
    )
    given: dict[str, Any] = {
        "organization": "World Observatory Organization",
        "abbreviation": "WOO",
        "is_demonstration": True,
        "edition_title": "Form of the report 2026",
        "edition_mark": "ours, not UNEP's",
        "electricity_basis": "location",
        "method": (("Global warming potentials", "AR5"), ("Grid table", "IFI 2021 v3.1"), ("HCFCs", "noted apart")),
        "boundary_off": "Travel that the organization pays for.",
        "boundary_on": "Travel that the organization pays for, and travel of delegates paid by others.",
        "sites": cards,
        "personnel": Personnel(410.0, (("staff", 380.0), ("consultants", 30.0)), "full-time equivalents"),
        "coverage": (TopicCover("greenhouse gases", 4, 3, 410.0, 380.0), TopicCover("waste", 4, 0, 410.0, 0.0)),
        "readings": (("metered", 36), ("invoiced", 48), ("estimated", 12)),
        "evidenced": 60,
        "omissions": (LeftOut("6", "Refrigerants of a rented office", "The landlord keeps no record.", "PTY"),),
        "moved": (Moved("8.1", "A conference was held in Geneva instead of abroad."),),
        "base_year": BaseYear(2019, 5.0, 2030, 45.0, "Recalculate when boundary or factors move.", "Council 2020"),
        "signatures": (
            Signed("prepared", "Ana Preparer", "2026-05-04T10:00:00+00:00", "Complete and correct.", "cd" * 32),
            Signed("approved", "Bo Approver", "2026-05-06T09:30:00+00:00", "Approved for hand-over.", "cd" * 32),
        ),
        "trend": (
            TrendPoint(2021, 700.0, "Greening the Blue report 2022", published=True),
            TrendPoint(2022, 950.0, "Greening the Blue report 2023", published=True),
            TrendPoint(2023, 1010.0, "this system", starts_new_series=True),
            TrendPoint(2024, 980.0, "this system"),
        ),
        **more,
    }
    return Statements(**given)


def content(*, sites: int = 4, frozen: bool = True, **said: Any) -> ReturnContent:
    off, on = (computed_return(sites=sites, delegates=delegates) for delegates in (False, True))
    if not frozen:
        return ReturnContent(off, on, statements(sites=sites, signatures=(), **said))
    moment = datetime(2026, 5, 6, 12, 0, tzinfo=UTC)
    return ReturnContent(off, on, statements(sites=sites, **said), 1, "submission", "", moment)


def version_of(annual_return: AnnualReturn, number: int = 1) -> ReturnVersion:
    """A version of the hand-made return, both with and without delegates."""
    off, on = (computed_return(delegates=delegates, year=annual_return.year) for delegates in (False, True))
    version = ReturnVersion.objects.create(
        annual_return=annual_return, number=number, kind="submission", edition=off.edition,
        inputs_digest=off.inputs_digest, lines_digest=off.lines_digest, factor_editions=list(off.factor_editions),
        method_version="1", code_version=off.code_version,
        statements={**statements_of(annual_return, off), "computed": frame_of(off, on)},
        frozen_at=datetime(annual_return.year + 1, 5, 6, tzinfo=UTC),
    )  # fmt: skip
    for part in (off, on):
        for position, line in enumerate(part.lines):
            is_number = isinstance(line.value, int | float) and not isinstance(line.value, bool)
            FrozenLine.objects.create(
                version=version, delegates=part.delegates, position=position, code=line.code,
                value=line.value if is_number else None, content=line.content(),
            )  # fmt: skip
    return version
