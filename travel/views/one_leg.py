"""One leg: what is known of it, what each method makes of it and how, and the row it came from."""

import math
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from travel.emissions.errors import EmissionError
from travel.emissions.explain import Explanation, explain
from travel.emissions.method import Step
from travel.emissions.methods import RETURN_METHOD
from travel.emissions.methods import method as emission_method
from travel.emissions.quality import Quality, sentences
from travel.figure_tables import flag_pill, with_unit
from travel.models import Estimate, Leg, OfficialResult, SupplierFigure
from travel.permissions import TravelPermission
from travel.points import point_names
from travel.printed import number
from travel.tables import MG_PER_KG, traveller_of
from travel.trips import rule_of
from travel.views.row_cells import shown_cells


@require_safe
@permission_required(TravelPermission.VIEW_LEGS, raise_exception=True)
def leg(request: HttpRequest, identity: str) -> HttpResponse:
    found = _leg(request, identity)
    estimates = sorted(found.estimates.all(), key=lambda e: (e.method != RETURN_METHOD, e.method))
    shown = _chosen(estimates, request.GET.get("method"))
    with_names = request.user.sees_names(TravelPermission.VIEW_LEGS)  # type: ignore[union-attr]
    explanation = _explanation(found, shown) if shown else None
    address = reverse("travel:leg", args=[found.identity])
    page = {
        "leg": found,
        "route": found.route_by(point_names((found.origin, found.destination))),
        "facts": _facts(found, with_names=with_names),
        "estimates": [_estimate(estimate, found.passengers) for estimate in estimates],
        "tabs": [
            {
                "label": emission_method(e.method).label,
                "url": f"{address}?method={e.method}#method",
                "is_current": e is shown,
            }
            for e in estimates
        ],
        "shown": _estimate(shown, found.passengers) if shown else None,
        "explanation": explanation,
        "steps": _steps(explanation) if explanation else [],
        "rule": rule_of(found) if found.place_quality & Quality.ENTITLEMENT else None,
        "quality": sentences(shown.quality if shown else found.place_quality),
        "row": found.row,
        "cells": shown_cells(found.row, with_names=with_names),
        "official": _official(found),
        "supplier": [_supplier(figure) for figure in found.row.supplier_figures.all()],
    }
    return render(request, "travel/leg_detail.html", page)


@require_safe
@permission_required(TravelPermission.VIEW_LEGS, raise_exception=True)
def row(request: HttpRequest, identity: str) -> HttpResponse:
    """The uploaded row that a leg was read from, with the other legs that were read from it."""
    found = _leg(request, identity)
    with_names = request.user.sees_names(TravelPermission.VIEW_LEGS)  # type: ignore[union-attr]
    siblings = Leg.objects.for_user(request.user).filter(row=found.row).order_by("sequence")
    page = {
        "leg": found,
        "row": found.row,
        "cells": shown_cells(found.row, with_names=with_names),
        "siblings": siblings,
        "can_see_batch": request.user.has_perm(TravelPermission.VIEW_BATCHES),  # type: ignore[union-attr]
    }
    return render(request, "travel/leg_row.html", page)


def _leg(request: HttpRequest, identity: str) -> Leg:
    """The leg, if it lies within what the person may look at; a leg of another unit is as good as none."""
    legs: QuerySet[Leg] = Leg.objects.for_user(request.user).select_related(
        "unit", "row", "batch", "booking__traveller__known_name"
    )
    return get_object_or_404(legs, identity=identity)


def _chosen(estimates: list[Estimate], method: str | None) -> Estimate | None:
    """The estimate of the method asked for, else the first. Raises Http404 for a method it has not."""
    if method is None:
        return estimates[0] if estimates else None
    for estimate in estimates:
        if estimate.method == method:
            return estimate
    raise Http404(_("This leg has no estimate by that method."))


def _estimate(estimate: Estimate, passengers: int) -> dict[str, Any]:
    """One estimate in kg, for the leg and for each passenger; what the method does not define stays None."""
    method = emission_method(estimate.method)

    def kg(mass_mg: int | None) -> float | None:
        return None if mass_mg is None else mass_mg / MG_PER_KG

    return {
        "method": method,
        "unit": f"kg {method.gas_basis}",
        "is_return": estimate.method == RETURN_METHOD,
        "total": kg(estimate.total_mg),
        "per_passenger": estimate.total_mg / MG_PER_KG / passengers,
        "ttw": kg(estimate.ttw_mg),
        "wtt": kg(estimate.wtt_mg),
        "non_co2": kg(estimate.non_co2_mg),
        "low": kg(estimate.low_mg),
        "high": kg(estimate.high_mg),
    }


def _in_force(leg: Leg) -> OfficialResult | None:
    return leg.official_results.select_related("load").filter(in_force=True).first()


def _official(leg: Leg) -> dict[str, Any] | None:
    """The official result that counts for the leg, and our estimate that it replaced, of all passengers."""
    found = _in_force(leg)
    if found is None:
        return None
    return {
        "load": found.load,
        "kg": found.co2_kg * leg.passengers,
        "ours": found.replaced["total_mg"] / MG_PER_KG,
        "line": found.line,
    }


def _supplier(figure: SupplierFigure) -> dict[str, Any]:
    """A figure of the source beside ours; both are of all legs of the row."""
    return {
        "column": figure.column,
        "given": figure.given,
        "theirs": with_unit(figure.value, figure.kind),
        "ours": with_unit(figure.ours, figure.kind),
        "flag": flag_pill(figure.flag),
    }


def _explanation(leg: Leg, estimate: Estimate) -> Explanation | None:
    """The equation with its numbers, from the inputs of the estimate; None where the core refuses them."""
    inputs = {
        "origin": leg.origin,
        "destination": leg.destination,
        # As in the estimate: a code is read at the day of the flight, else at the day the leg counts on.
        "departed_on": leg.departed_on or leg.counted_on,
        "cabin": leg.cabin,
        "aircraft": leg.aircraft,
        "place_quality": leg.place_quality,
    }
    if estimate.quality & Quality.OFFICIAL and (official := _in_force(leg)):
        inputs["official_co2_kg"] = official.co2_kg
    if not leg.origin:
        inputs["distance_km"] = leg.distance_km
    try:
        return explain(inputs, estimate.method)
    except EmissionError:
        return None


def _steps(explanation: Explanation) -> list[tuple[Step, str, str]]:
    """Each step with its expression and value as they are printed."""
    return [(step, step.expression.replace(" * ", " × "), _figure(step.value)) for step in explanation.steps]


def _figure(value: float) -> str:
    """A number of an explanation with six significant digits, as many as any table shows."""
    decimals = max(0, 5 - math.floor(math.log10(abs(value)))) if value else 0
    text = number(value, decimals)
    return text.rstrip("0").rstrip(get_format("DECIMAL_SEPARATOR")) if decimals else text


def _facts(leg: Leg, *, with_names: bool) -> list[tuple[Any, ...]]:
    """Names and values of what is known of the leg."""
    unknown = _("not given")
    counted = _("%(day)s, by %(basis)s") % {
        "day": date_format(leg.counted_on, "j M Y"),
        "basis": leg.get_date_basis_display(),
    }
    facts: list[tuple[Any, ...]] = [
        (
            _("Distance"),
            (_("%(km)s km, great circle") if leg.origin else _("%(km)s km, as given"))
            % {"km": number(leg.distance_km, 1)},
        ),
        (_("Departed"), date_format(leg.departed_on, "j M Y") if leg.departed_on else unknown),
        (_("Counted on"), counted),
        (_("Cabin class"), leg.get_cabin_display()),
        (_("Haul band"), leg.get_haul_display()),
        (_("Passengers"), number(leg.passengers)),
        (_("Unit"), str(leg.unit) if leg.unit else _("unassigned")),
        (_("Cost centre"), leg.cost_centre or unknown),
        (_("Traveller"), traveller_of(leg, with_names=with_names) or unknown),
        (_("Traveller category"), leg.get_traveller_category_display()),
        (_("Paid by"), leg.get_payer_display()),
        (_("Flight"), leg.flight_number or unknown),
        (_("Aircraft"), leg.aircraft or unknown),
    ]
    if leg.event:
        facts.append((_("Event"), leg.event))
    if with_names:
        facts.append((_("Ticket or booking"), leg.booking.reference or unknown))
    return facts
