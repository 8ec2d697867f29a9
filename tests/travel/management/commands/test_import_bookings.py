"""The import command refuses what it cannot use before anything is written."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from travel.models import ImportBatch

LEGS = "Origin,Destination,Departure Date\nGVA,NBO,2025-03-18\n"


@pytest.fixture
def bookings(tmp_path):
    path = tmp_path / "bookings.csv"
    path.write_text(LEGS, encoding="utf-8")
    return path


def refused(*arguments):
    with pytest.raises(CommandError) as refusal:
        call_command("import_bookings", *map(str, arguments))
    assert not ImportBatch.objects.exists()
    return refusal.value


@pytest.mark.django_db
def test_a_mapping_that_is_no_text_is_refused(bookings, tmp_path):
    mapping = tmp_path / "mapping.yaml"
    mapping.write_bytes(b"\xff\xfe\x00")

    refusal = refused(bookings, "--source", "auto", "--mapping", mapping)

    assert refusal.returncode == 3
    assert "the mapping cannot be read" in str(refusal)


@pytest.mark.django_db
@pytest.mark.parametrize("country", ["XXX", "ZZ", "Switzerland"])
def test_a_home_country_that_is_no_code_is_refused(bookings, country):
    refusal = refused(bookings, "--source", "auto", "--home-country", country)

    assert refusal.returncode == 3
    assert f"'{country}' is no country code" in str(refusal)


@pytest.mark.django_db
@pytest.mark.parametrize("option", ["--report", "--rows"])
@pytest.mark.parametrize("where", ["absent/out", "."])
def test_nothing_is_imported_when_the_result_cannot_be_written(bookings, tmp_path, option, where):
    refusal = refused(bookings, "--source", "auto", option, tmp_path / where)

    assert refusal.returncode == 1
    assert "nothing was imported" in str(refusal)


@pytest.mark.django_db
@pytest.mark.parametrize("country", ["CH", "ch", "NA", ""])
def test_known_home_countries_are_taken(bookings, tmp_path: Path, country):
    report = tmp_path / "report.json"

    call_command(
        "import_bookings",
        str(bookings),
        "--source=auto",
        "--dry-run",
        f"--home-country={country}",
        f"--report={report}",
    )

    assert '"flight": 1' in report.read_text(encoding="utf-8")
