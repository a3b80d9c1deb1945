"""A mother, or a child once born, as a Patient: what lasts of a person. Where she lives belongs to a pregnancy."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .resource import Made, instant, reference, without_nothing
from .systems import LANGUAGES, coding, naming_system

TYPE = "Patient"
INTERPRETER = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"  # R4, HL7's own extension
QUALIFIER = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-qualifier"  # R4; zib-NameInformation
GENDERS = ("male", "female", "other", "unknown")
PARAMETERS = (
    Parameter("active", "token", "active"),
    Parameter("birthdate", "date", "birthDate"),
    Parameter("death-date", "date", "deceasedDateTime"),
    Parameter("family", "string", "name.family"),
    Parameter("gender", "token", "gender"),
    Parameter("given", "string", "name.given"),
    Parameter("identifier", "token", "identifier"),
    Parameter("language", "token", "communication.language"),
    Parameter("link", "reference", "link.other", ("Patient",)),
    Parameter("name", "string", "name"),
)
DEFINED = ResourceType(
    name=TYPE,
    parameters=PARAMETERS,
    summary=(
        "identifier", "active", "name", "gender", "birthDate", "deceasedDateTime", "link",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number of a person that is current, by our name of its naming system."""

    system: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Empty is "not asked". born_at: of a child of this record. stands_for: the person whom this row turned out to
    be, None for herself. module: the part of the record that somebody must see to see this person."""

    id: UUID
    module: str
    given_name: str = ""
    family_name: str = ""
    birth_date: date | None = None
    sex: str = "unknown"
    language: str = ""
    interpreter_needed: bool | None = None
    deceased_at: datetime | None = None
    numbers: Collection[Number] = ()
    stands_for: UUID | None = None


def patient(person: Person) -> Made:
    """The Patient of a person."""
    name = without_nothing(
        {
            "use": "official",
            "family": person.family_name,
            "given": [person.given_name] if person.given_name else [],
            "_given": [{"extension": [_qualified(person.given_name)]}] if person.given_name else [],
        }
    )
    elements = {
        "identifier": [
            {"use": "official", "system": naming_system(each.system), "value": each.value}
            for each in sorted(person.numbers, key=lambda each: (each.system, each.value))
        ],
        "active": person.stands_for is None,
        "name": [name] if len(name) > 1 else [],
        "gender": person.sex if person.sex in GENDERS else "unknown",
        "birthDate": person.birth_date.isoformat() if person.birth_date else None,
        "deceasedDateTime": instant(person.deceased_at),
        "communication": [{"language": {"coding": [coding(LANGUAGES, person.language)]}, "preferred": True}]
        if person.language
        else [],
        "extension": _interpreter(person.interpreter_needed),
        "link": [{"other": reference(TYPE, person.stands_for), "type": "replaced-by"}]
        if person.stands_for
        else [],
    }
    return Made(
        type=TYPE,
        id=person.id,
        home=person.id,
        module=person.module,
        elements=elements,
        of_episode=False,
    )


def _qualified(given_name: str) -> dict[str, str]:
    """Whether this is a whole name or an initial: nl-core wants it said of every official one."""
    return {"url": QUALIFIER, "valueCode": "IN" if given_name.endswith(".") else "BR"}


def _interpreter(needed: bool | None) -> list[dict[str, object]]:
    """HL7's own extension; nothing where it was not asked."""
    return [] if needed is None else [{"url": INTERPRETER, "valueBoolean": needed}]
