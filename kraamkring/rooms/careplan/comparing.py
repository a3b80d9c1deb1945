"""What changed between two versions of the plan, field by field. It asks no table; a page says it in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any, NamedTuple

from .actions.plan import Contact, PlanContent
from .models import PostnatalPlan

LISTS = ("network", "to_be_told")
FIELDS = tuple(each.name for each in fields(PlanContent))


class Changed(NamedTuple):
    """One field that differs: what it held, and holds. "" or None: nothing was agreed."""

    field: str
    before: Any
    after: Any


class People(NamedTuple):
    """A list of persons that differs: who came in, and who went out. Somebody whose contact changed does both."""

    field: str
    added: tuple[Contact, ...]
    removed: tuple[Contact, ...]


def content_of(plan: PostnatalPlan | None) -> PlanContent:
    """What a version of the plan says; nothing, before the first."""
    if plan is None:
        return PlanContent()
    said = {name: getattr(plan, name) for name in FIELDS}
    return PlanContent(**(said | {name: tuple(said[name]) for name in LISTS}))


def changes(before: PlanContent, after: PlanContent) -> tuple[Changed | People, ...]:
    """What differs, in the order of the plan; empty if they say the same."""
    old, new = asdict(before), asdict(after)
    found: list[Changed | People] = []
    for name in FIELDS:
        if name in LISTS:
            added, removed = _not_in(new[name], old[name]), _not_in(old[name], new[name])
            if added or removed:
                found.append(People(name, added, removed))
        elif old[name] != new[name]:
            found.append(Changed(name, old[name], new[name]))
    return tuple(found)


def _not_in(these: Sequence[Contact], those: Sequence[Contact]) -> tuple[Contact, ...]:
    return tuple(each for each in these if each not in those)
