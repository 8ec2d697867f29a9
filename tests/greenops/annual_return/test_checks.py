"""The system check of the form: every edition is sound, and what is unknown, doubled or unused is told."""

from dataclasses import replace

import pytest

from greenops.annual_return.checks import check_edition, check_editions
from greenops.annual_return.edition_file import edition, editions


def changed(line_code: str, **values):
    """The edition of 2026 with one line changed."""
    form = edition("2026")
    sections = tuple(
        replace(
            section, lines=tuple(replace(line, **values) if line.code == line_code else line for line in section.lines)
        )
        for section in form.sections
    )
    return replace(form, sections=sections)


def ids(form) -> set[str]:
    return {message.id.removeprefix("annual_return.") for message in check_edition(form)}


def test_every_edition_is_sound():
    assert check_editions() == []
    assert {"2022", "2023", "2024", "2025", "2026", "2027"} <= set(editions())


@pytest.mark.parametrize(
    ("code", "values", "found"),
    [
        pytest.param("3.1", {"code": "3.2"}, "E002", id="doubled-code"),
        pytest.param("3.1", {"code": "3.a_code_that_is_too_long"}, "E003", id="long-code"),
        pytest.param("3.1", {"figure": "amounts"}, "E004", id="unknown-figure"),
        pytest.param("3.1", {"of": {"streem": "water"}}, "E005", id="unknown-parameter"),
        pytest.param("3.1", {"of": {}}, "E005", id="missing-parameter"),
        pytest.param("3.1", {"of": {"stream": "electricity"}}, "E006", id="unknown-stream"),
        pytest.param("4.1", {"of": {"stream": "stationary_fuel", "detail": "peat"}}, "E006", id="unknown-detail"),
        pytest.param("T.8", {"of": {"of": "T.99", "persons": "T.14"}}, "E006", id="unknown-line"),
        pytest.param("14.2", {"of": {"question": "14.nothing"}}, "E006", id="unknown-question"),
        pytest.param("17.1", {"of": {"stream": "tenders"}}, "E007", id="unused-stream"),
        pytest.param("4.12", {"of": {"stream": "stationary_fuel", "detail": "wood"}}, "E007", id="unused-detail"),
        pytest.param("9.22", {"of": {"stream": "train"}}, "E008", id="emitted-twice"),
        pytest.param("4.32", {"figure": "amount"}, "E016", id="emitted-in-no-line"),
        pytest.param(
            "3.20", {"figure": "electricity_by", "of": {"basis_of": "location"}}, "E016", id="whole-stream-in-no-line"
        ),
        pytest.param("9.22", {"source_group": None}, "E009", id="counts-in-no-group"),
        pytest.param("9.22", {"optional": True}, "E010", id="counts-and-is-optional"),
        pytest.param("6.11", {"source_group": "other_travel"}, "E011", id="another-group-than-the-method"),
    ],
)
def test_what_does_not_hold_together_is_told(code, values, found):
    assert found in ids(changed(code, **values))
