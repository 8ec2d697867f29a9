"""Identical content gives identical files: twice in one process, and in another one."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from greenops.annual_return.documents.files import KINDS
from greenops.annual_return.documents.statements import statements_from
from tests.factories.computed_return import content, statements

ROOT = Path(__file__).resolve().parents[4]
IN_ANOTHER_PROCESS = """
import hashlib, json, django
django.setup()
from greenops.annual_return.documents.files import KINDS
from tests.factories.computed_return import content
print(json.dumps({
    f"{key} {frozen}": hashlib.sha256(kind.make(content(frozen=frozen))).hexdigest()
    for key, kind in KINDS.items() for frozen in (True, False)
}))
"""


def digests() -> dict[str, str]:
    return {
        f"{key} {frozen}": hashlib.sha256(kind.make(content(frozen=frozen))).hexdigest()
        for key, kind in KINDS.items()
        for frozen in (True, False)
    }


def test_the_same_content_gives_the_same_bytes_again_and_in_another_process(time_machine):
    time_machine.move_to("2026-05-07")
    first = digests()
    time_machine.move_to("2031-01-01")
    again = digests()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "greenops.settings_test",
        "PYTHONHASHSEED": "4711",
        "PYTHONPATH": str(ROOT),
        "TZ": "Asia/Tokyo",
    }
    command = [sys.executable, "-c", IN_ANOTHER_PROCESS]
    other = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    assert first == again
    assert json.loads(other.stdout) == first


@pytest.mark.parametrize("key", KINDS)
def test_other_content_gives_other_bytes(key):
    kind = KINDS[key]
    assert kind.make(content()) != kind.make(content(frozen=False))


def test_the_digest_of_the_content_sees_what_is_said_beside_the_lines():
    assert content().digest == content().digest
    assert content().digest != content(abbreviation="OOW").digest


def test_statements_come_back_from_json_as_they_were():
    said = statements()
    kept = {**json.loads(json.dumps(said.content())), "kept by others": 1}
    assert statements_from(kept) == said
