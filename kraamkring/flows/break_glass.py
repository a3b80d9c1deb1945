"""Somebody must see a record at once, and there is no time to be invited."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.access import MAY_BREAK_GLASS
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.accounts.queries import in_turn
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.audit.queries import how_often
from kraamkring.rooms.network.actions import EMERGENCY, open_in_emergency
from kraamkring.rooms.network.models import BreakGlass
from kraamkring.rooms.network.queries import emergency_now, sent_before
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.people.queries import any_locked_episode, exactly

from . import transaction
from .memberships import MOTHER
from .review_emergency import guards_of
from .telling import COORDINATOR, tell, tell_person

SEARCH = "emergency:search"
MOST_SEARCHES, WITHIN = (
    10,
    timedelta(hours=1),
)  # of one person: our choice, so that nobody tries names or numbers


class Sought(NamedTuple):
    """Whom somebody looks for, exactly: a national number, or a family name and a date of birth."""

    number: str = ""
    family_name: str = ""
    birth_date: date | None = None


def break_glass(
    *, episode_id: UUID, reason: str, by: User, now: datetime, id: UUID | None = None
) -> BreakGlass:
    """The record is open to the actor for reading, for four hours, but for what is shielded; the row and its reason
    stay, and the mother and who coordinates are told at once. id: made by the form; sending it again changes nothing.
    Raises Refusal without a reason, NotThere to who may not."""
    with transaction.atomic():
        allowed = by.is_active and by.profession in MAY_BREAK_GLASS
        episode = any_locked_episode(episode_id) if allowed else None
        if episode is None:
            raise NotThere("episode", "there is no such pregnancy for you", "Ask who registered it")
        if again := sent_before(BreakGlass, id, user=by, episode_id=episode_id):
            return again
        return _opened(episode, reason, by, now, id)


def open_at_once(
    *, sought: Sought, reason: str, by: User, now: datetime, id: UUID | None = None
) -> BreakGlass | None:
    """The record of whoever is sought, opened; None if nobody is exactly she, or more than one. Every search leaves an
    audit row. Raises NotAllowed to who may not break the glass, Refusal without a reason or after too many
    searches."""
    if not by.is_active or by.profession not in MAY_BREAK_GLASS:
        raise NotAllowed("", "your role does not open a record in an emergency", "Call who may")
    if not reason.strip():
        raise Refusal("reason", "no reason is given", "Say in a few words what cannot wait")
    with transaction.atomic():
        in_turn(by)
        if again := sent_before(BreakGlass, id, user=by):
            return again
        if how_often(by, SEARCH, since=now - WITHIN) >= MOST_SEARCHES:
            raise Refusal("", "you have searched too often", "Wait an hour, or call who cares for her")
        found = exactly(number=sought.number, family_name=sought.family_name, birth_date=sought.birth_date)
        read = AuditEvent.Action.READ
        record_event(by=by, now=now, action=read, what=SEARCH, purpose=EMERGENCY, ground=EMERGENCY)
        episode = any_locked_episode(found.pk) if found else None
        return _opened(episode, reason, by, now, id) if episode else None


def emergency_until(*, episode_id: UUID, by: User, now: datetime) -> datetime | None:
    """Until when the actor sees this record because she broke the glass; None if she did not, or it is over."""
    if by.profession not in MAY_BREAK_GLASS:
        return None
    broken = emergency_now(by, episode_id, now)
    return broken.expires_at if broken else None


def _opened(episode: PregnancyEpisode, reason: str, by: User, now: datetime, id: UUID | None) -> BreakGlass:
    broken = open_in_emergency(episode=episode, reason=reason, by=by, now=now, id=id)
    tell(
        episode=episode,
        what="emergency",
        because=broken.pk,
        template="record_opened",
        by=by,
        now=now,
        to=(MOTHER, COORDINATOR),
        urgent=True,
        climbs=False,  # it is told, and reviewed; nobody has to hurry to her
        link="network",
    )
    for guard in guards_of(episode.organisation_id):
        tell_person(
            episode=episode,
            who=guard,
            what="emergency_to_review",
            because=broken.pk,
            template="emergency_to_review",
            by=by,
            now=now,
            link="review",
        )
    return broken
