"""A visit as the screen on a device sends it: the fields of its form, filled in by the wall clock there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast, get_args
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.core.facts import Appointment, Screening
from kraamkring.core.facts.model import ContactKind
from kraamkring.rooms.accounts.models import User

from .admitting import admit
from .around_birth import role_of
from .taking_words import Body, Taken, Unreadable, moment
from .visit_home import Kept, Visit, visit_admitted

TEST = re.compile(r"(blood_spot|hearing)_(newborn-[1-9])")
OUTCOMES = ("done", "unusable", "refused")
LASTS = timedelta(minutes=45)  # our choice, as on the page: how long a visit is taken to last


def take_visit(body: Body, item: Taken, by: User, now: datetime) -> object:
    """The contact, its tests, the appointment that it kept and the next one. Raises Unreadable, and what `visit_home`
    raises."""
    admitted = admit(by, item.family, now, "postnatal", act="write")
    visit = _read(_fields(body), role_of(admitted), ZoneInfo(admitted.episode.zone), moment(body, item, now))
    return visit_admitted(admitted, visit=visit, id=item.id)


def _fields(body: Body) -> Mapping[str, list[str]]:
    """Every field with all its values; of a body that names them plainly the same."""
    said = body.get("fields", {name: value for name, value in body.items() if name in ("who", "kind")})
    if not isinstance(said, dict):
        raise Unreadable("fields")
    fields = {name: value if isinstance(value, list) else [value] for name, value in said.items()}
    if not all(isinstance(each, str) for values in fields.values() for each in values):
        raise Unreadable("fields")
    return fields


def _read(fields: Mapping[str, list[str]], role: str, zone: ZoneInfo, otherwise: datetime) -> Visit:
    def one(name: str) -> str:
        return next(iter(fields.get(name, [])), "").strip()

    kind, who = one("kind") or "home_visit", tuple(fields.get("who", []))
    if kind not in get_args(ContactKind):
        raise Unreadable("kind")
    at, start = _at(one, "at", zone) or otherwise, _at(one, "next", zone)
    return Visit(
        who=who,
        kind=cast(Any, kind),
        at=at,
        screenings=tuple(_tests(fields, at)),
        kept=_kept(one("kept")),
        next=Appointment(
            care="maternity_care" if kind == "maternity_care" else "home_visit",
            start=start,
            end=start + LASTS,
            role=cast(Any, role),
            accepted=True,
            who=who,
        )
        if start
        else None,
    )


def _at(one: Any, name: str, zone: ZoneInfo) -> datetime | None:
    """A moment by the wall clock; None where no day was said. In the hour that comes twice, the one that was named."""
    if not one(f"{name}_on"):
        return None
    try:
        on, at = date.fromisoformat(one(f"{name}_on")), time.fromisoformat(one(f"{name}_time"))
    except ValueError as wrong:
        raise Unreadable(name) from wrong
    fold = 1 if one(f"{name}_fold") == "1" else 0
    return datetime.combine(on, at, tzinfo=zone).replace(fold=fold).astimezone(UTC)


def _tests(fields: Mapping[str, list[str]], at: datetime) -> list[Screening]:
    found = []
    for name, values in fields.items():
        named = TEST.fullmatch(name)
        if named and values and values[0]:
            if values[0] not in OUTCOMES:
                raise Unreadable(name)
            found.append(
                Screening(
                    screening=cast(Any, named[1]), newborn=named[2], at=at, outcome=cast(Any, values[0])
                )
            )
    return found


def _kept(said: str) -> Kept | None:
    item, _colon, version = said.partition(":")
    try:
        return Kept(item=UUID(item), version=int(version)) if item else None
    except ValueError as wrong:
        raise Unreadable("kept") from wrong
