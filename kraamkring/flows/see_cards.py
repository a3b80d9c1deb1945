"""Who governs the cards looks at them. They are no secret; that they are looked at here is noted all the same."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from kraamkring.core.access import may_govern
from kraamkring.core.kernel.errors import NotAllowed, NotThere
from kraamkring.core.pathway.cards import Protocol
from kraamkring.core.pathway.editions import Change, InForce, differences, in_force
from kraamkring.packs import protocols
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent

from . import transaction

GOVERNANCE = "governance"  # purpose and ground in the audit log


class SeenCards(NamedTuple):
    """The cards of a protocol on a day; all protocols there are."""

    protocol: Protocol
    packs: tuple[Protocol, ...]
    day: date
    cards: tuple[InForce, ...]


class SeenChanges(NamedTuple):
    """What becomes different in a protocol between two days."""

    protocol: Protocol
    first: date
    last: date
    changes: tuple[Change, ...]


@transaction.atomic
def see_cards(*, pack: str, day: date, by: User, now: datetime) -> SeenCards:
    """Every card of a pack on a day. Raises NotAllowed if she does not govern, NotThere for an unknown pack."""
    protocol = governed(pack, by)
    _note(by, now, f"cards:{pack}")
    return SeenCards(protocol, tuple(protocols().values()), day, in_force(protocol, day))


@transaction.atomic
def see_card(*, pack: str, activity: str, day: date, by: User, now: datetime) -> tuple[Protocol, InForce]:
    """One card of a pack on a day. Raises NotAllowed, and NotThere for an unknown card."""
    protocol = governed(pack, by)
    found = next((each for each in in_force(protocol, day) if each.card.activity == activity), None)
    if found is None:
        raise NotThere("activity", "there is no such card", "Choose one from the list")
    _note(by, now, f"card:{pack}:{activity}"[:80])
    return protocol, found


@transaction.atomic
def see_changes(*, pack: str, first: date, last: date, by: User, now: datetime) -> SeenChanges:
    """What becomes different between two days. Raises NotAllowed, and NotThere for an unknown pack."""
    protocol = governed(pack, by)
    _note(by, now, f"changes:{pack}")
    return SeenChanges(protocol, first, last, differences(protocol, first, protocol, last))


def governed(pack: str, by: User) -> Protocol:
    """The protocol, for somebody who governs. Raises NotAllowed before it says whether there is one."""
    if not may_govern(by.profession):
        raise NotAllowed("", "only who governs the protocols sees this page", "Ask an administrator")
    if pack not in protocols():
        raise NotThere("pack", "there is no such protocol", "Choose one from the list")
    return protocols()[pack]


def _note(by: User, now: datetime, what: str) -> None:
    record_event(
        by=by, now=now, action=AuditEvent.Action.READ, what=what, purpose=GOVERNANCE, ground=GOVERNANCE
    )
