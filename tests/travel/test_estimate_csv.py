"""The CSV of legs and the CSV of estimates."""

import csv
import io

import pytest

from travel.estimate_csv import OUT_COLUMNS, LegsFileRefusedError, estimates_csv, read_legs

HEADER = "id,origin,destination,date,cabin,passengers,aircraft,distance_km,load_factor\n"


def rows(text: str | bytes, method: str = "icao-13.1") -> list[dict[str, str]]:
    content = text if isinstance(text, bytes) else text.encode()
    return list(csv.DictReader(io.StringIO(estimates_csv(read_legs(content), method))))


def test_every_row_comes_out_in_order() -> None:
    out = rows(HEADER + "b,GVA,JFK,,economy,1,,,\na,QQQ,JFK,,,,,,\nb,LHR,CDG,,,,,,\n")
    assert [row["id"] for row in out] == ["b", "a", "b"]
    assert [bool(row["error"]) for row in out] == [False, True, False]
    assert tuple(out[0]) == OUT_COLUMNS


def test_a_row_that_cannot_be_computed_has_no_numbers_but_a_sentence() -> None:
    row = rows(HEADER + "1,GVA,JFK,,,,,,abc\n")[0]
    assert {name: value for name, value in row.items() if value} == {
        "id": "1",
        "method": "icao-13.1",
        "gas_basis": "CO2",
        "error": "Line 2, load_factor: 'abc' is not a number. Write a fraction such as 0.82, or per cent such as 82.",
    }


def test_components_that_a_method_does_not_define_stay_empty() -> None:
    out = rows(HEADER + "1,GVA,JFK,,economy,,,,\n")[0]
    assert (out["wtt_kg"], out["non_co2_kg"]) == ("", "")
    assert float(out["total_kg"]) == float(out["ttw_kg"]) > 0


def test_a_row_without_id_takes_its_number() -> None:
    assert [row["id"] for row in rows("origin,destination\nGVA,JFK\nGVA,CDG\n")] == ["1", "2"]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbforigin,destination\r\nGVA,JFK\r\n",
        b"origin;destination\nGVA;JFK\n",
        b"origin\tdestination\n\n\nGVA\tJFK\n\n",
        b'"origin","destination"\n"GVA","JFK"\n',
        b" Origin , DESTINATION \n gva , jfk \n",
        "origin,destination\nGVA,JFK\n".encode("utf-16"),
    ],
    ids=["bom and crlf", "semicolon", "tab and blank lines", "quoted", "spaces and capitals", "utf-16"],
)
def test_spellings_of_a_file_are_read_alike(content: bytes) -> None:
    assert rows(content) == rows("origin,destination\nGVA,JFK\n")


def test_lines_are_counted_as_the_file_shows_them() -> None:
    out = rows('origin,destination,cabin\n\nGVA,JFK,"econ\nomy"\nQQQ,JFK,\n')
    assert out[0]["error"].startswith("Line 3, cabin:")
    assert out[1]["error"].startswith("Line 5, origin:")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"origin,destination\n", "no rows"),
        (b"origin,cabin\nGVA,economy\n", "column destination is missing"),
        (b"origin,origin,destination\nGVA,GVA,JFK\n", "twice"),
        (b"origin,destination\nGVA,J\x00FK\n", "NUL"),
        (b"origin,destination\nGVA,\xff\xff\n", "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(LegsFileRefusedError, match=reason):
        read_legs(content)


@pytest.mark.parametrize("date", ["31/03/2025", "2025-02-30", "20250331", "0001-01-01"])
def test_a_date_that_is_none_is_named(date: str) -> None:
    assert f"Line 2, date: '{date}' is not a day." in rows(HEADER + f"1,GVA,JFK,{date},,,,,\n")[0]["error"]


def test_a_row_with_too_many_cells_is_named() -> None:
    assert rows("origin,destination\nGVA,JFK,economy\n")[0]["error"].startswith("Line 2 has 3 cells")


def test_columns_that_are_not_known_are_told() -> None:
    assert read_legs(b"origin,destination,Remark\nGVA,JFK,x\n").unknown == ("Remark",)


def test_numbers_keep_all_their_digits() -> None:
    out = rows("distance_km,cabin\n1000,economy\n", "myclimate-2022")[0]
    assert float(out["total_kg"]) == float(repr(float(out["total_kg"])))
    assert len(out["total_kg"].replace(".", "")) > 12
