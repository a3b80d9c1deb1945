"""The due date is determined again: the windows of the pregnancy move, and appointments may fall outside them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, NamedTuple
from uuid import UUID

from kraamkring.core.facts import DueDate, Fact, PregnancyFacts
from kraamkring.core.facts.coherence import standing
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions import Difference
from kraamkring.rooms.record.actions import Statement
from kraamkring.rooms.record.models import Entry

from . import transaction
from .admitting import admit
from .falling_outside import Outside, fell_outside
from .pathway import facts_now
from .record_fact import write
from .telling import tell

Method = Literal["last_period", "ultrasound", "ivf", "taken_over"]


class ChangedDueDate(NamedTuple):
    """The entry, what changed in the pathway, and the appointments that must be made again."""

    entry: Entry
    difference: Difference
    outside: tuple[Outside, ...]


def change_due_date(
    *,
    episode_id: UUID,
    due_on: date,
    set_on: date,
    by: User,
    now: datetime,
    method: Method | None = None,
    id: UUID | None = None,
) -> ChangedDueDate:
    """Another determination of the due date; the one that was made last holds. Everyone concerned is told. id: of the
    entry; sent again, nothing is written twice.

    Raises Refusal once a child is born or the pregnancy has ended, or if another due date was determined on that day
    (that one is corrected); ImpossibleFact if the pregnancy could not be so long.
    """
    with transaction.atomic():
        episode = admit(by, episode_id, now, "prenatal", act="write").episode
        before = facts_now(episode)
        due = DueDate(due_on=due_on, set_on=set_on, method=method)
        said = Statement(id=id or new_id(now), kind="due_dates", value=due)
        _may_be_determined(before, due, said.id)
        recorded = write(episode=episode, said=said, by=by, now=now)
        outside = fell_outside(before, facts_now(episode), now)
        tell(
            episode=episode,
            what="due_date_changed",
            because=recorded.entry.pk,
            template="plan_changed",
            by=by,
            now=now,
            link="plan",
        )
    return ChangedDueDate(recorded.entry, recorded.difference, outside)


def _may_be_determined(facts: PregnancyFacts, due: DueDate, entry_id: UUID) -> None:
    over: tuple[Fact, ...] = (*facts.births, *facts.losses)
    if standing(over, facts.retracted):
        raise Refusal("due_on", "this pregnancy is over", "Correct the entry in the record, if it is wrong")
    for known in standing(facts.due_dates, facts.retracted):
        if known.set_on == due.set_on and known.due_on != due.due_on and known.id != str(entry_id):
            raise Refusal(
                "set_on",
                "a due date was determined on that day already",
                "Correct that one in the record, or give the day of this determination",
            )
