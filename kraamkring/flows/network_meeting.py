"""The coordinator calls everyone around a family together, the parents first: agenda, who comes, what was decided.

KCE 232As, 3.1.3: the coordinator can call a meeting of the network. What is decided there becomes a point of the plan,
where it lives on: it is never written twice.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from kraamkring.core.access import MAY_COORDINATE
from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions.meetings import (
    answer_meeting,
    decide_in_meeting,
    put_on_agenda,
    write_meeting,
)
from kraamkring.rooms.careplan.models import AgendaPoint, MeetingAnswer, MeetingDecision, NetworkMeeting
from kraamkring.rooms.careplan.sitting_together import Sitting, meeting_with, meetings_of
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.network.queries import coordinator_of, members_in_force, membership_of
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person

from . import transaction
from .admitting import Admitted, admit
from .own_family import tone_of
from .talk_about_plan import add_point
from .telling import tell


class SeenMeetings(NamedTuple):
    """sittings: every meeting, the latest first. members: who is invited to the next one: everyone in force. calls:
    whether the actor may call one, and write down what was decided. writes: whether she may put something on the
    agenda. quiet: somebody was lost."""

    episode: PregnancyEpisode
    mother: Person
    sittings: list[Sitting]
    members: list[Membership]
    calls: bool
    writes: bool
    quiet: bool


@transaction.atomic
def see_meetings(*, episode_id: UUID, by: User, now: datetime) -> SeenMeetings:
    """The meetings of this network. Raises NotThere or NotAllowed if the actor does not see its plan."""
    admitted = admit(by, episode_id, now, "network", "plan")
    admitted.note_look("meetings")
    episode = admitted.episode
    return SeenMeetings(
        episode=episode,
        mother=one_person(episode.mother),
        sittings=meetings_of(episode),
        members=members_in_force(episode, now),
        calls=_leads(admitted),
        writes=admitted.may("plan", "write").allowed,
        quiet=tone_of(episode).quiet,
    )


def call_meeting(
    *, episode_id: UUID, start: datetime, end: datetime, where: str, by: User, now: datetime, id: UUID
) -> NetworkMeeting:
    """A meeting; everyone in force is asked to come. id: sending it again changes nothing. Raises Refusal for who does
    not coordinate, or a time that is over."""
    with transaction.atomic():
        admitted = admit(by, episode_id, now, "plan", act="write")
        _must_lead(admitted)
        _ahead(start, end, now)
        made = write_meeting(
            episode=admitted.episode,
            item=id,
            start=start,
            end=end,
            where=where,
            based_on=0,
            by=by,
            now=now,
            id=id,
        )
        _tell(made, "meeting_called", by, now)
        return made


def move_meeting(
    *,
    item: UUID,
    version: int,
    start: datetime,
    end: datetime,
    where: str,
    by: User,
    now: datetime,
    id: UUID,
) -> NetworkMeeting:
    """The meeting at another time or place; everyone is asked again. Raises Conflict if it changed since `version`;
    Refusal if it was called off, or is over."""
    with transaction.atomic():
        admitted, seen = _seen(item, by, now, "write")
        _must_lead(admitted)
        _on(seen, now)
        _ahead(start, end, now)
        moved = write_meeting(
            episode=admitted.episode,
            item=item,
            start=start,
            end=end,
            where=where,
            based_on=version,
            by=by,
            now=now,
            id=id,
        )
        _tell(moved, "meeting_called", by, now)
        return moved


def call_off(*, item: UUID, version: int, by: User, now: datetime, id: UUID) -> NetworkMeeting:
    """The meeting does not take place; everyone is told. Raises what `move_meeting` raises."""
    with transaction.atomic():
        admitted, seen = _seen(item, by, now, "write")
        _must_lead(admitted)
        if not seen.called_off:
            _on(seen, now)
        off = write_meeting(
            episode=admitted.episode,
            item=item,
            start=seen.start,
            end=seen.end,
            where=seen.where,
            called_off=True,
            based_on=version,
            by=by,
            now=now,
            id=id,
        )
        _tell(off, "meeting_called_off", by, now)
        return off


def add_to_agenda(*, item: UUID, text: str, by: User, now: datetime, id: UUID) -> AgendaPoint:
    """Something to talk about; anybody who writes in the plan may bring it, the mother too."""
    with transaction.atomic():
        admitted, seen = _seen(item, by, now, "write")
        admitted.need("plan", act="write")
        _on(seen, now)
        return put_on_agenda(meeting=seen, text=text, by=by, now=now, id=id)


def answer(*, item: UUID, comes: bool, by: User, now: datetime, id: UUID) -> MeetingAnswer:
    """Whether she comes. Raises Refusal for who is no member, or once it is over."""
    with transaction.atomic():
        admitted, seen = _seen(item, by, now, "write")
        if by.pk not in {row.user_id for row in members_in_force(admitted.episode, now)}:
            raise Refusal("", "you are not asked to this meeting", "Ask who coordinates")
        _on(seen, now)
        return answer_meeting(meeting=seen, comes=comes, by=by, now=now, id=id)


def decide(
    *,
    item: UUID,
    topic: str,
    text: str,
    by: User,
    now: datetime,
    id: UUID,
    who: UUID | None = None,
    until: date | None = None,
) -> MeetingDecision:
    """What was decided, as a new point of the plan, with who does it and by when; everyone is told of the point. Raises
    Refusal before the meeting began, for who does not coordinate, or a member who is not there."""
    with transaction.atomic():
        admitted, seen = _seen(item, by, now, "write")
        _must_lead(admitted)
        if seen.called_off or now < seen.start:
            raise Refusal("", "this meeting has not taken place", "Write down what was decided once it began")
        if who is not None and ((row := membership_of(who)) is None or row.episode_id != seen.episode_id):
            raise Refusal("who", "there is no such person in this network", "Choose another")
        point = add_point(
            episode_id=seen.episode_id, topic=topic, text=text, by=by, now=now, id=uuid5(id, "point")
        )
        return decide_in_meeting(meeting=seen, point=point.item, who=who, until=until, by=by, now=now, id=id)


def _tell(meeting: NetworkMeeting, template: str, by: User, now: datetime) -> None:
    tell(
        episode=meeting.episode,
        what=template,
        because=meeting.pk,
        template=template,
        by=by,
        now=now,
        context={
            "appointment": str(meeting.item),
            "sequence": meeting.version,
            "start": meeting.start.isoformat(),
            "end": meeting.end.isoformat(),
            "zone": meeting.episode.zone,
        },
        link="meetings",
    )


def _leads(admitted: Admitted) -> bool:
    """Who coordinates; while nobody does, whoever could."""
    if not admitted.may("plan", "write").allowed:
        return False
    task = coordinator_of(admitted.episode)
    if task is None:
        return admitted.actor.profession in MAY_COORDINATE
    return task.membership.user_id == admitted.actor.pk


def _must_lead(admitted: Admitted) -> None:
    if not _leads(admitted):
        raise Refusal("", "who coordinates calls the meeting", "Ask her")


def _ahead(start: datetime, end: datetime, now: datetime) -> None:
    if start >= end:
        raise Refusal("end", "it ends before it begins", "Give the end after the beginning")
    if start <= now:
        raise Refusal("start", "this time is over", "Choose one that is to come")


def _on(meeting: NetworkMeeting, now: datetime) -> None:
    if meeting.called_off:
        raise Refusal("", "this meeting was called off", "Call another one")
    if now >= meeting.end:
        raise Refusal("", "this meeting is over", "Call another one")


def _seen(item: UUID, by: User, now: datetime, act: str) -> tuple[Admitted, NetworkMeeting]:
    """The version that holds, of a pregnancy that is locked by now. Raises NotThere to whoever does not see it."""
    found = meeting_with(item)
    if found is None:
        raise NotThere("meeting", "there is no such meeting for you", "Look it up again")
    try:
        admitted = admit(by, found.episode_id, now, act="write")
    except NotThere:
        raise NotThere("meeting", "there is no such meeting for you", "Look it up again") from None
    admitted.need("network", "plan")
    locked = meeting_with(item)
    assert locked is not None  # noqa: S101 (versions are never removed)
    return admitted, locked
