"""The style guide: every component with made-up data, on one page, to look at and to test."""

from typing import Any

import django_tables2 as tables
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from greenops.insight.charts import Chart, horizontal_bars, line_trend, monthly_columns, off_on_comparison

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
THIS_YEAR = (61.2, 72.4, 90.1, 55.8, 84.3, 66.0, 41.7, 38.2, 97.5, 128.4, 101.3, None)
LAST_YEAR = (80.0, 70.3, 95.2, 60.1, 70.7, 80.4, 50.9, 30.6, 110.2, 100.8, 90.5, 50.0)
UNITS = (
    "Field Operations",
    "Programme Support",
    "Office of the Director-General",
    "Regional Office for Africa",
)
UNIT_TONNES = (412.5, 300.1, 90.2, 34.1)
WORDS = {"unit": "tonnes CO₂ (ICAO-style estimate)", "source": "bookings counted in 2025, method icao-13.1"}


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name of the source", help_text="As it should stand in lists, e.g. Agency Geneva.")
    email = forms.EmailField(label="E-mail address")
    source = forms.ChoiceField(
        label="Source", choices=[("auto", "Recognise it by its headers"), ("own", "Own columns")]
    )
    file = forms.FileField(label="Booking file", help_text="CSV, TSV or XLSX, at most 100 MB.", required=False)
    counted = forms.ChoiceField(
        label="Count a trip without dates in",
        choices=[("issue", "the month of issue"), ("ask", "no month until somebody answers")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    delegates = forms.BooleanField(label="The file holds delegates' travel", required=False)


class ExampleFilter(forms.Form):
    """The form of a filter bar."""

    year = forms.ChoiceField(label="Year", choices=[("2025", "2025"), ("2024", "2024")])
    cabin = forms.ChoiceField(label="Cabin", choices=[("", "All"), ("economy", "Economy")], required=False)
    place = forms.CharField(label="Airport", required=False)


class VerdictColumn(tables.Column):
    """A verdict as its pill."""

    def render(self, value: str) -> SafeString:
        return render_to_string("_components/verdict.html", {"verdict": value})


class LegTable(tables.Table):
    """A list as most pages have one."""

    line = tables.Column(verbose_name="Line", attrs={"td": {"class": "numeric"}, "th": {"class": "numeric"}})
    verdict = VerdictColumn(verbose_name="Verdict")
    places = tables.Column(verbose_name="From and to")
    sentence = tables.Column(verbose_name="Why", attrs={"td": {"class": "words"}, "th": {"class": "words"}})
    distance = tables.Column(
        verbose_name="Distance, km", attrs={"td": {"class": "numeric"}, "th": {"class": "numeric"}}
    )


ROWS = [
    {"line": 2, "verdict": "flight", "places": "GVA – NBO", "sentence": "One leg.", "distance": "6,020.4"},
    {
        "line": 3,
        "verdict": "ask",
        "places": "LON – GVA",
        "sentence": "Line 3, From: 'LON' is a city with six airports. "
        "Say which airport, or declare a stand-in for this source.",
        "distance": "–",
    },
    {
        "line": 4,
        "verdict": "cancelled",
        "places": "GVA – JFK",
        "sentence": "The ticket was voided.",
        "distance": "–",
    },
    {
        "line": 5,
        "verdict": "credit",
        "places": "GVA – FCO",
        "sentence": "Refund of ticket 220-1234567890.",
        "distance": "–",
    },
    {"line": 6, "verdict": "ignored", "places": "", "sentence": "A hotel night.", "distance": "–"},
    {
        "line": 7,
        "verdict": "rejected",
        "places": "XYZ – GVA",
        "sentence": "Line 7, From: unknown airport code 'XYZ'. Correct the file, or add the airport to a new edition.",
        "distance": "–",
    },
]


def example_charts() -> list[Chart]:
    """One chart of each kind."""
    return [
        monthly_columns(
            key="months",
            title="Air travel by month",
            months=MONTHS,
            values=THIS_YEAR,
            series="2025",
            before=LAST_YEAR,
            before_series="2024",
            urls=["#charts"] * 12,
            sentence="October is the highest month: 128 tCO₂, 15 per cent of the year so far.",
            **WORDS,
        ),
        horizontal_bars(
            key="units",
            title="Air travel by unit",
            names=UNITS,
            values=UNIT_TONNES,
            name_heading="Unit",
            value_heading="tCO₂",
            sentence="Field Operations makes 49 per cent of the total.",
            **WORDS,
        ),
        off_on_comparison(
            key="delegates",
            title="Without and with delegates",
            groups=["2025"],
            own=[836.9],
            optional=[310.2],
            own_name="Organization's travel",
            optional_name="Delegates' travel",
            off_label="Without delegates",
            on_label="With delegates",
            sentence="Delegates would add 310 tCO₂ to the organization's 837.",
            **WORDS,
        ),
        line_trend(
            key="trend",
            title="Three years",
            points=["2023", "2024", "2025"],
            point_heading="Year",
            series={"Headquarters": [610.0, 590.5, 541.2], "Field offices": [402.7, 299.2, 295.7]},
            sentence="Both fall; the field offices by 27 per cent since 2023.",
            **WORDS,
        ),
    ]


def styleguide(request: HttpRequest) -> HttpResponse:
    """Everything at once; a POST shows the example form with its errors."""
    form = ExampleForm(request.POST or None)
    table = LegTable(ROWS * 5, order_by=request.GET.get("sort", "line"))
    table.paginate(page=request.GET.get("page", 1), per_page=6)
    context: dict[str, Any] = {
        "form": form,
        "table": table,
        "filter": {"form": ExampleFilter(initial={"year": "2025"})},
        "exports": [("CSV", "#tables"), ("XLSX", "#tables")],
        "charts": example_charts(),
        "crumbs": [("Travel", "#"), ("Imports", "#"), ("Agency Geneva, March", "")],
        "steps": ["Upload", "Match columns", "Check", "Confirm"],
        "verdicts": ["flight", "ask", "cancelled", "credit", "ignored", "rejected"],
        "facts": [
            ("File", "agency-march.csv"),
            ("Uploaded", "3 Mar 2025 by Amina Diallo"),
            ("Profile", "Agency, one row a segment", "#"),
        ],
        "tabs": [
            {"label": "All rows", "url": "#", "is_current": True, "count": 214},
            {"label": "To answer", "url": "#", "is_current": False, "count": 6},
            {"label": "History", "url": "#", "is_current": False},
        ],
        "explanation": EXPLANATION,
    }
    return render(request, "styleguide.html", context)


EXPLANATION = [
    {
        "label": "Distance",
        "expression": "geodesic(GVA, NBO)",
        "value": "6,020.4 km",
        "source": "airports 2026-09",
    },
    {
        "label": "Fuel of the flight",
        "expression": "5,541.3 km between 5,500 and 6,000 km",
        "value": "38,120 kg",
        "source": "ICAO 13.1, table A1, 333",
    },
    {
        "label": "Per passenger",
        "expression": "38,120 × 3.16 × 0.92 / (268 × 0.81)",
        "value": "510.5 kg CO₂",
        "source": "docs/method.md, section 3",
    },
]
