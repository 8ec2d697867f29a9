"""What the lists of travel can be narrowed to, from the query string."""

from datetime import date, timedelta
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from ems.models import OrganizationUnit
from travel.emissions.methods import METHODS, RETURN_METHOD
from travel.emissions.methods import method as emission_method
from travel.models import Answer, BatchRow, ImportBatch, Leg, Question
from travel.models.booking import Cabin, Haul, Payer, TravellerCategory
from travel.models.import_batch import Verdict
from travel.permissions import TravelPermission

UNASSIGNED = "unassigned"
EVERY_SOURCE = "*"  # answers of the whole organization, in the address of a list
# A ticket whose payer is not known counts inside, so the figure of the year has two kinds of payers.
INSIDE = "inside"
PAYERS_INSIDE = (Payer.ORGANIZATION, Payer.UNKNOWN)


def of_person(field: str, text: str) -> Q:
    """Where the user in this field has the text in a name."""
    found = Q()
    for name in ("username", "first_name", "last_name"):
        found |= Q(**{f"{field}__{name}__icontains": text})
    return found


def method_chosen(chosen: filters.FilterSet) -> str:
    """The code of the method whose masses are shown: the return's unless another one is asked for."""
    return (chosen.form.cleaned_data.get("method") if chosen.is_valid() else None) or RETURN_METHOD


class BatchFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("Search"))
    state = filters.ChoiceFilter(choices=ImportBatch.State, label=_("State"), empty_label=_("any"))

    class Meta:
        model = ImportBatch
        fields = ["q", "state"]

    def search(self, batches: QuerySet[ImportBatch], _name: str, text: str) -> QuerySet[ImportBatch]:
        """By name of the file, beginning of its digest, source, or person."""
        return batches.filter(
            Q(file_name__icontains=text)
            | Q(file_digest__istartswith=text)
            | Q(source__icontains=text)
            | of_person("created_by", text)
        )


class QuestionFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("Search"))
    kind = filters.ChoiceFilter(choices=(), label=_("Kind"), empty_label=_("any"))
    source = filters.ChoiceFilter(choices=(), label=_("Source"), empty_label=_("any"))
    file = filters.ChoiceFilter(choices=(), field_name="batch__public_id", label=_("File"), empty_label=_("any"))

    class Meta:
        model = Question
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.queryset.order_by()
        kinds = sorted(offered.values_list("kind", flat=True).distinct())
        files = offered.order_by("batch__file_name").values_list("batch__public_id", "batch__file_name").distinct()
        self.filters["kind"].extra["choices"] = [(kind, kind.replace("_", " ")) for kind in kinds]
        self.filters["source"].extra["choices"] = [
            (source, source) for source in sorted(offered.values_list("source", flat=True).distinct())
        ]
        self.filters["file"].extra["choices"] = [(str(public_id), name) for public_id, name in files]

    def search(self, questions: QuerySet[Question], _name: str, text: str) -> QuerySet[Question]:
        return questions.filter(
            Q(subject__icontains=text) | Q(sentence__icontains=text) | Q(batch__file_name__icontains=text)
        )


class AnswerFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("Search"))
    source = filters.ChoiceFilter(method="of_source", choices=(), label=_("Source"), empty_label=_("any"))
    standing = filters.ChoiceFilter(
        method="that_stand",
        choices=[("in_force", _("in force")), ("taken_back", _("taken back"))],
        label=_("State"),
        empty_label=_("any"),
    )

    class Meta:
        model = Answer
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources = self.queryset.order_by("source").values_list("source", flat=True).distinct()
        self.filters["source"].extra["choices"] = [
            (source or EVERY_SOURCE, source or _("the whole organization")) for source in sources
        ]

    def of_source(self, answers: QuerySet[Answer], _name: str, value: str) -> QuerySet[Answer]:
        return answers.filter(source="" if value == EVERY_SOURCE else value)

    def that_stand(self, answers: QuerySet[Answer], _name: str, value: str) -> QuerySet[Answer]:
        return answers.filter(retracted_at__isnull=value == "in_force")

    def search(self, answers: QuerySet[Answer], _name: str, text: str) -> QuerySet[Answer]:
        """By what was asked, the answer, or the person who gave it."""
        return answers.filter(
            Q(subject__icontains=text)
            | Q(sentence__icontains=text)
            | Q(value__icontains=text)
            | Q(kind__icontains=text)
            | of_person("answered_by", text)
        )


class BatchRowFilter(filters.FilterSet):
    verdict = filters.ChoiceFilter(choices=Verdict, label=_("Verdict"), empty_label=_("any"))
    reason = filters.ChoiceFilter(choices=(), label=_("Reason"), empty_label=_("any"))

    class Meta:
        model = BatchRow
        fields = ["verdict", "reason"]

    def __init__(self, *args: Any, reasons: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["reason"].extra["choices"] = [(code, code.replace("_", " ")) for code in reasons]


class LegFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("Search"))
    year = filters.NumberFilter(
        field_name="counted_on__year",
        label=_("Year"),
        min_value=1950,
        max_value=2200,
        widget=forms.NumberInput(attrs={"step": 1}),
    )
    month = filters.ChoiceFilter(
        method="in_month",
        choices=list(MONTHS.items()),
        label=_("Month"),
        empty_label=_("any"),
    )
    unit = filters.ChoiceFilter(method="of_unit", choices=(), label=_("Unit"), empty_label=_("any"))
    method = filters.ChoiceFilter(
        method="leave",
        choices=[(code, emission_method(code).label) for code in METHODS],
        label=_("Method of the figure"),
        empty_label=None,
        initial=RETURN_METHOD,
    )
    cabin = filters.ChoiceFilter(choices=Cabin, label=_("Cabin class"), empty_label=_("any"))
    haul = filters.ChoiceFilter(choices=Haul, label=_("Haul band"), empty_label=_("any"))
    origin = filters.CharFilter(method="of_place", label=_("From (code)"))
    destination = filters.CharFilter(method="of_place", label=_("To (code)"))
    category = filters.ChoiceFilter(
        field_name="traveller_category",
        choices=TravellerCategory,
        label=_("Traveller category"),
        empty_label=_("any"),
    )
    payer = filters.ChoiceFilter(
        method="paid_by",
        choices=[(INSIDE, _("the organization, or unknown")), *Payer.choices],
        label=_("Paid by"),
        empty_label=_("any"),
    )
    batch = filters.UUIDFilter(field_name="batch__public_id", label=_("Import"), widget=forms.HiddenInput)

    class Meta:
        model = Leg
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["unit"].extra["choices"] = [(UNASSIGNED, _("unassigned")), *self.units()]

    def units(self) -> list[tuple[str, str]]:
        """The units whose legs the person may look at."""
        scope = self.request.user.unit_scope(TravelPermission.VIEW_LEGS)
        units = OrganizationUnit.objects.all()
        if not scope.everywhere:
            units = units.filter(pk__in=scope.unit_ids)
        return [(str(unit.public_id), str(unit)) for unit in units]

    @property
    def chosen_method(self) -> str:
        return method_chosen(self)

    def of_waiting_rows(self) -> dict[str, Any]:
        """The same choice for rows that wait, whose unit, date, category and payer are known before their legs are."""
        chosen = self.form.cleaned_data
        unit, payer = chosen.get("unit"), chosen.get("payer")
        found = {
            "year": chosen.get("year"),
            "month": chosen.get("month"),
            "unit": 0 if unit == UNASSIGNED else None,
            "unit__in": OrganizationUnit.objects.filter(public_id=unit).values("pk")
            if unit and unit != UNASSIGNED
            else None,
            "traveller_category": chosen.get("category"),
            "payer__in": PAYERS_INSIDE if payer == INSIDE else [payer] if payer else None,
            "batch__public_id": chosen.get("batch"),
        }
        return {name: value for name, value in found.items() if value not in (None, "")}

    def of_unit(self, legs: QuerySet[Leg], _name: str, value: str) -> QuerySet[Leg]:
        return legs.filter(unit=None) if value == UNASSIGNED else legs.filter(unit__public_id=value)

    def in_month(self, legs: QuerySet[Leg], _name: str, value: str) -> QuerySet[Leg]:
        """The month of the year asked for, by a range that the index knows; of every year where none is given."""
        year, month = self.form.cleaned_data.get("year"), int(value)
        if year is None:
            return legs.filter(counted_on__month=month)
        first = date(int(year), month, 1)
        return legs.filter(counted_on__gte=first, counted_on__lt=(first + timedelta(days=31)).replace(day=1))

    def of_place(self, legs: QuerySet[Leg], name: str, value: str) -> QuerySet[Leg]:
        return legs.filter(**{name: value.strip().upper()})

    def paid_by(self, legs: QuerySet[Leg], _name: str, value: str) -> QuerySet[Leg]:
        return legs.filter(payer__in=PAYERS_INSIDE) if value == INSIDE else legs.filter(payer=value)

    def leave(self, legs: QuerySet[Leg], _name: str, _value: str) -> QuerySet[Leg]:
        return legs

    def search(self, legs: QuerySet[Leg], _name: str, text: str) -> QuerySet[Leg]:
        """By airport, flight, cost centre, event, pseudonym; by name and ticket for who may see names."""
        found = (
            Q(origin__iexact=text)
            | Q(destination__iexact=text)
            | Q(flight_number__iexact=text)
            | Q(cost_centre__iexact=text)
            | Q(event__icontains=text)
            | Q(booking__traveller__pseudonym__startswith=text.lower().removeprefix("t-"))
        )
        if self.request.user.sees_names(TravelPermission.VIEW_LEGS):
            found |= Q(booking__reference__istartswith=text)
            found |= Q(booking__traveller__known_name__name__icontains=text)
        return legs.filter(found)
