"""Somebody's appointments in the calendar of her telephone: a link of her own that she makes, renews and ends, and what
it gives to whoever holds it. The rights are asked at each fetch: who left a network finds its appointments gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer

from kraamkring.core.access import Asked, decide
from kraamkring.core.kernel.errors import NotThere
from kraamkring.packs import zone_of
from kraamkring.rooms.accounts.actions import end_calendar_link, make_calendar_link, note_fetched
from kraamkring.rooms.accounts.models import CalendarLink, User
from kraamkring.rooms.accounts.queries import calendar_link_of, calendar_link_with
from kraamkring.rooms.audit.actions import CARE, record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.models import Appointment, NetworkMeeting
from kraamkring.rooms.careplan.queries import calendar_of
from kraamkring.rooms.careplan.sitting_together import meetings_for
from kraamkring.rooms.network.facts import standing_of_each
from kraamkring.rooms.network.queries import own_pregnancies
from kraamkring.rooms.network.read_once import Networks
from kraamkring.rooms.planner.models import Duty
from kraamkring.rooms.planner.on_call import duties_for

from . import transaction
from .links import LINKS
from .telling import address_of

BACK, AHEAD = timedelta(days=30), timedelta(days=365)
MOST = 1000  # appointments in one calendar
SIGNER = Signer(salt="kraamkring.calendar", sep=".")


class Dated(NamedTuple):
    """One appointment as a calendar may hold it: no name, and nothing about care. item: its lasting name. version: how
    often it was changed. sure: somebody accepted it. link: the page that says whom and where. zone: of the place."""

    item: UUID
    version: int
    start: datetime
    end: datetime
    changed_at: datetime
    sure: bool
    cancelled: bool
    link: str
    zone: str


class OwnCalendar(NamedTuple):
    """language: of whoever it belongs to. dates: in the order of time."""

    language: str
    dates: tuple[Dated, ...]


def token_of(link: CalendarLink) -> str:
    """What stands in the address: the secret, signed by this installation: a copy of the table makes no link."""
    return SIGNER.sign(link.secret)


def see_link(*, by: User) -> CalendarLink | None:
    """Her own link, None if she has none."""
    return calendar_link_of(by)


@transaction.atomic
def make_link(*, by: User, now: datetime, id: UUID) -> CalendarLink:
    """A new link; the one before stops at once. The same id again is the same link."""
    link = make_calendar_link(user=by, id=id, now=now)
    record_event(by=by, now=now, action=AuditEvent.Action.WRITE, what="calendar_link:made")
    return link


@transaction.atomic
def end_link(*, by: User, now: datetime) -> None:
    """Her link stops at once; without one, nothing happens."""
    if end_calendar_link(user=by):
        record_event(by=by, now=now, action=AuditEvent.Action.WRITE, what="calendar_link:ended")


@transaction.atomic
def fetch_calendar(*, token: str, now: datetime) -> OwnCalendar:
    """The appointments of whoever this link belongs to, from 30 days back to a year ahead: those she comes to, as a
    mother her own, and the meetings of her networks. Raises NotThere for a link that was changed, renewed or ended,
    or whose owner may not sign in any more: one answer for all. One audit row a day, since a telephone asks every
    quarter of an hour."""
    link = _link(token)
    if link is None:
        raise NotThere("token", "there is no such calendar", "Make a new link")
    user = link.user
    found = list(calendar_of(user, own_pregnancies(user, now), now - BACK, now + AHEAD)[:MOST])
    together = list(meetings_for(user, now, now - BACK, now + AHEAD)[:MOST])
    allowed = _allowed([*found, *together], user, now)
    duties = duties_for(user, now - BACK, now + AHEAD, gone=True)[:MOST]
    found_dates = [*(_dated(each, user) for each in allowed), *(_on_call(each) for each in duties)]
    dates = tuple(sorted(found_dates, key=lambda each: (each.start, each.item)))
    today = now.astimezone(UTC).date()
    if link.looked_on != today and note_fetched(link=link, on=today):
        what = f"calendar:{len(dates)}"
        record_event(by=user, now=now, action=AuditEvent.Action.READ, what=what, purpose=CARE)
    return OwnCalendar(user.language, dates)


def _link(token: str) -> CalendarLink | None:
    try:
        return calendar_link_with(SIGNER.unsign(token))
    except BadSignature:
        return None


def _allowed(
    found: list[Appointment | NetworkMeeting], user: User, now: datetime
) -> list[Appointment | NetworkMeeting]:
    """Those of families whose plan she may read now: four queries, however many."""
    episodes = list({each.episode_id: each.episode for each in found}.values())
    standing = standing_of_each(user, Networks(episodes))
    asked = Asked(module="plan", act="read", at=now)
    allowed = {episode.pk for episode in episodes if decide(asked, standing[episode.pk]).allowed}
    return [each for each in found if each.episode_id in allowed]


def _on_call(duty: Duty) -> Dated:
    """A time on call: no family, and nothing about care."""
    gone = duty.state == "withdrawn"
    return Dated(
        item=duty.pk,
        version=1 + gone,
        start=duty.from_at,
        end=duty.until_at,
        changed_at=(duty.withdrawn_at if gone else duty.promised_at) or duty.from_at,
        sure=True,
        cancelled=gone,
        link=settings.SITE_ADDRESS + LINKS["roster"],
        zone=str(zone_of(duty.organisation.region)),
    )


def _dated(row: Appointment | NetworkMeeting, user: User) -> Dated:
    meeting = isinstance(row, NetworkMeeting)
    return Dated(
        item=row.item,
        version=row.version,
        start=row.start,
        end=row.end,
        changed_at=row.written_at,
        sure=isinstance(row, NetworkMeeting) or row.accepted_at is not None,
        cancelled=row.called_off if isinstance(row, NetworkMeeting) else row.outcome == "cancelled",
        link=address_of("meetings" if meeting else "plan", row.episode, user),
        zone=row.episode.zone,
    )
