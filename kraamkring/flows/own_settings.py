"""Somebody says in which language and how she wants to be told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kraamkring.core.kernel.errors import Refusal
from kraamkring.packs.telephone import telephone
from kraamkring.rooms.accounts.actions import set_how_told
from kraamkring.rooms.accounts.models import Language, Told, User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent


@transaction.atomic
def change_how_told(*, by: User, language: str, told_by: str, phone: str, now: datetime) -> User:
    """Her language, channel and number from now on; messages that were intended before go where they were to go. phone:
    as people of her country write it, or empty. Doing it again changes nothing. Raises Refusal for a number that cannot
    be called, and for text messages without one."""
    if language not in Language.values or told_by not in Told.values:
        raise Refusal("language", "this language or channel is not one of ours", "Choose another")
    region = by.organisation.region if by.organisation else None
    number = telephone(phone, region) if phone.strip() else ""
    if number is None:
        raise Refusal(
            "phone", "this is not a number that can be called", "Write it with the country: +32 470 12 34 56"
        )
    if (by.language, by.told_by, by.phone) == (language, told_by, number):
        return by
    record_event(by=by, now=now, action=AuditEvent.Action.WRITE, what="account:how_told")
    return set_how_told(user=by, language=language, told_by=told_by, phone=number)
