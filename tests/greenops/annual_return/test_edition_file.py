"""Editions of the form as files: what differs between years, and refusals that name file and remedy."""

import pytest

from greenops.annual_return import edition_file
from greenops.annual_return.edition import AnswerError, EditionError
from greenops.annual_return.edition_file import edition, edition_of_year, editions


@pytest.mark.parametrize("year", range(2021, 2027))
def test_each_data_year_has_the_edition_of_the_year_after(year):
    form = edition_of_year(year)

    assert (form.key, form.report_year, form.data_year) == (str(year + 1), year + 1, year)
    assert form.mark == "Form of GreenOps: ours, not UNEP's."


@pytest.mark.parametrize(
    ("key", "gwp", "hcfc"),
    [
        pytest.param("2022", "ar4", "in_total", id="2022"),
        pytest.param("2023", "ar4", "in_total", id="2023"),
        pytest.param("2024", "ar4", "in_total", id="2024"),
        pytest.param("2025", "ar5", "noted", id="2025"),
        pytest.param("2026", "ar5", "noted", id="2026"),
        pytest.param("2027", "ar5", "noted", id="2027"),
        pytest.param("2026-sar", "sar", "noted", id="variant"),
    ],
)
def test_r03_r17_editions_choose_potentials_and_what_becomes_of_other_gases(key, gwp, hcfc):
    method = edition(key).method

    assert (method.edition, method.gwp, method.hcfc) == (key, gwp, hcfc)


def test_a_variant_is_of_the_same_reports_year():
    assert edition("2026-sar").report_year == 2026


def test_an_edition_has_another_version_when_its_file_or_its_method_is_another():
    versions = {edition(key).version for key in editions()}

    assert len(versions) == len(editions())


def test_questions_in_several_languages_are_required_in_the_first_alone():
    form = edition("2026")

    assert form.question("20.statement.en").required
    assert not form.question("20.statement.fr").required


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param("title: [", "cannot be read", id="no-yaml"),
        pytest.param("titel: x", "'titel' is nothing that an edition says", id="unknown-word"),
        pytest.param("based_on: '1999'", "Name another edition that there is", id="no-base"),
        pytest.param("based_on: '3000'", "Name another edition that there is", id="based-on-itself"),
        pytest.param("title: x", "is not given", id="nothing-given"),
        pytest.param("based_on: '2026'\nmethod: {gwp: ar99}", "gwp is 'ar99'", id="unknown-potentials"),
        pytest.param("based_on: '2026'\ngovernance: '1999'", "no questionnaire '1999'", id="no-questionnaire"),
        pytest.param("based_on: '2026'\nlines: {X.1: {label: x}}", "lines 'X.1' is none", id="line-of-no-section"),
        pytest.param(
            "based_on: '2026'\nlines: {T.1: {lable: x}}", "'lable' is nothing that can be said", id="unknown-key"
        ),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused_by_name(tmp_path, monkeypatch, content, sentence):
    for path in edition_file.FOLDER.glob("2026.yaml"):
        (tmp_path / path.name).write_text(path.read_text())
    (tmp_path / "governance").symlink_to(edition_file.FOLDER / "governance")
    (tmp_path / "3000.yaml").write_text(content)
    monkeypatch.setattr(edition_file, "FOLDER", tmp_path)

    with pytest.raises(EditionError, match=sentence):
        edition("3000")


def test_an_edition_can_change_take_away_and_add_lines(tmp_path, monkeypatch):
    (tmp_path / "2026.yaml").write_text((edition_file.FOLDER / "2026.yaml").read_text())
    (tmp_path / "governance").symlink_to(edition_file.FOLDER / "governance")
    (tmp_path / "3001.yaml").write_text(
        "based_on: '2026'\n"
        "lines:\n"
        "  '2.17': null\n"
        "  T.1: {label: All emissions}\n"
        "  '2.18': {section: '2', label: Warehouses again, unit: site, figure: sites, of: {kind: warehouse}}\n"
    )
    monkeypatch.setattr(edition_file, "FOLDER", tmp_path)

    form = edition("3001")

    assert "2.17" not in form.line_by_code
    assert form.line("T.1").label == "All emissions"
    assert [line.code for line in form.section("2").lines][-1] == "2.18"


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        pytest.param("16.policy", "yes", True, id="yes"),
        pytest.param("0.full_time_staff", " 2.5 ", 2.5, id="number"),
        pytest.param("15.status", "in_place", "in_place", id="choice"),
        pytest.param("11.policy", "", None, id="empty"),
    ],
)
def test_answers_become_values(question, text, value):
    assert edition("2026").question(question).value_of(text) == value


@pytest.mark.parametrize(
    ("question", "text", "sentence"),
    [
        pytest.param("16.policy", "maybe", "neither yes nor no", id="neither"),
        pytest.param("0.full_time_staff", "two", "is no number", id="word"),
        pytest.param("0.full_time_staff", "1_000", "is no number", id="underscore"),
        pytest.param("0.full_time_staff", "-1", "out of range", id="negative"),
        pytest.param("0.full_time_staff", "nan", "out of range", id="not-a-number"),
        pytest.param("15.status", "soon", "is no choice", id="no-choice"),
    ],
)
def test_answers_that_do_not_fit_are_refused_with_what_to_give(question, text, sentence):
    with pytest.raises(AnswerError, match=sentence):
        edition("2026").question(question).value_of(text)
