"""What a page should answer: reckoned from its row and from core.access alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from kraamkring.core.access import MAY_COORDINATE, MODULES, Asked, Standing, decide, in_force

from .table import Row

FACTS = ("prenatal", "birth_and_stay", "postnatal", "plan", "network", "child")
PARENTS = ("mother", "partner")
ALLOWED, LED, REFUSED, NOT_THERE, NO_WAY = "allowed", "led elsewhere", "refused", "not there", "no such way"
SIGN_IN = "led to the sign-in"


def expected(row: Row, method: str, role: str, standing: Standing, now: datetime) -> str:
    """What the page of a row should answer to somebody of that profession who stands so before its family."""
    asks = row.get if method == "GET" else row.post
    if asks == ".":
        return NO_WAY
    if row.whose == "parent":
        if role not in PARENTS:
            return LED
        if not any(_holds(each, now) and each.role in PARENTS for each in standing.relations):
            return NOT_THERE
    if asks.startswith("place") and _in_place(role, standing, now):
        return ALLOWED  # she gives up what she has said yes to, before it begins too
    if not in_force(standing, now):
        return NOT_THERE
    for part in asks.split("+"):
        if not _may(part.removesuffix("?"), role, standing, now):
            return NOT_THERE if part.endswith("?") else REFUSED
    return ALLOWED


def modules_of(row: Row) -> list[str]:
    """The parts of the record that its decision hangs on."""
    asked = f"{row.get}+{row.post}".replace("!", "").replace("?", "").split("+")
    if {"facts", "any", "coming", "hands"} & set(asked):
        return list(MODULES)
    return sorted(set(asked) & set(MODULES))


def _holds(relation: Any, now: datetime) -> bool:
    return bool(relation.since) and relation.since <= now and (relation.until is None or relation.until > now)


def _may(part: str, role: str, standing: Standing, now: datetime) -> bool:
    if part in WORDS:
        return WORDS[part](role, standing, now)
    act = "write" if part.endswith("!") else "read"
    name = part.removesuffix("!")
    if name == "any":
        return any(_one(module, act, standing, now) for module in FACTS)
    if name == "facts":
        return all(_one(module, act, standing, now) for module in FACTS)
    return _one(name, act, standing, now)


def _coordinates(role: str, standing: Standing, now: datetime) -> bool:
    """Nobody else coordinates here: then whoever could."""
    if any(each.role == "coordinator" and _holds(each, now) for each in standing.relations):
        return True
    return role in MAY_COORDINATE and _one("plan", "write", standing, now)


def _hands(role: str, standing: Standing, now: datetime) -> bool:
    decided = decide(Asked(module="network", act="read", at=now), standing)
    writes = any(_one(module, "write", standing, now) for module in ("postnatal", "child"))
    return role not in (*PARENTS, "buddy", "planner") and decided.ground != "emergency" and writes


def _in_place(_role: str, standing: Standing, now: datetime) -> bool:
    places = [each for each in standing.relations if each.ground in ("own_record", "care_network")]
    return any(each.since and (each.until is None or each.until > now) for each in places)


def _both(_role: str, standing: Standing, now: datetime) -> bool:
    return any(each.ground in ("organisation", "cover") and _holds(each, now) for each in standing.relations)


WORDS: Mapping[str, Callable[[str, Standing, datetime], bool]] = {
    "rel": lambda _role, _standing, _now: True,
    "coming": lambda _role, standing, now: _one("plan", "write", standing, now),
    "carer": lambda role, _standing, _now: role not in (*PARENTS, "buddy"),
    "decides": lambda role, _standing, _now: role != "planner",
    "mother": lambda role, _standing, _now: role == "mother",
    "coordinates": _coordinates,
    "hands": _hands,
    "place": _in_place,
    "both": _both,
}


def _one(module: Any, act: Any, standing: Standing, now: datetime) -> bool:
    return decide(Asked(module=module, act=act, at=now), standing).allowed
