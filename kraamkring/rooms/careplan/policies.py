"""What the state of an appointment allows now. Who may do it is another question (core.access)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kraamkring.core.kernel.errors import Refusal
from kraamkring.rooms.accounts.models import User

from .models import Appointment


def may_be_planned(end: datetime, now: datetime) -> None:
    """Raises Refusal for a time that is over: it would arrange nothing."""
    if end <= now:
        raise Refusal("start", "this time is over", "Write down what was done, or choose a later time")


def may_come(member: Any, now: datetime) -> None:
    """member: a Membership with its steps. Raises Refusal if she has not accepted the invitation (then she sees
    nothing yet), declined, left, was removed, or her time is over."""
    over = member.ended_at is not None or (member.until is not None and member.until <= now)
    if over:
        raise Refusal("member", "she is not in the network any more", "Choose another")
    if member.accepted_at is None:
        raise Refusal("member", "she has not accepted the invitation yet", "Wait for it, or give a name")


def may_accept(user: User | None, by: User) -> None:
    """user: the account of the person who comes, None if she has none. Raises Refusal if somebody else speaks for
    a person who can speak for herself."""
    if user is not None and user.pk != by.pk:
        raise Refusal(
            "accepted", "she signs in here, and accepts it herself", "Leave this open; she is told of it"
        )


def may_be_accepted(appointment: Appointment, now: datetime) -> None:
    """Raises Refusal if it was accepted, came to an end, or is over."""
    _still_open(appointment)
    if appointment.accepted_at is not None:
        raise Refusal("accepted", "this appointment was accepted already", "Look at it again")
    if appointment.end <= now:
        raise Refusal("accepted", "this appointment is over", "Say what came of it")


def may_be_moved(appointment: Appointment) -> None:
    """Raises Refusal once something came of it."""
    _still_open(appointment)


def may_be_closed(appointment: Appointment, outcome: str, now: datetime) -> None:
    """Raises Refusal for what was cancelled, and for what is said to be held or missed before it began. A slip between
    held and missed may be put right."""
    if appointment.outcome == "cancelled" or (outcome == "cancelled" and appointment.outcome is not None):
        raise Refusal("outcome", "something came of this appointment already", "Make a new one")
    if outcome != "cancelled" and appointment.start > now:
        raise Refusal("outcome", "this appointment has not begun yet", "Cancel it, or move it")


def _still_open(appointment: Appointment) -> None:
    if appointment.outcome is not None:
        raise Refusal("outcome", "something came of this appointment already", "Make a new one")
