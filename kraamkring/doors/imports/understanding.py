"""Resources into one record of ours: what is understood as facts, people and places; all else ready to be kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from kraamkring.core.exchange.dialects.conversions import Moment
from kraamkring.core.exchange.dialects.moments import day_in
from kraamkring.core.exchange.dialects.tree import Node
from kraamkring.core.facts import Birth, Death, DueDate, PregnancyFacts
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.moments import local_day
from kraamkring.flows.book_pregnancy import Mother
from kraamkring.flows.foreign_record import ForeignChild, ForeignMember, ForeignRecord
from kraamkring.packs import protocols
from kraamkring.packs.identifiers import KnownNumber

from .answers import Answers
from .births import Births
from .care import Care
from .course import booked_on, due_dates, earlier_births, expected, language_of, preferences
from .family import Family, family_in, names_of, number_of
from .files import Resource
from .keeping import kept
from .network import Carer, Carers
from .references import Given
from .seeing import seen_in
from .tables import Telling, became, noon_of
from .transfer import as_resources, settled, transfer_in

COUNTRIES = {"be": ("be", "bel", "belgie", "belgië", "belgique", "belgien", "belgium"),
             "nl": ("nl", "nld", "nederland", "netherlands")}  # fmt: skip
MOTHER = "mother"
NUMBERED = ("bsn", "ssin")  # the numbers that a dialect writes
KNOWN_SEXES = frozenset({"female", "male", "other"})
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
    transfer = transfer_in(resources)
    if transfer is None:
        return _understand(resources, choices, answers)
    record = _understand(as_resources(transfer, answers), choices, answers).record
    zone = protocols()[choices.region].zone
    return Understood(settled(transfer, record, zone), (transfer.document,))


def _understand(resources: Sequence[Resource], choices: Choices, answers: Answers) -> Understood:
    given = Given(resources)
    family = family_in(given)
    _leave_others_out(given, family)
    zone = protocols()[choices.region].zone
    telling = Telling(given, family, zone, partial(noon_of, zone=zone) if choices.noon else None)
    born = _born(telling, answers)
    dues = due_dates(telling, answers)
    since = _since(family, choices.region, answers)
    mother, number = _mother(telling, choices)
    children = {slot: _child(telling, slot, birth, choices) for slot, birth in born.births.items()}
    answers.all_there()
    begun = booked_on(given, family, dues[0][0].due_on, born.days, local_day(choices.now, zone))
    carers = Carers(telling, unchecked=choices.unchecked)
    due = tuple(_set(each, said, begun) for each, said in dues)
    facts = _facts(telling, born, carers, begun, choices.region, due)
    _pregnancy_became(telling, facts)
    record = ForeignRecord(
        key=_key(given, family),
        facts=facts,
        since=since,
        mother=mother,
        mother_number=number,
        children=children,
        members=tuple(_member(each) for each in carers.all),
        seen=tuple(seen_in(telling, born.births, born.deaths)),
        kept=tuple(kept(given, family)),
    )
    return Understood(record, given.all)


class Born(NamedTuple):
    """The births that are whole, by slot; who died; every day on which a child is said to be born."""

    births: Mapping[str, Birth]
    deaths: tuple[Death, ...]
    days: list[date]


def _born(telling: Telling, answers: Answers) -> Born:
    read, family = Births(telling, answers), telling.family
    told = {slot: read.of(slot, child) for slot, child in family.children.items()}
    births = {slot: each.birth for slot, each in told.items() if each.birth is not None}
    deaths = [read.death_of(slot, family.children[slot]) for slot in births]
    deaths.append(read.death_of(MOTHER, family.mother))
    days = [each.day for each in told.values() if each.day is not None]
    return Born(births, tuple(_of_the_living(deaths, births)), days)


def _facts(
    telling: Telling, born: Born, carers: Carers, begun: date, region: str, due: tuple[DueDate, ...]
) -> PregnancyFacts:
    care = Care(telling, born.births)
    return PregnancyFacts(
        booked_on=begun,
        region=region,
        due_dates=due,
        expected_newborns=_many(expected(telling), born.births),
        earlier_births=earlier_births(telling),
        preferences=preferences(telling),
        births=tuple(born.births.values()),
        deaths=born.deaths,
        contacts=tuple(care.contacts(carers)),
        screenings=tuple(care.screenings()),
    )


def _pregnancy_became(telling: Telling, facts: PregnancyFacts) -> None:
    """What became of the elements that say when care began, and that she is or was pregnant."""
    for _resource, told in telling.of("record", about=MOTHER):
        became(told, "booked_on", booked_on=facts.booked_on, status="active")
    for _resource, told in telling.of("pregnancy", about=MOTHER):
        became(told, "pregnancy", clinical_status="inactive" if facts.births else "active")
    for _resource, told in telling.of("pregnancy-status", about=MOTHER):
        became(
            told,
            "pregnancy",
            status="ended" if facts.births else "pregnant",
            expected=facts.expected_newborns,
            due_on=facts.due_dates[0].due_on,
        )


def _member(carer: Carer) -> ForeignMember:
    return ForeignMember(
        name=carer.name,
        role=carer.role,
        full_name=carer.full_name,
        organisation=carer.organisation,
        number=carer.number,
    )


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


def _mother(telling: Telling, choices: Choices) -> tuple[Mother, KnownNumber | None]:
    family = telling.family
    given, last, called = names_of(family.mother)
    born = family.mother.node.one("birthDate")
    day = day_in(born.value or "") if born else None
    numbered = number_of(family.mother, unchecked=choices.unchecked)
    known = numbered[0] if numbered else None
    spoken = language_of(family.mother.node)
    took: dict[str, object] = _names(given, last, called) | _number(known) | {"birth_date": day}
    _became(telling, family.mother, MOTHER, took | {"language": spoken[0] if spoken else None})
    mother = Mother(given_name=given, family_name=last, birth_date=day, language=spoken[0] if spoken else "")
    return mother, known


def _child(telling: Telling, slot: str, birth: Birth, choices: Choices) -> ForeignChild:
    child = telling.family.children[slot]
    given, last, called = names_of(child)
    numbered = number_of(child, unchecked=choices.unchecked)
    known = numbered[0] if numbered else None
    several = len(telling.family.children) > 1
    took: dict[str, object] = _names(given, last, called) | _number(known)
    took |= {
        "born_at": Moment(birth.born_at),
        "birth_date": birth.born_at.astimezone(telling.zone).date(),
        "one_of_several": None if several else False,
        "birth_order": int(slot.rpartition("-")[2]) if several else None,
    }
    _became(telling, child, slot, took)
    sex = child.node.text("gender")
    return ForeignChild(
        given_name=given, family_name=last, number=known, sex=sex if sex in KNOWN_SEXES else ""
    )


def _names(given: str, last: str, called: Sequence[Node]) -> dict[str, object]:
    """The names as they came back; a name that was cut does not."""
    return {
        "given_name": (given or None) if called else None,
        "family_name": (last or None) if called else None,
    }


def _number(known: KnownNumber | None) -> dict[str, object]:
    """Her number under the name of its system."""
    said: dict[str, object] = dict.fromkeys(NUMBERED)
    return said | ({known.system: known.value} if known and known.system in NUMBERED else {})


def _became(telling: Telling, person: Resource, into: str, final: Mapping[str, object]) -> None:
    """What became of the elements of a person: by the tables, or by what was read, where no table knows her kind."""
    told = telling.of_resource(person)
    if told is not None:
        became(told, into, **final)


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
