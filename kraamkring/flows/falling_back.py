"""What did not arrive goes over the next channel, once for each: push, then as she prefers, then what else is
known.

Our choices, not reviewed: an ordinary message goes again only when it is certain that the first did not arrive
(failed); of a red flag it is enough that nobody knows, or that a channel which reports what arrives was silent for
five minutes. After a day a person decides. What somebody settled, or a loss silenced, is not followed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from kraamkring.packs import zone_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.accounts.queries import accounts_with
from kraamkring.rooms.messages.actions import follow
from kraamkring.rooms.messages.models import BY_POST, Channel, Message, Urgency
from kraamkring.rooms.messages.queries import Reach, family_of, not_arrived, not_confirmed, reach_of_each
from kraamkring.rooms.messages.wording import template

from .reaching import PLAIN, at_peace, ways

FOLLOWED_WITHIN = timedelta(days=1)
SILENT_AFTER = timedelta(minutes=5)
MOST = 500  # in one sweep; the next one takes the rest


def fall_back(*, now: datetime) -> int:
    """How many messages went over another channel. Doing it twice, or in two places, changes nothing."""
    since = now - FOLLOWED_WITHIN
    silent = not_confirmed(since=since, before=now - SILENT_AFTER, most=MOST)
    lost = [*silent, *not_arrived(since=since, most=MOST)]
    ids = {message.whom_id for message in lost if message.whom_id}
    if not ids:
        return 0
    users, known = accounts_with(ids), reach_of_each(ids)
    return sum(
        _follow(each, users[each.whom_id], known.get(each.whom_id, PLAIN), now)
        for each in lost
        if each.whom_id
    )


def _follow(message: Message, whom: User, reach: Reach, now: datetime) -> bool:
    tried = {_kind(each.channel) for each in family_of(message)}
    calendar = template(message.template).calendar is not None
    works = {"email": reach.email_works, "sms": reach.phone_works, "push": reach.pushes}
    later = None if message.urgency == Urgency.RED_FLAG else _later(whom, reach, now)
    for way in ways(whom, reach, calendar=calendar):
        if (kind := _kind(way.channel)) not in tried and works[kind]:
            return follow(message=message, to=way, now=now, not_before=later) is not None
    return False


def _later(whom: User, reach: Reach, now: datetime) -> datetime:
    return at_peace(now, zone_of(whom.organisation.region if whom.organisation else None), reach)


def _kind(channel: str) -> str:
    return Channel.EMAIL if channel in BY_POST else channel
