"""Whom the ward tells of: Leen and her circle, of tests.flows.ward; and the system that tells it."""

from __future__ import annotations

from datetime import date, datetime

from kraamkring.flows.take_ward_message import system_of, take_ward_message
from kraamkring.flows.ward_event import WardEvent, Whom
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.wards.models import WardMessage

NUMBER = "93051822361"
SENDER = "ZIS|AZV"


def system(house: Organisation | None, now: datetime) -> User:
    """The account of the hospital's system."""
    assert house
    found = system_of(organisation_id=house.pk, language="nl", now=now)
    assert found
    return found


def told(event: WardEvent, by: User, now: datetime, control_id: str = "1") -> WardMessage:
    """What became of a message that tells this."""
    return take_ward_message(event=event, sender=SENDER, control_id=control_id, by=by, now=now)


def waits_at(
    house: Organisation | None, now: datetime, given_name: str = "Leen", family_name: str = "Voorbeeld"
) -> WardMessage:
    """A mother who went home, and has no number that anybody knows."""
    who = Whom(
        numbers=(("hospital", "777"),),
        given_name=given_name,
        family_name=family_name,
        birth_date=date(1993, 5, 18),
    )
    event = WardEvent(code="A03", what="left", mother=who, at=now, unclear="")
    return told(event, system(house, now), now, "waits")
