"""A visit, a consultation, a call, or a stay in hospital, as an Encounter.

Of a contact the person is not named: the record says in which role somebody came, and who wrote it down is somebody
else, maybe. The class is what the kind of contact says of where it was; of one that may be anywhere it is ambulatory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .practitioner_role import codes_of_role
from .resource import Made, instant, reference, without_nothing
from .systems import OWN, SNOMED, coding

TYPE = "Encounter"
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("appointment", "reference", "appointment", ("Appointment",)),
        Parameter("class", "token", "class"),
        Parameter("date", "date", "period"),
        Parameter("episode-of-care", "reference", "episodeOfCare", ("EpisodeOfCare",)),
        Parameter("patient", "reference", "subject", ("Patient",)),
        Parameter("status", "token", "status"),
        Parameter("subject", "reference", "subject", ("Patient",)),
        Parameter("type", "token", "type"),
    ),
    mandatory=("status", "class"),
    summary=("status", "class", "type", "subject", "episodeOfCare", "participant", "appointment"),
)
KINDS = f"{OWN}/CodeSystem/contact"
WARDS = f"{OWN}/CodeSystem/ward"
ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
# IMP, HH, AMB: HL7's examples of Encounter. VR: the value set v3-ActEncounterCode of R4 (hl7.org).
INPATIENT, HOME, AMBULATORY, VIRTUAL = (
    coding(ACT, "IMP", "inpatient encounter"),
    coding(ACT, "HH", "home health"),
    coding(ACT, "AMB", "ambulatory"),
    coding(ACT, "VR", "virtual"),
)
CLASSES: Mapping[str, dict[str, str]] = {
    "prenatal_home_visit": HOME,
    "home_care_intake": HOME,
    "home_visit": HOME,
    "maternity_care": HOME,
    "phone": VIRTUAL,
    "video": VIRTUAL,
    "stay": INPATIENT,
}
AT_HOME = frozenset(kind for kind, where in CLASSES.items() if where is HOME)
# shared/STANDARDS.md 1.3. Of birth assistance it names two codes without saying which is which: ours alone.
TYPES: Mapping[str, str] = {
    "home_visit": "169762003",
    "maternity_care_intake": "158111000146102",
    "maternity_care": "158101000146104",
}

Status = Literal["finished", "cancelled", "in-progress", "unknown", "entered-in-error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """about: of whom, the mother where it concerns everybody. kind: of contact, or `stay` with why in `because`. by:
    the role of who came. start: a day, where only the day is known."""

    id: UUID
    episode: UUID
    module: str
    about: UUID
    kind: str
    status: Status
    start: datetime | date
    end: datetime | None = None
    by: str = ""
    because: str = ""
    ward: str = ""
    appointment: UUID | None = None


def encounter(contact: Contact) -> Made:
    """The Encounter."""
    known = TYPES.get(contact.kind)
    kind = contact.because or contact.kind
    start = contact.start
    booked = reference("Appointment", contact.appointment)
    elements = {
        "status": contact.status,
        "class": CLASSES.get(contact.kind, AMBULATORY),
        "type": [{"coding": [*([coding(SNOMED, known)] if known else []), coding(KINDS, kind)]}],
        "serviceType": {"coding": [coding(WARDS, contact.ward)]} if contact.ward else None,
        "subject": reference("Patient", contact.about),
        "episodeOfCare": [reference("EpisodeOfCare", contact.episode)],
        "participant": [{"type": [{"coding": codes_of_role(contact.by)}]}] if contact.by else [],
        "appointment": [booked] if booked else [],
        "period": without_nothing(
            {
                "start": instant(start) if isinstance(start, datetime) else start.isoformat(),
                "end": instant(contact.end),
            }
        ),
    }
    return Made(type=TYPE, id=contact.id, home=contact.episode, module=contact.module, elements=elements)
