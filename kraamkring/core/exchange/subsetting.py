"""A part of a resource, where only a part is asked for (`_elements`, `_summary`). The whole is passed on unread."""

from __future__ import annotations

import json

from .asking import Search
from .registry import TYPES

ALWAYS = ("resourceType", "id", "meta")
SUBSETTED = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}


def subset(text: str, asked: Search) -> str:
    """The resource as it was asked for, marked where something was left out."""
    if not asked.elements and asked.summary not in ("true", "text", "data"):
        return text
    whole = json.loads(text)
    type = TYPES[whole["resourceType"]]
    if asked.elements:
        kept = {*asked.elements, *type.mandatory}
    elif asked.summary == "text":
        kept = {"text", *type.mandatory}
    elif asked.summary == "data":
        kept = set(whole) - {"text"}
    else:
        kept = {*type.summary, *type.mandatory}
    part = {name: value for name, value in whole.items() if name in kept or name in ALWAYS}
    part["meta"] = {**whole["meta"], "tag": [*whole["meta"].get("tag", ()), SUBSETTED]}
    return json.dumps(part, ensure_ascii=False, separators=(",", ":"))
