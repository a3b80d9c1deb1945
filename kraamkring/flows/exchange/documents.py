"""A document for one reader: what she may see of a person, or of a family that goes home, in sections and in words.

It is made of what goes out, at the moment at which it is asked for, and kept nowhere; the look is in the log.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.exchange.asking import as_uuid
from kraamkring.core.exchange.document import (
    Document,
    about_whom,
    composition,
    hand_over,
    named_in,
    people_in,
)
from kraamkring.core.exchange.document_sections import HAND_OVER, INTERNATIONAL, LETTER, PARTS_OF_A_HAND_OVER
from kraamkring.core.exchange.resource import Json
from kraamkring.core.exchange.systems import OBSERVABLES
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows import transaction
from kraamkring.rooms.exchange.models import Resource
from kraamkring.rooms.exchange.queries import everything_in, last_of_each, resource, rows_among
from kraamkring.rooms.people.queries import subjects_of_each

from .family import MOTHER
from .reach import Asker, NothingThere, Reach, reach_of, reach_of_persons

OF_A_SUMMARY = ("CarePlan", "Condition", "Flag", "Immunization", "Procedure")
OF_A_LETTER = (
    "Appointment",
    "CareTeam",
    "Condition",
    "Encounter",
    "Flag",
    "Immunization",
    "Procedure",
    "Task",
)
MOST = 2000  # resources of a family that a document is made from, but readings, of which it takes the last


class Written(NamedTuple):
    """id: of the document. rows: what it names, and who keeps the record, as they go out."""

    id: UUID
    composition: Json
    rows: tuple[Resource, ...]
    at: datetime


@transaction.atomic
def summary(*, id: UUID, asker: Asker, now: datetime) -> Written:
    """What may be seen of one person, in the shape of the International Patient Summary. Raises NothingThere."""
    reach = reach_of_persons(asker, now, [id])
    patient = resource("Patient", id)
    if patient is None or not _opens(reach, patient):
        raise NothingThere
    among = _among(reach, OF_A_SUMMARY, [str(id)])
    written = _write(INTERNATIONAL, patient, among, [], reach, {})
    reach.note("fhir:summary:Patient", [patient.home], patient.pk)
    return written


@transaction.atomic
def transfer_letter(*, id: UUID, asker: Asker, now: datetime) -> Written:
    """What goes along when mother and child go home, of one pregnancy. Raises NothingThere, also to who does not see
    the birth and the stay, as on the page of the letter."""
    reach = reach_of(asker, now, [id])
    episode = resource("EpisodeOfCare", id)
    if episode is None or not _opens(reach, episode) or "birth_and_stay" not in reach.opened[id]:
        raise NothingThere
    patients = rows_among(reach.persons.get(id, ()))
    mother = patients.get(as_uuid(json.loads(episode.text)["patient"]["reference"].partition("/")[2]) or id)
    if mother is None or not _opens(reach, mother):
        raise NothingThere
    slots = subjects_of_each([id]).get(id, {})
    children = {
        slot: patients[person]
        for slot, person in sorted(slots.items())
        if slot != MOTHER and person in patients and _opens(reach, patients[person])
    }
    among = _among(reach, OF_A_LETTER, [str(each.pk) for each in (mother, *children.values())])
    written = _write(LETTER, mother, among, [episode], reach, children)
    reach.note("fhir:transfer_letter:EpisodeOfCare", [episode.home], episode.pk)
    return written


@transaction.atomic
def hand_over_told(*, id: UUID, asker: Asker, now: datetime) -> Written:
    """One hand-over with those whom it is about and whom it names. Raises NothingThere, also to who does not see every
    part that its words are about."""
    row = resource("Communication", id)
    reach = reach_of(asker, now, [row.home] if row else [])
    if row is None or not _opens(reach, row):
        raise NothingThere
    told = json.loads(row.text)
    patients = [
        each
        for each in rows_among(_ids([told["subject"], *told.get("about", ())])).values()
        if _opens(reach, each)
    ]
    writers = (note["authorReference"] for note in told.get("note", ()))
    others = rows_among(
        _ids([told["sender"], *told.get("recipient", ()), *writers]) - {each.pk for each in patients}
    )
    people = [each for each in others.values() if _opens(reach, each)]
    house = _keeper(reach)
    document = new_id(reach.now)
    made = hand_over(
        told,
        id=document,
        kind=HAND_OVER,
        parts=PARTS_OF_A_HAND_OVER,
        custodian={"reference": f"Organization/{house.pk}"} if house else {"display": "Kraamkring"},
        names={f"{each.type}/{each.pk}": _name(each) for each in (*people, *patients)},
        now=reach.now,
    )
    reach.note("fhir:hand_over:Communication", [row.home], row.pk)
    beside = [house] if house else []
    return Written(document, made, (row, *patients, *people, *beside), reach.now)


def _ids(references: Iterable[Json]) -> set[UUID]:
    """Whom these refer to."""
    return {id for each in references if (id := as_uuid(each.get("reference", "").rpartition("/")[2]))}


def _opens(reach: Reach, row: Resource) -> bool:
    return reach.asker.scopes.allow(row.type, "read") and reach.opens(row, row.type)


def _among(reach: Reach, types: Iterable[str], persons: Collection[str]) -> dict[Resource, Json]:
    """What is open of these types, and the last readings, of these persons: each row with what it says."""
    rows = everything_in(reach.where(types), None, MOST)
    rows += last_of_each(reach.where(["Observation"]), OBSERVABLES)
    said = {row: json.loads(row.text) for row in rows}
    return {row: each for row, each in said.items() if set(about_whom(each)).intersection(persons)}


def _write(
    document: Document,
    patient: Resource,
    among: Mapping[Resource, Json],
    beside: Collection[Resource],
    reach: Reach,
    children: Mapping[str, Resource],
) -> Written:
    """The document, with what it names and who is named in that, as far as the directory is open to the reader.
    children: by slot."""
    house = _keeper(reach)
    members = _members(among.values(), reach)
    names = _names(members, children)
    id = new_id(reach.now)
    made = composition(
        document,
        id=id,
        subject=patient.pk,
        author={"reference": f"Organization/{house.pk}"} if house else {"display": "Kraamkring"},
        among=among.values(),
        names=names,
        now=reach.now,
    )
    named = named_in(made)
    rows = [
        patient,
        *beside,
        *children.values(),
        *(row for row in among if f"{row.type}/{row.pk}" in named),
        *members,
    ]
    return Written(id, made, tuple([*rows, house] if house else rows), reach.now)


def _keeper(reach: Reach) -> Resource | None:
    """The organisation where the last of these pregnancies that is open was registered."""
    open_ones = [each for each in reach.episodes if each.pk in reach.opened]
    last = max(open_ones, key=lambda each: (each.booked_on, each.pk), default=None)
    house = resource("Organization", last.organisation_id) if last else None
    return house if house and _opens(reach, house) else None


def _members(said: Iterable[Json], reach: Reach) -> list[Resource]:
    """Those who work in care that take part in any of this."""
    whom = [
        who["reference"].partition("/") for each in said for _, who in people_in(each) if "reference" in who
    ]
    ids = {found for type, _slash, id in whom if type == "Practitioner" and (found := as_uuid(id))}
    return [row for row in rows_among(ids).values() if _opens(reach, row)] if ids else []


def _names(members: Iterable[Resource], children: Mapping[str, Resource]) -> dict[str, str]:
    """What each is called in a line, by reference; children that have no name yet are told apart by the number that
    each has on every page and paper."""
    said = {f"{row.type}/{row.pk}": _name(row) for row in members}
    for slot, row in children.items():
        number = f"Child {slot.rpartition('-')[2]}" if len(children) > 1 else "Child"
        said[f"{row.type}/{row.pk}"] = _name(row) or number
    return said


def _name(row: Resource) -> str:
    names = json.loads(row.text).get("name", ())
    return next((each.get("text") or " ".join(each.get("given", ())) for each in names), "")
