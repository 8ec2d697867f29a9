"""Files that have to agree with one another."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIREMENT = re.compile(r'^\s*"([A-Za-z0-9][\w.-]*)[^"]*",(?P<rest>.*)$')
PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^]]*])?==(\S+)", re.MULTILINE)


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def name_of(requirement: str) -> str:
    return normalized(re.split(r"[\[<>=!~ ;]", requirement, maxsplit=1)[0])


def pins(lock: str) -> dict[str, str]:
    found = PINNED.findall((ROOT / lock).read_text(encoding="utf-8"))
    return {normalized(name): version for name, version in found}


def tracked() -> list[Path]:
    """Every file under version control; the whole tree where there is no git."""
    try:
        listed = subprocess.run(
            ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=True
        ).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("git: the tree is not a checkout, so what belongs to it is not known")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def test_every_dependency_says_why_it_is_there():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    start = lines.index("dependencies = [")
    end = next(number for number, line in enumerate(lines) if line.startswith("[tool."))
    wanted = [match for line in lines[start:end] if (match := REQUIREMENT.match(line))]
    declared = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    assert len(wanted) == len(declared)
    assert [match[1] for match in wanted if not re.search(r"#\s*\w+", match["rest"])] == []


def test_the_lock_holds_every_dependency():
    assert {name_of(one) for one in PROJECT["dependencies"]} - set(pins("requirements.lock")) == set()


def test_the_test_lock_holds_the_test_extras_too():
    extras = {name_of(one) for one in PROJECT["optional-dependencies"]["test"]}
    assert extras - set(pins("requirements-test.lock")) == set()


def test_the_two_locks_agree():
    run, test = pins("requirements.lock"), pins("requirements-test.lock")
    assert {name: (version, test.get(name)) for name, version in run.items() if test.get(name) != version} == {}


def test_every_pin_has_its_hash():
    for lock in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        without = [
            block.split("==")[0]
            for block in re.split(r"\n(?=\S)", text)
            if "==" in block.split("\n")[0] and "--hash=sha256:" not in block
        ]
        assert without == [], lock


def test_the_changelog_has_the_version():
    assert PROJECT["version"] in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_command_of_the_readme_is_in_the_makefile():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named
    assert named - targets == set()


def test_every_environment_variable_of_the_settings_is_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code = "".join((ROOT / "greenops" / name).read_text() for name in ("settings.py", "environment.py", "launch.py"))
    read = set(re.findall(r'(?:env\.\w+|secret|environ\.get)\(\s*"([A-Z_]+)"', code))
    assert {"DATABASE_URL", "CELERY_BROKER_URL", "PORT"} <= read
    assert {name for name in read if name not in readme} == set()


def test_nothing_names_a_folder_outside_the_tree():
    # Assembled, so that this file does not name one itself.
    outside = re.compile("/".join(["", "work", r"(main|shared|plan)\b"]).encode() + rb"|\.\./shared/")
    assert [path.relative_to(ROOT).as_posix() for path in tracked() if outside.search(path.read_bytes())] == []
