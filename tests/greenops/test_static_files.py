"""Static files are collected when they changed, and only then."""

import pytest

from greenops.static_files import collect_when_changed


@pytest.fixture
def source(tmp_path, settings):
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "page.css").write_text("a {}")
    settings.STATICFILES_DIRS = [folder]
    settings.STATIC_ROOT = str(tmp_path / "collected")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    (tmp_path / "collected").mkdir()
    return folder


def test_files_are_collected_once(source, tmp_path):
    root = tmp_path / "collected"
    assert collect_when_changed(root)
    assert (root / "page.css").read_text() == "a {}"
    assert not collect_when_changed(root)


def test_a_changed_file_is_collected_again(source, tmp_path):
    root = tmp_path / "collected"
    collect_when_changed(root)
    (source / "page.css").write_text("a { color: red }")
    assert collect_when_changed(root)
    assert (root / "page.css").read_text() == "a { color: red }"


def test_a_removed_file_goes(source, tmp_path):
    root = tmp_path / "collected"
    (source / "old.css").write_text("b {}")
    collect_when_changed(root)
    (source / "old.css").unlink()
    assert collect_when_changed(root)
    assert not (root / "old.css").exists()
