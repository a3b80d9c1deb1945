"""Red flags of a family: who was told and when, and the one who has seen it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from kraamkring.core.kernel.errors import NotAllowed, NotThere
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.messages.actions import see_flag
from kraamkring.rooms.messages.models import RedFlag, RedFlagStep
from kraamkring.rooms.messages.queries import flags_about, one_flag, states_of
from kraamkring.rooms.network.queries import episodes_of, members_of
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person, one_person_each

from . import transaction
from .admitting import Admitted, admit
from .telling import NOT_FOR_ALARMS, address_of

What = RedFlagStep.What


class SeenStep(NamedTuple):
    """what: told, nobody or seen. rung: where she stands. name, role: whose. state: of the message that went to her."""

    what: str
    rung: str
    name: str
    role: str
    at: datetime
    state: str


class SeenFlag(NamedTuple):
    """One red flag. seen_by: who said that she has seen it, empty while nobody did. nobody: there was nobody to tell.
    address: the page that shows what it is about. mine: the actor may say that she has seen it."""

    id: UUID
    about: UUID
    raised_at: datetime
    raised_by: str
    seen_by: str
    seen_at: datetime | None
    nobody: bool
    address: str
    steps: tuple[SeenStep, ...]


class SeenRedFlag(NamedTuple):
    """The page of one red flag."""

    episode: PregnancyEpisode
    mother: Person
    flag: SeenFlag


FlagOfFamily = tuple[PregnancyEpisode, Person, SeenFlag]


@transaction.atomic
def see_red_flag(*, episode_id: UUID, flag_id: UUID, by: User, now: datetime) -> SeenRedFlag:
    """One red flag of a family. Raises NotThere to whoever has nothing to do with her, NotAllowed to the family."""
    admitted = _admitted(episode_id, by, now)
    flag = next((each for each in flags_about([episode_id]) if each.pk == flag_id), None)
    if flag is None:
        raise NotThere("flag", "there is no such message for you", "Look at the messages of the family")
    admitted.note_look("red_flag")
    (shown,) = shown_flags([flag], {episode_id: admitted.episode}, by)
    return SeenRedFlag(admitted.episode, one_person(admitted.episode.mother), shown)


def acknowledge_red_flag(*, episode_id: UUID, flag_id: UUID, by: User, now: datetime) -> bool:
    """Whether she is the first who says that she has seen it; from then on nobody further is told. Again, or later than
    another, changes nothing. Raises NotThere or NotAllowed."""
    with transaction.atomic():
        admitted = _admitted(episode_id, by, now)
        flag = one_flag(flag_id)
        if flag is None or flag.about != episode_id:
            raise NotThere("flag", "there is no such message for you", "Look at the messages of the family")
        return see_flag(flag_id=flag_id, by=by, now=now, episode_id=episode_id, ground=admitted.ground)


def open_flags(about: Collection[UUID] | QuerySet[Any, Any], by: User, now: datetime) -> list[FlagOfFamily]:
    """Those about these pregnancies that nobody has seen yet, newest first, each with its family and mother: for carers
    alone. Six queries, however many."""
    found = flags_about(about, only_open=True) if by.profession not in NOT_FOR_ALARMS else []
    if not found:
        return []
    scope = episodes_of(by, now).filter(pk__in={flag.about for flag in found})
    episodes = {each.pk: each for each in scope.select_related("mother")}
    shown = shown_flags([flag for flag in found if flag.about in episodes], episodes, by)
    mothers = one_person_each(episode.mother for episode in episodes.values())
    return [(episodes[each.about], mothers[episodes[each.about].mother_id], each) for each in shown]


def shown_flags(
    flags: Collection[RedFlag], episodes: Mapping[UUID, PregnancyEpisode], by: User
) -> list[SeenFlag]:
    """These red flags as they are shown: two queries, however many."""
    sent = [step.message_id for flag in flags for step in flag.steps.all() if step.message_id]
    states = states_of(sent)
    members = {row.pk: row for row in members_of(list(episodes.values()))} if flags else {}
    return [_shown(flag, states, members, episodes[flag.about], by) for flag in flags]


def _shown(
    flag: RedFlag,
    states: Mapping[UUID, str],
    members: Mapping[UUID, object],
    episode: PregnancyEpisode,
    by: User,
) -> SeenFlag:
    steps = tuple(flag.steps.all())
    seen = next((step for step in steps if step.what == What.SEEN), None)
    return SeenFlag(
        id=flag.pk,
        about=flag.about,
        raised_at=flag.raised_at,
        raised_by=_name(flag.raised_by),
        seen_by=_name(seen.user) if seen else "",
        seen_at=seen.at if seen else None,
        nobody=any(step.what == What.NOBODY for step in steps) and seen is None,
        address=address_of(flag.link, episode, by),
        steps=tuple(_step(step, states, members) for step in steps),
    )


def _step(step: RedFlagStep, states: Mapping[UUID, str], members: Mapping[UUID, object]) -> SeenStep:
    member = members.get(step.member) if step.member else None
    name = _name(step.user) or getattr(member, "name", "")
    role = step.user.profession if step.user else getattr(member, "role", "")
    return SeenStep(
        step.what, step.rung, name, role, step.at, states.get(step.message_id, "") if step.message_id else ""
    )


def _name(user: User | None) -> str:
    return (user.name or user.email) if user else ""


def _admitted(episode_id: UUID, by: User, now: datetime) -> Admitted:
    admitted = admit(by, episode_id, now)
    if by.profession in NOT_FOR_ALARMS:
        raise NotAllowed("flag", "this is a task of her carers", "Call one of them")
    return admitted
