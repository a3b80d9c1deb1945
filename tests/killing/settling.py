"""Time passes: what is due later is done, with the clock of this program, until nothing waits any more."""

from __future__ import annotations

import json
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import django

PATIENCE_S = 180
STEPS = 60  # of the clock; the longest pauses of a message are twelve
WAITING_JOBS = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
TIME_PASSES = "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 hour'"


def age_the_dead() -> None:
    """For the queue an hour has passed: whoever does not report now is dead. Run while no worker is alive."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(TIME_PASSES)


def until_the_queue_is_empty() -> None:
    """Stalled jobs are found, as every minute, and all jobs done by the workers."""
    from django.db import connection, transaction
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import AlreadyEnqueued

    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task("take_up_stalled", queueing_lock="take_up_stalled").defer(timestamp=0)
    deadline = time.monotonic() + PATIENCE_S
    while True:
        with connection.cursor() as cursor:
            cursor.execute(WAITING_JOBS)
            (left,) = cursor.fetchone()
        if not left:
            return
        if time.monotonic() > deadline:
            raise SystemExit(f"{left} jobs are still not done after {PATIENCE_S} s")
        time.sleep(0.1)


def until_nothing_waits() -> dict[str, int]:
    """The sweep and the senders, at later and later hours."""
    from kraamkring.config.transports import transports
    from kraamkring.rooms.messages.actions import deliver, sweep
    from kraamkring.rooms.messages.models import Waiting

    now, ways = datetime.now(UTC), transports()
    unknown = attempts = 0
    for _step in range(STEPS):
        first = Waiting.objects.order_by("due_at").first()
        if first is None:
            return {"found_in_the_middle": unknown, "sent_later": attempts}
        now = max(now, first.due_at) + timedelta(seconds=1)
        unknown += len(sweep(now=now).unknown)
        for pk in Waiting.objects.filter(due_at__lte=now).values_list("pk", flat=True):
            attempts += deliver(pk, transports=ways, clock=lambda at=now: at) is not None
    raise SystemExit("messages are still waiting")


if __name__ == "__main__":
    django.setup()
    what = sys.argv[1]
    if what == "age":
        age_the_dead()
    else:
        until_the_queue_is_empty()
        sys.stdout.write(json.dumps(until_nothing_waits()))
