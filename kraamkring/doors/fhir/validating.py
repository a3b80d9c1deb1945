"""`$validate`: whether a resource is as R4 says, and whether it would be taken here. Nothing is written."""

from __future__ import annotations

import json
from typing import Any

from kraamkring.core.exchange.shaped import faults_of
from kraamkring.core.exchange.taking import take
from kraamkring.core.exchange.taking_due_date import determined, is_due_date
from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.packs.fhir_r4 import definitions

from .calls import Answer
from .outcome import Issue, as_json
from .writing import CREATED

MOST_ISSUES = 200  # that are told at once; our choice
# What of a type can be said without the record.
UNDERSTOOD = {"Observation": lambda sent: determined(sent) if is_due_date(sent) else take(sent)}
NOT_LOOKED_AT = (
    "Looked at: elements, types, cardinalities, patterns of values, codes of required bindings that are lists. Not "
    "looked at: invariants, profiles, other value sets, whether what is referred to is there."
)


def validated(sent: dict[str, Any], type: str) -> Answer:
    """An OperationOutcome with all that was found, and with what was not looked at."""
    resource, profile = _given(sent)
    found = definitions()
    faults = [Issue(*each) for _n, each in zip(range(MOST_ISSUES), faults_of(resource, found), strict=False)]
    if not faults and resource.get("resourceType") != type:
        faults.append(Issue("invalid", f"this is sent to the address of {type}", "resourceType"))
    said = [*faults, *([] if faults else _taken_here(resource, type))]
    if profile:
        said.append(Issue("not-supported", "the profile was not looked at", severity="warning"))
    said.append(Issue("informational", NOT_LOOKED_AT, severity="information"))
    return Answer(text=json.dumps(as_json(*said), ensure_ascii=False))


def _given(sent: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """The resource, alone or as a part of Parameters; whether a profile is asked for."""
    parts = sent.get("parameter")
    if sent.get("resourceType") != "Parameters" or not isinstance(parts, list):
        return sent, False
    named = {str(each.get("name")): each for each in parts if isinstance(each, dict)}
    inside = named.get("resource", {}).get("resource")
    return (inside if isinstance(inside, dict) else sent), "profile" in named


def _taken_here(resource: dict[str, Any], type: str) -> list[Issue]:
    if type not in CREATED:
        return [Issue("not-supported", f"{type} is not taken here, only given", severity="warning")]
    try:
        if type in UNDERSTOOD:
            UNDERSTOOD[type](resource)
    except ImpossibleFact as refusal:
        where = f"{type}.{refusal.field}"
        return [Issue("business-rule", f"it would not be taken here: {refusal}", where, severity="warning")]
    return []
