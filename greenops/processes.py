"""Processes that live and die together: one folder, one port, a log each."""

import ctypes
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

STOP_GRACE_S = 10.0
LOG_LIMIT_BYTES = 10 * 1024 * 1024
LOG_TAIL_LINES = 20
PR_SET_PDEATHSIG = 1  # linux/prctl.h


class AlreadyRunning(Exception):
    """Another start of the system holds the folder."""


class PortTaken(Exception):
    """Something else listens on the port."""


def claim_folder(folder: Path) -> TextIO:
    """The open lock of the folder: two schedulers over one database would do things twice."""
    lock = (folder / "running.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        holder = lock.read().strip() or "unknown"
        lock.close()
        raise AlreadyRunning(
            f"it is running already with the data in {folder} (process {holder}). "
            "Stop that one, or set GREENOPS_VAR to another folder."
        ) from None
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def claim_port(host: str, port: int) -> socket.socket:
    """A socket bound to the address, not listening: who connects before the web server is up is refused."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise PortTaken(
            f"{host}:{port} cannot be used ({os.strerror(error.errno or 0)}). "
            f"Choose another port, for example: make run PORT={port + 1}"
        ) from None
    return listener


@dataclass
class Child:
    name: str
    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def returncode(self) -> int:
        return self.process.returncode


@dataclass
class Children:
    logs: Path
    running: list[Child] = field(default_factory=list)

    def start(self, name: str, command: Sequence[str], keep: tuple[int, ...] = ()) -> None:
        """Start in a process group of its own, so that what it starts in turn can be stopped with it."""
        self.logs.mkdir(parents=True, exist_ok=True)
        log = self.logs / f"{name}.log"
        if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as output:
            process = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=keep,
                start_new_session=True,
                preexec_fn=_stop_with_parent,
            )
        self.running.append(Child(name, process, log))

    @property
    def ended(self) -> Child | None:
        """The first child that is not running any more."""
        return next((child for child in self.running if child.process.poll() is not None), None)

    def wait_until_answering(
        self, host: str, port: int, path: str, timeout_s: float, unless: Callable[[], bool]
    ) -> bool:
        """Whether the address answers 200 before the time is over, a child ends or somebody stops us."""
        until = time.monotonic() + timeout_s
        while time.monotonic() < until and self.ended is None and not unless():
            if _answers(host, port, path):
                return True
            time.sleep(0.05)
        return False

    def stop(self) -> None:
        """Ask each to end, wait for the grace, then end whatever of their groups is left."""
        for child in self.running:
            if child.process.poll() is None:
                child.process.terminate()
        until = time.monotonic() + STOP_GRACE_S
        for child in self.running:
            try:
                child.process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                print(f"{child.name} did not stop in {STOP_GRACE_S:.0f} s and is ended.", file=sys.stderr)
            _end_group(child.process.pid)
            child.process.wait()

    def obituary(self, child: Child) -> str:
        lines = child.log.read_text(errors="replace").splitlines()[-LOG_TAIL_LINES:]
        return "\n".join(
            [f"{child.name} ended with exit code {child.returncode}; all has stopped. End of {child.log}:"]
            + [f"    {line}" for line in lines]
        )


def _stop_with_parent() -> None:
    """Linux tells the child to end when we are killed outright and can tell it nothing ourselves."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return  # all of the group has ended, as it should


def _answers(host: str, port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=5)  # noqa: S104
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False  # nobody listens yet
    finally:
        connection.close()
