"""What the protocol promises to a family, and how each promise stands: Task, CarePlan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from kraamkring.core.exchange import Made
from kraamkring.core.exchange.care_plan import Pathway, care_plan, plan_of
from kraamkring.core.exchange.task import Promised, State, task
from kraamkring.core.pathway import Activity, assess
from kraamkring.core.pathway.evidence import arrangements
from kraamkring.rooms.careplan.models import Activity as Kept

from ..derived import DERIVED
from ..family import MOTHER, Family
from .following import Source

# What goes out must not turn by the clock: it is asked what was done at any time, and what stands agreed at all.
NEVER = datetime(1900, 1, 1, tzinfo=UTC)
FOR_EVER = datetime(9000, 1, 1, tzinfo=UTC)


def tasks(family: Family) -> Iterator[Made]:
    """Every promise that was ever made, as it stands."""
    states = _states(family)
    for row in family.activities:
        yield task(_promised(row, family, states.get(row.key)))


def care_plans(family: Family) -> Iterator[Made]:
    """One for each pregnancy."""
    episode = family.episode
    yield care_plan(
        Pathway(
            episode=episode.pk,
            mother=family.persons[MOTHER],
            protocol=episode.region,
            booked_on=episode.booked_on,
            promised=[row.pk for row in family.activities],
        )
    )


def _states(family: Family) -> Mapping[str, tuple[State, Activity]]:
    """How each promise stands, whatever the hour, by its key."""
    if family.derived is None or family.derived.pathway is None:
        return {}
    facts, pathway = family.derived.facts, family.derived.pathway
    assessed = {each.promise.key: each for each in assess(pathway, facts, FOR_EVER)}
    unsettled = [each.promise for each in assessed.values() if each.state not in ("done", "waived")]
    arranged = arrangements(unsettled, facts, NEVER).arranged
    return {key: (_state(each, key in arranged), each) for key, each in assessed.items()}


def _state(activity: Activity, arranged: bool) -> State:
    if activity.state in ("done", "waived"):
        return "done" if activity.state == "done" else "waived"
    if activity.promise.withdrawn is not None:
        return "withdrawn"
    return "arranged" if arranged else "open"


def _promised(row: Kept, family: Family, known: tuple[State, Activity] | None) -> Promised:
    """known: None where the facts of today do not lead to it: then the row says by itself how it stands."""
    state: State = known[0] if known else "withdrawn" if row.withdrawn else "open"
    activity = known[1] if known else None
    why = activity.said[0] if activity and activity.said and state == "waived" else None
    why = activity.promise.withdrawn if activity and state == "withdrawn" else why
    return Promised(
        id=row.pk,
        episode=family.episode.pk,
        about=family.persons.get(row.key.split("/")[1], family.persons[MOTHER]),
        plan=plan_of(family.episode.pk),
        activity=row.activity,
        title=activity.promise.card.title.en if activity else "",
        role=row.role,
        obligation=row.obligation,
        earliest=row.earliest,
        target=row.target,
        latest=row.latest,
        state=state,
        reason=why.code if why else row.withdrawn["code"] if state == "withdrawn" and row.withdrawn else "",
        said=why.say("en") if why else "",
        done_at=activity.done_at if activity and state == "done" else None,
    )


SOURCES: tuple[Source, ...] = (
    Source("Task", tasks, (DERIVED,)),
    Source("CarePlan", care_plans, (DERIVED,)),
)
