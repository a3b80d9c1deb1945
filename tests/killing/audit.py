"""Everything is counted: what the people did, what the tables hold, and what the mail server took.

python -m tests.killing.audit ACTS LETTERS, both files; prints {"wrong": [sentences], "figures": {name: number}}.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

UUID_IN_TEXT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LETTER_ID = re.compile(r"^<([0-9a-f-]{36})@kraamkring\.example>$")
# of rows in these tables it matters which: what is told, and what was audited
LABELS = {"outbox_message": "split_part(intention, ':', 1)", "audit_auditevent": "what"}
# of these tables only some rows; a Flag is an alarm as it goes out (wrong_with_rows), and those are raised by the clock
CHOSEN = {
    "audit_auditevent": "action = 'write'",
    "exchange_resource": "type <> 'Flag'",
    "exchange_searchkey": "type <> 'Flag'",
    "exchange_superseded": """text NOT LIKE '{"resourceType":"Flag"%'""",
}
# the pathway is compared as a whole, however it got there; alarms are raised by the clock
NOT_COUNTED = {
    "careplan_activity",
    "careplan_activitychange",
    "careplan_alarm",
    "careplan_alarmstep",
    "careplan_openalarm",
    "outbox_deliverystate",
    "outbox_waiting",
}
TABLES = (
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    " AND tablename !~ '^(procrastinate|django|auth|account|mfa|pgtrigger)_' ORDER BY tablename"
)
Shape = Counter[tuple[str, str]]


class Traces:
    """Every row that names an act by its id, in whatever column."""

    def __init__(self) -> None:
        from django.db import connection

        self.shapes: dict[str, Shape] = defaultdict(Counter)
        self.texts: dict[str, list[str]] = defaultdict(list)
        self.keys: set[str] = set()
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
            for (table,) in cursor.fetchall():
                label, chosen = LABELS.get(table, "''"), CHOSEN.get(table, "true")
                cursor.execute(f'SELECT {label}, t::text FROM "{table}" t WHERE {chosen}')  # noqa: S608 (own names)
                for kind, text in cursor.fetchall():
                    self._take(table, kind, text)

    def _take(self, table: str, kind: str, text: str) -> None:
        named = UUID_IN_TEXT.findall(text)
        if named and table != "audit_auditevent":
            self.keys.add(named[0])
        for one in set(named):
            if table not in NOT_COUNTED:
                self.shapes[one][(table, kind)] += 1
            self.texts[one].append(text)


def wrong_with_acts(
    acts: list[dict[str, Any]], calm: dict[str, dict[str, Any]], traces: Traces
) -> Iterator[str]:
    """An act that was taken left exactly what it leaves on a calm day; one that was given up, that or nothing."""
    for act in acts:
        left, whole = traces.shapes[act["id"]], traces.shapes[calm[act["act"]]["id"]]
        name = f"{act['act']} {act['id']} (sent {act['sent']} times)"
        if act["wrong"]:
            yield f"{name}: {act['wrong']}"
        elif act["taken"] and not left:
            yield f"{name}: it was acknowledged and is lost"
        elif left and left != whole:
            yield f"{name}: it left {_words(left)}; on a calm day {_words(whole)}"
        elif left and any(said not in "".join(traces.texts[act["id"]]) for said in act["said"]):
            yield f"{name}: not what she wrote"


def wrong_with_calm(
    calm: dict[str, dict[str, Any]], messages: dict[str, int], traces: Traces
) -> Iterator[str]:
    """A calm act leaves rows, an audit row, and as many messages as the table of acts says."""
    for name, act in calm.items():
        shape = traces.shapes[act["id"]]
        told = sum(many for (table, _kind), many in shape.items() if table == "outbox_message")
        if act["wrong"] or not act["taken"]:
            yield f"{name}, on a calm day: {act['wrong'] or 'not taken'}"
        elif told != messages[name]:
            yield f"{name}, on a calm day: {told} messages, and not {messages[name]}"
        elif not any(table in ("audit_auditevent", "record_entry") for table, _kind in shape):
            yield f"{name}, on a calm day: neither an entry nor an audit row"


def wrong_with_rows(traces: Traces) -> Iterator[str]:
    """No message without its act, no entry without its audit row, no audit row of something that is not there; no alarm
    that does not go out, and nothing that goes out as one and is none."""
    from kraamkring.rooms.audit.models import AuditEvent
    from kraamkring.rooms.careplan.models import Alarm
    from kraamkring.rooms.exchange.models import Resource
    from kraamkring.rooms.messages.models import Message
    from kraamkring.rooms.record.models import Entry

    for message in Message.objects.all():
        if not traces.keys.intersection(UUID_IN_TEXT.findall(message.intention)[:1]):
            yield f"message {message.pk} ({message.intention.partition(':')[0]}) is of nothing that happened"
    written = AuditEvent.objects.filter(action="write")
    noted = set(written.filter(what__startswith="entr").values_list("episode_id", "at", "actor_id"))
    entered = set(Entry.objects.values_list("episode_id", "received_at", "author_id"))
    raised = set(Alarm.objects.values_list("pk", flat=True))
    for alarm in raised ^ set(Resource.objects.filter(type="Flag").values_list("pk", flat=True)):
        yield f"alarm {alarm}: raised and not sent out, or the other way round"
    for episode, at, _by in noted ^ entered:
        yield f"{episode} at {at}: an entry without its audit row, or the other way round"
    audited = written.filter(object_id__isnull=False)
    for pk, what, about in audited.values_list("pk", "what", "object_id"):
        if str(about) not in traces.keys:
            yield f"audit row {pk} ({what}) is about a row that is not there"


def wrong_with_mail(letters: list[dict[str, Any]]) -> Iterator[str]:
    """Each letter that was taken is one message's; copies only after an ambiguous moment, and only of red flags."""
    from kraamkring.rooms.messages.models import Message, Waiting

    taken: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in letters:
        if line["what"] == "taken":
            found = LETTER_ID.match(line["id"])
            taken[found[1] if found else line["id"]].append(line)
    messages = {str(message.pk): message for message in Message.objects.all()}
    states: dict[str, list[str]] = defaultdict(list)
    for message, state in _history():
        states[message].append(state)
    waiting = {str(pk) for pk in Waiting.objects.values_list("pk", flat=True)}
    for name in set(taken) - set(messages):
        yield f"a letter with the id {name} belongs to no message"
    for name, message in messages.items():
        copies = taken.get(name, [])
        for problem in _wrong_with_one(message, states[name], copies, name in waiting):
            yield f"{message.urgency} message {name} ({' '.join(states[name])}): {problem}"


def _wrong_with_one(
    message: Any, states: list[str], copies: list[dict[str, Any]], waits: bool
) -> Iterator[str]:
    unknown, last = states.count("unknown"), states[-1]
    red_flag = message.urgency == "red_flag"
    if waits or last in ("created", "sending"):
        yield "it still waits"
    if last in ("accepted", "delivered") and not copies:
        yield f"accepted, but the mail server never took it ({_answers(message)})"
    if len(copies) > (1 + unknown if red_flag else 1):
        yield f"the mail server took it {len(copies)} times"
    if copies and last != "accepted" and not unknown:
        yield "the mail server took it, and nobody knows"
    if red_flag and last == "unknown" and states.count("sending") <= 12:
        yield "a red flag that nobody knows of was not sent again"
    if not red_flag and unknown and "sending" in states[states.index("unknown") :]:
        yield "an ordinary message that nobody knows of was sent again"
    if len({(copy["letter"], *copy["to"]) for copy in copies}) > 1:
        yield "its copies are not the same letter"
    if any(copy["to"] != [message.address] for copy in copies):
        yield "it went to another address"


def _answers(message: Any) -> str:
    """By which channel it went, and what was answered when: for whoever must find out."""
    from kraamkring.rooms.messages.models import DeliveryState

    rows = DeliveryState.objects.filter(message=message).order_by("number").values_list("state", "why", "at")
    return f"{message.channel}: " + ", ".join(f"{state} {why} {at:%H:%M:%S.%f}" for state, why, at in rows)


def wrong_with_alarms() -> Iterator[str]:
    """Whoever was told of alarms in one moment has one message about them; an alarm is open until it is closed."""
    from kraamkring.rooms.careplan.models import Alarm, AlarmStep, OpenAlarm
    from kraamkring.rooms.messages.models import Message

    told: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for step in AlarmStep.objects.filter(what="told"):
        told[step.episode_id, step.at, step.user_id, step.member_id].add(str(step.pk))
    intended = Message.objects.filter(intention__startswith="alarm:").values_list("intention", flat=True)
    about = Counter(intention.split(":")[1] for intention in intended)
    for steps in told.values():
        if (many := sum(about[step] for step in steps)) != 1:
            yield f"{len(steps)} steps of alarms were told with {many} messages"
    closed = set(AlarmStep.objects.filter(what="closed").values_list("alarm_id", flat=True))
    still = set(OpenAlarm.objects.values_list("pk", flat=True))
    for alarm in set(Alarm.objects.values_list("pk", flat=True)) - (closed ^ still):
        yield f"alarm {alarm} is both open and closed, or neither"


def wrong_with_unknown() -> Iterator[str]:
    """Every ordinary message that nobody knows of stands on the list of a person."""
    from kraamkring.rooms.messages.queries import for_a_person, with_state

    listed = {state.message_id for state in for_a_person()}
    for message in with_state().filter(state="unknown"):
        if message.pk not in listed:
            yield f"message {message.pk} is unknown, and no person sees it"


def wrong_with_pathways(now: datetime) -> Iterator[str]:
    """The pathway of every family is what follows from its facts, and so is its watch: deriving again writes nothing,
    but for what the clock alone turned since."""
    from django.db import transaction

    from kraamkring.flows.pathway import reconciled
    from kraamkring.rooms.careplan.models import Watch
    from kraamkring.rooms.people.models import PregnancyEpisode

    kept = {watch.pk: watch for watch in Watch.objects.all()}
    for episode in PregnancyEpisode.objects.select_related("registered_by"):
        with transaction.atomic():
            difference = reconciled(episode, by=episode.registered_by, now=now, because=[])
            derived = Watch.objects.filter(pk=episode.pk).first()
            transaction.set_rollback(True)
        watch = kept.get(episode.pk)
        if difference:
            yield f"the pathway of {episode.pk} differs from its facts: {difference}"
        if watch is None or derived is None:
            yield f"nobody watches {episode.pk}"
        elif (watch.due_at is None or watch.due_at > now) and _stands(watch) != _stands(derived):
            yield f"the watch over {episode.pk} says {_stands(watch)}; from the facts {_stands(derived)}"


def _stands(watch: Any) -> tuple[Any, ...]:
    return watch.urgency, watch.presses_at, watch.needs, watch.next_turn_at, watch.acts_at


def figures(acts: list[dict[str, Any]], letters: list[dict[str, Any]], traces: Traces) -> dict[str, int]:
    """How much happened, so that nobody proves nothing."""
    states = Counter(state for _message, state in _history())
    taken = Counter(line["id"] for line in letters if line["what"] == "taken")
    return {
        "acts": len(acts),
        "acknowledged": sum(act["taken"] for act in acts),
        "answers_lost": sum(act["lost"] for act in acts),
        "lines_broken": sum(act["broke"] for act in acts),
        "sent_again": sum(act["sent"] > 1 for act in acts),
        "given_up_and_there": sum(act["left"] and bool(traces.shapes[act["id"]]) for act in acts),
        "given_up_and_not_there": sum(act["left"] and not traces.shapes[act["id"]] for act in acts),
        "messages": states["created"],
        "alarms": alarms(),
        "unknown": states["unknown"],
        "letters": len(taken),
        "copies": sum(taken.values()) - len(taken),
    }


def alarms() -> int:
    from kraamkring.rooms.careplan.models import Alarm

    return Alarm.objects.count()


def _history() -> list[tuple[str, str]]:
    from kraamkring.rooms.messages.models import DeliveryState

    rows = DeliveryState.objects.order_by("message_id", "number").values_list("message_id", "state")
    return [(str(message), state) for message, state in rows]


def _words(shape: Shape) -> str:
    return (
        ", ".join(f"{many} {table} {kind}".strip() for (table, kind), many in sorted(shape.items()))
        or "nothing"
    )


def main() -> None:
    django.setup()
    told = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    letters = [json.loads(line) for line in Path(sys.argv[2]).read_text("utf-8").splitlines()]
    acts, calm = told["acts"], told["calm"]
    traces = Traces()
    wrong = [
        *wrong_with_calm(calm, told["messages"], traces),
        *wrong_with_acts(acts, calm, traces),
        *wrong_with_rows(traces),
        *wrong_with_mail(letters),
        *wrong_with_unknown(),
        *wrong_with_alarms(),
        *wrong_with_pathways(datetime.now(UTC)),
    ]
    sys.stdout.write(json.dumps({"wrong": wrong, "figures": figures(acts, letters, traces)}))


if __name__ == "__main__":
    main()
