"""Setting up: which Python is taken, and that a set-up folder is left alone."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ("dirname", "cmp", "rm", "cp", "mkdir", "sh")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty checkout with an empty lock, and a PATH that leads to nothing but the tools needed."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "environment", tmp_path / ".ci")
    (tmp_path / "requirements.lock").write_text("")
    (tmp_path / "requirements-test.lock").write_text("# of the tests\n")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or tool)
    return tmp_path


def command(place: Path, name: str, script: str) -> None:
    path = place / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def set_up(place: Path, lock: str = "requirements.lock") -> "subprocess.CompletedProcess[str]":
    script = (place / ".ci" / "environment").read_text()
    # The places where every system keeps its Python are not tried here.
    (place / ".ci" / "environment").write_text(script.replace("/usr/bin/python", "/nowhere/python"))
    return subprocess.run(
        [place / ".ci" / "environment", lock],
        env={"PATH": str(place / "bin"), "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        check=False,
    )


FAKE = """case "$*" in
  *venv\\ .venv*) mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
  --version) echo "Python 3.12.9" ;;
  *"pip install"*) echo "installed $*" ;;
esac"""


def test_without_a_fitting_python_a_sentence_says_what_to_install(place):
    command(place, "python3.12", "echo 'shim: command not found' >&2; exit 127")
    result = set_up(place)
    assert result.returncode == 1
    assert "No Python 3.11 or 3.12 with venv was found" in result.stderr
    assert "apt-get install python3" in result.stderr


def test_a_shim_with_nothing_behind_it_is_passed_over(place):
    command(place, "python3.12", "exit 127")
    command(place, "python3.11", FAKE)
    result = set_up(place)
    assert result.returncode == 0, result.stderr
    assert "Making .venv with Python 3.12.9" in result.stdout
    assert (place / ".venv" / "requirements.lock").read_text() == ""


def test_what_is_installed_already_is_not_installed_again(place):
    command(place, "python3.11", FAKE)
    assert "installed" in set_up(place, "requirements-test.lock").stdout
    assert set_up(place, "requirements-test.lock").stdout == ""
    # The test lock holds the other one.
    assert set_up(place, "requirements.lock").stdout == ""


def test_a_changed_lock_is_installed(place):
    command(place, "python3.11", FAKE)
    set_up(place)
    (place / "requirements.lock").write_text("# changed\n")
    assert "Installing what requirements.lock names" in set_up(place).stdout
    assert (place / ".venv" / "requirements.lock").read_text() == "# changed\n"


def test_a_failed_installation_is_tried_again_the_next_time(place):
    command(place, "python3.11", FAKE.replace('echo "installed $*"', "exit 1"))
    assert set_up(place).returncode == 1
    assert not (place / ".venv" / "requirements.lock").exists()
