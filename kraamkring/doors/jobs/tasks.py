"""What the worker does. The clock is read here; when something is due is decided by what was written down."""

from __future__ import annotations

import logging
from functools import partial
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from kraamkring.doors.ui import clock
from kraamkring.flows.ask_what_if import answer, what_binds
from kraamkring.flows.birth_pool import find_roster
from kraamkring.flows.climbing import climb_flags
from kraamkring.flows.exchange.exporting import end_exports, give_up_export, list_export
from kraamkring.flows.exchange.notifying import notify, sweep_subscriptions
from kraamkring.flows.falling_back import fall_back
from kraamkring.flows.maternity_hotel import offer_of_hotel
from kraamkring.flows.plan_week import plan_now
from kraamkring.flows.read_bounces import read_bounces
from kraamkring.flows.sweep_gaps import sweep_gaps
from kraamkring.rooms.audit.sealing import seal
from kraamkring.rooms.messages.actions import deliver, sweep
from kraamkring.rooms.messages.channels.hook.transport import post

from .seconds import Seconds

log = logging.getLogger(__name__)
EVERY_MINUTE = "* * * * *"
EVERY_FIVE_MINUTES = "*/5 * * * *"
THRICE_A_MINUTE = "* * * * * */20"  # so that no row stands unsealed for a minute


@app.task(name="deliver_message", queue="messages")
def deliver_message(message_id: str) -> None:
    """One message goes out, if it is to go now."""
    transports = import_string(settings.MESSAGE_TRANSPORTS)()
    deliver(UUID(message_id), transports=transports, clock=clock.now)


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="sweep_messages", queue="messages", queueing_lock="sweep_messages", priority=5)
def sweep_messages(timestamp: int) -> None:
    """What is due by our own clock, not by the queue's: the queue only wakes us."""
    sweep(now=clock.now())


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="climb_and_fall_back", queue="messages", queueing_lock="climb_and_fall_back", priority=8)
def climb_and_fall_back(timestamp: int) -> None:
    """Red flags that nobody has seen go to the next person; what did not arrive goes over the next channel."""
    now = clock.now()
    climb_flags(now=now)
    fall_back(now=now)


@app.periodic(cron=EVERY_FIVE_MINUTES)
@app.task(name="read_bounces", queue="mailbox", queueing_lock="read_bounces")
def look_for_bounces(timestamp: int) -> None:
    """Letters about letters of ours, where a mailbox for them is set."""
    read_bounces(letters=import_string(settings.BOUNCES)(), now=clock.now())


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="take_up_stalled", queueing_lock="take_up_stalled", pass_context=True, priority=5)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """Jobs of workers that died are done again; each of them may be done twice. One that was queued again meanwhile is
    closed: the other does its work."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, status=Status.ABORTED, delete_job=False)


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="sweep_gaps", queue="gaps", queueing_lock="sweep_gaps")
def look_for_gaps(timestamp: int) -> None:
    """Care that became at risk or a gap by our own clock; whoever must act is told."""
    swept = sweep_gaps(now=clock.now())
    if swept.failed:
        raise RuntimeError(f"{swept.failed} families could not be looked after; the log says which")


@app.task(name="plan_week", queue="planning")
def plan_week(run_id: str) -> None:
    """The plan that somebody asked for; a run that is done stays as it is."""
    plan_now(run_id=UUID(run_id), now=clock.now(), timed=Seconds)


@app.task(name="find_roster", queue="planning")
def look_for_roster(run_id: str) -> None:
    """The roster of a birth pool that somebody asked for."""
    find_roster(run_id=UUID(run_id), now=clock.now(), timed=Seconds)


@app.task(name="answer_question", queue="planning")
def answer_question(question_id: str) -> None:
    """What somebody who plans asked about a family's day."""
    answer(question_id=UUID(question_id), now=clock.now())


@app.task(name="answer_about_hotel", queue="planning")
def look_at_hotel(question_id: str) -> None:
    """What a maternity-care hotel would mean, as somebody who plans asked."""
    offer_of_hotel(question_id=UUID(question_id), now=clock.now())


@app.task(name="what_binds", queue="planning")
def look_what_binds(run_id: str) -> None:
    """Where hours are short after a run: which rule stands between families and their hours."""
    what_binds(run_id=UUID(run_id))


@app.periodic(cron=THRICE_A_MINUTE)
@app.task(name="seal_audit", queue="audit", queueing_lock="seal_audit", priority=5)
def seal_audit(timestamp: int) -> None:
    """A seal on what was written to the audit log. The hash goes to this log too, which is kept elsewhere."""
    sealed = seal(now=clock.now())
    if sealed is not None:
        log.info("audit seal %s on %s rows: %s", sealed.number, sealed.rows, sealed.hash)


@app.task(name="write_export", queue="exports")
def write_export(export_id: str) -> None:
    """What a program asked for in bulk is listed."""
    try:
        list_export(id=UUID(export_id), now=clock.now())
    except Exception:
        give_up_export(id=UUID(export_id), now=clock.now())
        raise


@app.periodic(cron=EVERY_FIVE_MINUTES)
@app.task(name="end_exports", queue="exports", queueing_lock="end_exports")
def forget_exports(timestamp: int) -> None:
    """Exports that were kept long enough are forgotten."""
    end_exports(now=clock.now())


@app.task(name="notify_subscriber", queue="subscriptions")
def notify_subscriber(subscription_id: str) -> None:
    """A program is told that there is something, if it is to be told now."""
    tell = partial(post, inside=settings.FHIR_HOOKS_INSIDE)
    notify(id=UUID(subscription_id), base=f"{settings.SITE_ADDRESS}/fhir/", post=tell, clock=clock.now)


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="sweep_subscriptions", queue="subscriptions", queueing_lock="sweep_subscriptions")
def look_for_subscriptions(timestamp: int) -> None:
    """Programs that are to be told again, by our own clock."""
    sweep_subscriptions(now=clock.now())
