"""python manage.py estimate."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def test_the_command_writes_the_estimates(tmp_path: Path) -> None:
    legs, out = tmp_path / "legs.csv", tmp_path / "out.csv"
    legs.write_text("origin,destination\nGVA,JFK\n", encoding="utf-8")
    call_command("estimate", str(legs), method="tim-3.0.0", out=str(out))
    assert out.read_text(encoding="utf-8").splitlines()[1].startswith("1,tim-3.0.0,6217.65")


@pytest.mark.parametrize(
    ("content", "method", "reason"),
    [
        ("origin,destination\nGVA,JFK\n", "icao", "Choose one of icao-13.1"),
        ("", "icao-13.1", "is empty"),
        ("cabin\neconomy\n", "icao-13.1", "is missing"),
        (None, "icao-13.1", "cannot be read"),
    ],
)
def test_what_is_refused_ends_with_3_and_writes_nothing(
    tmp_path: Path, content: str | None, method: str, reason: str
) -> None:
    legs, out = tmp_path / "legs.csv", tmp_path / "out.csv"
    if content is not None:
        legs.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=reason) as refusal:
        call_command("estimate", str(legs), method=method, out=str(out))
    assert refusal.value.returncode == 3
    assert not out.exists()
