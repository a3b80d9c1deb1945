"""Who cared for the family, according to the resources: by role, name, organisation and professional number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kraamkring.core.exchange.dialects.tree import Node
from kraamkring.core.kernel.errors import ImpossibleFact, Refusal
from kraamkring.packs.identifiers import professional_number

from . import codes
from .family import names_of
from .files import Resource
from .tables import Telling, became

PRACTITIONER_ROLE = "practitionerrole-reference"
MOST_LETTERS, MOST_DIGITS = 200, 20


@dataclass(eq=False)
class Carer:
    """One place in the network. of: the resources that it was read from, by which others mean it."""

    name: str
    role: Any
    full_name: str
    organisation: str
    number: str
    of: tuple[Resource, ...]


class Carers:
    """Everybody in a role that is known here; a professional of another stays among what is kept."""

    def __init__(self, telling: Telling, *, unchecked: bool) -> None:
        self.telling, self.unchecked = telling, unchecked
        given, family = telling.given, telling.family
        self.given = given
        self.all: list[Carer] = []
        for role in given.of("PractitionerRole"):
            self._add(role, role.node.all("specialty") + role.node.all("code"), role.node.one("practitioner"))
        for team in given.of("CareTeam"):
            for each in team.node.all("participant"):
                self._add(team, each.all("role"), each.one("member"))
        for person in given.of("RelatedPerson"):
            if person is not family.mother and given.patient_of(person) is family.mother:
                self._partner(person)

    def meant_by(self, reference: Node, within: Resource) -> Carer | None:
        """Whom a reference means: in R4 by itself, in STU3 by an extension that names the role."""
        said = [
            inner for each in reference.extensions(PRACTITIONER_ROLE) for inner in each.all("valueReference")
        ]
        for each in (*said, reference):
            meant = self.given.meant_by(each, within)
            for carer in self.all:
                if meant is not None and meant in carer.of:
                    return carer
        return None

    def _add(self, told: Resource, roles: Iterable[Node], person: Node | None) -> None:
        practitioner = self.given.meant_by(person, told)
        found = self._role(roles)
        if found is None or practitioner is None or practitioner.kind != "Practitioner":
            return
        role, coding = found
        name = f"members/{practitioner.name}/{role}"
        full_name, called = _full_name(practitioner)
        if not full_name or any(carer.name == name for carer in self.all):
            return
        number, said_number = self._number(practitioner)
        organisation = self.given.meant_by(told.node.one("organization"), told)
        at = organisation.node.one("name") if organisation is not None else None
        if at is not None and len(at.value or "") > MOST_LETTERS:
            at = None  # it is kept beside the record
        where = organisation if at else None
        self._became(name, told, practitioner, where, role=role, full_name=full_name, nihdi=number or None)
        for node in (coding, person, said_number, *called):
            if node is not None and told.kind == "CareTeam":
                _understood(name, node)
        of = (told, practitioner) if told.kind == "PractitionerRole" else (practitioner,)
        self.all.append(Carer(name, role, full_name, (at.value or "") if at else "", number, of))

    def _became(self, name: str, *resources: Resource | None, **final: Any) -> None:
        for resource in resources:
            told = self.telling.of_resource(resource) if resource is not None else None
            if told is not None and resource is not None:
                became(told, name, **final)

    def _role(self, said: Iterable[Node]) -> tuple[str, Node] | None:
        for concept in said:
            for coding in concept.all("coding"):
                code = coding.text("code")
                if coding.text("system").endswith(codes.ROLE_SYSTEMS) and code in codes.ROLES:
                    return codes.ROLES[code], coding
        return None

    def _number(self, practitioner: Resource) -> tuple[str, Node | None]:
        for end, system in codes.PROFESSIONAL.items():
            for identifier in practitioner.node.all("identifier"):
                value = identifier.text("value")
                if identifier.text("system").endswith(end) and value and len(value) <= MOST_DIGITS:
                    try:
                        return professional_number(system, value).value, identifier
                    except ImpossibleFact as wrong:
                        if self.unchecked:
                            return value, identifier
                        remedy = "Mend it, or say --unchecked-numbers to keep it as it is"
                        where = f"{practitioner.label} identifier"
                        raise Refusal(where, wrong.problem, remedy) from None
        return "", None

    def _partner(self, person: Resource) -> None:
        for coding in person.node.all("relationship.coding"):
            if coding.text("code") in codes.PARTNERS:
                full_name, _called = _full_name(person)
                name = f"members/{person.name}/partner"
                if full_name:
                    self._became(name, person, role="partner", full_name=full_name)
                    self.all.append(Carer(name, "partner", full_name, "", "", (person,)))
                return


def _understood(name: str, node: Node) -> None:
    """It became part of a place in the network, and is kept as well."""
    for _path, leaf in node.leaves():
        leaf.part = leaf.part or name


def _full_name(person: Resource) -> tuple[str, list[Node]]:
    given, family, said = names_of(person)
    return f"{given} {family}".strip()[:MOST_LETTERS], said
