"""`make run` from start to stop, as processes."""

import os
import re
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from socket import create_server

import pytest

PATIENCE_S = 90.0
MAKE_REAL = (
    "import django; django.setup()\n"
    "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
    "from ems.models import Organization\n"
    "Organization.objects.create(name='Real', abbreviation='R', home_country='CH')\n"
)


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a system with a real organization, which gets no demonstration."""
    with closing(create_server(("127.0.0.1", 0))) as held:
        port = held.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CELERY_BROKER_URL")},
        "DJANGO_SETTINGS_MODULE": "greenops.settings",
        "GREENOPS_VAR": str(tmp_path_factory.mktemp("var")),
        "PORT": str(port),
    }
    subprocess.run([sys.executable, "-c", MAKE_REAL], env=environment, check=True, timeout=PATIENCE_S)
    return environment


@contextmanager
def launched(environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-m", "greenops.launch"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    patience = threading.Timer(PATIENCE_S, process.kill)
    patience.start()
    try:
        yield process
    finally:
        patience.cancel()
        process.terminate()
        process.communicate(timeout=PATIENCE_S)


def listen_for(process: "subprocess.Popen[str]", words: str) -> str:
    assert process.stdout is not None
    heard = []
    for line in process.stdout:
        heard.append(line)
        if words in line:
            return line
    raise AssertionError("".join(heard))


def test_it_answers_refuses_a_second_start_and_stops_all_it_started(surroundings):
    with launched(surroundings) as process:
        address = re.search(r"http://\S+", listen_for(process, "GreenOps is at"))
        assert address is not None
        with urllib.request.urlopen(f"{address[0]}readyz") as answer:
            assert answer.status == 200
        again = subprocess.run(
            [sys.executable, "-m", "greenops.launch"],
            env={**surroundings, "PORT": "1"},
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert again.returncode == 1
        assert f"running already with the data in {surroundings['GREENOPS_VAR']}" in again.stderr
        process.send_signal(signal.SIGINT)
        listen_for(process, "GreenOps has stopped.")
        assert process.wait(PATIENCE_S) == 0
        with pytest.raises(urllib.error.URLError):
            urllib.request.urlopen(address[0])
    logs = {path.name for path in (Path(surroundings["GREENOPS_VAR"]) / "log").iterdir()}
    assert logs == {"web.log", "worker.log"}


def test_a_worker_that_cannot_start_stops_all_and_says_why(surroundings):
    broken = {**surroundings, "CELERY_BROKER_URL": "nothing://here"}
    with launched(broken) as process:
        assert "worker ended with exit code 1" in listen_for(process, "worker ended")
        assert process.wait(PATIENCE_S) == 1
