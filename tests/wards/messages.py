"""Messages as a ward's system would send them, about people who do not exist; and the ward that sends them."""

from __future__ import annotations

from datetime import datetime
from ipaddress import ip_network
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.doors.wards.ward import Ward

BRUSSELS = ZoneInfo("Europe/Brussels")
SSIN = "93051822361"  # a number with right check digits, of nobody
NOBODY = UUID(int=1)
PID, PV1, NK1, EVN = "PID", "PV1", "NK1", "EVN"


def the_ward(organisation: UUID = NOBODY, **more: object) -> Ward:
    """AZ Voorbeeld, on this machine."""
    known = {
        "facility": "AZV",
        "organisation": organisation,
        "zone": BRUSSELS,
        "addresses": (ip_network("127.0.0.0/8"),),
    }
    return Ward(**(known | more))  # type: ignore[arg-type]


def local(at: datetime) -> str:
    """The wall clock of the hospital, as HL7 writes it."""
    return at.astimezone(BRUSSELS).strftime("%Y%m%d%H%M%S")


def segment(name: str, fields: dict[int, str]) -> str:
    """A line, by the numbers of its fields."""
    return "|".join([name, *(fields.get(at, "") for at in range(1, max(fields, default=0) + 1))])


def adt(code: str, *lines: str, control_id: str = "1", **header: str) -> bytes:
    """A whole message."""
    known = {"application": "ZIS", "facility": "AZV", "processing": "P", "version": "2.5", "charset": ""}
    known |= header
    msh = [
        "MSH", "^~\\&", known["application"], known["facility"], "KRAAMKRING", "", "20261016183000", "",
        f"ADT^{code}", control_id, known["processing"], known["version"], "", "", "", "", "", known["charset"],
    ]  # fmt: skip
    return ("\r".join(["|".join(msh).rstrip("|"), f"EVN|{code}|20261016183000", *lines]) + "\r").encode()


def of_mother(number: str = f"{SSIN}^^^NISS^NNBEL", **fields: str) -> str:
    """PID of a grown woman."""
    known = {3: f"{number}~4711^^^AZV^PI", 5: "Voorbeeld^Leen", 7: "19930518", 8: "F"}
    return segment(PID, known | {int(key[1:]): value for key, value in fields.items()})


def of_child(born: str, number: str = "9001", **fields: str) -> str:
    """PID of a newborn of hers."""
    known = {3: f"{number}^^^AZV^PI", 5: "Voorbeeld^", 7: born, 21: "4711^^^AZV^PI"}
    return segment(PID, known | {int(key[1:]): value for key, value in fields.items()})


def stay(came: str = "", left: str = "", **fields: str) -> str:
    """PV1 of somebody in a bed."""
    known = {2: "I", 3: "MAT^12^1", 19: "V1", 44: came, 45: left}
    return segment(PV1, known | {int(key[1:]): value for key, value in fields.items()})
