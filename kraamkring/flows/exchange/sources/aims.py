"""What is aimed at, what was told when a family was handed over, and where it is at home: Goal, Communication,
Location."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from kraamkring.core.access import together
from kraamkring.core.exchange import Made
from kraamkring.core.exchange.communication import Handed, communication
from kraamkring.core.exchange.goal import OF_THE_WEEK, Aim, goal
from kraamkring.core.exchange.location import Home, location
from kraamkring.core.exchange.resource import Json, derived_id, reference
from kraamkring.rooms.careplan.handed_over import hand_overs_of
from kraamkring.rooms.careplan.models import HandOver, HandOverStep
from kraamkring.rooms.careplan.queries import current_items
from kraamkring.rooms.record.observations import last_chain_of

from ..family import MOTHER, Family
from .following import Source

GOALS_OF_THE_WEEK = "week_goals"


def points(family: Family) -> Iterator[Made]:
    """Each point of the plan, as its last version says."""
    for row in current_items(family.episode):
        yield goal(
            Aim(
                id=row.item,
                episode=family.episode.pk,
                module="plan",
                mother=family.persons[MOTHER],
                topic=row.topic,
                text=row.text,
                status="accepted" if row.settled else "proposed",
                at=row.written_at,
            )
        )


def goals_of_the_week(family: Family) -> Iterator[Made]:
    """What was written last at a visit; a mistake, once nothing of it stands."""
    if family.since is not None and all(row.what != GOALS_OF_THE_WEEK for row in family.observations):
        return
    last = last_chain_of(family.episode, GOALS_OF_THE_WEEK)
    if last is not None:
        text = last.value if isinstance(last.value, str) else ""
        yield goal(
            Aim(
                id=derived_id(family.episode.pk, f"Goal/{GOALS_OF_THE_WEEK}"),
                episode=family.episode.pk,
                module=last.module,
                mother=family.persons[MOTHER],
                topic=OF_THE_WEEK,
                text=text,
                status="active" if text else "entered-in-error",
                at=last.at,
            )
        )


def hand_overs(family: Family) -> Iterator[Made]:
    """Each, with who had read it first and what was said about it."""
    for row in hand_overs_of(family.episode):
        about = [family.persons[slot] for slot in sorted(row.about) if slot in family.persons]
        if about:
            yield communication(_handed(row, about, family))


def _handed(row: HandOver, about: list[UUID], family: Family) -> Handed:
    steps = list(row.steps.all())
    read = [step.at for step in steps if step.what == HandOverStep.What.READ]
    mother = family.persons[MOTHER]
    return Handed(
        id=row.pk,
        episode=family.episode.pk,
        module=together(("network", *row.modules)),
        about=sorted(about, key=lambda person: person != mother),
        parts=(row.situation, row.background, row.assessment, row.recommendation),
        how=row.how,
        language=row.language,
        urgent=row.urgent,
        by=row.by_id,
        to=[_whom(each.member) for each in row.to.all()],
        at=row.at,
        read_at=min(read, default=None),
        notes=[(step.by_id, step.at, step.words) for step in steps if step.words],
    )


def _whom(member: Any) -> Json:
    return reference("Practitioner", member.user_id) or {"display": member.name}


def homes(family: Family) -> Iterator[Made]:
    """Where they are at home, once somebody said so."""
    place = family.place
    if place is not None:
        yield location(
            Home(
                episode=family.episode.pk,
                street=place.street,
                postcode=place.postcode,
                town=place.town,
                phone=place.phone,
                finding=place.finding,
            )
        )


SOURCES: tuple[Source, ...] = (
    Source("Goal", points, ("careplan:planitem",)),
    Source("Goal", goals_of_the_week, ("observations",)),
    Source("Communication", hand_overs, ("careplan:handover",)),
    Source("Location", homes, ("address",)),
)
