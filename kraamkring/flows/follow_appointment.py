"""What becomes of the appointment of a promised shift becomes of the shift: done, or open again.

Called by every flow that closes an appointment, in its transaction, when the pregnancy is locked.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.planner.actions import finish, withdraw
from kraamkring.rooms.planner.queries import shift_with


def follow_appointment(*, item: UUID, outcome: str, by: User, now: datetime) -> None:
    """The shift of this appointment, if it is of one: done, and no plan moves it any more; or taken back, so that who
    plans sees that the family had nobody."""
    shift = shift_with(item)
    if shift is None:
        return
    if outcome == "held":
        finish(shift=shift, by=by, now=now)
    else:
        withdraw(shifts=[shift], why=outcome, by=by, now=now)
