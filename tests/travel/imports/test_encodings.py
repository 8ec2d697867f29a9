"""Every encoding, line end and separator of the sources is read; others are refused with what they look like."""

from pathlib import Path

import pytest

from tests.travel.imports.booking_file import legs, verdicts
from travel.imports.errors import FileRefused
from travel.imports.reading import Reading, read_bookings

HEADER = "Origin,Destination,Departure Date,Cabin,Cost Centre"
FRENCH = f"{HEADER}\nGenève,Orléans,2025-03-18,Éco,Santé\nGVA,JFK,2025-03-19,Première,L’été à Zürich 20 €\n"


def _read(tmp_path: Path, content: bytes, **options: object) -> Reading:
    path = tmp_path / "bookings.csv"
    path.write_bytes(content)
    return read_bookings(path, **options)  # type: ignore[arg-type]


READ = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "pipe"])
@pytest.mark.parametrize("encoding", READ)
def test_each_encoding_separator_and_line_end_reads_the_same(
    encoding: str, separator: str, ends: str, tmp_path: Path
) -> None:
    text = FRENCH.replace(",", separator).replace("\n", ends)
    reading = _read(tmp_path, text.encode(encoding))
    cells = reading.rows["cells"][1]
    assert cells == {
        "Origin": "GVA", "Destination": "JFK", "Departure Date": "2025-03-19", "Cabin": "Première",
        "Cost Centre": "L’été à Zürich 20 €",
    }  # fmt: skip
    assert reading.legs["cabin"].tolist()[-1] == "first"


@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"', "sep=;;;;", "sep=\t", "sep=^"])
def test_a_line_that_declares_the_separator_is_obeyed(line: str, tmp_path: Path) -> None:
    separator = line.strip('"')[4]
    text = f"{line}\n{FRENCH.replace(',', separator)}"
    reading = _read(tmp_path, text.encode())
    assert reading.rows["line"].tolist() == [3, 4]
    assert legs(reading)[1] == "GVA-JFK"


def test_a_separator_inside_quotes_separates_nothing(tmp_path: Path) -> None:
    reading = _read(tmp_path, f'{HEADER}\nGVA,JFK,2025-03-18,Y,"Unit ""A"", Health, and more"\n'.encode())
    assert reading.rows["cells"][0]["Cost Centre"] == 'Unit "A", Health, and more'


def test_the_reading_tells_encoding_and_separator(tmp_path: Path) -> None:
    told = _read(tmp_path, FRENCH.replace(",", ";").encode("cp1252")).decided
    assert (told["Encoding"], told["Separator"]) == ("Windows-1252", "semicolon")


RUSSIAN, GREEK, POLISH = (
    "Женева,Москва,2025-03-18,эконом,Отдел",
    "Γενεύη,Αθήνα,2025-03-18,οικονομική,Τμήμα",
    "Łódź,Kraków,2025-03-18,Y,Żółć",
)
OTHERS = [
    ("cp1251", RUSSIAN, "Cyrillic (Windows-1251)"),
    ("koi8_r", RUSSIAN, "Cyrillic (KOI8-R)"),
    ("cp866", RUSSIAN, "Cyrillic (DOS)"),
    ("cp1253", GREEK, "Greek (Windows-1253)"),
    ("cp932", "ジュネーブ,東京,2025-03-18,エコノミー,保健部", "Japanese (Shift-JIS)"),
    ("euc_kr", "제네바,서울,2025-03-18,이코노미,보건부", "Korean (EUC-KR)"),
    ("gb18030", "日内瓦,北京,2025-03-18,经济舱,卫生部门", "Chinese (GB18030)"),
    ("cp1256", "جنيف,القاهرة,2025-03-18,اقتصادي,الصحة", "Arabic (Windows-1256)"),
    ("cp1255", "ז'נבה,תל אביב,2025-03-18,תיירים,בריאות", "Hebrew (Windows-1255)"),
    ("cp1254", "İstanbul,Iğdır,2025-03-18,Y,Sağlık", "Turkish (Windows-1254)"),
    ("cp1250", POLISH, "Central European (Windows-1250)"),
    ("mac_roman", "Genève,Orléans,2025-03-18,Y,Santé", "Mac Roman"),
    ("mac_roman", "Zürich,Malmö,2025-03-18,Y,Büro für Fähren", "Mac Roman"),
    ("cp850", "Genève,Orléans,2025-03-18,Y,Santé", "DOS (code page 850)"),
]


@pytest.mark.parametrize(("encoding", "row", "said"), OTHERS, ids=[f"{o[0]}-{o[1][:6]}" for o in OTHERS])
def test_another_encoding_is_refused_with_what_it_looks_like(
    encoding: str, row: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(FileRefused) as refusal:
        _read(tmp_path, f"{HEADER}\n{row}\n".encode(encoding))
    assert str(refusal.value).startswith("bookings.csv line 2: the file is not UTF-8, and its letters look like")
    assert said in str(refusal.value)
    assert "Export it again as UTF-8, or set `encoding: " in str(refusal.value)


@pytest.mark.parametrize(("encoding", "row", "said"), OTHERS, ids=[f"{o[0]}-{o[1][:6]}" for o in OTHERS])
def test_an_encoding_that_the_officer_names_is_used(encoding: str, row: str, said: str, tmp_path: Path) -> None:
    reading = _read(tmp_path, f"{HEADER}\n{row}\n".encode(encoding), mapping={"encoding": encoding})
    assert list(reading.rows["cells"][0].values()) == row.split(",")


def test_an_encoding_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="encoding: 'klingon' is not known"):
        _read(tmp_path, FRENCH.encode(), mapping={"encoding": "klingon"})


HONEST = [
    "N'Djili,São Tomé,2025-03-18,Econômica,Nº 5 «Saúde»", "Genève,Zürich,2025-03-18,Y,N°12–14 • Größe ½ m²",
    "Reykjavík,Þórshöfn,2025-03-18,Y,Ísland", "CÔTE,GENÈVE,2025-03-18,Y,£5 and 10€ for 20°",
    "Malmö,Tromsø,2025-03-18,Y,Ålesund", "Asunción,Bogotá,2025-03-18,Turista,¿Señor Nuñez?",
]  # fmt: skip


@pytest.mark.parametrize("row", HONEST)
def test_western_european_text_is_not_suspected(row: str, tmp_path: Path) -> None:
    reading = _read(tmp_path, f"{HEADER}\n{row}\n".encode("cp1252"))
    assert list(reading.rows["cells"][0].values()) == row.split(",")
    assert len(verdicts(reading)) == 1
