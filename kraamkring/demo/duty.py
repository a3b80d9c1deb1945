"""Who is on call, and who looks at which alarms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from random import Random
from uuid import UUID

from kraamkring.core.access import MAY_BREAK_GLASS
from kraamkring.flows.put_on_call import put_on_call
from kraamkring.rooms.accounts.models import OnCall, User
from kraamkring.rooms.careplan.models import AlarmStep, OpenAlarm
from kraamkring.rooms.network.models import Coordination

from .region import Region
from .stories import ALARMS_WAIT

SEEN_THE_SAME_MORNING = 0.75  # of alarms; the others wait, and climb; our choice


def first_on_call(region: Region, now: datetime) -> None:
    """One of each organisation whose people can act at once, if nobody is."""
    waiting_for: dict[UUID, User] = {}
    on_call = set(OnCall.objects.filter(until=None).values_list("organisation_id", flat=True))
    people = User.objects.filter(profession__in=MAY_BREAK_GLASS, organisation__isnull=False)
    for user in people.select_related("organisation").order_by("email"):
        if user.organisation_id not in on_call:
            waiting_for.setdefault(user.organisation_id, user)  # type: ignore[arg-type]
    for user in waiting_for.values():
        put_on_call(user_id=user.pk, by=user, now=now)


def waiting(region: Region, now: datetime, *, stories: bool) -> Iterator[tuple[UUID, str, list[UUID]]]:
    """Alarms that nobody has seen and that are looked at now, with who coordinates: by family."""
    seen = AlarmStep.objects.filter(what=AlarmStep.What.ACKNOWLEDGED).values("alarm_id")
    found: dict[UUID, list[UUID]] = defaultdict(list)
    wait = [family.id for family in region.stories if not stories or family.story in ALARMS_WAIT]
    for alarm in OpenAlarm.objects.exclude(pk__in=seen).exclude(episode__in=wait):
        morning = f"{alarm.pk}/{now.date()}"
        if Random(morning).random() < SEEN_THE_SAME_MORNING:  # noqa: S311 (not a secret)
            found[alarm.episode_id].append(alarm.pk)
    tasks = Coordination.objects.filter(episode_id__in=list(found), until=None)
    for episode_id, email in tasks.values_list("episode_id", "membership__user__email"):
        if email:
            yield episode_id, email, found[episode_id]
