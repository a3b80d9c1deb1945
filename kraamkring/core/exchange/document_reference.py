"""A letter on paper that was photographed or handed over, as a DocumentReference: what it is, and of whom. Its picture
is opened on a page, where that is noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .resource import Made, instant, reference

TYPE = "DocumentReference"
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("contenttype", "token", "content.attachment.contentType"),
        Parameter("date", "date", "date"),
        Parameter("description", "string", "description"),
        Parameter("patient", "reference", "subject", ("Patient",)),
        Parameter("status", "token", "status"),
        Parameter("subject", "reference", "subject", ("Patient",)),
    ),
    mandatory=("status", "content"),
    summary=("status", "subject", "date", "description", "content"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """at: when it was put in. stands: not taken back."""

    id: UUID
    episode: UUID
    module: str
    about: UUID
    title: str
    media_type: str
    at: datetime
    stands: bool = True


def document_reference(letter: Letter) -> Made:
    """The DocumentReference. It names no author: who put it in did not write it; who did, the record does not say."""
    elements = {
        "status": "current" if letter.stands else "entered-in-error",
        "subject": reference("Patient", letter.about),
        "date": instant(letter.at),
        "description": letter.title,
        "content": [
            {
                "attachment": {
                    "contentType": letter.media_type,
                    "title": letter.title,
                    "creation": instant(letter.at),
                }
            }
        ],
    }
    return Made(type=TYPE, id=letter.id, home=letter.episode, module=letter.module, elements=elements)
