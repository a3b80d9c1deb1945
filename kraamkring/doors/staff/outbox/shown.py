"""Messages in the words of the reader. The subject is the one that went out; nothing else of what was said is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kraamkring.doors.ui import notation, words
from kraamkring.flows.messages_shown import SeenMessage, SeenState
from kraamkring.flows.see_messages import SeenMessages
from kraamkring.flows.see_outbox import SeenOutbox
from kraamkring.rooms.messages.wording import template, written

from ..banner import language_name, name_of
from .flags import Flag
from .words import CHANNELS, MARKS, MEANINGS, STATES


@dataclass(frozen=True)
class Told:
    """One message. about: its subject, in the reader's language. whom: name and role, or that she is known by her
    address alone. waits: until when, or that it is tried again. decide: it waits for a person who may decide."""

    id: UUID
    number: int
    about: str
    urgent: bool
    whom: str
    how: str
    made: str
    mark: str
    word: str
    meaning: str
    waits: str
    decide: bool
    history: tuple[str, ...]
    went_on: str = ""
    faulty: bool = False
    family: UUID | None = None
    mother: str = ""


@dataclass(frozen=True)
class Messages:
    """A page of messages. waiting: those that a person must decide about; others: all the rest, newest first."""

    waiting: tuple[Told, ...]
    others: tuple[Told, ...]
    more: bool
    states: tuple[tuple[str, str, str], ...]
    flags: tuple[Flag, ...] = ()

    @classmethod
    def of_family(cls, seen: SeenMessages, now: datetime, language: str) -> Messages:
        zone = ZoneInfo(seen.episode.zone)
        told = [(each.undecided, _told(each, zone, language, seen.may_settle, now)) for each in seen.messages]
        return cls(
            waiting=tuple(each for undecided, each in told if undecided),
            others=tuple(each for undecided, each in told if not undecided),
            more=seen.more,
            states=_states(),
            flags=tuple(Flag.of(each, seen.episode, seen.mother, language) for each in seen.flags),
        )

    @classmethod
    def of_outbox(cls, seen: SeenOutbox, now: datetime, language: str) -> Messages:
        told = (
            _told(
                each.message,
                ZoneInfo(each.episode.zone),
                language,
                each.may_settle,
                now,
                family=each.episode.pk,
                mother=name_of(each.mother),
            )
            for each in seen.messages
        )
        flags = (Flag.of(flag, episode, mother, language) for episode, mother, flag in seen.flags)
        return cls(waiting=tuple(told), others=(), more=seen.more, states=_states(), flags=tuple(flags))


def _states() -> tuple[tuple[str, str, str], ...]:
    return tuple((MARKS[state], str(STATES[state]), str(MEANINGS[state])) for state in STATES)


def _told(
    seen: SeenMessage,
    zone: tzinfo,
    language: str,
    may_settle: bool,
    now: datetime,
    family: UUID | None = None,
    mother: str = "",
) -> Told:
    return Told(
        id=seen.id,
        number=seen.number,
        about=written(template(seen.template), language, seen.context).subject,
        urgent=seen.urgent,
        whom=_whom(seen),
        how=" · ".join(
            part for part in (str(CHANNELS[seen.channel]), seen.where, _language(seen.language)) if part
        ),
        made=notation.moment(seen.created_at, zone, language),
        mark=MARKS[seen.state],
        word=str(STATES[seen.state]),
        meaning=str(MEANINGS[seen.state]),
        waits=_waits(seen, zone, language, now),
        decide=seen.undecided and may_settle,
        history=tuple(_history(seen.history, zone, language)),
        went_on=_went_on(seen),
        faulty=seen.faulty and seen.state != "delivered",
        family=family,
        mother=mother,
    )


def _whom(seen: SeenMessage) -> str:
    if not seen.name:
        return _("somebody known by an address only")
    return f"{seen.name}, {words.ROLES.get(seen.role, seen.role)}"


def _language(code: str) -> str:
    return _("in %(language)s") % {"language": language_name(code)}


def _waits(seen: SeenMessage, zone: tzinfo, language: str, now: datetime) -> str:
    if seen.tried_again:
        return _("It is tried again by itself.")
    if seen.state == "created" and seen.not_before > now:
        moment = notation.moment(seen.not_before, zone, language)
        return _("It waits until %(moment)s.") % {"moment": moment}
    return ""


def _went_on(seen: SeenMessage) -> str:
    if seen.went_on:
        return _("It was sent again, %(channel)s.") % {"channel": CHANNELS[seen.went_on]}
    return _("It was sent after another way had failed.") if seen.in_place else ""


def _history(states: tuple[SeenState, ...], zone: tzinfo, language: str) -> Iterator[str]:
    for state in states:
        moment = notation.moment(state.at, zone, language)
        why = f"({state.why})" if state.why else ""
        yield " · ".join(part for part in (moment, str(STATES[state.state]), state.by, why) if part)


def told_lines(messages: Iterable[SeenMessage]) -> tuple[tuple[str, str], ...]:
    """Who was told and what became of it, each with its mark: for the page of what they were told about."""
    return tuple((MARKS[each.state], f"{_whom(each)}: {STATES[each.state]}") for each in messages)
