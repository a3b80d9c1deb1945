"""The system of a maternity ward tells something: it is taken once, into the record or into the list of what a person
must place. Nothing is lost, and nothing is made up."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid5

from kraamkring.core.access import WARD_SYSTEM
from kraamkring.core.kernel.errors import Refusal
from kraamkring.rooms.accounts.actions import give_account
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.accounts.queries import any_account_at, in_turn, organisation_with
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.wards.actions import Became, Came, keep_message
from kraamkring.rooms.wards.models import WardMessage
from kraamkring.rooms.wards.queries import message_by

from . import transaction
from .ward_event import WardEvent, as_kept
from .what_a_ward_tells import WAITS, Understood, write_told
from .whom_a_ward_means import Meant, meant

MESSAGES = UUID("6f6c1d0e-7a55-5b0e-8f39-0b8f4a2c1d77")  # the space of the ids of messages


class UsedTwice(Refusal):
    """The sender used one number for two messages."""

    def __init__(self) -> None:
        super().__init__("control_id", "this number was used for another message", "Send it under a new one")


def take_ward_message(
    *, event: WardEvent, sender: str, control_id: str, by: User, now: datetime
) -> WardMessage:
    """The row of this message, now or from before. sender: application and facility, as the message names them. by: the
    account of the hospital's system. Raises UsedTwice for another message under the same number."""
    told = as_kept(event)
    digest = sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    id = uuid5(MESSAGES, f"{by.organisation_id}\n{sender}\n{control_id}")
    with transaction.atomic():
        in_turn(by)
        before = message_by(id)
        if before is not None:
            if before.digest != digest:
                raise UsedTwice
            return before
        whom = meant(event, by, now)
        became = _written(event, whom, id, by, now)
        came = Came(id, by, sender, control_id, event.code, digest, told, event.at)
        return keep_message(came=came, became=became, now=now)


def _written(event: WardEvent, whom: Meant, id: UUID, by: User, now: datetime) -> Became:
    if whom.episode is None or by.organisation is None:
        return Became(WAITS, whom.why)
    told = write_told(
        event=event, episode_id=whom.episode.pk, slot=whom.slot, house=by.organisation, id=id, by=by, now=now
    )
    return _became(told, whom.episode)


def _became(told: Understood, episode: PregnancyEpisode) -> Became:
    if told.why == "not_open":
        return Became(WAITS, told.why)  # not even that she is known here
    return Became(told.outcome, told.why, episode, told.slot)


@transaction.atomic
def system_of(*, organisation_id: UUID, language: str, now: datetime) -> User | None:
    """The account of the hospital's system, opened if it had none; nobody can sign in with it. None if there is no such
    organisation."""
    house: Organisation | None = organisation_with(organisation_id)
    if house is None:
        return None
    email = f"ward-system.{house.pk}@kraamkring.invalid"
    known = any_account_at(email)
    if known is not None:
        return known
    made = give_account(
        email=email, name=house.name, profession=WARD_SYSTEM, organisation=house, language=language, now=now
    )
    record_event(
        by=made, now=now, action=AuditEvent.Action.WRITE, what="accounts:ward_system", object_id=made.pk,
        purpose="duty", ground="organisation",
    )  # fmt: skip
    return made
