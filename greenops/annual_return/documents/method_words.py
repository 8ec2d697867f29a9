"""What an edition's method chooses, in words that the documents print."""

from django.utils.translation import gettext as _

from greenops.annual_return.inventory.method import Method


def method_words(method: Method) -> tuple[tuple[str, str], ...]:
    """Name and words of each choice."""
    basis = {"location": _("location-based (the grid's factor)"), "market": _("market-based (the product bought)")}
    hcfc = {
        "in_total": _("in the total"),
        "optional": _("optional: beside the total, never in it"),
        "noted": _("noted beside the total, never in it"),
    }
    suppliers = _("used where they are given") if method.supplier_factors else _("not used")
    taxi = _("%(transfers)s transfers of %(km)s km for each round trip without a record")
    return (
        (_("Global warming potentials"), _("edition %(edition)s") % {"edition": method.gwp.upper()}),
        (_("Gases outside the Kyoto Protocol (HCFCs)"), hcfc[method.hcfc]),
        (_("Factors of grid electricity"), method.grid_table.replace("_", " ")),
        (_("Electricity in the total"), basis[method.electricity_basis]),
        (_("Renewable share of grids"), _("edition %(edition)s") % {"edition": method.renewable_edition}),
        (_("Factors of suppliers"), suppliers),
        (_("Gases of fuel burnt in vehicles"), ", ".join(method.vehicle_gases)),
        (_("Refrigerants in vehicles"), _("counted with %(group)s") % {"group": _group(method.vehicle_cooling_group)}),
        (_("On-site generators"), _("%(kwh)s kWh for each litre") % {"kwh": f"{method.generator_kwh_per_litre:g}"}),
        (_("Taxis"), taxi % {"transfers": f"{method.taxi_transfers:g}", "km": f"{method.taxi_km:g}"}),
        (
            _("Small offices"),
            _("may be estimated from the others below %(persons)s persons")
            % {"persons": f"{method.small_office_persons:g}"},
        ),
    )


def _group(group: str) -> str:
    return {"facilities": _("facilities"), "air_travel": _("air travel"), "other_travel": _("other travel")}[group]
