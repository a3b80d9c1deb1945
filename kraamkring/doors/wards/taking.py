"""One message from bytes to its answer. Whatever comes, there is an answer, and it holds no value of the message."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.take_ward_message import UsedTwice, system_of, take_ward_message
from kraamkring.rooms.audit.whence import Whence, coming_from, network_of

from .answers import accepted, refused
from .reading import Header, header_of, must_be_for_us, read
from .segments import INSIDE, UNKNOWN_VALUE, USED_TWICE, WRONG_TYPE, Faulty, Message, parsed
from .ward import Ward, who_speaks

DOOR = "wards"
CHARSETS: Mapping[str, str] = {  # HL7 table 0211
    "ASCII": "ascii", "UNICODE UTF-8": "utf-8", "UNICODE": "utf-8", "UTF-8": "utf-8", "8859/1": "latin-1",
    "8859/15": "iso8859-15", "8859/2": "iso8859-2", "8859/9": "iso8859-9",
}  # fmt: skip

log = logging.getLogger(__name__)


class Peer(NamedTuple):
    """Who is at the other end: the wards that may speak from there, and its address."""

    wards: Sequence[Ward]
    address: str


class Answered(NamedTuple):
    """The answer, and in one word what became of the message, for the log."""

    bytes: bytes
    word: str


def answer(raw: bytes, peer: Peer, now: datetime) -> Answered:
    """The answer to one message; what it tells is taken meanwhile."""
    header, id = Header(), new_id(now)
    try:
        message = parsed(_text(raw, peer.wards))
        header = header_of(message)
        must_be_for_us(header)
        word = _taken(message, header, peer, now)
        return Answered(accepted(header, now, id), word)
    except Faulty as fault:
        return Answered(refused(header, fault, now, id), "refused")
    except UsedTwice:
        twice = Faulty("MSH-10", "this number was used for another message", USED_TWICE)
        return Answered(refused(header, twice, now, id), "refused")
    except Exception as error:  # noqa: BLE001 (rolled back: the sender keeps it, and sends it again)
        log.error("a message of a ward could not be taken now: %s", type(error).__name__)
        later = Faulty("MSH", "it could not be taken now; send it again", INSIDE)
        return Answered(refused(header, later, now, id), "failed")


def _taken(message: Message, header: Header, peer: Peer, now: datetime) -> str:
    ward = who_speaks(peer.wards, header.application, header.facility)
    if ward is None:
        raise Faulty("MSH-4", "this sender is not known at this address", UNKNOWN_VALUE)
    event = read(message, ward, now)
    if event is None:
        return "passed by"
    with coming_from(Whence(door=DOOR, network=network_of(peer.address))):
        by = system_of(organisation_id=ward.organisation, language=ward.language, now=now)
        if by is None or not by.is_active:
            raise Faulty("MSH-4", "this sender is closed", UNKNOWN_VALUE)
        sender = f"{header.application[:90]}|{header.facility[:90]}"
        row = take_ward_message(
            event=event, sender=sender, control_id=header.control_id[:200], by=by, now=now
        )
    return row.outcome


def _text(raw: bytes, wards: Sequence[Ward]) -> str:
    """The message as text, in the character set that MSH-18 names, or the usual one of the ward that it names. Raises
    Faulty."""
    first = re.split(rb"[\r\n]", raw.lstrip(b"\r\n"), maxsplit=1)[0].decode("latin-1")
    fields = [*(first.split(first[3]) if len(first) > 3 else []), *[""] * 18]
    application, facility = (each.partition(first[4:5] or "^")[0].strip() for each in fields[2:4])
    ward, named = who_speaks(wards, application, facility), fields[17].partition("~")[0].strip()
    try:
        return raw.decode(CHARSETS[named] if named else ward.encoding if ward else "utf-8")
    except KeyError:
        raise Faulty("MSH-18", "this character set is not read here", UNKNOWN_VALUE) from None
    except UnicodeDecodeError:
        raise Faulty("MSH-18", "the bytes are not of this character set", WRONG_TYPE) from None
