"""The pages of sources: how each is read, in which versions, whose its cost centres are."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ems.models import Event, OrganizationUnit
from tests.travel.views.conftest import make_batch
from travel import sources
from travel.models import CostCentre, ImportBatch, SourceProfile

SOURCES = reverse("travel:sources")
DEFINITION = {"grain": "segment", "columns": {"origin": "Von", "destination": "Nach", "departure_date": "Tag"}}
YAML = b"key: agency\nlabel: The agency\ncolumns:\n  origin: Von\n  destination: Nach\n  departure_date: Tag\n"


@pytest.fixture
def kept(db: None) -> SourceProfile:
    """Two versions of one source; gives the second."""
    sources.save(by=None, definition=DEFINITION, key="agency", label="The agency")
    second = {**DEFINITION, "grain": "ticket", "columns": {**DEFINITION["columns"], "cabin": "Klasse"}}
    return sources.save(by=None, definition=second, key="agency", label="The agency")


def page(client: Client, key: str) -> str:
    response = client.get(reverse("travel:source", args=[key]))
    assert response.status_code == 200
    return response.content.decode()


def bring(client: Client, content: bytes, key: str = "") -> str:
    data = {"file": SimpleUploadedFile("profile.yaml", content), "key": key}
    return client.post(reverse("travel:import_source"), data, follow=True).content.decode()


def test_the_list_holds_shipped_and_kept_sources_and_is_narrowed(officer: Client, kept: SourceProfile) -> None:
    everything = officer.get(SOURCES).content.decode()
    assert "The agency" in everything and "greenops-template" in everything

    narrowed = officer.get(SOURCES, {"kind": "kept"}).content.decode()
    assert "The agency" in narrowed and "greenops-template" not in narrowed
    assert "The agency" not in officer.get(SOURCES, {"q": "nowhere"}).content.decode()


def test_the_list_is_exported(auditor: Client, kept: SourceProfile) -> None:
    response = auditor.get(reverse("travel:sources_export", args=["csv"]), {"kind": "kept"})

    (line,) = csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig")))
    assert (line["key"], line["version"], line["kind"]) == ("agency", "2", "kept")


def test_a_source_shows_its_versions_with_what_changed(officer: Client, kept: SourceProfile) -> None:
    officer.get(SOURCES)
    versions = officer.get(reverse("travel:source", args=["agency"])).context["versions"]

    assert [line["version"].version for line in versions] == [2, 1]
    changed = {one.name: (one.before, one.after) for one in versions[0]["differences"]}
    assert changed == {"columns, cabin": ("", "Klasse"), "grain": ("segment", "ticket")}


def test_saving_the_same_again_makes_no_version(kept: SourceProfile) -> None:
    again = sources.save(by=None, definition=kept.definition, key="agency", label="The agency")

    assert again == kept
    assert SourceProfile.objects.count() == 2


def test_a_shipped_source_is_looked_at_and_not_changed(officer: Client) -> None:
    assert "shipped with the system" in page(officer, "agency-air-segments")
    with pytest.raises(sources.SourceRefused, match="is shipped with the system"):
        sources.save(by=None, definition=DEFINITION, key="agency-air-segments", label="Mine")


def test_a_source_that_is_none_is_not_found(officer: Client) -> None:
    assert officer.get(reverse("travel:source", args=["nowhere"])).status_code == 404
    assert officer.get(reverse("travel:source_yaml", args=["nowhere"])).status_code == 404


def test_what_is_exported_comes_in_again_as_the_same(officer: Client, kept: SourceProfile) -> None:
    exported = officer.get(reverse("travel:source_yaml", args=["agency"]))
    assert exported["Content-Disposition"] == 'attachment; filename="agency-2.yaml"'
    bring(officer, exported.content, key="elsewhere")

    assert SourceProfile.objects.get(key="elsewhere").definition == kept.definition


def test_an_older_version_is_exported_when_it_is_asked_for(officer: Client, kept: SourceProfile) -> None:
    exported = officer.get(reverse("travel:source_yaml", args=["agency"]), {"version": "1"}).content.decode()

    assert "Klasse" not in exported
    assert officer.get(reverse("travel:source_yaml", args=["agency"]), {"version": "9"}).status_code == 404


def test_a_profile_that_is_brought_in_is_a_new_version_with_its_event(officer: Client, kept: SourceProfile) -> None:
    assert "The agency stands as version 3" in bring(officer, YAML.replace(b"Tag", b"Datum"))

    assert Event.objects.latest("sequence").payload == {"key": "agency", "version": 3}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"key: x\ncolumns: {origin: A}\nfavourite: 1\n", "unknown key"),
        (b"key: x\ncolumns: {nonsense: A}\n", "is no field"),
        (b"key: [x", "not YAML"),
        (b"key: greenops-template\ncolumns: {origin: A}\n", "is shipped with the system"),
        (b"columns: {origin: A}\n", "lacks"),
    ],
    ids=["key", "field", "yaml", "shipped", "nameless"],
)
def test_a_profile_that_cannot_be_used_is_told_and_not_kept(officer: Client, content: bytes, sentence: str) -> None:
    text = bring(officer, content)

    assert sentence in text.replace("&#x27;", "'")
    assert not SourceProfile.objects.exists()


def test_cost_centres_are_assigned_added_and_taken_back(officer: Client, kept: SourceProfile) -> None:
    unit = OrganizationUnit.objects.create(code="HR", name="Human resources")
    make_batch(state=ImportBatch.State.PREVIEWED, source="agency", preview={"cost_centres": {"4711": 6, "": 2}})
    address = reverse("travel:cost_centres", args=["agency"])
    assert "4711" in page(officer, "agency")

    officer.post(address, {"unit_0": unit.pk, "code": "4712", "unit": unit.pk})
    assert set(CostCentre.objects.values_list("source", "code")) == {("agency", "4711"), ("agency", "4712")}

    # Both stand now, in the order of their words.
    officer.post(address, {"unit_0": unit.pk, "unit_1": ""})
    assert CostCentre.objects.get().code == "4711"
    assert Event.objects.latest("sequence").payload == {"source": "agency", "code": "4712", "unit": ""}


def test_a_cost_centre_without_its_unit_is_told(officer: Client, kept: SourceProfile) -> None:
    answer = officer.post(reverse("travel:cost_centres", args=["agency"]), {"code": "4712"}, follow=True)

    assert "Give both the cost centre and the unit" in answer.content.decode()
    assert not CostCentre.objects.exists()


def test_an_auditor_looks_and_changes_nothing(auditor: Client, kept: SourceProfile) -> None:
    text = page(auditor, "agency")

    assert "Keep these cost centres" not in text
    assert auditor.post(reverse("travel:import_source")).status_code == 403
    assert auditor.post(reverse("travel:cost_centres", args=["agency"])).status_code == 403
