"""What is planned and agreed: Appointment."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from kraamkring.core.exchange import Made
from kraamkring.core.exchange.appointment import Agreed, appointment
from kraamkring.core.exchange.encounter import AT_HOME
from kraamkring.core.exchange.location import location_of
from kraamkring.rooms.careplan.models import Appointment as Row

from ..family import MOTHER, Family
from .following import Source


def appointments(family: Family) -> Iterator[Made]:
    """One resource for each, as its last version says. One that concerns everybody is the mother's."""
    for row in family.appointments:
        slots = row.who or (MOTHER,)
        yield appointment(
            Agreed(
                id=row.item,
                episode=family.episode.pk,
                care=row.care,
                start=row.start,
                end=row.end,
                about=[family.persons[slot] for slot in slots if slot in family.persons],
                by=row.member.user_id if row.member else None,
                name=row.member.name if row.member else row.with_whom,
                accepted=row.accepted_by_id is not None,
                outcome=row.outcome,
                made_at=row.made_at,
                place=_place(row, family),
            )
        )


def _place(row: Row, family: Family) -> UUID | None:
    """Where somebody will come; of what was, or will not be, the address of today would say nothing."""
    coming = row.care in AT_HOME and row.outcome is None
    return location_of(family.episode.pk) if coming and family.place is not None else None


SOURCES: tuple[Source, ...] = (
    Source("Appointment", appointments, ("careplan:appointment", "entr", "address")),
)
