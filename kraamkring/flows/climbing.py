"""A red flag that nobody has seen goes to the next person: who coordinates, who is on call for the organisation
that registered the family, then whoever registered it or those there who may coordinate; until somebody says
that she has seen it. The first to be told is the circle itself (flows.telling).

Our choices, not reviewed by those on duty: the time between two rungs (telling.FLAG_CLIMBS_AFTER), and that a loss
does not silence a red flag: it may be about the mother. A rung without anybody new who can be reached is passed
over at once, so nobody is told twice, also if the same person stands on two. When all were told it stays open, on
the list of messages of everybody who has to do with the family; if there was nobody to tell, that is said there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from kraamkring.rooms.messages.actions import climb, flag_step, note_flag_steps, open_flag
from kraamkring.rooms.messages.models import OpenFlag, RedFlagStep
from kraamkring.rooms.messages.queries import due_flags, told_of
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.people.queries import any_episode

from . import transaction
from .alarming import Around
from .telling import FLAG_CLIMBS_AFTER, Person, note_told, person_of, tell_person

MOST = 200  # in one sweep; the next one takes the rest
RUNGS = ("coordinator", "on_call", "registered")


def climb_flags(*, now: datetime) -> int:
    """How many red flags went to their next rung. Each in a transaction of its own; done twice it is once."""
    return sum(_climb(flag_id, now) for flag_id in due_flags(now=now, most=MOST))


@transaction.atomic
def _climb(flag_id: UUID, now: datetime) -> bool:
    place = open_flag(flag_id, skip_locked=True)
    if place is None or place.climbs_at is None or place.climbs_at > now:
        return False
    episode = any_episode(place.flag.about)
    rung, people = _next(place, episode, now) if episode else ("", [])
    if not people or episode is None:
        if not told_of(place.flag):
            note_flag_steps([flag_step(place.flag, RedFlagStep.What.NOBODY, now)])
        climb(place, None)
        return False
    flag = place.flag
    told = [
        (who, message)
        for who in people
        if (
            message := tell_person(
                episode=episode,
                who=who,
                what=flag.what,
                because=flag.because,
                template=flag.template,
                by=None,
                now=now,
                urgent=True,
                link=flag.link,
                flag=flag,
            )
        )
    ]
    note_told(flag, rung, told, now)
    climb(place, now + FLAG_CLIMBS_AFTER)
    return True


def _next(place: OpenFlag, episode: PregnancyEpisode, now: datetime) -> tuple[str, list[Person]]:
    """The first rung on which there is somebody who does not know yet, and who stands there."""
    know, around = told_of(place.flag), Around.of(episode, now)
    if place.flag.raised_by_id:
        know.add(place.flag.raised_by_id)
    rungs: Mapping[str, Sequence[Person]] = {
        "coordinator": [around.coordinating] if around.coordinating else [],
        "on_call": [around.on_call] if around.on_call else [],
        "registered": around.registered,
    }
    for rung in RUNGS:
        new = {person_of(who): who for who in rungs[rung] if person_of(who) not in know}
        if new:
            return rung, list(new.values())
    return "", []
