"""A meeting of the network as staff and parents read it: when, where, about what, who comes, what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.sitting_together import Sitting
from kraamkring.rooms.network.models import Membership

from . import notation, words


@dataclass(frozen=True)
class Guest:
    """Somebody who is asked to come. mark: a state of ui.marks; word: what she said."""

    name: str
    role: str
    mark: str
    word: str


@dataclass(frozen=True)
class Decided:
    """What was decided, who does it and by when; settled: the point of the plan is."""

    text: str
    who: str
    until: str
    settled: bool


@dataclass(frozen=True)
class SittingShown:
    """One meeting. comes: what the reader answered, None for nothing yet. open: it is still to end, and stands."""

    item: UUID
    version: int
    when: str
    where: str
    called_off: bool
    begun: bool
    open: bool
    agenda: tuple[tuple[str, str], ...]
    guests: tuple[Guest, ...]
    decided: tuple[Decided, ...]
    comes: bool | None

    @classmethod
    def of(
        cls, each: Sitting, members: Iterable[Membership], reader: User, now: datetime, language: str
    ) -> SittingShown:
        row = each.meeting
        zone = ZoneInfo(row.episode.zone)
        ends = row.end.astimezone(zone)
        mine = each.answers.get(reader.pk)
        return cls(
            item=row.item,
            version=row.version,
            when=f"{notation.moment(row.start, zone, language)}–{ends:%H:%M}",
            where=row.where,
            called_off=row.called_off,
            begun=now >= row.start,
            open=not row.called_off and now < row.end,
            agenda=tuple((point.text, point.by.name or point.by.email) for point in each.agenda),
            guests=tuple(_guest(member, each) for member in members),
            decided=tuple(
                Decided(
                    point.text,
                    decision.who.name if decision.who else "",
                    notation.day(decision.until) if decision.until else "",
                    point.settled,
                )
                for decision, point in each.decisions
            ),
            comes=mine.comes if mine else None,
        )


def _guest(member: Membership, each: Sitting) -> Guest:
    said = each.answers.get(member.user_id) if member.user_id else None
    role = str(words.ROLES.get(member.role, member.role))
    if said is None:
        return Guest(member.name, role, "open", _("not answered yet"))
    return (
        Guest(member.name, role, "done", _("comes"))
        if said.comes
        else Guest(member.name, role, "withdrawn", _("does not come"))
    )
