"""Everyone concerned is told, in the transaction that causes it: each in her language, by her preference, once.

A message says that there is something to look at, never what: it holds a link, and the time of an appointment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings

from kraamkring.core.kernel.quiet_hours import after_quiet_hours
from kraamkring.packs.languages import spoken_in
from kraamkring.packs.telephone import telephone
from kraamkring.rooms.accounts.models import Told, User
from kraamkring.rooms.messages.actions import Recipient, cancel, intend
from kraamkring.rooms.messages.models import Channel, Message, Urgency
from kraamkring.rooms.messages.queries import intended, used_keys
from kraamkring.rooms.messages.wording import template as template_of
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.network.queries import coordinator_of, memberships_in_force
from kraamkring.rooms.people.models import PregnancyEpisode

COORDINATOR = "coordinator"
LINKS: Mapping[str, str] = {
    "today": "/today/",
    "invitations": "/invitations/",
    "family": "/families/{episode}/",
    "plan": "/families/{episode}/plan/",
    "network": "/families/{episode}/network/",
    "discharge": "/families/{episode}/going-home/",
    "messages": "/families/{episode}/messages/",
    "looks": "/families/{episode}/looks/",
}
TO_PARENTS: Mapping[str, str] = {  # the same, for a mother or a partner: they have pages of their own
    "today": "/my/",
    "invitations": "/invitations/",
    "family": "/my/{episode}/",
    "plan": "/my/{episode}/plan/",
    "network": "/my/{episode}/circle/",
    "discharge": "/my/{episode}/",
    "messages": "/my/{episode}/",
    "looks": "/my/{episode}/looks/",
}
PARENTS = ("mother", "partner")
KEYS = UUID("6b726161-6d6b-7269-8e67-000000000001")  # names the keys of cancellation
MOST_SILENCES = 20  # of one pregnancy

Person = Membership | User  # a member may be known by an address alone


class News(NamedTuple):
    """What is told. what, because: what happened, and the row that says so; the same to the same person is never a
    second message. urgent: it goes at once, whatever the hour. link: the page it opens, of LINKS. not_before: it
    waits until then, so that one message may speak for what else happens meanwhile."""

    episode: PregnancyEpisode
    what: str
    because: UUID
    template: str
    by: User | None
    now: datetime
    context: Mapping[str, Any] | None = None
    urgent: bool = False
    link: str = "family"
    not_before: datetime | None = None


def tell(
    *,
    episode: PregnancyEpisode,
    what: str,
    because: UUID,
    template: str,
    by: User,
    now: datetime,
    to: Collection[str] | None = None,
    context: Mapping[str, Any] | None = None,
    urgent: bool = False,
    link: str = "family",
    not_before: datetime | None = None,
) -> list[Message]:
    """A message to every member in force in one of these roles (`coordinator`: who coordinates; None: everyone), but
    the actor. While nobody coordinates, whoever registered the pregnancy belongs to them. The rest: see News."""
    news = News(episode, what, because, template, by, now, context, urgent, link, not_before)
    told = [_tell(news, who) for who in concerned(episode, now, to) if person_of(who) != by.pk]
    return [message for message in told if message is not None]


def tell_person(
    *,
    episode: PregnancyEpisode,
    who: Person,
    what: str,
    because: UUID,
    template: str,
    by: User | None,
    now: datetime,
    context: Mapping[str, Any] | None = None,
    urgent: bool = False,
    link: str = "family",
) -> Message | None:
    """A message to this one person, a user or a member, who may not have accepted yet; None if she left no address
    that can be used."""
    return _tell(News(episode, what, because, template, by, now, context, urgent, link), who)


def tell_invited(*, membership: Membership, by: User, now: datetime) -> Message | None:
    """An invitation, to whoever is invited."""
    pk = membership.pk
    news = News(membership.episode, "invited", pk, "invitation", by, now, link="invitations")
    return _tell(news, membership)


def tell_address(
    *,
    episode: PregnancyEpisode,
    address: str,
    what: str,
    because: UUID,
    template: str,
    by: User,
    now: datetime,
    language: str = "",
    link: str = "family",
) -> Message | None:
    """A message to somebody who is known by an e-mail address or a telephone number alone; None if it is neither."""
    to = _at(address, language, episode)
    news = News(episode, what, because, template, by, now, link=link)
    return _intend(news, uuid5(KEYS, to.address), to) if to else None


def concerned(episode: PregnancyEpisode, now: datetime, to: Collection[str] | None = None) -> list[Person]:
    """Who is told: members in force in these roles (None: all), each person once; two queries."""
    members = list(memberships_in_force(now).filter(episode=episode).select_related("user", "episode"))
    task = coordinator_of(episode)
    found = list(_chosen(members, task.membership_id if task else None, to))
    met = {member.user_id for member in members}
    if task is None and episode.registered_by_id not in met and (to is None or COORDINATOR in to):
        found.append(episode.registered_by)
    return found


def silence(*, episode: PregnancyEpisode, why: str, by: User, now: datetime) -> list[Message]:
    """What still waited about this pregnancy, cancelled; what is told later has the next key. why: a code."""
    return cancel(key=live_key(episode), why=why, by=by, now=now)


def live_key(episode: PregnancyEpisode) -> str:
    """The cancellation key that messages about this pregnancy carry now: the first that was not used."""
    keys = keys_of(episode)
    used = used_keys(keys)
    return next(key for key in keys if key not in used)


def keys_of(episode: PregnancyEpisode) -> list[str]:
    """Every cancellation key that messages about this pregnancy may carry: opaque, and always the same."""
    return [_key(episode.pk, number) for number in range(MOST_SILENCES)]


def keys_of_each(episodes: Collection[UUID]) -> dict[str, UUID]:
    """The pregnancy by every key under which messages about it can be; of one that was never silenced there is one.
    One query, however many they are."""
    first = {_key(episode, 0): episode for episode in episodes}
    silenced = {first[key] for key in used_keys(first)}
    return first | {_key(each, number): each for each in silenced for number in range(1, MOST_SILENCES)}


def _key(episode_id: UUID, number: int) -> str:
    return str(uuid5(KEYS, f"{episode_id}:{number}"))


def address_of(link: str, episode: PregnancyEpisode, who: Person | None = None) -> str:
    """The address of a page, for a message or a calendar of `who`; None: somebody known by an address alone."""
    user = who.user if isinstance(who, Membership) else who
    role = user.profession if user else who.role if isinstance(who, Membership) else ""
    pages = TO_PARENTS if role in PARENTS else LINKS
    return settings.SITE_ADDRESS + pages[link].format(episode=episode.pk)


def recipient(who: Person, episode: PregnancyEpisode) -> Recipient | None:
    """Where and how somebody is told; None if she left no address that can be used."""
    user = who if isinstance(who, User) else who.user
    if user is None:
        return _at(who.address, who.language, episode) if isinstance(who, Membership) else None
    return by_account(user)


def by_account(user: User) -> Recipient | None:
    """Where and how somebody with an account is told; None if she can no longer sign in."""
    if not user.is_active:
        return None
    if user.told_by == Told.SMS:
        return Recipient(channel=Channel.SMS, address=user.phone, language=user.language)
    return Recipient(channel=Channel.EMAIL, address=user.email, language=user.language)


def reaches(address: str, episode: PregnancyEpisode) -> bool:
    """Whether a message can go there: an e-mail address, or a telephone number."""
    return _at(address, "", episode) is not None


def _at(address: str, language: str, episode: PregnancyEpisode) -> Recipient | None:
    spoken = language or spoken_in(episode.region)
    address = address.strip()
    channel, where = (
        (Channel.EMAIL, address) if "@" in address else (Channel.SMS, telephone(address, episode.region))
    )
    try:
        return Recipient(channel=channel, address=where or "", language=spoken)
    except ValueError:
        return None


def _chosen(
    members: list[Membership], coordinating: UUID | None, to: Collection[str] | None
) -> Iterator[Person]:
    met: set[UUID | None] = {None}
    for member in members:
        wanted = to is None or member.role in to or (COORDINATOR in to and member.pk == coordinating)
        if wanted and (member.user_id is None or member.user_id not in met):
            met.add(member.user_id)
            yield member


def person_of(who: Person) -> UUID:
    """The account, or the place in the network of somebody without one."""
    return who.pk if isinstance(who, User) else who.user_id or who.pk


def _tell(news: News, who: Person) -> Message | None:
    to = recipient(who, news.episode)
    return _intend(news, person_of(who), to, who) if to else None


def _intend(news: News, name: UUID, to: Recipient, who: Person | None = None) -> Message:
    intention = f"{news.what}:{news.because}:{name}"
    if (made := intended(intention)) is not None:
        return made  # to the address that she had then, under the key that held then
    template, zone = template_of(news.template), ZoneInfo(news.episode.zone)
    if template.calendar and to.channel == Channel.EMAIL:
        to = Recipient(channel=Channel.ICALENDAR, address=to.address, language=to.language)
    link = {"link": address_of(news.link, news.episode, who)} if "link" in template.asks else {}
    return intend(
        intention=intention,
        to=to,
        template_name=news.template,
        context=dict(news.context or {}) | link,
        cancellation_key=live_key(news.episode),
        now=news.now,
        urgency=Urgency.RED_FLAG if news.urgent else Urgency.ORDINARY,
        not_before=None if news.urgent else after_quiet_hours(news.not_before or news.now, zone),
        by=news.by,
    )
