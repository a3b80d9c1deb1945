"""The documents of a day of rounds: an instance in, a solution out. The format is that of the published benchmark."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from ...kernel.document import read_document
from ...kernel.errors import ImpossibleFact
from .model import Gap, RoundProblem, Rounds, Task, Visit, Visitor

PAGE = "docs/planning.md"

Id = Annotated[str, Field(min_length=1, max_length=200)]
Minutes = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]


class Lenient(BaseModel):
    """A document of others: fields that the planner does not need are left aside."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Requirement(Lenient):
    """What one carer does."""

    service: Id
    duration: Minutes


class Synchronization(Lenient):
    """How the second carer follows the first: at once, or within `distance` minutes."""

    type: Literal["simultaneous", "sequential"]
    distance: tuple[Minutes, Minutes] | None = None


class Patient(Lenient):
    """Who is visited."""

    id: Id
    time_window: tuple[Minutes, Minutes]
    required_caregivers: tuple[Requirement, ...] = Field(min_length=1, max_length=2)
    synchronization: Synchronization | None = None


class Caregiver(Lenient):
    """Who visits."""

    id: Id
    abilities: tuple[Id, ...]


class RoundInstance(Lenient):
    """One day; the depot is the first row and column of `distances`, the patients follow in their order."""

    patients: tuple[Patient, ...]
    caregivers: tuple[Caregiver, ...]
    distances: tuple[tuple[Minutes, ...], ...]


def read_rounds(text: bytes | str) -> RoundProblem:
    """The problem of an instance. Raises ImpossibleFact, one sentence."""
    said = read_document(text, _instance(), PAGE)
    return RoundProblem(
        visits=tuple(_visit(f"patients[{at}]", each) for at, each in enumerate(said.patients)),
        visitors=tuple(Visitor(each.id, frozenset(each.abilities)) for each in said.caregivers),
        minutes=said.distances,
    )


def written_rounds(rounds: Rounds) -> dict[str, object]:
    """Rounds as the document of a solution."""
    return {
        "routes": [
            {
                "caregiver_id": carer,
                "locations": [
                    {"patient": stop.visit, "service": stop.skill, "arrival_time": stop.begins}
                    for stop in stops
                ],
            }
            for carer, stops in rounds.of
        ]
    }


@lru_cache(maxsize=1)
def _instance() -> TypeAdapter[RoundInstance]:
    return TypeAdapter(RoundInstance)


def _visit(where: str, said: Patient) -> Visit:
    gap = None
    if len(said.required_caregivers) > 1 and said.synchronization:
        if said.synchronization.type == "simultaneous":
            gap = Gap(0, 0)
        elif said.synchronization.distance is None:
            raise ImpossibleFact(f"{where}.synchronization.distance", "this is missing", "Give it")
        else:
            gap = Gap(*said.synchronization.distance)
    tasks = tuple(Task(each.service, each.duration) for each in said.required_caregivers)
    return Visit(said.id, *said.time_window, tasks, gap)
