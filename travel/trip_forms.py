"""The forms of trips by hand and by rule: places are looked up while one can still correct them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ems.models import Organization, OrganizationUnit
from greenops.reference.airports import AirportBook
from travel.emissions.place_outcome import Place, candidates_of
from travel.emissions.places import resolve
from travel.imports.folding import fold
from travel.models import EntitlementRule
from travel.models.booking import Cabin, Payer, TravellerCategory
from travel.trips import Stretch, Trip, label_of, rules_on, stretches_of
from travel.written_lists import WrittenListForm

MOST_PASSENGERS = 500
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
PLACE_HINT = _("An airport: its code such as GVA, or the name of a city with one airport.")


def place(text: str, day: date | None) -> str:
    """The code of the airport that is meant. Raises ValidationError with a sentence and proposals."""
    organization = Organization.objects.first()
    book = AirportBook.load()
    found = resolve(
        text, kind="any", on=day, home_country=organization.home_country if organization else None, book=book,
        aliases={}, stand_ins={},
    )  # fmt: skip
    if isinstance(found, Place):
        return found.key
    # Behind the semicolon stands what to do about a file; here one corrects the place at once.
    what, _mark, _remedy = found.sentence_part.partition(";")
    sentence = f"{what[:1].upper()}{what[1:]}. {_now('Give the code of the airport.')}"
    proposals = found.candidates or candidates_of(book.names_like(text))
    if proposals:
        named = "; ".join(f"{one.key} {one.name}, {one.country}" for one in proposals[:8])
        sentence += " " + _now("Proposals: %(proposals)s.") % {"proposals": named}
    raise forms.ValidationError(sentence)


class PlacesForm(forms.Form):
    """A form with fields that hold places, which are read at the day of the flight."""

    def read_place(self, field: str, day: date | None) -> str:
        """The code of the field's place; an error at the field where it is none."""
        text = self.cleaned_data.get(field)
        if not text:
            return ""
        try:
            return place(text, day)
        except forms.ValidationError as error:
            self.add_error(field, error)
            return ""


class PersonFields(forms.Form):
    """For whom one travels, and who pays."""

    traveller_category = forms.ChoiceField(
        label=_("Traveller category"), choices=TravellerCategory, initial=TravellerCategory.STAFF
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=OrganizationUnit.objects.all(), required=False, to_field_name="code",
        empty_label=_("not known"),
    )  # fmt: skip


class TripForm(PlacesForm, PersonFields):
    """One trip, out and back the same way unless it is one way."""

    origin = forms.CharField(label=_("From"), max_length=80, help_text=PLACE_HINT)
    via = forms.CharField(
        label=_("Via"), max_length=200, required=False,
        help_text=_("Airports in between in their order, with commas: ZRH, DXB."),
    )  # fmt: skip
    destination = forms.CharField(label=_("To"), max_length=80)
    departed_on = forms.DateField(label=_("Day of departure"), widget=DAY)
    return_on = forms.DateField(
        label=_("Day of return"), widget=DAY, required=False,
        help_text=_("Empty: one way. The way back is the same; enter another way back as further flights."),
    )  # fmt: skip
    cabin = forms.ChoiceField(label=_("Cabin class"), choices=Cabin, initial=Cabin.ECONOMY)
    passengers = forms.IntegerField(label=_("Passengers"), min_value=1, max_value=MOST_PASSENGERS, initial=1)
    payer = forms.ChoiceField(label=_("Paid by"), choices=Payer, initial=Payer.ORGANIZATION)
    event = forms.CharField(label=_("Event"), max_length=120, required=False)
    reference = forms.CharField(
        label=_("Ticket or booking reference"), max_length=40, required=False,
        help_text=_("Where there is one: the trip is then recognised if a file brings it later."),
    )  # fmt: skip
    remark = forms.CharField(
        label=_("Remark"), max_length=200, required=False,
        help_text=_("Why it is entered by hand. No names."),
    )  # fmt: skip
    field_order = ["origin", "via", "destination", "departed_on", "return_on", "cabin", "passengers",
                   "traveller_category", "unit", "payer", "event", "reference", "remark"]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        day, back = found.get("departed_on"), found.get("return_on")
        if day and back and back < day:
            self.add_error("return_on", _("The return is before the departure. Correct one of the days."))
        via = [text.strip() for text in (found.get("via") or "").split(",") if text.strip()]
        places = [self.read_place("origin", day)]
        for text in via:
            try:
                places.append(place(text, day))
            except forms.ValidationError as error:
                self.add_error("via", error)
        places.append(self.read_place("destination", day))
        if not self.errors:
            self._check_each_goes_somewhere(places)
            found["stretches"] = stretches_of(places, found["departed_on"], back)
        return found

    def _check_each_goes_somewhere(self, places: list[str]) -> None:
        for start, end in zip(places, places[1:], strict=False):
            if start == end:
                self.add_error("destination", _("A flight would go from %(place)s to itself. Correct the way.")
                               % {"place": start})  # fmt: skip

    def trip(self, further: Iterable[Stretch] = ()) -> Trip:
        found = self.cleaned_data
        return Trip(
            stretches=(*found["stretches"], *further),
            cabin=found["cabin"],
            passengers=found["passengers"],
            traveller_category=found["traveller_category"],
            unit=found["unit"].code if found["unit"] else "",
            payer=found["payer"],
            event=found["event"],
            reference=found["reference"],
            remark=found["remark"],
        )


class FlightForm(PlacesForm):
    """One more flight of the trip; three empty fields are none."""

    origin = forms.CharField(label=_("From"), max_length=80, required=False)
    destination = forms.CharField(label=_("To"), max_length=80, required=False)
    day = forms.DateField(label=_("Day"), widget=DAY, required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not any(found.get(name) for name in self.fields):
            return found
        for name in self.fields:
            if not found.get(name) and name not in self.errors:
                self.add_error(name, _("A further flight needs from, to and day. Fill in all three, or none."))
        start, end = self.read_place("origin", found.get("day")), self.read_place("destination", found.get("day"))
        if not self.errors:
            if start == end:
                self.add_error("destination", _("The flight would go from %(place)s to itself.") % {"place": start})
            found["stretch"] = Stretch(start, end, found["day"].isoformat())
        return found


FlightFormSet = forms.formset_factory(FlightForm, extra=3, max_num=12)


class RuleForm(forms.ModelForm):
    """A rule in words, as it was decided."""

    class Meta:
        model = EntitlementRule
        fields = ["code", "text", "cabin", "is_return", "decided_by", "valid_from", "valid_until"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 5}),
            "cabin": forms.Select(choices=[one for one in Cabin.choices if one[0] != Cabin.UNKNOWN]),
            "valid_from": DAY,
            "valid_until": DAY,
        }
        help_texts = {
            "code": _("Short and lasting, such as home-leave. The same code again makes a new version of that rule."),
            "text": _("The rule as it was decided, word for word: which trips, from where to where, how they count."),
            "decided_by": _("The office or paper that decided it; it stands beside every figure that rests on it."),
            "valid_until": _("Empty: until further notice."),
        }

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("valid_from"), found.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last day is before the first. Give a later day, or leave it empty."))
        return found


class EndRuleForm(forms.Form):
    last_day = forms.DateField(label=_("Last day"), widget=DAY)


class EntitlementTripForm(PlacesForm, PersonFields):
    """A trip under a rule: the rule says the cabin, and whether it goes out and back."""

    rule = forms.ChoiceField(label=_("Rule"), help_text=_("The version in force on the day of departure is taken."))
    origin = forms.CharField(label=_("Duty station"), max_length=80, help_text=PLACE_HINT)
    destination = forms.CharField(label=_("Place of home leave"), max_length=80)
    departed_on = forms.DateField(label=_("Day of departure"), widget=DAY)
    return_on = forms.DateField(
        label=_("Day of return"), widget=DAY, required=False,
        help_text=_("Where the rule says out and back. Empty: the way back counts on the day of departure."),
    )  # fmt: skip
    people = forms.IntegerField(label=_("Number of people"), min_value=1, max_value=MOST_PASSENGERS, initial=1)
    reference = forms.CharField(
        label=_("Reference"), max_length=40, required=False,
        help_text=_("Of the claim or payment, so that the same trip is recognised."),
    )  # fmt: skip
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False, help_text=_("No names."))
    field_order = ["rule", "traveller_category", "unit", "origin", "destination", "departed_on", "return_on", "people",
                   "reference", "remark"]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = EntitlementRule.objects.order_by("code").values_list("code", flat=True).distinct()
        self.fields["rule"].choices = [(code, code) for code in codes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        day, back = found.get("departed_on"), found.get("return_on")
        if day and back and back < day:
            self.add_error("return_on", _("The return is before the departure. Correct one of the days."))
        places = [self.read_place("origin", day), self.read_place("destination", day)]
        if places[0] and places[0] == places[1]:
            self.add_error("destination", _("The flight would go from %(place)s to itself.") % {"place": places[0]})
        if day and found.get("rule"):
            found["version"] = rules_on(day).filter(code=found["rule"]).first()
            if found["version"] is None:
                self.add_error("rule", _("This rule was not in force on that day. Choose another, or add a version."))
        if not self.errors:
            rule = found["version"]
            if back and not rule.is_return:
                self.add_error("return_on", _("The rule counts one way only. Leave the day of return empty."))
            found["stretches"] = stretches_of(places, day, (back or day) if rule.is_return else None)
        return found

    def trip(self) -> Trip:
        found = self.cleaned_data
        return Trip(
            stretches=found["stretches"],
            cabin=found["version"].cabin,
            passengers=found["people"],
            traveller_category=found["traveller_category"],
            unit=found["unit"].code if found["unit"] else "",
            payer=Payer.ORGANIZATION,
            reference=found["reference"],
            remark=found["remark"],
            rule=label_of(found["version"]),
        )


# Headers of a list of trips under rules, and the field of the form that each fills.
LIST_COLUMNS = {
    "Rule": "rule", "Category": "traveller_category", "Unit": "unit", "Duty Station": "origin",
    "Home Leave": "destination", "Departure Date": "departed_on", "Return Date": "return_on", "People": "people",
    "Reference": "reference", "Remark": "remark",
}  # fmt: skip
LIST_EXAMPLE = ("home-leave", "staff", "HR", "GVA", "NBO", "2025-07-05", "2025-08-02", "4", "HL-2025-0017", "")


class EntitlementListForm(WrittenListForm):
    """A list of trips under rules, as HR keeps it; each line is checked as the form does it."""

    columns = LIST_COLUMNS
    needed = ("rule", "origin", "destination", "departed_on")
    file = forms.FileField(
        label=_("List of trips (CSV)"), widget=forms.FileInput(attrs={"accept": ".csv"}),
        error_messages={"required": _("Choose a file.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trips: list[Trip] = []

    def take(self, line: int, cells: dict[str, str]) -> None:
        category = fold(cells.get("traveller_category", "staff")).replace(" ", "_")
        form = EntitlementTripForm(data={"people": "1", **cells, "traveller_category": category})
        if form.is_valid():
            self.trips.append(form.trip())
            return
        for field, errors in form.errors.items():
            for error in errors:
                self.complain(line, field, error)
