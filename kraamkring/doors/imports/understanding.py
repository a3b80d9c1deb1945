"""Resources into one record of ours: what is understood as facts, people and places; all else ready to be kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from kraamkring.core.facts import Birth, Death, DueDate, PregnancyFacts
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.moments import local_day
from kraamkring.flows.book_pregnancy import Mother
from kraamkring.flows.import_record import ForeignChild, ForeignMember, ForeignRecord
from kraamkring.packs import protocols
from kraamkring.packs.identifiers import KnownNumber

from .answers import Answers
from .births import Births
from .care import Care
from .course import booked_on, due_dates, expected, language_of, preferences
from .family import Family, family_in, names_of, number_of
from .files import Resource
from .keeping import kept
from .moments import day_in
from .network import Carers
from .references import Given
from .tree import take

COUNTRIES = {"be": ("be", "bel", "belgie", "belgië", "belgique", "belgien", "belgium"),
             "nl": ("nl", "nld", "nederland", "netherlands")}  # fmt: skip
MOTHER = "mother"
ANOTHER = "another"  # why something is refused


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the importing person said. region: where the family lives now. noon: a contact or a test of which only the
    day is known counts as held at noon. unchecked: numbers with wrong check digits are kept."""

    region: str
    now: datetime
    noon: bool = False
    unchecked: bool = False


class Understood(NamedTuple):
    """The record, and the resources with what became of each element."""

    record: ForeignRecord
    resources: tuple[Resource, ...]


def understand(resources: Sequence[Resource], choices: Choices, answers: Answers) -> Understood:
    """One record. Raises Refusal if it is not of one family or cannot be true, Unanswered if it must ask."""
    if choices.region not in protocols():
        problem = "there is no protocol for this region"
        raise Refusal("--region", problem, f"Say where the family lives now: {', '.join(protocols())}")
    given = Given(resources)
    family = family_in(given)
    _leave_others_out(given, family)
    zone = protocols()[choices.region].zone
    read = Births(given, family, answers)
    told = {slot: read.of(slot, child) for slot, child in family.children.items()}
    births = {slot: each.birth for slot, each in told.items() if each.birth is not None}
    deaths = [read.death_of(slot, child) for slot, child in family.children.items() if slot in births]
    deaths.append(read.death_of("mother", family.mother))
    dues = due_dates(given, family, answers)
    since = _since(family, choices.region, answers)
    mother, number = _mother(family, choices)
    children = {
        slot: _child(slot, child, choices) for slot, child in family.children.items() if slot in births
    }
    answers.all_there()
    days = [each.day for each in told.values() if each.day is not None]
    begun = booked_on(given, family, dues[0][0].due_on, days, local_day(choices.now, zone))
    carers = Carers(given, family, unchecked=choices.unchecked)
    care = Care(given, family, births, zone, noon=choices.noon)
    facts = PregnancyFacts(
        booked_on=begun,
        region=choices.region,
        due_dates=tuple(_set(due, said, begun) for due, said in dues),
        expected_newborns=_many(expected(given, family), births),
        preferences=preferences(given, family),
        births=tuple(births.values()),
        deaths=tuple(_of_the_living(deaths, births)),
        contacts=tuple(care.contacts(carers)),
        screenings=tuple(care.screenings()),
    )
    record = ForeignRecord(
        key=_key(given, family),
        facts=facts,
        since=since,
        mother=mother,
        mother_number=number,
        children=children,
        members=tuple(
            ForeignMember(
                name=each.name,
                role=each.role,
                full_name=each.full_name,
                organisation=each.organisation,
                number=each.number,
            )
            for each in carers.all
        ),
        kept=tuple(kept(given, family)),
    )
    return Understood(record, given.all)


def _set(due: DueDate, said: str, begun: date) -> DueDate:
    """Where nobody says when it was set: with the booking."""
    return due if said else replace(due, set_on=begun)


def _many(said: int | None, births: Mapping[str, Birth]) -> int | None:
    """As many as were expected; what is born may say more by itself."""
    return said if said is None or said >= len(births) else len(births)


def _of_the_living(deaths: Iterable[Death | None], births: Mapping[str, Birth]) -> Iterator[Death]:
    """A stillborn child has no death of its own: its birth says it."""
    for each in deaths:
        if each is not None and (each.who not in births or births[each.who].outcome == "live"):
            yield each


def _leave_others_out(given: Given, family: Family) -> None:
    """What tells of somebody else does not belong in this record, and is kept nowhere."""
    strangers = [each for each in given.all if each.kind == "Patient" and each not in family.members]
    for each in given.all:
        if each in family.members or each.kind == "Bundle":
            continue
        if each in strangers or each.holder in strangers or given.is_about_another(each, family.members):
            for _path, leaf in each.leaves():
                leaf.why = leaf.why or ANOTHER
    given.readable = [each for each in given.readable if not _is_left_out(each)]


def _is_left_out(resource: Resource) -> bool:
    return any(leaf.why == ANOTHER for _path, leaf in resource.leaves())


def _mother(family: Family, choices: Choices) -> tuple[Mother, KnownNumber | None]:
    given, last, called = names_of(family.mother)
    born = family.mother.node.one("birthDate")
    day = day_in(born.value or "") if born else None
    take(MOTHER, *called, born if day else None)
    numbered = number_of(family.mother, unchecked=choices.unchecked)
    take(MOTHER, numbered[1] if numbered else None)
    spoken = language_of(family.mother.node)
    mother = Mother(given_name=given, family_name=last, birth_date=day, language=spoken[0] if spoken else "")
    return mother, numbered[0] if numbered else None


def _child(slot: str, child: Resource, choices: Choices) -> ForeignChild:
    given, last, called = names_of(child)
    numbered = number_of(child, unchecked=choices.unchecked)
    take(slot, *called, numbered[1] if numbered else None)
    return ForeignChild(given_name=given, family_name=last, number=numbered[0] if numbered else None)


def _since(family: Family, region: str, answers: Answers) -> date | None:
    """From when on the family has lived here: asked where its address lies in another country."""
    lands = {node.value.casefold() for node in family.mother.node.all("address.country") if node.value}
    known = {land for land, names in COUNTRIES.items() if lands & set(names)}
    if "since" not in answers.given and (not known or region.partition("-")[0] in known):
        return None
    said = answers.to("since")
    day = day_in(said)
    if said and day is None:
        raise Refusal("answers since", "this is not a date", "Write it as in 2026-10-14")
    return day


def _key(given: Given, family: Family) -> str:
    """What identifies the record at its source: the mother as it knows her, and the episode of care. Ids alone are not
    enough: every second source has a Patient/1."""
    person = family.mother.node
    said = [
        family.mother.name,
        *(f"{each.text('system')}|{each.text('value')}" for each in person.all("identifier")),
        *names_of(family.mother)[:2],
        person.text("birthDate"),
        *(each.name for each in given.of("EpisodeOfCare") if given.patient_of(each) is family.mother),
    ]
    return json.dumps(said, ensure_ascii=False)
