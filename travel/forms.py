"""The forms of the import: which file, and how it is to be read."""

from pathlib import PurePath
from typing import Any

import yaml
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from greenops.reference.loading import editions, load_table
from greenops.reference.yaml_file import parse_yaml
from travel import answers
from travel.cover_form import CoverForm
from travel.imports.profile import profiles
from travel.models import ImportBatch, SourceProfile

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls")
MAPPING_LIMIT_BYTES = 64 * 1024
AUTO = "auto"
TAKE_GOOD, WHOLE = "take_good", "whole"

Choices = list[tuple[str, str | Promise]]


def source_choices() -> list[tuple[str, Any]]:
    """Recognise by the headers, or one of the shipped profiles, or the newest version of a saved one."""
    shipped: Choices = [(profile.key, profile.label) for profile in profiles().values()]
    saved = {profile.key: profile.label for profile in SourceProfile.objects.order_by("key", "version")}
    choices: list[tuple[str, Any]] = [(AUTO, _("Recognise it by the headers"))]
    if saved:
        choices.append((_("Saved in this organization"), list(saved.items())))
    choices.append((_("Shipped"), shipped))
    return choices


def country_choices() -> Choices:
    countries = load_table("countries", editions("countries")[-1], "countries")
    named = sorted(zip(countries["iso2"], countries["name"], strict=True), key=lambda pair: pair[1])
    return [("", _("Not given")), *named]


class ReadingForm(forms.Form):
    """How the file is to be read."""

    source = forms.ChoiceField(
        label=_("Source"),
        initial=AUTO,
        help_text=_("Which system the file comes from. Choose it only where it is not recognised rightly."),
    )
    home_country = forms.ChoiceField(
        label=_("Home country"),
        required=False,
        help_text=_("Where most trips begin: decides between places of the same name, such as San José or Georgetown."),
    )
    mapping_file = forms.FileField(
        label=_("Mapping"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
        help_text=_("A YAML file that says which column is what, for sources that no profile fits."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = source_choices()  # type: ignore[attr-defined]
        self.fields["home_country"].choices = country_choices()  # type: ignore[attr-defined]

    def clean_mapping_file(self) -> dict[str, Any] | None:
        """The mapping that the file holds; None without a file."""
        file: UploadedFile | None = self.cleaned_data["mapping_file"]
        return None if file is None else read_mapping(file)

    @property
    def reading(self) -> dict[str, Any]:
        """What the acts take: source, home_country, mapping."""
        return {
            "source": self.cleaned_data["source"],
            "home_country": self.cleaned_data["home_country"],
            "mapping": self.cleaned_data["mapping_file"],
        }


def read_mapping(file: UploadedFile) -> dict[str, Any]:
    """The table of keys and values in a YAML file. Raises ValidationError with what to do."""
    if (file.size or 0) > MAPPING_LIMIT_BYTES:
        raise forms.ValidationError(
            _("The mapping must be smaller than %(limit)s. Choose the YAML file, not the bookings."),
            params={"limit": filesizeformat(MAPPING_LIMIT_BYTES)},
        )
    try:
        found = parse_yaml(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise forms.ValidationError(
            _("The mapping must be a text in UTF-8. Save it so and choose it again.")
        ) from error
    except yaml.YAMLError as error:
        raise forms.ValidationError(_yaml_sentence(error)) from error
    if not isinstance(found, dict):
        raise forms.ValidationError(_("The mapping must be a list of names and values, such as `grain: ticket`."))
    return found


def _yaml_sentence(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return _now("The mapping is not YAML. Correct it and choose it again.")
    return _now("The mapping is not YAML: line %(line)d, column %(column)d. Correct it and choose it again.") % {
        "line": mark.line + 1,
        "column": mark.column + 1,
    }


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; what comes out is the list of them."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given or [None]]


class ChoiceOrDefault(forms.ChoiceField):
    """A choice that is made for those who make none."""

    def clean(self, value: Any) -> Any:
        return super().clean(value or self.initial)


class PolicyForm(forms.Form):
    """What becomes of the file when some of its rows are bad."""

    policy = ChoiceOrDefault(
        label=_("If some rows are bad"),
        choices=[
            (TAKE_GOOD, _("Take the good rows; the others wait, visibly, until they are answered or corrected")),
            (WHOLE, _("Refuse the file whole; nothing of it counts until every row can be taken")),
        ],
        initial=TAKE_GOOD,
        widget=forms.RadioSelect,
    )

    @property
    def whole_or_nothing(self) -> bool:
        return bool(self.cleaned_data["policy"] == WHOLE)


class UploadForm(CoverForm, PolicyForm, ReadingForm):
    """Files of bookings, and how they are to be read."""

    file = FilesField(
        label=_("Files of bookings"),
        max_length=255,
        allow_empty_file=True,
        widget=SeveralFiles(attrs={"accept": ",".join(ENDINGS), "data-drop": ""}),
        error_messages={"required": _("Choose a file.")},
    )
    field_order = ["file", "policy", "source", "office", "period_from", "period_until", "home_country", "mapping_file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left_out: list[str] = []
        self.fields["file"].help_text = _now(
            "CSV, TSV, TXT, XLSX or XLS, smaller than %(limit)s, with a header row. One or several; each is read "
            "as an import of its own. Choose them, or drop them here."
        ) % {"limit": filesizeformat(settings.UPLOAD_LIMIT_BYTES)}

    def clean_file(self) -> list[UploadedFile]:
        """The files that can be used. Those that cannot are in left_out; an error where none can."""
        files: list[UploadedFile] = self.cleaned_data["file"]
        said = {id(file): _trouble_with(file) for file in files}
        usable = [file for file in files if not said[id(file)]]
        troubles = [f"{file.name}: {said[id(file)]}" if len(files) > 1 else said[id(file)] for file in files]
        if not usable:
            raise forms.ValidationError(troubles)
        self.left_out = [trouble for file, trouble in zip(files, troubles, strict=True) if said[id(file)]]
        return usable


def _trouble_with(file: UploadedFile) -> str:
    """Why the file cannot be used, as far as it shows before it is opened; empty where it can."""
    if PurePath(file.name or "").suffix.lower() not in ENDINGS:
        return _now("The selected file must be a CSV, TSV, TXT, XLSX or XLS. Choose another file.")
    if not file.size:
        return _now("The selected file is empty. Export it again and choose the new file.")
    if file.size > settings.UPLOAD_LIMIT_BYTES:
        return _now("The selected file must be smaller than %(limit)s. Split it, for instance by month.") % {
            "limit": filesizeformat(settings.UPLOAD_LIMIT_BYTES)
        }
    return ""


def reading_of(batch: ImportBatch) -> dict[str, str]:
    """The choices of a batch as a ReadingForm begins with them."""
    return {"source": batch.source, "home_country": batch.home_country}


def policy_of(batch: ImportBatch) -> dict[str, str]:
    """The choice of a batch as a PolicyForm begins with it."""
    return {"policy": WHOLE if batch.whole_or_nothing else TAKE_GOOD}


class StandInForm(forms.Form):
    """Which airport stands for a city or name in the files of every source. key: of the question, once it is valid."""

    key = ""
    place = forms.CharField(
        label=_("City code or name of a place"),
        max_length=100,
        help_text=_("As it stands in the files: LON, or Salalah."),
    )
    airport = forms.CharField(
        label=_("Is read as"),
        max_length=100,
        help_text=_("An IATA or ICAO code, the name of an airport, or latitude,longitude."),
    )

    def clean_airport(self) -> str:
        try:
            return answers.place(self.cleaned_data["airport"])
        except answers.AnswerRefused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean_place(self) -> str:
        place: str = " ".join(self.cleaned_data["place"].split())
        try:
            self.key = answers.place_key(place)
        except answers.AnswerRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return place
