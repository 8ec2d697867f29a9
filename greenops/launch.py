"""`make run`: prepares the data, starts the web server and the worker, stops them together."""

import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import FrameType

import django

from greenops.processes import AlreadyRunning, Children, PortTaken, claim_folder, claim_port

WEB_START_LIMIT_S = 60.0  # the first start on a slow machine compiles every module
LOOK_EVERY_S = 0.2


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "greenops.settings")
    from django.conf import settings

    try:
        host, port = os.environ.get("HOST", "127.0.0.1"), port_from(os.environ.get("PORT", "8000"))
        lock = claim_folder(settings.VAR_DIR)
        listener = claim_port(host, port)
    except (ValueError, AlreadyRunning, PortTaken) as refusal:
        print(f"GreenOps did not start: {refusal}", file=sys.stderr)
        return 1
    with lock, listener:
        django.setup()
        try:
            people = prepare(Path(settings.STATIC_ROOT))
        except KeyboardInterrupt:
            print("\nStopped while preparing; the next start goes on from here.", file=sys.stderr)
            return 130
        return serve(listener.fileno(), host, port, logs=settings.VAR_DIR / "log", people=people)


def port_from(text: str) -> int:
    """The port as a number; ValueError with a sentence otherwise."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ValueError(f"PORT is {text!r}, which is not a port. Give a number from 1 to 65535.")
    return int(text)


def prepare(static_root: Path) -> str:
    """Migrations, static files, a demonstration in an empty database; the words that introduce its people."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from greenops.demo.organization import introduction, is_wanted
    from greenops.static_files import collect_when_changed
    from travel.actions import resume_lost_batches

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Bringing the database up to date.", flush=True)
        call_command("migrate", interactive=False, verbosity=0)
    collect_when_changed(static_root)
    if is_wanted():
        print("Making the demonstration organization; this takes up to a minute, once.", flush=True)
        call_command("make_demonstration")
    people = introduction()
    # No worker of this folder runs yet: what one was at when it ended goes on with the worker about to start.
    resume_lost_batches(after=timedelta(0))
    connection.close()
    return people


def serve(listener: int, host: str, port: int, *, logs: Path, people: str) -> int:
    """Run the web server and the worker until one ends or somebody stops us; the exit code."""
    children = Children(logs)
    stopped = stop_on_signal()
    ended = None
    try:
        children.start("web", web_command(listener), keep=(listener,))
        if children.wait_until_answering(host, port, "/healthz", WEB_START_LIMIT_S, unless=stopped):
            print(f"\nGreenOps is at http://{host}:{port}/ (Ctrl-C stops it, logs in {logs})", flush=True)
            print(people, flush=True)
        elif not stopped() and children.ended is None:
            print(f"The web server does not answer yet; its log is {logs / 'web.log'}.", file=sys.stderr)
        # After the web server, which somebody waits for: the two would load the same modules side by side.
        if not stopped() and children.ended is None:
            children.start("worker", worker_command())
        while not stopped() and ended is None:
            time.sleep(LOOK_EVERY_S)
            ended = children.ended
    finally:
        children.stop()
    if stopped() or ended is None:
        print("\nGreenOps has stopped.", flush=True)
        return 0
    print(children.obituary(ended), file=sys.stderr)
    return ended.returncode if ended.returncode > 0 else 1


def web_command(listener: int) -> list[str]:
    """Loaded once and then forked, which starts sooner than loading in each of the two."""
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "greenops.wsgi",
        "--bind",
        f"fd://{listener}",
        "--preload",
        "--workers",
        "2",
        "--threads",
        "4",
        "--timeout",
        "60",
        "--graceful-timeout",
        "5",
        "--no-control-socket",
    ]


def worker_command() -> list[str]:
    return [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "greenops",
        "worker",
        "-B",
        "--concurrency",
        "1",
        "--loglevel",
        "INFO",
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
    ]


def stop_on_signal() -> Callable[[], bool]:
    """Whether somebody has asked us to stop, by Ctrl-C or a signal, since this call."""
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, note)
    return lambda: bool(asked)


if __name__ == "__main__":
    sys.exit(main())
