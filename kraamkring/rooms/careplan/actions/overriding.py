"""Writing down why somebody went home all the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry

from ..models import DischargeOverride


@transaction.atomic
def override_gates(
    *, episode: PregnancyEpisode, discharge: Entry, gates: Sequence[str], reason: str, by: User, now: datetime
) -> DischargeOverride:
    """The reason, for the mother and for whoever audits: it stands in the audit log too. Raises Refusal without one."""
    if not reason.strip():
        raise Refusal("override_reason", "no reason is given", "Say in a few words why they go home now")
    override = DischargeOverride.objects.create(
        id=new_id(now), episode=episode, discharge=discharge, gates=list(gates), reason=reason, by=by, at=now
    )
    record_event(
        by=by,
        now=now,
        action=AuditEvent.Action.WRITE,
        what="careplan:dischargeoverride",
        episode_id=episode.pk,
        object_id=override.pk,
        reason=reason,
    )
    return override
