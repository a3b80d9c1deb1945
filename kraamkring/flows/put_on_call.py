"""Somebody is on call for her organisation: who hears last of care that is missing, at any hour."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kraamkring.core.access import MAY_BREAK_GLASS
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.rooms.accounts import actions
from kraamkring.rooms.accounts.models import OnCall, User
from kraamkring.rooms.accounts.queries import colleague
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent

from . import transaction


def put_on_call(*, user_id: UUID | None, by: User, now: datetime, id: UUID | None = None) -> OnCall | None:
    """A colleague, or the actor herself, is on call for their organisation from now on, until somebody else is; with
    None nobody is. id: made with the form, so that sending it again changes nothing.

    Raises NotAllowed to whoever works for none, NotThere for somebody of another organisation, Refusal for a profession
    that cannot act at once."""
    if not by.is_active or by.organisation is None:
        raise NotAllowed("", "you work for no organisation here", "Ask an administrator to add you to one")
    with transaction.atomic():
        user = None
        if user_id is not None:
            user = colleague(by.organisation_id, user_id)
            if user is None:
                raise NotThere("user", "there is no such colleague", "Choose somebody of your organisation")
            if user.profession not in MAY_BREAK_GLASS:
                raise Refusal("user", "she cannot act at once in her profession", "Choose somebody else")
        row = actions.put_on_call(organisation=by.organisation, user=user, now=now, id=id)
        record_event(
            by=by,
            now=now,
            action=AuditEvent.Action.WRITE,
            what="accounts:oncall",
            object_id=row.pk if row else None,
            purpose="duty",
            ground="organisation",
        )
        return row
