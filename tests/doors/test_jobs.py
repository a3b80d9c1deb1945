"""A worker brings away what was intended, and takes up what another left."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from croniter import croniter
from django.db import connection, transaction
from django.test import override_settings
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from kraamkring.config.complaint import Complaint
from kraamkring.config.mail_settings import catcher, mail_settings
from kraamkring.doors.jobs.tasks import seal_audit, sweep_messages, take_up_stalled
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent, AuditSeal
from kraamkring.rooms.messages.actions import Recipient
from kraamkring.rooms.messages.actions.states import enqueue
from kraamkring.rooms.messages.models import Channel
from tests.cast import account
from tests.clock import this_morning
from tests.rooms.messages.conftest import states, told
from tests.sealing import nobody_else

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def caught(tmp_path: Path) -> Iterator[Path]:
    with override_settings(MESSAGE_CATCHER=tmp_path):
        yield tmp_path


@asynccontextmanager
async def as_worker() -> AsyncIterator[App]:
    """The queue's app as a worker has it, with a connection of its own."""
    connector: Any = app.connector
    with app.replace_connector(connector.get_worker_connector()) as working:
        async with working.open_async():
            yield working


def alone(work: Coroutine[Any, Any, None]) -> None:
    """Does it in a thread of its own: in this one a browser of other tests may have its loop running."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def work() -> None:
    """One worker, until the queue is empty."""

    async def run() -> None:
        async with as_worker() as working:
            await working.run_worker_async(
                wait=False, install_signal_handlers=False, listen_notify=False, queues=["messages"]
            )

    alone(run())


@pytest.fixture
def people_look(transactional_db: None) -> None:
    record_event(
        by=account("an", "midwife"), now=this_morning(), action=AuditEvent.Action.READ, what="families:1"
    )


def test_the_worker_brings_it_away(caught: Path) -> None:
    now = this_morning()
    mail = told(now=now)
    text = told(now=now, to=Recipient(channel=Channel.SMS, address="+32470123456", language="de"))
    work()
    assert {file.name for file in caught.iterdir()} == {f"{mail.pk}.eml", f"{text.pk}.txt"}
    assert states(mail) == states(text) == ["created", "sending", "accepted"]


def test_the_sweep_takes_up_what_has_no_job(caught: Path) -> None:
    message = told(now=this_morning() - timedelta(hours=1))
    ProcrastinateJob.objects.all()._raw_delete("default")  # type: ignore[attr-defined]
    sweep_messages(timestamp=0)
    work()
    assert states(message)[-1] == "accepted"


def died_at_its_jobs() -> None:
    """Whoever had taken all the jobs there are is gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
            " RETURNING id) UPDATE procrastinate_jobs SET status = 'doing', worker_id = gone.id FROM gone"
        )


def test_a_job_whose_worker_died_is_done_again() -> None:
    told(now=this_morning())
    died_at_its_jobs()
    alone(_stalled())
    assert ProcrastinateJob.objects.get().status == "todo"


def test_a_stalled_job_that_was_queued_again_holds_up_no_other() -> None:
    """Found by killing: the sweep had queued the first message anew, and the second one's job was never taken up."""
    first, _second = told(now=this_morning()), told(now=this_morning())
    died_at_its_jobs()
    with transaction.atomic():
        enqueue(first.pk, first.urgency)
    alone(_stalled())
    assert list(ProcrastinateJob.objects.order_by("id").values_list("status", flat=True)) == [
        "aborted",
        "todo",
        "todo",
    ]


async def _stalled() -> None:
    async with as_worker() as working:
        await take_up_stalled(SimpleNamespace(app=working), timestamp=0)  # type: ignore[arg-type]


def test_a_worker_too_intends_only_what_it_commits() -> None:
    def intend_and_take_back() -> None:
        with transaction.atomic():
            told(now=this_morning())
            transaction.set_rollback(True)

    async def run() -> None:
        async with as_worker():
            await sync_to_async(intend_and_take_back)()

    alone(run())
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.parametrize(
    "url", ["http://mail.example", "smtp://mail.example", "smtps://", "smtps://mail.example:x"]
)
def test_a_bad_address_of_a_mail_server_is_refused(
    url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KRAAMKRING_SMTP_URL", url)
    monkeypatch.setenv("KRAAMKRING_MAIL_FROM", "no-reply@kraamkring.example")
    with pytest.raises(Complaint, match="SMTP"):
        mail_settings("production", tmp_path)


def test_a_mail_server_by_its_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KRAAMKRING_SMTP_URL", "smtp+starttls://me:p%40ss@mail.example")
    found = mail_settings("demo", tmp_path)
    assert catcher("demo", tmp_path) is None
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_PASSWORD"]) == (
        "mail.example",
        587,
        "p@ss",
    )
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (True, False)


def test_the_worker_seals_the_log_and_notes_the_hash(
    people_look: None, caplog: pytest.LogCaptureFixture
) -> None:
    with nobody_else(), caplog.at_level("INFO", logger="kraamkring.doors.jobs.tasks"):
        seal_audit(0)
    (sealed,) = AuditSeal.objects.all()
    assert sealed.hash in caplog.text
    assert sealed.rows == 1


def test_no_row_stands_unsealed_for_a_minute() -> None:
    """The queue wakes the sealer at least every half minute."""
    (cron,) = [
        each.cron for each in app.periodic_registry.periodic_tasks.values() if each.task.name == "seal_audit"
    ]
    moments = croniter(cron, 0.0)
    first = moments.get_next(float)
    assert moments.get_next(float) - first <= 30
