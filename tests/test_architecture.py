"""The shape of the house: who may import whom, what stays pure, how modules are named and how long they grow."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("greenops", "travel", "ems")
# What a package may take from those above it: the reference data are ground for all.
GROUND = "greenops.reference"
TRAVEL_TAKES_FROM_EMS = ("ems.models", "ems.audit", "ems.permissions")
PURE = (
    "travel/emissions",
    "travel/imports",
    "greenops/reference",
    "greenops/insight/charts",
    "greenops/annual_return/inventory",
)
WEB = ("django", "celery", "allauth", "import_export")
NOT_NAMES_OF_THE_FIELD = {"utils", "util", "helpers", "helper", "core", "common", "manager", "managers", "misc"}
LONGEST_FILE = 400


def modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Every module that the file imports, wherever in it the import stands; `from a import b` gives a.b too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.relative_to(ROOT)} line {node.lineno}: write the import in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def inside(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def offences(paths: list[Path], forbidden: tuple[str, ...], allowed: tuple[str, ...] = ()) -> list[str]:
    """`file imports module`, for each import of the forbidden packages that is not in an allowed one."""
    return [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in paths
        for module in imports(path)
        if any(inside(module, package) for package in forbidden)
        and not any(inside(module, package) for package in allowed)
    ]


def test_travel_does_not_look_up_to_greenops():
    assert offences(modules("travel"), ("greenops",), (GROUND,)) == []


def test_ems_does_not_look_up_to_travel_or_greenops():
    assert offences(modules("ems"), ("greenops", "travel"), (GROUND,)) == []


def test_travel_takes_the_boundary_and_the_record_of_events_from_ems_and_nothing_else():
    assert offences(modules("travel"), ("ems",), TRAVEL_TAKES_FROM_EMS) == []


def test_reference_data_import_nothing_of_ours():
    assert offences(modules("greenops/reference"), PACKAGES, (GROUND,)) == []


@pytest.mark.parametrize("folder", PURE)
def test_the_pure_parts_know_no_web_framework(folder):
    paths = modules(folder)
    assert paths
    assert offences(paths, WEB) == []


def test_the_emission_core_knows_nothing_of_bookings():
    assert offences(modules("travel/emissions"), ("travel", "ems"), ("travel.emissions",)) == []


def test_only_the_distance_uses_geopy():
    users = {path.relative_to(ROOT).as_posix() for path in modules(*PACKAGES) if offences([path], ("geopy",))}
    assert users == {"travel/emissions/distance.py"}


@pytest.mark.parametrize("package", ["greenops", "travel"])
def test_the_packages_above_the_pure_parts_are_empty(package):
    assert (ROOT / package / "__init__.py").read_text() == ""


def test_modules_are_named_after_the_field():
    named = {part for path in modules(*PACKAGES, "tests") for part in path.relative_to(ROOT).with_suffix("").parts}
    assert named & NOT_NAMES_OF_THE_FIELD == set()


def test_no_file_has_grown_past_its_subject():
    def written_by_us(path: Path) -> bool:
        return "migrations" not in path.parts

    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in filter(written_by_us, modules(*PACKAGES, "tests"))
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}
