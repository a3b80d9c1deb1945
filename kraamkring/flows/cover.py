"""A colleague does a carer's work for a time: asked, answered, ended; and the page on which that is done."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from kraamkring.core.access import MAY_ASK_COVER, TABLE, may_cover
from kraamkring.core.kernel.errors import NotAllowed, NotThere
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.accounts.queries import in_turn, people_of
from kraamkring.rooms.audit.actions import CARE, record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.actions import withdraw
from kraamkring.rooms.network.actions import open_cover, take_cover_step
from kraamkring.rooms.network.models import Cover, CoverStep, Membership
from kraamkring.rooms.network.policies import may_be_covered, may_end_cover, may_take_cover
from kraamkring.rooms.network.queries import (
    cover_of,
    covers_about,
    mothers_who_meet,
    sent_before,
    works_with,
)

from . import transaction
from .telling import person_of, tell_those
from .telling_colleagues import tell_colleague

What = CoverStep.What
BEGINS = "cover_begins"
MOST_COLLEAGUES = 500  # in one list to choose from


class SeenCovers(NamedTuple):
    """covers: what the actor asked, is asked, or is covered by, that is not over; with `accepted_at`, `ended_at`.
    covered: whom she may ask for, herself first; colleagues: who may be asked."""

    covers: list[Any]
    covered: list[User]
    colleagues: list[User]


@transaction.atomic
def see_covers(*, by: User, now: datetime) -> SeenCovers:
    """What stands, and whom she may ask."""
    found = SeenCovers(covers_about(by, now), *_choices(by, now))
    if not found.covered and not found.covers:
        raise NotAllowed("", "only who cares for families is covered for", "Ask an administrator")
    record_event(
        by=by, now=now, action=AuditEvent.Action.READ, what=f"covers:{len(found.covers)}", purpose=CARE
    )
    return found


def ask_cover(
    *, covered: UUID, by_whom: UUID, since: datetime, until: datetime, by: User, now: datetime, id: UUID
) -> Cover:
    """Somebody is asked; it holds once she has accepted. id: made by the form; sending it again changes nothing. Raises
    NotThere for somebody whom the actor may not choose, Refusal for a time that is over, backwards or too long."""
    with transaction.atomic():
        in_turn(by)
        if again := sent_before(Cover, id, asked_by=by, covered_id=covered, by_whom_id=by_whom):
            return again
        choices = _choices(by, now)
        whose = next((user for user in choices[0] if user.pk == covered), None)
        who = next((user for user in choices[1] if user.pk == by_whom), None)
        if whose is None or who is None:
            raise NotThere("by_whom", "there is no such colleague for you", "Choose somebody of the list")
        may_be_covered(whose, who, asked_by=by, since=since, until=until, now=now)
        cover = open_cover(covered=whose, by_whom=who, since=since, until=until, by=by, now=now, id=id)
        _tell(cover, who, "cover_asked", now, by)
        return cover


def accept_cover(*, cover_id: UUID, by: User, now: datetime) -> Any:
    """She takes it on; a second time changes nothing. Raises NotThere to anybody but who is asked, Refusal if it no
    longer stands."""
    with transaction.atomic():
        cover = _found(cover_id, by, only=("by_whom",))
        if cover.accepted_at is None:
            may_take_cover(cover, now)
            take_cover_step(cover=cover, what=What.ACCEPTED, by=by, now=now)
            _tell(cover, cover.covered, "cover_answered", now, by)
            _tell_mothers(cover, by, now)
        return cover_of(cover_id)


def end_cover(*, cover_id: UUID, by: User, now: datetime) -> Any:
    """It does not come about, or is over from now; a second time changes nothing. Raises NotThere to whoever has no
    part in it."""
    with transaction.atomic():
        cover = _found(cover_id, by, only=("by_whom", "covered", "asked_by"))
        if cover.ended_at is None:
            may_end_cover(cover, now)
            asked = cover.by_whom_id == by.pk and cover.accepted_at is None
            take_cover_step(cover=cover, what=What.DECLINED if asked else What.ENDED, by=by, now=now)
            for who in (cover.covered, cover.by_whom):
                _tell(cover, who, "cover_answered", now, by)
            for mother in mothers_who_meet(cover, max(now, cover.since)):
                withdraw(intention=_begins(cover, mother), why="cover_ended", by=by, now=now)
        return cover_of(cover_id)


def _choices(by: User, now: datetime) -> tuple[list[User], list[User]]:
    """For whom, and whom: for herself those she works with; for a colleague, who plans, those of her organisation."""
    house = _colleagues(by)
    mine = [by] if may_cover(by.profession, by.profession) else []
    whose = [*mine, *(user for user in house if by.profession in MAY_ASK_COVER and user.pk != by.pk)]
    met = {user.pk for user in house} | {by.pk}
    beside = [user for user in works_with(by, now) if user.pk not in met] if mine else []
    found = [user for user in (*house, *beside) if may_cover(user.profession, user.profession)]
    return whose, [user for user in found if user.pk != by.pk or by.profession in MAY_ASK_COVER]


def _colleagues(by: User) -> list[User]:
    if by.organisation is None:
        return []
    carers = frozenset(role for role in TABLE if may_cover(role, role))
    return sorted(
        people_of(by.organisation, professions=carers, most=MOST_COLLEAGUES),
        key=lambda user: (user.name, user.pk),
    )


def _found(cover_id: UUID, by: User, only: tuple[str, ...]) -> Any:
    in_turn(by)
    cover = cover_of(cover_id)
    if cover is None or by.pk not in {getattr(cover, f"{name}_id") for name in only}:
        raise NotThere("cover", "there is no such cover for you", "Look at the list again")
    return cover


def _tell_mothers(cover: Cover, by: User, now: datetime) -> None:
    """From when it begins somebody new sees their records: each of them hears it then, once, and where to read who."""
    for mother in mothers_who_meet(cover, max(now, cover.since)):
        tell_those(
            episode=mother.episode,
            those=[mother],
            what=BEGINS,
            because=cover.pk,
            template=BEGINS,
            by=by,
            now=now,
            link="who_sees",
            not_before=max(now, cover.since),
        )


def _begins(cover: Cover, mother: Membership) -> str:
    return f"{BEGINS}:{cover.pk}:{person_of(mother)}"


def _tell(cover: Cover, who: User, template: str, now: datetime, by: User) -> None:
    """That there is something to answer, or an answer; never about whom."""
    what = f"{template}:{cover.pk}:{now.isoformat()}"
    tell_colleague(who, what=what, template=template, link="cover", by=by, now=now)
