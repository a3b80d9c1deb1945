"""The acknowledgement: AA, AE or AR, and where something is wrong. Never a value of the message."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from .reading import Header
from .segments import (
    INSIDE,
    ORDER,
    OTHER_EVENT,
    OTHER_KIND,
    OTHER_PROCESSING,
    OTHER_VERSION,
    REQUIRED,
    UNKNOWN_VALUE,
    USED_TWICE,
    WRONG_TYPE,
    Faulty,
    Separators,
    escaped,
)

OURS = Separators("|", "^", "~", "\\", "&")
CALLED: dict[int, str] = {  # HL7 table 0357
    ORDER: "Segment sequence error", REQUIRED: "Required field missing", WRONG_TYPE: "Data type error",
    UNKNOWN_VALUE: "Table value not found", OTHER_KIND: "Unsupported message type",
    OTHER_EVENT: "Unsupported event code", OTHER_PROCESSING: "Unsupported processing id",
    OTHER_VERSION: "Unsupported version id", USED_TWICE: "Duplicate key identifier",
    INSIDE: "Application internal error",
}  # fmt: skip
REJECTED_FROM = 200  # table 0357: below, something is wrong in the message; from here on, it is not for us


def accepted(header: Header, now: datetime, id: UUID) -> bytes:
    """It is taken: into the record, or into the list that a person looks at."""
    return _answer("AA", header, None, now, id)


def refused(header: Header, fault: Faulty, now: datetime, id: UUID) -> bytes:
    """It is not taken, and why: AE for what can be put right in the message, AR for what is not for us."""
    code: Literal["AE", "AR"] = "AR" if REJECTED_FROM <= fault.code < INSIDE else "AE"
    return _answer(code, header, fault, now, id)


def _answer(code: str, header: Header, fault: Faulty | None, now: datetime, id: UUID) -> bytes:
    to = (header.to_application or "KRAAMKRING", header.to_facility, header.application, header.facility)
    own = [escaped(each, OURS) for each in to]
    event = f"ACK^{escaped(header.event, OURS)}^ACK" if header.event else "ACK"
    lines = [
        "|".join(
            [
                "MSH",
                "^~\\&",
                *own,
                f"{now:%Y%m%d%H%M%S}+0000",
                "",
                event,
                str(id),
                escaped(header.processing, OURS) or "P",
                escaped(header.version, OURS) or "2.5",
            ]
        ),
        "|".join(["MSA", code, escaped(header.control_id, OURS)]),
    ]
    if fault is not None:
        lines.append(
            f"ERR||{_place(fault.at)}|{fault.code}^{CALLED[fault.code]}^HL70357|E||||{fault.problem}"
        )
    return ("\r".join(lines) + "\r").encode()


def _place(at: str) -> str:
    """ERR-2: segment, its number, field, (repetition,) component."""
    segment, _dash, field = at.partition("-")
    if not segment.isalnum():
        return ""
    position, _dot, component = field.partition(".")
    return (
        f"{segment}^1^{position}" + (f"^1^{component}" if component else "") if position else f"{segment}^1"
    )
