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


@pytest.mark.django_db
def test_several_files_are_each_taken_by_themselves(bookings, tmp_path):
    later, broken = tmp_path / "later.csv", tmp_path / "broken.csv"
    later.write_text(LEGS.replace("03-18", "04-18"), encoding="utf-8")
    broken.write_text("nothing,here\n", encoding="utf-8")

    with pytest.raises(CommandError, match="1 of 3 files were not imported") as raised:
        call_command(
            "import_bookings", str(bookings), str(broken), str(later), "--source", "auto", "--report", str(tmp_path)
        )

    assert raised.value.returncode == 3
    committed = ImportBatch.objects.filter(state="committed").values_list("file_name", flat=True)
    assert sorted(committed) == ["bookings.csv", "later.csv"]
    assert (tmp_path / "later-report.json").exists()


@pytest.mark.django_db
def test_several_reports_need_a_folder(bookings, tmp_path):
    refusal = refused(bookings, bookings, "--source", "auto", "--rows", tmp_path / "rows.csv")

    assert (refusal.returncode, "give a folder" in str(refusal)) == (1, True)


@pytest.mark.django_db
def test_a_file_to_be_taken_whole_waits_when_a_row_is_bad(bookings):
    bookings.write_text(LEGS + "GVA,QQQ,2025-03-18\n", encoding="utf-8")

    with pytest.raises(CommandError, match="1 rows are rejected or to be answered") as raised:
        call_command("import_bookings", str(bookings), "--source", "auto", "--policy", "whole")

    assert raised.value.returncode == 4
    assert ImportBatch.objects.get().state == "previewed"


@pytest.mark.django_db
def test_a_dry_run_says_what_the_rows_ask(bookings, capsys):
    bookings.write_text(LEGS + "LON,GVA,2025-03-18\n", encoding="utf-8")

    call_command("import_bookings", str(bookings), "--source", "auto", "--dry-run")

    assert "asks place:LON: " in capsys.readouterr().out
    assert not ImportBatch.objects.exists()


@pytest.mark.django_db
def test_answers_that_are_no_table_are_refused(bookings, tmp_path):
    given = tmp_path / "answers.yaml"
    given.write_text("- LHR", encoding="utf-8")

    assert "give answers as a YAML dictionary" in str(refused(bookings, "--source", "auto", "--answers", given))
