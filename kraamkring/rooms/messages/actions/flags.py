"""A red flag: raised once, climbed step by step, ended by whoever has seen it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent

from ..models import OpenFlag, RedFlag, RedFlagStep

What = RedFlagStep.What


def raise_flag(
    *,
    about: UUID,
    what: str,
    because: UUID,
    template: str,
    link: str,
    by: User | None,
    now: datetime,
    climbs_at: datetime,
) -> tuple[RedFlag, bool]:
    """The red flag of this news, and whether it is new: the same news is one flag for ever."""
    wanted = RedFlag(
        id=new_id(now), about=about, what=what, because=because, template=template, link=link, raised_by=by,
        raised_at=now,
    )  # fmt: skip
    RedFlag.objects.bulk_create([wanted], ignore_conflicts=True)
    flag = RedFlag.objects.get(about=about, what=what, because=because)
    if flag.pk != wanted.pk:
        return flag, False
    OpenFlag.objects.create(flag=flag, about=about, climbs_at=climbs_at)
    return flag, True


def open_flag(flag_id: UUID, *, skip_locked: bool = False) -> OpenFlag | None:
    """Its place on the work list, locked until the transaction ends; None if it ended, or somebody else holds it."""
    rows = OpenFlag.objects.select_for_update(of=("self",), skip_locked=skip_locked)
    return rows.select_related("flag").filter(pk=flag_id).first()


def note_flag_steps(steps: Iterable[RedFlagStep]) -> None:
    """What happened, written down; who was told already is not told of it a second time."""
    RedFlagStep.objects.bulk_create(list(steps), ignore_conflicts=True)


def flag_step(flag: RedFlag, what: What, now: datetime, **known: object) -> RedFlagStep:
    """A step, to be noted."""
    return RedFlagStep(id=new_id(now), flag=flag, what=what, at=now, **known)


def climb(place: OpenFlag, at: datetime | None) -> None:
    """When the next is told; None: everybody was."""
    place.climbs_at = at
    place.save(update_fields=["climbs_at"])


@transaction.atomic
def see_flag(
    *, flag_id: UUID, by: User, now: datetime, episode_id: UUID | None = None, ground: str = ""
) -> bool:
    """Whether she is the first to have seen it. Nobody further is told from then on."""
    place = open_flag(flag_id)
    if place is None:
        return False
    note_flag_steps([flag_step(place.flag, What.SEEN, now, user=by)])
    place.delete()
    record_event(
        by=by, now=now, action=AuditEvent.Action.WRITE, what="red_flag:seen", episode_id=episode_id,
        object_id=flag_id, ground=ground,
    )  # fmt: skip
    return True
