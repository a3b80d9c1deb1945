"""Who is the mother and who are the children, among the persons that were given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kraamkring.core.exchange.dialects.moments import day_in
from kraamkring.core.exchange.dialects.tree import Node
from kraamkring.core.facts.model import MOST_NEWBORNS
from kraamkring.core.kernel.errors import ImpossibleFact, Refusal
from kraamkring.packs.identifiers import KnownNumber, foreign_number

from .codes import BIRTH, MOTHER_OF, NUMBERS, has_code
from .files import Resource
from .references import Given

LONGEST_NAME = 100  # letters that a given or a family name may have here
LONGEST_NUMBER = 64  # characters that a number may have here
BIRTH_TIME, MAIDEN_NAME = "patient-birthTime", "patient-mothersMaidenName"
YOUNGEST_MOTHER_YEARS = 10  # our choice: only to tell a mother from a daughter in one file


@dataclass(eq=False)
class Family:
    """The mother (a Patient, or the RelatedPerson that a child names as such), and the born children by slot."""

    mother: Resource
    children: dict[str, Resource]

    @property
    def members(self) -> list[Resource]:
        """Everybody whom this record may be about."""
        return [self.mother, *self.children.values()]

    def slot_of(self, resource: Resource | None) -> str:
        """`mother`, `newborn-2`; empty for anybody else."""
        if resource is self.mother:
            return "mother"
        return next((slot for slot, child in self.children.items() if child is resource), "")


def family_in(given: Given) -> Family:
    """The one family that was given. Raises Refusal if there is no mother, or more than one."""
    patients = given.of("Patient")
    children = [each for each in patients if _is_child(each, given)]
    women = [each for each in patients if each not in children and _may_be_mother(each, children)]
    claimed = [each for each in women if _profiled(each, "bc-Woman")] or women
    if not claimed:
        claimed = [each for each in given.of("RelatedPerson") if _is_mother_of(each.node)]
    if len(claimed) != 1:
        problem = f"{len(claimed)} persons in it may be the mother" if claimed else "it names no mother"
        raise Refusal("", problem, "Give the resources of one family, her own among them")
    return Family(claimed[0], _slots(children))


def number_of(person: Resource, *, unchecked: bool) -> tuple[KnownNumber, Node] | None:
    """Her national number with the element that says it. Raises Refusal, naming the element, if its check digits are
    wrong and nobody said that it is to be kept all the same."""
    for identifier in person.node.all("identifier"):
        system, value = _system(identifier), identifier.text("value")
        if system and 0 < len(value) <= LONGEST_NUMBER:
            try:
                return foreign_number(system, value, unchecked=unchecked), identifier
            except ImpossibleFact as wrong:
                remedy = "Mend it, or say --unchecked-numbers to keep it as it is"
                raise Refusal(f"{person.label} identifier", wrong.problem, remedy) from None
    return None


def _system(identifier: Node) -> str:
    system = identifier.text("system")
    return next((name for end, name in NUMBERS.items() if system.endswith(end)), "")


def names_of(person: Resource) -> tuple[str, str, list[Node]]:
    """Given and family name, with their elements: the official ones, else the first. Initials are no given names where
    there are others."""
    names = person.node.all("name")
    name = next((each for each in names if each.text("use") == "official"), names[0] if names else None)
    if name is None:
        return "", "", []
    given = [each for each in name.all("given") if each.value]
    called = [each for each in given if not _is_initial(each)] or given
    family = [each for each in name.all("family") if each.value]
    spoken = " ".join(each.value or "" for each in called), " ".join(each.value or "" for each in family)
    if not any(spoken):
        whole = name.one("text")
        spoken, called, family = ("", (whole.value or "") if whole else ""), [], [whole] if whole else []
    cut = max(map(len, spoken)) > LONGEST_NAME  # then the whole name is kept beside the record as well
    return spoken[0][:LONGEST_NAME], spoken[1][:LONGEST_NAME], [] if cut else [*called, *family]


def _is_initial(given: Node) -> bool:
    return any(each.text("valueCode") == "IN" for each in given.extensions("iso21090-EN-qualifier"))


def _is_child(patient: Resource, given: Given) -> bool:
    node = patient.node
    if _profiled(patient, "bc-Child") or node.extensions(MAIDEN_NAME):
        return _is_born(node)
    if any(each.extensions(BIRTH_TIME) for each in node.all("birthDate")) or any(
        _is_mother_of(contact) for contact in node.all("contact")
    ):
        return _is_born(node)
    for each in given.of("RelatedPerson"):
        if _is_mother_of(each.node) and given.meant_by(each.node.one("patient"), each) is patient:
            return True
    births = [each for each in given.of("Procedure") if has_code(each.node, BIRTH)]
    return any(given.patient_of(each) is patient and not _profiled(patient, "bc-Woman") for each in births)


def _is_born(node: Node) -> bool:
    return bool(node.text("birthDate"))


def _is_mother_of(node: Node) -> bool:
    return any(coding.text("code") in MOTHER_OF for coding in node.all("relationship.coding"))


def _may_be_mother(patient: Resource, children: Iterable[Resource]) -> bool:
    if patient.node.text("gender") not in ("female", ""):
        return False
    born = day_in(patient.node.text("birthDate"))
    days = [day for each in children if (day := day_in(each.node.text("birthDate")))]
    return born is None or all(day.year - born.year >= YOUNGEST_MOTHER_YEARS for day in days)


def _profiled(resource: Resource, name: str) -> bool:
    return any((each.value or "").endswith(f"/{name}") for each in resource.node.all("meta.profile"))


def _slots(children: list[Resource]) -> dict[str, Resource]:
    """Each in the place that it was born in, as it says; otherwise in the order in which they are given."""
    found: dict[str, Resource] = {}
    unnumbered = []
    for child in children:
        said = child.node.text("multipleBirthInteger")
        slot = f"newborn-{said}"
        if said.isascii() and said.isdecimal() and 1 <= int(said) <= MOST_NEWBORNS and slot not in found:
            found[slot] = child
        else:
            unnumbered.append(child)
    free = (f"newborn-{n}" for n in range(1, MOST_NEWBORNS + 1) if f"newborn-{n}" not in found)
    if len(children) > MOST_NEWBORNS:
        raise Refusal("", f"there are {len(children)} children in it", "Give one family at a time")
    return found | dict(zip(free, unnumbered, strict=False))
