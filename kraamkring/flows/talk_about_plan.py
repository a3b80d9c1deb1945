"""The dialogue in the plan: points that are raised, changed and settled, and what everyone says about them.

A point that is raised, changed or settled is a change of the plan: the others are told of each. Of comments they are
told once an hour, when the hour is over: whoever answers five times in ten minutes sends one message.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from kraamkring.core.kernel.errors import NotThere
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan import actions
from kraamkring.rooms.careplan.models import PlanComment, PlanItem
from kraamkring.rooms.careplan.queries import point_seen_by
from kraamkring.rooms.people.models import PregnancyEpisode

from . import transaction
from .admitting import admit
from .telling import tell

TOLD_EVERY = timedelta(hours=1)  # our choice, not verified with those who answer


def add_point(
    *, episode_id: UUID, topic: str, text: str, by: User, now: datetime, id: UUID | None = None
) -> PlanItem:
    """A new point of the plan; the others are told. id: what it is called; sent again, nothing is added twice. Raises
    Refusal without a topic or a text."""
    with transaction.atomic():
        episode = admit(by, episode_id, now, "plan", act="write").episode
        point = actions.write_item(episode=episode, topic=topic, text=text, by=by, now=now, id=id)
        _tell_of_change(episode, point, by, now)
        return point


def change_point(
    *,
    item: UUID,
    version: int,
    text: str,
    by: User,
    now: datetime,
    topic: str = "",
    id: UUID | None = None,
) -> PlanItem:
    """The point in other words, open again; the others are told. topic: another one, if it is meant. version: the one
    that was seen. Raises Conflict, which holds both, if somebody changed it since."""
    with transaction.atomic():
        seen = _seen(item, version, by, now)
        return _next(seen, topic or seen.topic, text, False, by, now, id)


def settle_point(
    *, item: UUID, version: int, by: User, now: datetime, settled: bool = True, id: UUID | None = None
) -> PlanItem:
    """The point, agreed upon (settled=False: opened again); the others are told. version: the one that was seen.
    Raises Conflict if somebody changed it since: nobody agrees to words she has not seen."""
    with transaction.atomic():
        seen = _seen(item, version, by, now)
        return _next(seen, seen.topic, seen.text, settled, by, now, id)


def comment_on_point(
    *, item: UUID, version: int, text: str, by: User, now: datetime, id: UUID | None = None
) -> PlanComment:
    """What the actor says about a point as she saw it; it is never changed. The others are told once the hour is over.
    id: sent again, it is not said twice. Raises Refusal without a text."""
    with transaction.atomic():
        seen = _seen(item, version, by, now)
        said = actions.comment(about=seen, text=text, by=by, now=now, id=id)
        hour = said.at.replace(minute=0, second=0, microsecond=0)
        tell(
            episode=seen.episode,
            what="plan_talked_about",
            because=uuid5(seen.episode_id, hour.isoformat()),
            template="plan_changed",
            by=by,
            now=now,
            link="plan",
            not_before=hour + TOLD_EVERY,
        )
        return said


def _next(
    seen: PlanItem, topic: str, text: str, settled: bool, by: User, now: datetime, id: UUID | None
) -> PlanItem:
    point = actions.write_item(
        episode=seen.episode,
        topic=topic,
        text=text,
        settled=settled,
        item=seen.item,
        based_on=seen.version,
        by=by,
        now=now,
        id=id,
    )
    if point.version > seen.version:
        _tell_of_change(seen.episode, point, by, now)
    return point


def _tell_of_change(episode: PregnancyEpisode, point: PlanItem, by: User, now: datetime) -> None:
    tell(
        episode=episode,
        what="plan_changed",
        because=point.pk,
        template="plan_changed",
        by=by,
        now=now,
        link="plan",
    )


def _seen(item: UUID, version: int, by: User, now: datetime) -> PlanItem:
    """The version of the point that was seen, of a pregnancy that is locked by now."""
    point = point_seen_by(by, item, version)
    if point is None:
        raise NotThere("point", "there is no such point for you", "Look it up again")
    admit(by, point.episode_id, now, "plan", act="write")
    return point
