"""Whatever record goes out in a dialect: what comes in again is the same, as far as the dialect has words for it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from kraamkring.core.exchange.dialects.cards import REFERENCES
from kraamkring.core.exchange.dialects.saying import MemberSaid, PersonSaid, RecordSaid, SeenSaid
from kraamkring.core.facts import Birth, Contact, DueDate, Preferences, PregnancyFacts, Screening
from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.observing import check
from kraamkring.doors.exports.files import file_of
from kraamkring.doors.imports.answers import Answers
from kraamkring.doors.imports.files import resources_of
from kraamkring.doors.imports.understanding import Choices, Understood, understand
from kraamkring.packs.dialects import dialect
from kraamkring.packs.observations import observables
from tests.examples import sample

DUTCH, BELGIAN = "geboortezorg-stu3", "hl7-be"
ZONE = ZoneInfo("Europe/Amsterdam")
DUE = date(2026, 9, 14)
BORN = datetime(2026, 9, 10, 4, 30, tzinfo=UTC)
NOW = datetime(2026, 9, 25, 9, 0, tzinfo=UTC)
EPISODE = "6d3f0a0e-0000-7000-8000-000000000001"
AROUND = {"who", "at", "visit", "pregnancy", "set_on", "expected"}


def told_here() -> list[tuple[str, str]]:
    """Every observable that the Dutch tables tell, with the person that it is about."""
    return sorted(
        {
            (row.field, shape.about)
            for shape in dialect(DUTCH).shapes
            for row in shape.every_row
            if shape.thing == "observation"
            and row.field
            and row.field not in AROUND
            and row.by not in REFERENCES
        }
    )


def a_value(what: str, chance: Random) -> Any:
    """One that may be written without a reason."""
    observable = observables()[what]
    if observable.kind == "choice":
        rows = [row for shape in dialect(DUTCH).shapes for row in shape.every_row if row.field == what]
        return chance.choice(list(dialect(DUTCH).codes[rows[0].codes].both))
    if observable.kind == "yes_no":
        return chance.random() < 0.5
    if what == "weight_g":
        return 3400 + chance.randrange(-60, 300)
    while True:
        value = round(chance.uniform(0, 200), 1) if observable.kind == "number" else chance.randrange(200)
        try:
            check(observable, value)
        except ImpossibleFact:
            continue
        return value


def a_moment(chance: Random) -> tuple[datetime, bool]:
    """A moment after the birth, to the second; or the noon of a day of which only the day is known."""
    at = BORN + timedelta(seconds=chance.randrange(60, 12 * 86_400))
    if chance.random() < 0.5:
        return at, False
    day = (BORN + timedelta(days=chance.randrange(1, 12))).astimezone(ZONE).date()
    return datetime.combine(day, datetime.min.time().replace(hour=12), ZONE).astimezone(UTC), True


def a_record(chance: Random) -> RecordSaid:
    slots = [f"newborn-{n}" for n in range(1, chance.choice((1, 1, 1, 2, 3)) + 1)]
    births = tuple(
        Birth(
            id=f"birth {slot}",
            newborn=slot,
            born_at=BORN + timedelta(minutes=7 * n),
            outcome="live",
            place=chance.choice(("hospital", "birth_centre")),
            mode=chance.choice(("vaginal", "instrumental", "caesarean")),
            weight_g=3400,
            gestation=chance.choice((None, "39+3")) if len(slots) == 1 else None,
        )
        for n, slot in enumerate(slots)
    )
    contacts, tests, seen = [], [], []
    for n in range(chance.randrange(4)):
        at, day_only = a_moment(chance)
        who = chance.choice(["mother", *slots])
        role: Any = chance.choice(("midwife", "maternity_carer", "gp"))
        contacts.append(
            Contact(
                id=str(UUID(int=n + 1)),
                kind="home_visit",
                at=at,
                by=role,
                who=(who,),
                precision="day" if day_only else None,
            )
        )
    for n, kind in enumerate(("blood_spot", "hearing")[: chance.randrange(3)]):
        at, day_only = a_moment(chance)
        screening: Any = kind
        tests.append(
            Screening(
                id=str(UUID(int=100 + n)),
                screening=screening,
                newborn=chance.choice(slots),
                at=at,
                outcome="done",
                precision="day" if day_only else None,
            )
        )
    for n in range(chance.randrange(12)):
        what, about = chance.choice(told_here())
        if what in ("systolic_mmhg", "diastolic_mmhg"):
            continue  # they come as a pair
        at, day_only = a_moment(chance)
        seen.append(
            SeenSaid(
                id=str(UUID(int=200 + n)),
                who="mother" if about == "mother" else chance.choice(slots),
                what=what,
                value=a_value(what, chance),
                at=at,
                day_only=day_only,
            )
        )
    facts = PregnancyFacts(
        booked_on=date(2026, 2, 10),
        region="nl",
        due_dates=(DueDate(id="due", due_on=DUE, set_on=date(2026, 3, 1), method="ultrasound"),),
        earlier_births=chance.choice((None, 0, 3)),
        preferences=Preferences(
            feeding=chance.choice((None, "breast", "formula")), place_of_birth=chance.choice((None, "home"))
        ),
        births=births,
        contacts=tuple(contacts),
        screenings=tuple(tests),
    )
    return RecordSaid(
        id=EPISODE,
        facts=facts,
        zone=ZONE,
        mother=PersonSaid(
            given_name="Fenna",
            family_name="Hoekstra",
            birth_date=date(1996, 4, 11),
            numbers={"bsn": "999910413"},
        ),
        children={slot: PersonSaid(given_name=f"Kind{n}", sex="male") for n, slot in enumerate(slots)},
        members=(
            MemberSaid(
                id="1", role="midwife", full_name="Jelle Postma", organisation="Praktijk", accepted=True
            ),
        ),
        seen=tuple(seen),
    )


def again(record: RecordSaid, name: str, form: Any, region: str) -> Understood:
    text = file_of(record, name, form).text
    answers = {f"{birth.newborn}.outcome": "live" for birth in record.facts.births}
    choices = Choices(region=region, now=NOW, noon=True)
    return understand(resources_of(text.encode()), choices, Answers(answers))


def plain(facts: PregnancyFacts) -> dict[str, Any]:
    """The facts without what every system calls them by."""

    def without(listed: Any) -> Any:
        said = (dataclasses.asdict(each) | {"id": None} for each in listed)
        return sorted((sorted(each.items(), key=str) for each in said), key=str)

    return {
        "single": (
            facts.booked_on,
            facts.earlier_births,
            facts.preferences.feeding,
            facts.preferences.place_of_birth,
        ),
        "due": [(each.due_on, each.set_on, each.method) for each in facts.due_dates],
        "births": without(facts.births),
        "contacts": without(facts.contacts),
        "screenings": without(facts.screenings),
    }


@pytest.mark.parametrize("seed", range(sample(4)))
def test_a_dutch_record_comes_back_as_it_went(seed: int) -> None:
    chance = Random(seed)
    record = a_record(chance)
    form = chance.choice(("xml", "json"))
    back = again(record, DUTCH, form, "nl").record
    assert plain(back.facts) == plain(record.facts)
    assert sorted((s.who, s.what, s.value, s.at, s.day_only) for s in back.seen) == sorted(
        (s.who, s.what, s.value, s.at, s.day_only) for s in record.seen
    )
    assert back.mother_number is not None
    assert (back.mother.given_name, back.mother_number.value) == ("Fenna", "999910413")
    assert {slot: (c.given_name, c.sex) for slot, c in back.children.items()} == {
        slot: (c.given_name, c.sex) for slot, c in record.children.items()
    }
    assert [(m.role, m.full_name, m.organisation) for m in back.members] == [
        ("midwife", "Jelle Postma", "Praktijk")
    ]


@pytest.mark.parametrize("seed", range(sample(10)))
def test_a_belgian_pregnancy_comes_back_as_it_went(seed: int) -> None:
    chance = Random(seed)
    many = chance.choice((None, 1, 2, 3))
    facts = PregnancyFacts(
        booked_on=date(2026, 3, 1),
        region="be-vlg",
        due_dates=(DueDate(id="due", due_on=DUE, set_on=date(2026, 3, 1)),),
        expected_newborns=many,
    )
    record = dataclasses.replace(
        a_record(chance),
        facts=facts,
        children={},
        seen=(),
        mother=PersonSaid(
            given_name="Lotte", family_name="Vermeulen", language="nl", numbers={"ssin": "93051822361"}
        ),
        members=(
            MemberSaid(
                id="1", role="midwife", full_name="Griet", numbers={"nihdi": "18749704477"}, accepted=True
            ),
            MemberSaid(id="2", role="partner", full_name="Jan Peeters"),
        ),
    )
    back = again(record, BELGIAN, chance.choice(("xml", "json")), "be-vlg").record
    assert [(each.due_on, each.set_on) for each in back.facts.due_dates] == [(DUE, date(2026, 3, 1))]
    assert back.facts.expected_newborns == many
    assert (back.mother.language, back.mother_number and back.mother_number.value) == ("nl", "93051822361")
    assert {(m.role, m.full_name, m.number) for m in back.members} == {
        ("midwife", "Griet", "18749704477"),
        ("partner", "Jan Peeters", ""),
    }
