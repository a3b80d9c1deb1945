"""What is stored of the exchange, beside what would be made from the record this moment."""

from __future__ import annotations

import json
from uuid import UUID

from kraamkring.core.exchange import TYPES, Made
from kraamkring.core.exchange.shaped import faults_of
from kraamkring.flows.exchange.projecting import everything_of
from kraamkring.packs.fhir_r4 import definitions
from kraamkring.rooms.exchange.actions import digest_of
from kraamkring.rooms.exchange.models import Resource
from kraamkring.rooms.people.models import PregnancyEpisode

from .others import run


def differences() -> list[str]:
    """What is stored otherwise than it would be made now, of every pregnancy."""
    made: dict[UUID, Made] = {}
    for episode in PregnancyEpisode.objects.all():
        made |= {each.id: each for each in everything_of(episode)}
    stored = dict(Resource.objects.values_list("pk", "digest"))
    faults = [f"{each.type} is not stored" for id, each in made.items() if id not in stored]
    faults += [
        f"{made[id].type} is stored otherwise"
        for id in stored
        if id in made and digest_of(made[id]) != stored[id]
    ]
    types = dict(Resource.objects.values_list("pk", "type"))
    return faults + [  # who works in care stays in the directory, also when nothing refers to her any more
        f"{types[id]} {id} would not be made"
        for id in stored
        if id not in made and not TYPES[types[id]].directory
    ]


def unshaped() -> list[str]:
    """What is stored and has not the shape that R4 says."""
    return [
        f"{row.type}: {fault.where} {fault.said}"
        for row in Resource.objects.order_by("type", "pk")
        for fault in faults_of(json.loads(row.text), definitions())
    ]


def refused_elsewhere() -> dict[str, list[str]]:
    """What @medplum/core says, by type, of what is stored; it judges by the definitions of R4 that it brings."""
    sent = [json.loads(text) for text in Resource.objects.values_list("text", flat=True)]
    wrong: dict[str, list[str]] = run("shapes.mjs", {"resources": sent})["wrong"]
    return wrong
