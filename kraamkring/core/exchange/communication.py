"""What one professional told others of the circle when she handed a family over, as a Communication: the four parts of
SBAR, to whom, and when the first of them had read it. What was said about it since is a note.

Its words may be about mother and child: it stands in all their parts of the record, and who reads it must see each.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .resource import Json, Made, instant, reference, without_nothing
from .systems import OWN, coding

TYPE = "Communication"
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("category", "token", "category"),
        Parameter("medium", "token", "medium"),
        Parameter("patient", "reference", "subject", ("Patient",)),
        Parameter("received", "date", "received"),
        Parameter("recipient", "reference", "recipient", ("Practitioner", "RelatedPerson", "Patient")),
        Parameter("sender", "reference", "sender", ("Practitioner",)),
        Parameter("sent", "date", "sent"),
        Parameter("status", "token", "status"),
        Parameter("subject", "reference", "subject", ("Patient",)),
    ),
    mandatory=("status",),
    summary=("status", "priority", "subject"),
)
KINDS = f"{OWN}/CodeSystem/communication"
MEDIA = f"{OWN}/CodeSystem/hand-over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """module: all parts that its words belong to. about: the persons, the mother first where it is about her. parts:
    situation, background, assessment, recommendation. how: `written` or `call`. to: references. notes: who said what
    since, and when."""

    id: UUID
    episode: UUID
    module: str
    about: Collection[UUID]
    parts: tuple[str, str, str, str]
    how: str
    language: str
    urgent: bool
    by: UUID
    to: Collection[Json]
    at: datetime
    read_at: datetime | None
    notes: Sequence[tuple[UUID, datetime, str]] = ()


def parts_of(told: Json) -> dict[str, str]:
    """The four parts of a Communication of ours, by their letters."""
    said = (each["contentString"].partition(": ") for each in told["payload"])
    return {letter: words for letter, _colon, words in said}


def communication(handed: Handed) -> Made:
    """The Communication. Before each of the four parts stands its letter, since R4 names no parts of a message."""
    first, *others = (reference("Patient", id) for id in handed.about)
    elements = {
        "language": handed.language,
        "status": "completed",
        "category": [{"coding": [coding(KINDS, "hand-over", "Hand-over (SBAR)")]}],
        "priority": "urgent" if handed.urgent else "routine",
        "medium": [{"coding": [coding(MEDIA, handed.how)]}],
        "subject": first,
        "about": others,
        "sent": instant(handed.at),
        "received": instant(handed.read_at),
        "recipient": [*handed.to],
        "sender": reference("Practitioner", handed.by),
        "payload": [
            {"contentString": f"{letter}: {said}"}
            for letter, said in zip("SBAR", handed.parts, strict=True)
            if said
        ],
        "note": [
            without_nothing(
                {"authorReference": reference("Practitioner", by), "time": instant(at), "text": said}
            )
            for by, at, said in handed.notes
        ],
    }
    return Made(type=TYPE, id=handed.id, home=handed.episode, module=handed.module, elements=elements)
