"""Files made to break a reader: refused with a sentence, before anything is expanded or memory grows."""

import json
import random
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter

from travel.imports.errors import FileRefused
from travel.imports.limits import Limits
from travel.imports.reading import read_bookings

ROOT = Path(__file__).parents[3]
HEADER = "Origin,Destination,Departure Date,Cabin\n"
ROW = "GVA,JFK,2025-03-18,Y\n"
# What the reading may take beyond a small file's, in a file that is refused for its size inside.
SLACK_KB = 130_000
_CHILD = """
import json, resource, sys
from travel.imports.errors import FileRefused
from travel.imports.reading import read_bookings
try:
    said = f"read {len(read_bookings(sys.argv[1]))}"
except FileRefused as refusal:
    said = str(refusal)
peak = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps([said, *peak]))
"""


def _read_apart(path: Path) -> tuple[str, int, int]:
    """What the reading says in a process of its own, and the peak memory in kB of it and of its child."""
    done = subprocess.run([sys.executable, "-c", _CHILD, str(path)], cwd=ROOT, capture_output=True, check=True)
    said, own, child = json.loads(done.stdout)
    return said, own, child


def _workbook(path: Path, sheet: str = "", **parts: bytes | str) -> Path:
    """A workbook of our own with one row, with parts replaced or added (part names with __ for /)."""
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("Air")
    for line, cells in enumerate((HEADER.strip().split(","), ROW.strip().split(","))):
        page.write_row(line, 0, cells)
    book.close()
    with zipfile.ZipFile(path) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    if sheet:
        kept["xl/worksheets/sheet1.xml"] = sheet.encode()
    kept.update(
        {name.replace("__", "/"): text if isinstance(text, bytes) else text.encode() for name, text in parts.items()}
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
    return path


def _sheet(rows: str) -> str:
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, int]:
    """Peak memory of reading a small workbook: own and child's."""
    said, own, child = _read_apart(_workbook(tmp_path_factory.mktemp("usual") / "small.xlsx"))
    assert said == "read 1"
    return own, child


def _blanks(path: Path) -> Path:
    # In pieces: a process is born with the peak of its parent.
    with zipfile.ZipFile(_workbook(path), "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/x.xml", "w") as out:
        for _ in range(700):
            out.write(b" " * 1_000_000)
    return path


def _long_line(path: Path) -> Path:
    with path.open("wb") as out:
        out.write(HEADER.encode())
        for _ in range(100):
            out.write(b"x" * 1_000_000)
    return path


def _million_columns(path: Path) -> Path:
    path.write_text(HEADER + ROW + "," * 999_000 + "\n" + ("," * 999_000 + "\n") * 20)
    return path


def _many_lines(path: Path) -> Path:
    with path.open("wb") as out:
        out.write(HEADER.encode())
        for _ in range(60):
            out.write(b"\n" * 1_000_000)
    return path


TEXTS = [
    (_long_line, "line 2: the line has more than 1,000,000 characters and the limit is 1,000,000"),
    (_million_columns, "line 3: 999001 cells, the limit is 512 columns"),
    (_many_lines, "lines, the limit is 2,000,000. Split it by month"),
]


@pytest.mark.parametrize(("make", "said"), TEXTS, ids=["long_line", "million_columns", "many_lines"])
def test_a_text_file_out_of_all_measure_is_refused_while_memory_stays(
    make: object, said: str, usual: tuple[int, int], tmp_path: Path
) -> None:
    sentence, own, _ = _read_apart(make(tmp_path / "big.csv"))  # type: ignore[operator]
    assert said in sentence
    assert own < usual[0] + SLACK_KB


def test_short_rows_below_a_very_wide_one_are_not_filled_up(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(HEADER.strip() + ",x" * 400 + "\n" + "a\n" * 2_000)
    with pytest.raises(FileRefused, match="2,001 rows of up to 404 cells, the limit is 100,000 cells"):
        read_bookings(path, limits=Limits(cells=100_000))


def test_a_bomb_is_refused_before_it_is_opened(usual: tuple[int, int], tmp_path: Path) -> None:
    sentence, own, child = _read_apart(_blanks(tmp_path / "bomb.xlsx"))
    assert "bomb.xlsx: the workbook unpacks to more than" in sentence
    assert own < usual[0] + SLACK_KB
    # No child was needed to find out.
    assert child < usual[1]


def test_a_bomb_whose_directory_lies_is_counted_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "liar.xlsx"
    _workbook(path, xl__media__x=b" " * 3_000_000)
    content = bytearray(path.read_bytes())
    true, small = struct.pack("<I", 3_000_000), struct.pack("<I", 3)
    content = content.replace(true, small)
    checksum = struct.pack("<I", zlib.crc32(b" " * 3_000_000))
    path.write_bytes(content.replace(checksum, struct.pack("<I", zlib.crc32(b"   "))))
    with pytest.raises(FileRefused, match="unpacks to more than"):
        read_bookings(path, limits=Limits(unpacked_bytes=1_000_000))
    with pytest.raises(FileRefused, match="broken and cannot be unpacked"):
        read_bookings(path)


@pytest.mark.parametrize("form", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><sst>&c;</sst>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><sst>&b;</sst>',
        f'<!DOCTYPE a [<!ENTITY b "{"x" * 100_000}">]><sst>&b;</sst>',
        f"{' ' * ((1 << 20) - 5)}<!DOCTYPE a><sst/>",
    ],
    ids=["nested", "external", "quadratic", "across_pieces"],
)
def test_entities_are_refused_in_any_part_and_form(text: str, form: str, tmp_path: Path) -> None:
    path = _workbook(tmp_path / "entities.xlsx", **{"xl__sharedStrings.xml": text.encode(form)})
    with pytest.raises(FileRefused, match="holds XML entities"):
        read_bookings(path)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("xl__vbaProject.bin", "holds macros"),
        ("xl__macrosheets__sheet1.xml", "holds macros"),
        ("xl__activeX__activeX1.bin", "holds active controls"),
        ("xl__externalLinks__externalLink1.xml", "holds links to other files"),
        ("..__outside.xml", "forbidden name"),
        ("XL__Worksheets__SHEET1.xml", "forbidden name"),
    ],
)
def test_macros_links_and_doubled_parts_are_refused(part: str, said: str, tmp_path: Path) -> None:
    path = _workbook(tmp_path / "parts.xlsx", **{part: "<x/>"})
    with pytest.raises(FileRefused, match=said):
        read_bookings(path)


def test_the_same_part_twice_is_refused(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "twice.xlsx")
    with pytest.warns(UserWarning), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(FileRefused, match="forbidden name"):
        read_bookings(path)


def test_one_cell_at_the_far_end_of_the_sheet_is_refused(usual: tuple[int, int], tmp_path: Path) -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    sentence, own, child = _read_apart(_workbook(tmp_path / "far.xlsx", _sheet(far)))
    assert "far.xlsx: " in sentence and "limits" in sentence
    assert own < usual[0] + SLACK_KB
    assert child < Limits().reader_memory_bytes // 1000


def test_a_gigantic_shared_string_is_refused(usual: tuple[int, int], tmp_path: Path) -> None:
    # Random letters, so that the ratio of packing does not tell.
    text = random.Random(1).randbytes(12_000_000).hex()
    strings = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{text}</t></si></sst>'
    sheet = _sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    sentence, own, _ = _read_apart(_workbook(tmp_path / "long.xlsx", sheet, **{"xl__sharedStrings.xml": strings}))
    assert "long.xlsx: " in sentence
    assert "cell of more than 131,072 characters" in sentence or "within the limits" in sentence
    assert own < usual[0] + SLACK_KB


def test_more_sheets_than_the_limit_are_refused(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "sheets.xlsx")
    for _ in range(5):
        book.add_worksheet()
    book.close()
    with pytest.raises(FileRefused, match="has 5 sheets, the limit is 4"):
        read_bookings(tmp_path / "sheets.xlsx", limits=Limits(sheets=4))


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(rows=3), r"has 4 rows and 5 columns, the limits are 3 and 512\. Split it by month"),
        (Limits(cells=19), r"has 4 rows of 5 cells, the limit is 19 cells\. Split it by month"),
    ],
)
def test_a_sheet_of_more_rows_or_cells_than_the_limit_is_refused(limits: Limits, words: str, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "large.xlsx")
    sheet = book.add_worksheet()
    for row in range(4):
        sheet.write_row(row, 0, ["GVA"] * 5)
    book.close()

    with pytest.raises(FileRefused, match=words):
        read_bookings(tmp_path / "large.xlsx", limits=limits)


def test_more_columns_than_the_limit_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "columns.csv"
    path.write_text(HEADER + "GVA,JFK,2025-03-18,Y" + ",x" * 60 + "\n")
    with pytest.raises(FileRefused, match=r"columns.csv line 2: 64 cells, the limit is 50 columns"):
        read_bookings(path, limits=Limits(columns=50))


@pytest.mark.parametrize("form", ["utf-8", "utf-16"])
def test_nul_bytes_are_refused_with_their_line(form: str, tmp_path: Path) -> None:
    path = tmp_path / "nul.csv"
    path.write_bytes((HEADER + ROW + "GVA,J\x00FK,2025-03-18,Y\n").encode(form))
    with pytest.raises(FileRefused, match=r"nul.csv line 3: the file holds NUL bytes"):
        read_bookings(path)


@pytest.mark.parametrize("name", Limits.__dataclass_fields__)
def test_a_limit_below_one_stops_the_start(name: str) -> None:
    with pytest.raises(ValueError, match=f"GREENOPS_IMPORT_{name.upper()} must be at least 1"):
        Limits(**{name: 0})


def test_the_limits_are_settings_and_in_the_manual(settings: object) -> None:
    assert Limits() == settings.IMPORT_LIMITS  # type: ignore[attr-defined]
    manual, readme = (ROOT / "docs/import.md").read_text(), (ROOT / "README.md").read_text()
    for name in Limits.__dataclass_fields__:
        assert f"`{name.upper()}`" in manual
        assert f"`{name.upper()}`" in readme
