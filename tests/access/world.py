"""One family, somebody of every profession, and every way in which somebody may stand before it.

A relation and a word of the mother are written as rows inside a savepoint and taken back after the question, so that
one database serves for all of them. What should follow is reckoned from the same by hand, not from what the rooms read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.test import Client

from kraamkring.core.access import MAY_COORDINATE, TABLE, Consent, Relation, Standing
from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.exchange.programs import register
from kraamkring.flows.hand_over import hand_over
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.flows.merge_persons import merge_persons
from kraamkring.flows.network_meeting import call_meeting
from kraamkring.flows.observe import Said, observe
from kraamkring.flows.papers import keep_paper
from kraamkring.flows.record_birth import record_birth
from kraamkring.flows.see_plan import see_plan
from kraamkring.flows.talk_about_plan import add_point
from kraamkring.flows.telling import tell
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.actions.handing_over import Told
from kraamkring.rooms.careplan.models import HandOver
from kraamkring.rooms.exchange.models import Program
from kraamkring.rooms.messages.models import Message, RedFlag
from kraamkring.rooms.network import models as network
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.planner.hotels import ask_to_stay
from kraamkring.rooms.planner.models import HotelQuestion, HotelStay
from kraamkring.rooms.record.models import Entry, Observation
from tests.cast import BOOKED, Cast, account, booked, born, cast
from tests.clock import this_morning
from tests.doors.test_record_pages import form_in, record_of, shown
from tests.flows.test_papers import picture
from tests.wards.people import waits_at

NOBODY = UUID(int=0x7000_8000_0000_0000_0000)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ROLES = tuple(role for role in TABLE if role != "coordinator")
RELATIONS = (
    "none", "invited", "not_begun", "in_force", "narrowed", "removed", "left", "over", "coordinates", "organisation",
    "organisation_closed", "emergency", "emergency_over", "cover", "cover_asked", "cover_over",
)  # fmt: skip
OF_PARENTS = ("none", "invited", "not_begun", "in_force", "narrowed", "removed", "left", "over")
TO_WHOM = ("person", "role", "everybody")


class Word(NamedTuple):
    """What she said about a module: to whom (of TO_WHOM), and whether she gave it."""

    module: str
    given: bool
    to: str = "person"


@dataclass
class World:
    """The family, whom it was registered by, and one account of every profession: alone, and in that practice."""

    people: Cast
    episode: PregnancyEpisode
    now: datetime
    nested: dict[str, UUID]  # what addresses name: by the word in the address, or by the page
    correction: dict[str, str]  # the form of `record_correct`, filled with what stands
    message: UUID
    alone: dict[str, User] = field(default_factory=dict)
    inside: dict[str, User] = field(default_factory=dict)
    clients: dict[UUID, Client] = field(default_factory=dict)
    counted: str = ""

    def user(self, role: str, relation: str) -> User:
        """Somebody of that profession, of the practice where the relation is to work there."""
        known, house = (
            (self.inside, self.people.practice) if relation.startswith("organisation") else (self.alone, None)
        )
        if role not in known:
            known[role] = account(f"{role}-{'in' if house else 'out'}", role, house)
        return known[role]

    def client(self, user: User) -> Client:
        if user.pk not in self.clients:
            client = Client(raise_request_exception=False)
            client.force_login(user)
            client.cookies["language"] = "en"
            self.clients[user.pk] = client
        return self.clients[user.pk]

    def writes(self) -> dict[str, int]:
        """How many rows each table of the rooms holds; looks and refusals leave theirs in the log alone."""
        if not self.counted:
            tables = sorted(
                name
                for name in connection.introspection.table_names()
                if name.split("_")[0] in WRITTEN and name not in NOT_COUNTED
            )
            self.counted = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in tables)  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(self.counted)
            return dict(cursor.fetchall())


WRITTEN = frozenset(
    {
        "accounts",
        "people",
        "outbox",
        "network",
        "record",
        "careplan",
        "devices",
        "wards",
        "messages",
        "planner",
        "procrastinate",
    }
)


NOT_COUNTED = frozenset({AuditEvent._meta.db_table, "accounts_kept"})  # the log, and how often somebody tried


def world(people: Cast | None = None) -> World:
    """Everything, with one of each thing that an address names."""
    now, people = this_morning(), people or cast()
    an = people.an
    episode = booked(an).episode
    by: Any = {"by": an, "now": now}
    record_birth(episode_id=episode.pk, births=[born()], id=new_id(now), **by)
    fact = AppointmentFact(
        care="home_visit", start=now + DAY, end=now + DAY + HOUR, role="midwife", accepted=False
    )
    appointment = make_appointment(episode_id=episode.pk, appointment=fact, **by).appointment
    point = add_point(episode_id=episode.pk, topic="feeding", text="x", id=new_id(now), **by)
    meeting = call_meeting(
        episode_id=episode.pk, start=now + DAY, end=now + DAY + HOUR, where="x", id=new_id(now), **by
    )
    guest = _member(episode, "gp", None, an, BOOKED)
    partner = _member(episode, "partner", account("partner-of-hers", "partner"), an, BOOKED)
    for row in (guest, partner):
        _step(row, "accepted", BOOKED, an)
    kept = {"who": "mother", "title": "x", "content": picture(), "id": new_id(now)}
    paper = keep_paper(episode_id=episode.pk, **kept, **by)
    seen = Said(id=new_id(now), who="mother", what="temperature_c", value=37.1, at=now)
    observe(episode_id=episode.pk, said=[seen], **by)
    told = Told(about=("mother",), situation="x", recommendation="x", how=HandOver.How.CALL, read_back=True)
    handed = hand_over(episode_id=episode.pk, told=told, members=[guest.pk], id=new_id(now), **by)
    tell(
        episode=episode,
        what="red",
        because=new_id(now),
        template="urgent",
        by=partner.user,
        now=now,
        urgent=True,
    )
    other = booked(an).episode
    merge = merge_persons(kept=episode.pk, merged=other.pk, reason="x", **by).merge
    plan = see_plan(episode_id=episode.pk, **by)
    arrangeable = next(
        plan.ids[each.promise.key]
        for each in plan.family.activities
        if each.promise.card.done_by.contact and each.promise.key in plan.ids and each.state != "withdrawn"
    )
    entry = Entry.objects.get(episode=episode, kind="births")
    return World(
        people, episode, now,
        {
            "entry": entry.pk, "activity": arrangeable, "member": guest.pk, "paper": paper.pk, "merge": merge.pk,
            "observation": Observation.objects.get(pk=seen.id).pk, "flag": RedFlag.objects.get().pk,
            "told": waits_at(people.practice, now).pk,
            "user": an.pk, "plan_point": point.item, "my_point": point.item, "appointment": appointment.item,
            "my_appointment": appointment.item, "meeting": meeting.item, "meeting_move": meeting.item,
            "my_meeting": meeting.item, "hand_over_one": handed.pk, "hand_over_pdf": handed.pk,
            "my_partner_parts": partner.pk, "my_partner_end": partner.pk,
            "stay": asked_to_stay(episode, an, people.practice, now).pk, "program": opened_from_here(an, now).pk,
        },
        form_in(shown(an, record_of(episode, f"{entry.pk}/correct/"))) | {"why_corrected": "x"},
        Message.objects.filter(template="urgent").latest("id").pk,
    )  # fmt: skip


def opened_from_here(by: User, now: datetime) -> Program:
    """A program that is opened from the page of a family."""
    return register(
        name="Growth", kind="public", scope="user/*.rs launch", by=by, now=now,
        redirect_uris=["https://growth.example/back"], launch_uri="https://growth.example/launch",
    ).program  # fmt: skip


def asked_to_stay(episode: PregnancyEpisode, by: User, house: Organisation, now: datetime) -> HotelStay:
    """This family is asked to go to a maternity-care hotel tomorrow."""
    tomorrow = now.date() + DAY
    question = HotelQuestion.objects.create(
        id=new_id(now), organisation=house, place="Rust", first_day=now.date(), days=7, beds=1, hours_a_day=6,
        families=[str(episode.pk)], asked_by=by, asked_at=now,
    )  # fmt: skip
    return ask_to_stay(
        episode=episode, question=question, first_day=tomorrow, last_day=tomorrow + DAY, by=by, now=now,
        id=new_id(now),
    )  # fmt: skip


def _member(
    episode: PregnancyEpisode, role: str, user: User | None, by: User, since: datetime, **more: Any
) -> network.Membership:
    row = network.Membership(
        id=new_id(since), episode=episode, role=role, user=user, name=user.name if user else "Dr Wouters", since=since,
        invited_by=by, invited_at=since, **more,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def _step(row: network.Membership, what: str, at: datetime, by: User) -> None:
    network.MembershipStep.objects.create(
        id=new_id(at), episode=row.episode, membership=row, what=what, at=at, by=by
    )


@contextmanager
def standing(
    world: World, role: str, relation: str, words: tuple[Word, ...]
) -> Iterator[tuple[User, Standing]]:
    """Somebody in that relation, with what the mother said, and how she stands; taken back at the end."""
    user = world.user(role, relation)
    with transaction.atomic():
        relations = _write(world, user, role, relation)
        said = tuple(_say(world, user, role, word) for word in words)
        yield user, Standing(person=str(user.pk), relations=relations, consents=said)
        transaction.set_rollback(True)


def _write(world: World, user: User, role: str, relation: str) -> tuple[Relation, ...]:
    now, by, episode = world.now, world.people.an, world.episode
    ground: Any = "own_record" if role == "mother" else "care_network"
    begun = now - DAY
    if relation == "organisation":
        return (Relation(ground="organisation", role=role, since=episode.registered_at),)
    if relation == "organisation_closed":
        User.objects.filter(pk=user.pk).update(is_active=False)
        return ()
    if relation.startswith("emergency"):
        at = now - (2 * DAY if relation.endswith("over") else HOUR)
        network.BreakGlass.objects.create(
            id=new_id(at), episode=episode, user=user, reason="x", at=at, expires_at=at + 2 * HOUR
        )
        return (Relation(ground="emergency", role=role, since=at, until=at + 2 * HOUR),)
    if relation.startswith("cover"):
        until = now - HOUR if relation == "cover_over" else now + DAY
        row = network.Cover.objects.create(
            id=new_id(begun), covered=by, by_whom=user, since=begun, until=until, asked_by=by, asked_at=begun
        )
        if relation == "cover_asked":
            return ()
        network.CoverStep.objects.create(id=new_id(begun), cover=row, what="accepted", at=begun, by=user)
        return (
            Relation(
                ground="cover", role="midwife", since=begun, until=until, covered=str(by.pk), profession=role
            ),
        )
    if relation == "none":
        return ()
    since = now + DAY if relation == "not_begun" else begun
    until = now - HOUR if relation == "over" else None
    modules = frozenset({"plan", "network"}) if relation == "narrowed" else None
    row = _member(
        episode, role, user, by, since, until=until, modules=sorted(modules) if modules is not None else None
    )

    if relation == "invited":
        return (Relation(ground=ground, role=role, since=None),)
    _step(row, "accepted", begun, user)
    if relation in ("removed", "left"):
        _step(row, relation, now - HOUR, user)
        until = now - HOUR
    hers = Relation(ground=ground, role=role, since=since, until=until, modules=modules)  # type: ignore[arg-type]
    if relation != "coordinates":
        return (hers,)
    network.Coordination.objects.create(
        id=new_id(begun), episode=episode, membership=row, intensity="usual", since=begun, begun_by=by
    )
    return hers, Relation(ground="care_network", role="coordinator", since=begun)


def _say(world: World, user: User, role: str, word: Word) -> Consent:
    said = consent(world, user, role, word)
    network.Consent.objects.create(
        id=new_id(said.at), episode=world.episode, module=word.module, user=user if said.person else None,
        role=said.role or "", given=word.given, said_by="mother", by=world.people.an, at=said.at,
    )  # fmt: skip
    return said


def consent(world: World, user: User, role: str, word: Word) -> Consent:
    """The same word for core.access alone."""
    return Consent(
        module=word.module,  # type: ignore[arg-type]
        given=word.given,
        at=world.now - HOUR / 2,
        person=str(user.pk) if word.to == "person" else None,
        role=role if word.to == "role" else None,
    )


def possible(role: str, relation: str) -> bool:
    """False for what nobody can be: a mother who covers, a buddy who coordinates."""
    if role in ("mother", "partner", "buddy"):
        return relation in OF_PARENTS
    return relation != "coordinates" or role in MAY_COORDINATE
