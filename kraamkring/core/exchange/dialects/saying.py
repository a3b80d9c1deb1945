"""A whole record as the things that a dialect can tell: each with its fields, named as the tables name them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any

from ...facts.coherence import standing
from ...facts.model import Birth, DueDate, PregnancyFacts
from ...observing import Value
from .cards import Thing
from .conversions import Moment

MOTHER, PREGNANCY = "mother", "pregnancy"


@dataclass(frozen=True, kw_only=True)
class PersonSaid:
    """A person as she is known. numbers: by the name of their system (`bsn`, `ssin`)."""

    given_name: str = ""
    family_name: str = ""
    birth_date: date | None = None
    sex: str = ""
    language: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class MemberSaid:
    """Somebody in the care network. numbers: professional ones, by system; accepted: whether she takes part."""

    id: str
    role: str
    full_name: str
    organisation: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)
    accepted: bool = False


@dataclass(frozen=True, kw_only=True)
class SeenSaid:
    """Something that was measured or seen, and stands. visit: the id of the contact at which it was."""

    id: str
    who: str
    what: str
    value: Value
    at: datetime
    day_only: bool = False
    visit: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordSaid:
    """A record, ready to be told: what stands in it, not its history."""

    id: str
    facts: PregnancyFacts
    zone: tzinfo
    mother: PersonSaid
    children: Mapping[str, PersonSaid] = field(default_factory=dict)
    members: tuple[MemberSaid, ...] = ()
    seen: tuple[SeenSaid, ...] = ()


@dataclass(frozen=True)
class Said:
    """One thing: what it is, what it is called within the record, and its fields."""

    thing: Thing
    name: str
    fields: Mapping[str, Any]


def things_in(record: RecordSaid) -> Iterator[Said]:
    """Everything that a dialect may tell of a record, in the order in which it is read."""
    facts = record.facts
    births = births_of(facts)
    due = due_date_of(facts)
    yield Said("mother", MOTHER, _person(record.mother))
    for slot, child in record.children.items():
        if slot in births:
            yield Said("newborn", slot, _child(child, slot, births, record.zone))
    yield from _network(record)
    around = {"who": MOTHER, "pregnancy": PREGNANCY, "condition": PREGNANCY}
    ended = bool(births or facts.losses)
    yield Said(
        "pregnancy",
        PREGNANCY,
        around
        | {
            "status": "active",
            "clinical_status": "inactive" if ended else "active",
            "booked_on": facts.booked_on,
            "earlier_births": facts.earlier_births,
            "expected": facts.expected_newborns,
        },
    )
    when = {"due_on": due.due_on, "set_on": due.set_on, "method": due.method} if due else {}
    if due:
        yield Said("due_date", due.id or "due_date", around | when)
    status = {"status": "ended" if ended else "pregnant", "expected": facts.expected_newborns}
    yield Said("status", "status", around | when | status)
    wishes = facts.preferences
    yield Said(
        "preferences",
        "preferences",
        around | {"place_of_birth": wishes.place_of_birth, "feeding": wishes.feeding},
    )
    for slot, birth in births.items():
        yield Said("birth", slot, around | {"slot": slot} | birth_fields(birth, record.zone))
    yield from _care(record, around)
    yield from _seen(record, around)


def births_of(facts: PregnancyFacts) -> dict[str, Birth]:
    """The births that stand, by slot; of two in one slot, the one that was written last."""
    return {birth.newborn: birth for birth in standing(facts.births, facts.retracted)}


def due_date_of(facts: PregnancyFacts) -> DueDate | None:
    """The due date that holds: the one that was set last."""
    return max(standing(facts.due_dates, facts.retracted), key=lambda each: each.set_on, default=None)


def birth_fields(birth: Birth, zone: tzinfo) -> dict[str, Any]:
    """A birth as the tables name its parts."""
    return {
        "born_at": Moment(birth.born_at),
        "born_on": birth.born_at.astimezone(zone).date(),
        "place": birth.place,
        "mode": birth.mode,
        "weight_g": birth.weight_g,
        "gestation": birth.gestation,
    }


def _person(person: PersonSaid) -> dict[str, Any]:
    said: dict[str, Any] = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "birth_date": person.birth_date,
        "sex": person.sex,
        "language": person.language,
        **person.numbers,
    }
    return {name: value for name, value in said.items() if value}


def _child(child: PersonSaid, slot: str, births: Mapping[str, Birth], zone: tzinfo) -> dict[str, Any]:
    birth = births[slot]
    several = len(births) > 1
    said = _person(child) | {
        "birth_date": birth.born_at.astimezone(zone).date(),
        "born_at": Moment(birth.born_at),
    }
    if several:
        return said | {"birth_order": int(slot.rpartition("-")[2])}
    return said | {"one_of_several": False}


def _network(record: RecordSaid) -> Iterator[Said]:
    """The partner, and each professional with her role and her organisation."""
    organisations = {each.organisation for each in record.members if each.organisation}
    for name in sorted(organisations):
        yield Said("organisation", name, {"name": name})
    team = []
    for each in record.members:
        if each.role in ("mother", "coordinator"):
            continue
        fields = {"role": each.role, "full_name": each.full_name}
        if each.role == "partner":
            yield Said("partner", each.id, fields | {"who": MOTHER})
            continue
        yield Said("carer", each.id, fields | dict(each.numbers))
        at = {"organisation": each.organisation} if each.organisation else {}
        yield Said("role", each.id, fields | {"carer": each.id} | at)
        if each.accepted:
            team.append({"role": each.role, "carer": each.id})
    if team:
        yield Said("team", "team", {"who": MOTHER, "members": team})


def _care(record: RecordSaid, around: Mapping[str, Any]) -> Iterator[Said]:
    facts = record.facts
    for contact in standing(facts.contacts, facts.retracted):
        if contact.outcome == "held" and contact.id:
            who = contact.who[0] if contact.who and len(contact.who) == 1 else MOTHER
            at = Moment(contact.at, contact.precision == "day")
            yield Said(
                "contact",
                contact.id,
                {**around, "who": who, "kind": contact.kind, "by": contact.by, "at": at},
            )
    for test in standing(facts.screenings, facts.retracted):
        if test.outcome == "done" and test.id:
            at = Moment(test.at, test.precision == "day")
            yield Said("screening", test.id, {**around, "who": test.newborn, test.screening: True, "at": at})


def _seen(record: RecordSaid, around: Mapping[str, Any]) -> Iterator[Said]:
    """What was seen of one person at one moment is told together; two values of one kind are two things."""
    grouped: dict[tuple[Any, ...], list[dict[str, SeenSaid]]] = defaultdict(list)
    for each in sorted(record.seen, key=lambda each: (each.at, each.id)):
        sets = grouped[each.who, each.at, each.day_only, each.visit]
        fitting = next((one for one in sets if each.what not in one), None)
        if fitting is None:
            fitting = {}
            sets.append(fitting)
        fitting[each.what] = each
    for (who, at, day_only, visit), sets in grouped.items():
        for one in sets:
            fields = {**around, "who": who, "at": Moment(at, day_only)}
            fields |= {what: each.value for what, each in one.items()}
            if visit:
                fields["visit"] = visit
            yield Said("observation", min(each.id for each in one.values()), fields)
