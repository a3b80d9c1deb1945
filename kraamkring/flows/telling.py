"""Everyone concerned is told, in the transaction that causes it: each in her language, by her preference, once.

A message says that there is something to look at, never what: it holds a link, and the time of an appointment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings

from kraamkring.packs.languages import spoken_in
from kraamkring.packs.telephone import telephone
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.messages.actions import (
    Recipient,
    cancel,
    flag_step,
    intend,
    note_flag_steps,
    raise_flag,
)
from kraamkring.rooms.messages.models import Channel, Message, RedFlag, RedFlagStep, Urgency
from kraamkring.rooms.messages.queries import Reach, intended, reach_of_each, used_keys
from kraamkring.rooms.messages.wording import template as template_of
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.network.queries import (
    NOT_COVERED,
    coordinator_of,
    covering_for,
    memberships_in_force,
)
from kraamkring.rooms.people.models import PregnancyEpisode

from .links import LINKS, TO_PARENTS
from .reaching import PLAIN, at_peace, ways

COORDINATOR = "coordinator"
PARENTS = ("mother", "partner")
NOT_FOR_ALARMS = frozenset(
    {"mother", "partner", "buddy"}
)  # she is called, not alarmed: it is the carers' task
FLAG_CLIMBS_AFTER = timedelta(
    minutes=15
)  # our choice, not reviewed by those on duty: then the next one is told
KEYS = UUID("6b726161-6d6b-7269-8e67-000000000001")  # names the keys of cancellation
MOST_SILENCES = 20  # of one pregnancy

Person = Membership | User  # a member may be known by an address alone


class News(NamedTuple):
    """What is told. what, because: what happened, and the row that says so; the same to the same person is never a
    second message. urgent: it goes at once, whatever the hour. link: the page it opens, of LINKS. not_before: it
    waits until then, so that one message may speak for what else happens meanwhile. flag: carers open its page, and say
    there that they have seen it."""

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
    flag: RedFlag | None = None


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
    climbs: bool | None = None,
) -> list[Message]:
    """A message to every member in force in one of these roles (`coordinator`: who coordinates; None: everyone), but
    the actor. While nobody coordinates, whoever registered the pregnancy belongs to them. climbs: a carer has to say
    that she has seen it, or the next is told (flows.climbing); None: if it is urgent. The rest: see News."""
    return tell_those(
        episode=episode,
        those=concerned(episode, now, to),
        what=what,
        because=because,
        template=template,
        by=by,
        now=now,
        context=context,
        urgent=urgent,
        link=link,
        not_before=not_before,
        climbs=climbs,
    )


def tell_those(
    *,
    episode: PregnancyEpisode,
    those: Collection[Person],
    what: str,
    because: UUID,
    template: str,
    by: User,
    now: datetime,
    context: Mapping[str, Any] | None = None,
    urgent: bool = False,
    link: str = "family",
    not_before: datetime | None = None,
    climbs: bool | None = None,
) -> list[Message]:
    """A message to each of these, but the actor; and if it climbs, a red flag, also if there is nobody among them."""
    climbs = urgent if climbs is None else climbs
    flag = _flagged(episode, what, because, template, link, by, now) if climbs else None
    news = News(episode, what, because, template, by, now, context, urgent, link, not_before, flag)
    others = [who for who in those if person_of(who) != by.pk]
    known = reached(others)
    told = [(who, message) for who in others if (message := _tell(news, who, known))]
    if flag:
        note_told(flag, "circle", told, now)
    return [message for _, message in told]


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
    flag: RedFlag | None = None,
) -> Message | None:
    """A message to this one person, a user or a member, who may not have accepted yet; None if she left no address
    that can be used."""
    news = News(episode, what, because, template, by, now, context, urgent, link, flag=flag)
    return _tell(news, who, reached([who]))


def tell_invited(*, membership: Membership, by: User, now: datetime) -> Message | None:
    """An invitation, to whoever is invited."""
    pk = membership.pk
    news = News(membership.episode, "invited", pk, "invitation", by, now, link="invitations")
    return _tell(news, membership, reached([membership]))


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
    """Who is told: members in force in these roles (None: all), each person once, and who covers for one of them now;
    three queries."""
    members = list(memberships_in_force(now).filter(episode=episode).select_related("user", "episode"))
    task = coordinator_of(episode)
    found = list(_chosen(members, task.membership_id if task else None, to))
    met = {member.user_id for member in members}
    if task is None and episode.registered_by_id not in met and (to is None or COORDINATOR in to):
        found.append(episode.registered_by)
    return [*found, *_covering(found, {person_of(who) for who in found}, now)]


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


def reached(people: Collection[Person]) -> Mapping[UUID, Reach]:
    """How each of them can be reached, by her account: one query."""
    users = {pk for who in people if (pk := who.pk if isinstance(who, User) else who.user_id)}
    return reach_of_each(users) if users else {}


def note_told(flag: RedFlag, rung: str, told: Collection[tuple[Person, Message]], now: datetime) -> None:
    """Who of the carers was told of a red flag, on which rung."""
    note_flag_steps(
        flag_step(
            flag,
            RedFlagStep.What.TOLD,
            now,
            rung=rung,
            user_id=who.pk if isinstance(who, User) else who.user_id,
            member=None if isinstance(who, User) or who.user_id else who.pk,
            message=message,
        )
        for who, message in told
        if role_of(who) not in NOT_FOR_ALARMS
    )


def role_of(who: Person) -> str:
    """Her profession, or her role in the network if she has no account."""
    user = who.user if isinstance(who, Membership) else who
    return user.profession if user else who.role if isinstance(who, Membership) else ""


def flag_address(flag: RedFlag) -> str:
    """The page on which a carer says that she has seen it."""
    return f"{settings.SITE_ADDRESS}/families/{flag.about}/red-flags/{flag.pk}/"


def address_of(link: str, episode: PregnancyEpisode, who: Person | None = None) -> str:
    """The address of a page, for a message or a calendar of `who`; None: somebody known by an address alone."""
    role = role_of(who) if who else ""
    pages = TO_PARENTS if role in PARENTS else LINKS
    return settings.SITE_ADDRESS + pages[link].format(episode=episode.pk)


def recipient(
    who: Person, episode: PregnancyEpisode, reach: Reach = PLAIN, *, calendar: bool = False
) -> Recipient | None:
    """Where and how somebody is told; None if she left no address that can be used. reach: what is known of her
    account. calendar: what is told belongs in a calendar."""
    user = who if isinstance(who, User) else who.user
    if user is None:
        to = _at(who.address, who.language, episode) if isinstance(who, Membership) else None
        return _dated(to) if to and calendar else to
    return by_account(user, reach, calendar=calendar)


def by_account(user: User, reach: Reach = PLAIN, *, calendar: bool = False) -> Recipient | None:
    """Where and how somebody with an account is told; None if she can no longer sign in."""
    return next(iter(ways(user, reach, calendar=calendar)), None)


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


def _covering(told: list[Person], met: set[UUID], now: datetime) -> Iterator[User]:
    """Who covers for those who are told by their work, and is not told already."""
    carers = {person_of(who) for who in told if isinstance(who, User) or who.role not in NOT_COVERED}
    for cover in covering_for(carers, now) if carers else ():
        if cover.by_whom_id not in met:
            met.add(cover.by_whom_id)
            yield cover.by_whom


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


def _flagged(
    episode: PregnancyEpisode, what: str, because: UUID, template: str, link: str, by: User, now: datetime
) -> RedFlag:
    flag, _ = raise_flag(
        about=episode.pk, what=what, because=because, template=template, link=link, by=by, now=now,
        climbs_at=now + FLAG_CLIMBS_AFTER,
    )  # fmt: skip
    return flag


def _dated(to: Recipient) -> Recipient:
    if to.channel != Channel.EMAIL:
        return to
    return Recipient(channel=Channel.ICALENDAR, address=to.address, language=to.language, whom=to.whom)


def _tell(news: News, who: Person, known: Mapping[UUID, Reach]) -> Message | None:
    reach = known.get(person_of(who), PLAIN)
    calendar = template_of(news.template).calendar is not None
    to = recipient(who, news.episode, reach, calendar=calendar)
    return _intend(news, person_of(who), to, who, reach) if to else None


def _intend(
    news: News, name: UUID, to: Recipient, who: Person | None = None, reach: Reach = PLAIN
) -> Message:
    intention = f"{news.what}:{news.because}:{name}"
    if (made := intended(intention)) is not None:
        return made  # to the address that she had then, under the key that held then
    template, zone = template_of(news.template), ZoneInfo(news.episode.zone)
    to = _dated(to) if template.calendar else to
    flag = news.flag if who and role_of(who) not in NOT_FOR_ALARMS else None
    address = flag_address(flag) if flag else address_of(news.link, news.episode, who)
    link = {"link": address} if "link" in template.asks else {}
    return intend(
        intention=intention,
        to=to,
        template_name=news.template,
        context=dict(news.context or {}) | link,
        cancellation_key=live_key(news.episode),
        now=news.now,
        urgency=Urgency.RED_FLAG if news.urgent else Urgency.ORDINARY,
        not_before=None if news.urgent else at_peace(news.not_before or news.now, zone, reach),
        by=news.by,
        because=news.because,
    )
