"""Trips entered by hand: the form, the trips entered so far, and their way into an import."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from travel import trips as acts
from travel.actions import ActRefused
from travel.permissions import TravelPermission
from travel.trip_forms import FlightFormSet, TripForm
from travel.trips import Trip

KEPT_AS = "trips_by_hand"
MOST_TRIPS = 200


def entered(request: HttpRequest, kept_as: str) -> list[Trip]:
    """The trips that the person entered and did not hand in yet."""
    return [Trip.from_json(kept) for kept in request.session.get(kept_as, [])]


def keep(request: HttpRequest, kept_as: str, trips: list[Trip]) -> None:
    request.session[kept_as] = [trip.as_json() for trip in trips]


def hand_in(request: HttpRequest, kept_as: str, trips: list[Trip]) -> HttpResponse | None:
    """The trips as a batch, whose page then asks to confirm; None, with a message, where that was refused."""
    try:
        batch = acts.bring_in(by=request.user, trips=trips)
    except ActRefused as refused:
        messages.error(request, str(refused))
        return None
    keep(request, kept_as, [])
    messages.info(request, _("This is what the trips come to. They count once you confirm."))
    return redirect("travel:batch", batch.public_id)


def without(request: HttpRequest, kept_as: str, number: int) -> None:
    """Take one of the trips entered out of the list."""
    trips = entered(request, kept_as)
    if 0 <= number < len(trips):
        keep(request, kept_as, trips[:number] + trips[number + 1 :])
        messages.success(request, _("The trip is taken out of the list."))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def new_trip(request: HttpRequest) -> HttpResponse:
    trips = entered(request, KEPT_AS)
    if request.method == "POST" and request.POST.get("then") == "entered" and trips:
        return hand_in(request, KEPT_AS, trips) or redirect("travel:new_trip")
    form = TripForm(request.POST or None) if request.method == "POST" else TripForm()
    flights = FlightFormSet(request.POST or None, prefix="flight")
    if request.method == "POST" and form.is_valid() and flights.is_valid():
        further = [flight.cleaned_data["stretch"] for flight in flights if "stretch" in flight.cleaned_data]
        trips = [*trips, form.trip(further)]
        if request.POST.get("then") == "another" and len(trips) < MOST_TRIPS:
            keep(request, KEPT_AS, trips)
            messages.success(request, _("The trip is in the list below. Enter the next one."))
            return redirect("travel:new_trip")
        if answer := hand_in(request, KEPT_AS, trips):
            return answer
    is_bound = request.method == "POST"
    page = {
        "form": form,
        "flights": flights,
        "flights_open": is_bound and any(flight.has_changed() for flight in flights),
        "trips": trips,
    }
    return render(request, "travel/trip_form.html", page, status=422 if is_bound else 200)


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def remove_trip(request: HttpRequest, number: int) -> HttpResponse:
    without(request, KEPT_AS, number)
    return redirect("travel:new_trip")
