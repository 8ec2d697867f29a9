"""Processes that live and die together."""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys

import pytest

from greenops.launch import port_from
from greenops.processes import AlreadyRunning, Children, PortTaken, claim_folder, claim_port

SERVES = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1"]
WAITS = [sys.executable, "-c", "import sys; sys.stdin.read() or __import__('signal').pause()"]
FAILS = [sys.executable, "-c", "print('the last words'); raise SystemExit(7)"]


@pytest.fixture
def children(tmp_path):
    started = Children(tmp_path / "log")
    yield started
    started.stop()


def free_port() -> int:
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as held:
        return held.getsockname()[1]


def test_a_second_start_in_the_same_folder_names_the_first(tmp_path):
    with claim_folder(tmp_path), pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"):
        claim_folder(tmp_path)


def test_a_folder_is_free_again_when_its_holder_ends(tmp_path):
    claim_folder(tmp_path).close()
    with claim_folder(tmp_path) as lock:
        lock.seek(0)
        assert lock.read() == f"{os.getpid()}\n"


def test_a_taken_port_is_named_with_the_next_one_as_remedy():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"127.0.0.1:{port} .* make run PORT={port + 1}"):
            claim_port("127.0.0.1", port)


@pytest.mark.parametrize("text", ["", "0", "65536", "80a", "-1", "８０００"])
def test_what_is_no_port_is_refused(text):
    with pytest.raises(ValueError, match="Give a number from 1 to 65535"):
        port_from(text)


@pytest.mark.parametrize(("text", "port"), [("1", 1), ("8000", 8000), ("65535", 65535)])
def test_a_port_is_a_number(text, port):
    assert port_from(text) == port


def test_a_child_that_ends_is_found_with_its_exit_code_and_last_words(children):
    children.start("steady", WAITS)
    children.start("brief", FAILS)
    children.running[1].process.wait(20)
    ended = children.ended
    assert ended.name == "brief"
    assert "brief ended with exit code 7" in children.obituary(ended)
    assert "the last words" in children.obituary(ended)


def test_stopping_ends_the_children_and_what_they_started(children, tmp_path):
    starts = f"print(subprocess.Popen({WAITS!r}).pid, flush=True); signal.pause()"
    children.start("parent", [sys.executable, "-c", f"import signal, subprocess; {starts}"])
    log = tmp_path / "log" / "parent.log"
    read_when_written(log)
    grandchild = os.pidfd_open(int(log.read_text()))
    children.stop()
    assert children.running[0].returncode == -signal.SIGTERM
    has_ended, _, _ = select.select([grandchild], [], [], 20)
    assert has_ended == [grandchild]
    os.close(grandchild)


def test_an_answer_is_waited_for(children):
    port = free_port()
    children.start("web", [*SERVES, str(port)])
    assert children.wait_until_answering("127.0.0.1", port, "/", timeout_s=20, unless=lambda: False)


def test_nobody_waits_for_a_server_that_ended(children):
    children.start("web", FAILS)
    assert not children.wait_until_answering("127.0.0.1", free_port(), "/", timeout_s=20, unless=lambda: False)


def test_a_large_log_is_set_aside_at_the_start(children, tmp_path, monkeypatch):
    monkeypatch.setattr("greenops.processes.LOG_LIMIT_BYTES", 3)
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "web.log").write_text("old words")
    children.start("web", FAILS)
    children.running[0].process.wait(20)
    assert (tmp_path / "log" / "web.log.1").read_text() == "old words"
    assert (tmp_path / "log" / "web.log").read_text() == "the last words\n"


def read_when_written(log) -> None:
    """Blocks until the log has a line, without asking again and again."""
    wait = 'tail -F -n +1 "$0" 2>/dev/null | head -n 1 >/dev/null'
    subprocess.run(["sh", "-c", wait, str(log)], timeout=20, check=True)
