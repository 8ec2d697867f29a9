"""Evidence: what is kept, what is refused with which sentence, and what cannot be removed."""

import io
import zipfile
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image

from ems.evidence import remove_evidence, store_evidence, uses_of
from ems.evidence_kinds import clean_name, kind_of
from ems.models import Event, EvidenceFile
from tests.factories.boundary import site, unit
from tests.factories.people import person
from tests.factories.registers import evidence, machine, top_up

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


def picture(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (4, 3), "green").save(made, kind)
    return made.getvalue()


def office(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "<x/>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "label"),
    [
        ("invoice.pdf", PDF, "PDF"),
        ("meter.PNG", picture("PNG"), "PNG"),
        ("meter.jpeg", picture("JPEG"), "JPEG"),
        ("list.xlsx", office("xl/workbook.xml"), "XLSX"),
        ("letter.docx", office("word/document.xml"), "DOCX"),
        ("list.csv", b"month,kWh\n1,200\n", "CSV"),
        ("note.txt", "Zähler abgelesen\n".encode("cp1252"), "TXT"),
    ],
    ids=["pdf", "png", "jpeg", "xlsx", "docx", "csv", "txt"],
)
def test_each_kind_is_known_by_its_bytes(name: str, content: bytes, label: str):
    assert kind_of(name, content).label == label


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("invoice.pdf", b"", "The file is empty."),
        ("drawing.svg", b"<svg/>", "Files that end in 'svg' are not kept as evidence. Kept are PDF, PNG, JPEG"),
        ("page.html", b"<html>", "Files that end in 'html' are not kept"),
        ("program", b"MZ", "Files that end in '' are not kept"),
        ("page.txt", b"Hello\n<SCRIPT>alert(1)</SCRIPT>", "The file is a page or a drawing"),
        ("drawing.csv", b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", "The file is a page or a drawing"),
        ("invoice.pdf", picture("PNG"), "The name says PDF, but the content is PNG."),
        ("meter.png", picture("JPEG"), "The name says PNG, but the content is JPEG."),
        ("meter.png", picture("PNG")[:40], "The picture is damaged"),
        ("list.xlsx", office("word/document.xml"), "The name says XLSX, but the content is DOCX."),
        ("list.xlsx", office("xl/workbook.xml", "xl/vbaProject.bin"), "The document has macros."),
        ("list.xlsx", office("xl/workbook.xml")[:60], "The document is damaged"),
        ("old.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "an old Office file or protected by a password"),
        ("archive.docx", office("data/one.bin"), "The name says DOCX, but the content is something else."),
        ("program.txt", b"\x7fELF\x02\x01\x01\x00", "The name says TXT, but the content is something else."),
    ],
    ids=[
        "empty",
        "svg",
        "html",
        "no ending",
        "script in a text",
        "svg as csv",
        "png as pdf",
        "jpeg as png",
        "cut picture",
        "docx as xlsx",
        "macros",
        "cut workbook",
        "old office",
        "archive as docx",
        "program as text",
    ],
)
def test_what_is_not_kept_is_told_in_one_sentence(name: str, content: bytes, sentence: str):
    with pytest.raises(ValueError) as told:
        kind_of(name, content)

    assert sentence in str(told.value)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\bill.pdf", "bill.pdf"),
        ("bill\u202efdp.exe.pdf", "billfdp.exe.pdf"),
        ("two\nlines\x00.csv", "twolines.csv"),
        ("  wide   gaps .txt", "wide gaps.txt"),
        ("...pdf", "file.pdf"),
        ("x" * 400 + ".pdf", "x" * 180 + ".pdf"),
    ],
    ids=["up", "windows", "right to left", "lines", "gaps", "nothing", "long"],
)
def test_names_are_labels_and_nothing_else(given: str, kept: str):
    assert clean_name(given) == kept


@pytest.mark.django_db
def test_a_file_is_kept_under_a_name_of_our_own_with_its_digest_and_event():
    ingrid = person("Ingrid", "focal_point")

    kept = store_evidence(
        by=ingrid, file=ContentFile(PDF, name="Invoice.pdf"), title=" Invoices ", covers_from=date(2025, 1, 1)
    )

    assert (kept.name, kept.title, kept.size, kept.media_type) == (
        "Invoice.pdf",
        "Invoices",
        len(PDF),
        "application/pdf",
    )
    assert kept.stored_file.name == f"evidence/{kept.public_id}.pdf"
    assert kept.stored_file.read() == PDF
    kept.stored_file.close()
    event = Event.objects.get()
    assert (event.action, event.actor) == ("evidence added", ingrid)
    assert event.payload["sha256"] == kept.digest


@pytest.mark.django_db
def test_the_same_content_is_kept_once_whatever_its_name():
    first = evidence(PDF, "invoice.pdf")

    again = evidence(PDF, "copy of invoice.pdf", title="Another title")

    assert again == first
    assert EvidenceFile.objects.get().name == "invoice.pdf"
    assert Event.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "fields", "sentence"),
    [
        (b"x" * 11, {}, "The file is larger than"),
        (b"", {}, "The file is empty."),
        (b"ok", {"covers_from": date(2025, 2, 1), "covers_until": date(2025, 1, 1)}, "ends before it begins"),
    ],
    ids=["large", "empty", "period"],
)
def test_what_is_refused_leaves_nothing(settings, content: bytes, fields: dict[str, date], sentence: str):
    settings.EVIDENCE_LIMIT_BYTES = 10

    with pytest.raises(ValidationError, match=sentence):
        evidence(content, **fields)

    assert not EvidenceFile.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_people_who_only_read_bring_nothing_in():
    with pytest.raises(PermissionDenied):
        store_evidence(by=person("Mei", "auditor"), file=ContentFile(PDF, name="a.pdf"))


@pytest.mark.django_db
def test_a_cited_file_stays_and_says_by_what_it_is_cited():
    proof = evidence()
    visit = top_up(machine(site("GVA")), evidence=proof)

    assert uses_of(proof) == [visit]
    with pytest.raises(ValidationError) as told, transaction.atomic():
        remove_evidence(by=person("Ingrid", "focal_point"), evidence=proof)

    assert told.value.messages == [f"invoice.txt stays: {visit} cites it (1 in all). Take it out there first."]
    assert EvidenceFile.objects.filter(pk=proof.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_a_file_that_nothing_cites_goes_with_its_content():
    proof = evidence()
    storage, name = proof.stored_file.storage, proof.stored_file.name

    remove_evidence(by=person("Ingrid", "focal_point"), evidence=proof)

    assert not EvidenceFile.objects.exists()
    assert not storage.exists(name)
    assert Event.objects.latest("sequence").action == "evidence removed"


@pytest.mark.django_db
def test_somebody_of_one_unit_removes_own_files_only():
    wanjiru = person("Wanjiru", "focal_point", unit=unit("ROA"))
    own = store_evidence(by=wanjiru, file=ContentFile(b"mine\n", name="mine.txt"))
    others = evidence()

    remove_evidence(by=wanjiru, evidence=own)
    with pytest.raises(PermissionDenied):
        remove_evidence(by=wanjiru, evidence=others)

    assert list(EvidenceFile.objects.all()) == [others]
