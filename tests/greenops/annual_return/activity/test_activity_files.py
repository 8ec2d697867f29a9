"""Files of readings: columns, checks of every row, all or nothing, the same file twice, round trip of an export."""

import csv
import io
from datetime import timedelta
from io import StringIO

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ems.models import Event
from greenops.annual_return.activity.files import FileRefused, bring_in, read_file, remove_unconfirmed
from greenops.annual_return.activity.resources import NAMES
from greenops.annual_return.models import ActivityReading, AnnualReturn
from tests.factories import activity, boundary
from tests.factories.people import person, sign_in

pytestmark = pytest.mark.django_db

HEADER = "site,stream,detail,channel,route,year,month,months,quantity,unit,method,note"
GOOD = f"""{HEADER}
GVA,electricity_grid,standard,,,2025,1,,12450.5,kWh,invoiced,
GVA,waste,paper,municipality,recycling,2025,1,3,0.85,t,estimated,Weighed in one week.
GVA,taxi,,,,2025,1,,340,km,invoiced,
"""
BAD = f"""{HEADER}
GVA,electricity_grid,standard,,,2025,1,,100,kWh,invoiced,
GVA,electricity_grid,standard,,,2025,2,,100,kg,invoiced,
XYZ,electricity_grid,standard,,,2025,3,,100,kWh,invoiced,
GVA,electricity_grid,standard,,,2025,1,,"1,234",kWh,invoiced,
GVA,electricity_grid,standard,,,2025,May,,5,kWh,invoiced,
"""


@pytest.fixture
def site(db):
    return boundary.site()


@pytest.fixture
def focal(db):
    return person("Ingrid", "focal_point")


@pytest.fixture
def client(focal):
    client = Client()
    sign_in(client, focal)
    return client


def brought_in(text, *, by=None, dry_run=False, keep_good=False):
    return bring_in(by=by, rows=read_file("a.csv", text.encode()), dry_run=dry_run, keep_good=keep_good)


def verdicts(report):
    return [(line.number, line.verdict, line.column) for line in report.lines]


def test_good_rows_are_written_with_one_event(site, focal):
    report = brought_in(GOOD, by=focal)

    assert report.is_written
    assert {(one.stream, one.months, one.amount_micro, one.origin) for one in ActivityReading.objects.all()} == {
        ("electricity_grid", 1, 12_450_500_000, "file"),
        ("waste", 3, 850_000_000, "file"),
        ("taxi", 12, 340_000_000, "file"),
    }  # fmt: skip
    assert Event.objects.get().payload["added"] == 3


def test_the_same_file_twice_adds_nothing(site, focal):
    brought_in(GOOD, by=focal)

    report = brought_in(GOOD, by=focal)

    assert [line.verdict for line in report.lines] == ["same"] * 3
    assert (ActivityReading.objects.count(), Event.objects.count()) == (3, 1)


def test_a_changed_row_changes_its_reading(site):
    brought_in(GOOD)

    report = brought_in(GOOD.replace("12450.5", "12500"))

    assert [line.verdict for line in report.lines] == ["changed", "same", "same"]
    assert ActivityReading.objects.get(stream="electricity_grid").quantity == 12500


def test_every_wrong_row_is_told_and_nothing_is_written(site):
    report = brought_in(BAD)

    assert not report.is_written
    assert verdicts(report) == [
        (2, "new", ""), (3, "refused", "unit"), (4, "refused", "site"), (5, "refused", "quantity"),
        (6, "refused", "month"),
    ]  # fmt: skip
    assert "100 'kg' is a mass" in report.lines[1].sentence
    assert not ActivityReading.objects.exists()


def test_the_good_rows_alone_are_written_where_that_is_asked(site):
    assert brought_in(BAD, keep_good=True).is_written
    assert ActivityReading.objects.get().month == 1


def test_two_rows_of_one_month_are_a_double_reading(site):
    row = "GVA,taxi,,,,2025,1,1,5,km,metered,\n"

    report = brought_in(f"{HEADER}\n{row}{row}")

    # Nobody can tell which of the two is meant: neither is written, also with the good rows alone.
    assert [line.verdict for line in report.lines] == ["refused", "refused"]
    assert "another row gives 5 km for it" in report.refused[0].sentence


def test_a_dry_run_writes_nothing(site):
    report = brought_in(GOOD, dry_run=True)

    assert [line.verdict for line in report.lines] == ["new"] * 3
    assert not ActivityReading.objects.exists()


def test_a_closed_year_is_refused_row_by_row(site):
    AnnualReturn.objects.create(year=2025, edition="2026", state="in_review")

    report = brought_in(GOOD)

    assert {(line.verdict, line.column) for line in report.lines} == {("refused", "year")}


def test_semicolons_blank_rows_and_numbers_of_a_workbook_are_read(site):
    text = GOOD.replace(",", ";").replace("12450.5", "12450,5") + ";;;;;;;;;;;\n"
    assert len(brought_in(text, dry_run=True).lines) == 3

    book = openpyxl.Workbook()
    book.active.append(list(NAMES))
    book.active.append(["GVA", "taxi", None, None, None, 2025, 1, 12, 340.25, "km", "Metered", None, None, None, None])
    content = io.BytesIO()
    book.save(content)
    rows = read_file("a.xlsx", content.getvalue())
    assert bring_in(by=None, rows=rows, dry_run=False).is_written
    assert str(ActivityReading.objects.get().quantity) == "340.250000"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"site,stream\nGVA,taxi\n", "no column year"),
        (HEADER.encode(), "no rows"),
        (b"\x00\x01\x02", "neither CSV nor XLSX"),
        (b"PK\x03\x04broken", "cannot be read"),
        (f"{HEADER},site\nGVA".encode(), "stands twice"),
        (f"{HEADER}\n{'x,' * 14}\n{'x,' * 14}y\n".encode(), "more cells than the header"),
    ],
)
def test_files_that_cannot_be_read_say_why(content, words):
    with pytest.raises(FileRefused, match=words):
        read_file("a.csv", content)


def test_an_export_comes_in_again_as_the_same(site, focal, client):
    brought_in(GOOD.replace("Weighed", "=Weighed"), by=focal)

    exported = client.get(reverse("annual_return:readings_export", args=["csv"])).content

    assert b"'=Weighed" in exported
    report = bring_in(by=focal, rows=read_file("a.csv", exported), dry_run=False)
    assert [line.verdict for line in report.lines] == ["same"] * 3


def test_upload_check_and_confirm(site, client):
    sent = client.post(reverse("annual_return:activity_import"), {"file": SimpleUploadedFile("a.csv", BAD.encode())})
    page = client.get(sent["Location"])
    html = page.content.decode()

    assert "can be read in two ways" in html
    assert "Write the 1 good row alone" in html
    assert not ActivityReading.objects.exists()
    digest = page.context["digest"]
    assert client.post(reverse("annual_return:activity_confirm"), {"digest": "other"})["Location"].endswith("/import/")
    asked = {"digest": digest, "act": "keep_good"}
    confirmed = client.post(reverse("annual_return:activity_confirm"), asked, follow=True)
    assert "1 reading added, 0 changed, 0 there already. 4 rows were left out." in confirmed.content.decode()
    assert ActivityReading.objects.count() == 1
    assert client.get(reverse("annual_return:activity_check"))["Location"].endswith("/import/")


def test_refused_rows_are_downloaded_with_what_to_do_and_come_in_again_corrected(site, focal, client):
    client.post(reverse("annual_return:activity_import"), {"file": SimpleUploadedFile("a.csv", BAD.encode())})

    sent = client.get(reverse("annual_return:activity_refused", args=["csv"])).content

    rows = list(csv.DictReader(io.StringIO(sent.decode("utf-8-sig"))))
    report = bring_in(by=focal, rows=read_file("a.csv", BAD.encode()), dry_run=True)
    assert len(rows) == 4
    assert [row["error"].rpartition(": ")[2] for row in rows] == [
        line.sentence.rpartition(": ")[2] for line in report.refused
    ]
    again = bring_in(by=focal, rows=read_file("refused.csv", sent), dry_run=True)
    assert [line.sentence for line in again.refused] == [line.sentence for line in report.refused]
    assert client.get(reverse("annual_return:activity_refused", args=["pdf"])).status_code == 404


def test_what_nobody_confirms_goes_after_its_days_and_not_before(site, client):
    client.post(reverse("annual_return:activity_import"), {"file": SimpleUploadedFile("a.csv", GOOD.encode())})
    place = client.session["activity_file"]["place"]
    now = timezone.now()

    remove_unconfirmed(before=now - timedelta(days=7), act=True)
    assert remove_unconfirmed(before=now + timedelta(days=1), act=False) >= 1
    assert default_storage.exists(place)
    remove_unconfirmed(before=now + timedelta(days=1), act=True)
    assert not default_storage.exists(place)
    assert client.get(reverse("annual_return:activity_check"))["Location"].endswith("/import/")


def test_a_file_that_is_none_comes_back_with_a_sentence(client):
    response = client.post(reverse("annual_return:activity_import"), {"file": SimpleUploadedFile("a.csv", b" ")})

    assert response.status_code == 422
    assert "a.csv is empty" in response.content.decode()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_can_be_brought_in_as_it_is(site, focal, client, ending):
    template = client.get(reverse("annual_return:activity_template", args=[ending])).content

    report = bring_in(by=focal, rows=read_file(f"t.{ending}", template), dry_run=True)

    assert [line.verdict for line in report.lines] == ["new", "new"]


def run(path, *options):
    out = StringIO()
    call_command("import_activity", str(path), *options, stdout=out)
    return out.getvalue()


def test_the_command_writes_says_what_it_did_and_adds_nothing_twice(site, tmp_path):
    path = tmp_path / "readings.csv"
    path.write_text(GOOD)

    assert "3 new, 0 changed, 0 same, 0 refused. Dry run: nothing is written." in run(path, "--dry-run")
    assert "3 new, 0 changed, 0 same, 0 refused. Written." in run(path)
    assert "0 new, 0 changed, 3 same, 0 refused." in run(path)
    assert ActivityReading.objects.count() == 3


def test_the_command_tells_each_refused_row_and_writes_nothing(site, tmp_path, capsys):
    path = tmp_path / "readings.csv"
    path.write_text(BAD)

    for options in ([], ["--dry-run"]):
        with pytest.raises(CommandError, match="4 rows are refused") as stopped:
            call_command("import_activity", str(path), *options)
        assert stopped.value.returncode == 4

    assert "row 3, unit, 'kg': 100 'kg' is a mass" in capsys.readouterr().out
    assert not ActivityReading.objects.exists()
    assert "Written" in run(path, "--keep-good")


def test_the_command_writes_only_the_sites_of_who_brings_it_in(site, tmp_path):
    unit, nairobi = boundary.unit(), boundary.site("NBO")
    boundary.personnel(unit, nairobi)
    person("Wanjiru", "focal_point", unit=unit)
    path = tmp_path / "readings.csv"
    path.write_text(GOOD)

    with pytest.raises(CommandError, match="3 rows are refused"):
        call_command("import_activity", str(path), "--by", "Wanjiru", stdout=StringIO())
    with pytest.raises(CommandError, match="no active person 'Nobody'"):
        call_command("import_activity", str(path), "--by", "Nobody")


def test_the_number_of_queries_does_not_grow_with_the_rows(site):
    def queries(details):
        rows = [f"GVA,waste,{one},sold,recycling,2025,{n},1,5,kg,metered,\n" for one in details for n in range(1, 13)]
        with CaptureQueriesContext(connection) as caught:
            assert brought_in(HEADER + "\n" + "".join(rows)).is_written
        return sum("SAVEPOINT" not in query["sql"] for query in caught)

    few = queries(["paper"])

    # SQLite takes rows in blocks of its largest number of values.
    assert queries(["glass", "metal", "organic", "plastics", "cardboard"]) <= few + 1
    assert ActivityReading.objects.count() == 72


def test_a_kept_reading_stays_as_it_is_where_its_note_is_left_empty(site):
    activity.reading(site, "taxi", detail="", unit="km", months=12, note="From the invoices.", method="invoiced")

    brought_in(f"{HEADER}\nGVA,taxi,,,,2025,1,12,77,km,invoiced,\n")

    kept = ActivityReading.objects.get()
    assert (kept.quantity, kept.note) == (77, "From the invoices.")


def test_a_year_that_is_closed_between_check_and_writing_is_refused_whole(site, monkeypatch):
    AnnualReturn.objects.create(year=2025, edition="2026", state="in_review")
    monkeypatch.setattr("greenops.annual_return.activity.reading_checks.closed_years", dict)

    with pytest.raises(FileRefused, match="^The return of 2025 is in review"):
        brought_in(GOOD)

    assert not ActivityReading.objects.exists()


def test_a_file_of_unicode_text_is_read(site):
    """Excel saves "Unicode text" as UTF-16 with tabs."""
    text = f"{HEADER}\nGVA,taxi,,,,2025,1,1,5,km,metered,\n".replace(",", "\t")

    assert read_file("readings.txt", text.encode("utf-16")).numbers == [2]


@pytest.mark.parametrize("title", ["Readings of 2025", "Readings of 2025,,,,", "Readings;of;2025"])
def test_a_title_above_the_names_of_the_columns_is_said(site, title):
    text = f"{title}\n{HEADER}\nGVA,taxi,,,,2025,1,1,5,km,metered,\n"

    with pytest.raises(FileRefused, match="named in row 2, not in the first"):
        read_file("readings.csv", text.encode())


def test_rows_below_a_blank_row_of_a_workbook_keep_their_numbers(site):
    book = openpyxl.Workbook()
    for row in (HEADER.split(","), ["GVA", "taxi", "", "", "", "2025", "1", "1", "5", "km", "metered", ""], []):
        book.active.append(row)
    book.active.append([])
    book.active.cell(5, 1, "GVA")
    kept = io.BytesIO()
    book.save(kept)

    assert read_file("readings.xlsx", kept.getvalue()).numbers == [2, 5]


@pytest.mark.parametrize(
    ("quantity", "said"),
    [("", "The quantity is empty"), ("#REF!", "an error of a formula"), ("1.2E+06", "cut to powers of ten")],
)
def test_what_spreadsheets_put_where_a_number_was_meant(site, quantity, said):
    report = brought_in(f"{HEADER}\nGVA,taxi,,,,2025,1,1,{quantity},km,metered,\n")

    assert said in report.refused[0].sentence


def test_a_stream_that_is_written_nearly_so_is_proposed(site):
    report = brought_in(f"{HEADER}\nGVA,fuel_vehicle,petrol,,,2025,1,1,5,l,metered,\n")

    assert report.refused[0].sentence == "'fuel_vehicle' is no stream of activity data. Did you mean vehicle_fuel?"


def test_an_unknown_unit_names_those_of_the_stream_alone(site):
    report = brought_in(f"{HEADER}\nGVA,taxi,,,,2025,1,1,5,zz,metered,\n")

    assert report.refused[0].sentence == "'zz' is no unit that is known here. Known are km, mile."
