"""The form of the mapping page: a choice for each column, how values are written, what words mean, and what to keep."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from travel.field_words import GRAIN_WORDS, LABELS, NOT_USED, field_choices
from travel.forms import country_choices
from travel.imports.profile import profiles
from travel.imports.vocabulary import words
from travel.mapping import FileMapping, Word, definition_for, doubled, lacking, mapping_for
from travel.models import SourceProfile

TEXT_FORM = ("encoding", "separator")
THIS_FILE, NEW_VERSION, NEW_SOURCE = "this_file", "new_version", "new_source"
ENCODINGS = ("utf-8", "cp1252", "latin-1", "utf-16", "cp1251", "cp1256", "gb18030", "mac_roman")
# Words that have no table of meanings of ours get none here.
TABLES_OF_THE_PAGE = (
    "cabins", "documents", "modes", "traveller_types", "traveller_categories", "payers", "purposes",
)  # fmt: skip
TABLE_WORDS = {
    "cabins": _("Cabin class"),
    "documents": _("Status and document type"),
    "modes": _("Mode"),
    "traveller_types": _("Adult, child, infant"),
    "traveller_categories": _("Traveller category"),
    "payers": _("Paid by"),
    "purposes": _("Purpose"),
}


class TextForm(forms.Form):
    """How the bytes of a text file become cells; it stands alone where the file cannot be split yet."""

    encoding = forms.ChoiceField(
        label=_("Encoding of the text"),
        required=False,
        choices=[("", _("as the file shows")), *((name, name.upper()) for name in ENCODINGS)],
    )
    separator = forms.ChoiceField(
        label=_("Between the cells"),
        required=False,
        choices=[
            ("", _("as the file shows")),
            ("comma", _("comma ,")),
            ("semicolon", _("semicolon ;")),
            ("tab", _("tab")),
            ("pipe", _("pipe |")),
        ],
    )

    @property
    def is_split_anew(self) -> bool:
        """Whether another encoding or separator is chosen: the file has other columns then."""
        return any(self.cleaned_data.get(name, "") != self.initial.get(name, "") for name in TEXT_FORM)

    @property
    def text_form(self) -> dict[str, str]:
        """The encoding and separator chosen, as a mapping has them."""
        return {name: said for name in TEXT_FORM if (said := self.cleaned_data.get(name, ""))}


class MappingForm(TextForm):
    """Fields column_0, column_1, ... and word_0, ... stand beside those declared here."""

    grain = forms.ChoiceField(label=_("One row is"), choices=list(GRAIN_WORDS.items()))
    date_order = forms.ChoiceField(
        label=_("Dates written in numbers"),
        required=False,
        choices=[
            ("", _("as the file shows")),
            ("day", _("day first, 31.12.2025")),
            ("month", _("month first, 12/31/2025")),
            ("year", _("year first, 2025-12-31")),
        ],
    )
    decimal = forms.ChoiceField(
        label=_("Decimal mark"),
        required=False,
        choices=[("", _("as the file shows")), (".", _("point, 1,234.50")), (",", _("comma, 1.234,50"))],
    )
    home_country = forms.ChoiceField(label=_("Home country"), required=False)
    distance_unit = forms.ChoiceField(
        label=_("Distances are in"),
        required=False,
        choices=[("", _("as the file shows")), ("km", "km"), ("mi", _("miles")), ("nmi", _("nautical miles"))],
    )
    co2_unit = forms.ChoiceField(
        label=_("CO2 is in"),
        required=False,
        choices=[("", _("as the file shows")), *((unit, unit) for unit in ("g", "kg", "t", "lb"))],
    )
    keep = forms.ChoiceField(
        label=_("Keep these choices"),
        choices=[
            (THIS_FILE, _("for this file only")),
            (NEW_VERSION, _("for the source, as its new version")),
            (NEW_SOURCE, _("as a new source, under the name below")),
        ],
        widget=forms.RadioSelect,
    )
    label = forms.CharField(
        label=_("Name of the new source"),
        required=False,
        max_length=200,
        help_text=_("Such as: Agency Nairobi, monthly. The next file with these headers is read in the same way."),
    )

    def __init__(self, *args: Any, mapping: FileMapping, home_country: str = "", **kwargs: Any) -> None:
        self.mapping = mapping
        profile = mapping.profile
        kwargs.setdefault("initial", {})
        kwargs["initial"] |= {
            "grain": profile.grain,
            "date_order": profile.date_order if profile.date_order_binding else "",
            "decimal": profile.decimal or "",
            "encoding": profile.encoding or "",
            "separator": profile.separator or "",
            "home_country": home_country or profile.home_country or "",
            "distance_unit": profile.units.get("distance", ""),
            "co2_unit": profile.units.get("co2", ""),
            # Headers that have changed are accepted for the source, or they are asked about with every file.
            "keep": NEW_VERSION if mapping.changes and self.is_saved_source else THIS_FILE,
        }
        super().__init__(*args, **kwargs)
        self.fields["home_country"].choices = country_choices()  # type: ignore[attr-defined]
        if not self.is_saved_source:
            self.fields["keep"].choices = [  # type: ignore[attr-defined]
                choice
                for choice in self.fields["keep"].choices
                if choice[0] != NEW_VERSION  # type: ignore[attr-defined]
            ]
        for number, column in enumerate(mapping.columns):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=column.header, choices=field_choices(), required=False, initial=column.field
            )
        self.words = [word for word in mapping.words if word.table in TABLES_OF_THE_PAGE]
        for number, word in enumerate(self.words):
            self.fields[f"word_{number}"] = forms.ChoiceField(
                label=word.text, choices=_meanings(word), required=False, initial=word.meaning
            )

    @property
    def is_saved_source(self) -> bool:
        """Whether a new version of the source can be made: of a shipped one it cannot."""
        key = self.mapping.profile.key
        return key not in profiles() and SourceProfile.objects.filter(key=key).exists()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.is_split_anew:
            # The columns shown are those of the file as it was split wrongly.
            return cleaned
        fields = self.chosen_fields
        for choice in lacking(fields):
            self.add_error(None, _lacking_words(choice))
        for name, headers in doubled(fields).items():
            both = ", ".join(f"'{header}'" for header in headers)
            sentence = _now("Several columns are taken for %(field)s: %(headers)s. Keep one of them.")
            last = self.mapping.headers.index(headers[-1])
            self.add_error(f"column_{last}", sentence % {"field": LABELS.get(name, name), "headers": both})
        if cleaned.get("keep") == NEW_SOURCE:
            self._check_name(cleaned.get("label", ""))
        return cleaned

    def _check_name(self, label: str) -> None:
        key = slugify(label)
        if not key:
            self.add_error("label", _now("Give the source a name, with letters."))
        elif key in profiles() or SourceProfile.objects.filter(key=key).exists():
            self.add_error("label", _now("There is a source of this name already. Choose another one."))

    @property
    def chosen_fields(self) -> dict[str, list[str]]:
        """Field -> headers of the columns that are taken for it."""
        chosen: dict[str, list[str]] = {}
        for number, column in enumerate(self.mapping.columns):
            name = self.cleaned_data.get(f"column_{number}") or NOT_USED
            if name != NOT_USED:
                chosen.setdefault(name, []).append(column.header)
        return chosen

    @property
    def as_mapping(self) -> dict[str, Any]:
        given = self.cleaned_data
        units = {"distance": given["distance_unit"], "co2": given["co2_unit"]}
        choices = {name: given[name] for name in ("grain", "date_order", "decimal", *TEXT_FORM, "home_country")}
        choices["units"] = {name: unit for name, unit in units.items() if unit}
        choices["personal"] = [column.header for column in self.mapping.columns if column.found.personal]
        meanings: dict[str, dict[str, str]] = {}
        for number, word in enumerate(self.words):
            meaning = given[f"word_{number}"]
            if meaning and meaning != word.meaning:
                meanings.setdefault(word.table, {})[word.text] = meaning
        return mapping_for(self.mapping.profile, self.chosen_fields, choices, meanings)

    @property
    def source(self) -> tuple[str, str] | None:
        """Key and name of the source that the choices are kept for; None for this file only."""
        keep = self.cleaned_data["keep"]
        if keep == NEW_VERSION:
            return self.mapping.profile.key, self.mapping.profile.label
        if keep == NEW_SOURCE:
            return slugify(self.cleaned_data["label"])[:80], self.cleaned_data["label"]
        return None

    def definition(self, key: str, label: str) -> dict[str, Any]:
        """The choices as a profile of that name."""
        return definition_for(self.mapping.profile, self.as_mapping, self.mapping.headers, key=key, label=label)

    def column_fields(self) -> Iterator[tuple[Any, forms.BoundField]]:
        """Columns with their choice: those with an error first, then what is needed, used, and not used."""
        rows = [(column, self[f"column_{number}"]) for number, column in enumerate(self.mapping.columns)]
        order = {name: place for place, name in enumerate(LABELS)}
        yield from sorted(
            rows, key=lambda row: (not row[1].errors, not row[0].is_changed, order.get(row[0].field, len(order)))
        )

    def word_tables(self) -> list[tuple[Any, list[tuple[Word, forms.BoundField]]]]:
        """The words by table, those without a meaning first."""
        found: dict[str, list[tuple[Word, forms.BoundField]]] = {}
        for number, word in enumerate(self.words):
            found.setdefault(word.table, []).append((word, self[f"word_{number}"]))
        return [
            (TABLE_WORDS[table], sorted(rows, key=lambda row: (bool(row[0].meaning), -row[0].rows)))
            for table, rows in found.items()
        ]


# Rows with a word of these tables that nothing is known of count all the same.
COUNT_AS_UNKNOWN = frozenset({"traveller_categories", "payers", "purposes", "events"})


def _meanings(word: Word) -> list[tuple[str, Any]]:
    known = sorted({*words(word.table).values(), *([word.meaning] if word.meaning else [])})
    unknown = _("counts as unknown") if word.table in COUNT_AS_UNKNOWN else _("not known: ask")
    return [("", unknown), *((meaning, meaning.replace("_", " ")) for meaning in known)]


def _lacking_words(choice: tuple[str, ...]) -> str:
    if "departure_date" in choice:
        return _now("No column is taken for a date. Choose one for the departure date, or for another date.")
    return _now("No column is taken for the places. Choose one for From and one for To, or one for the route.")
