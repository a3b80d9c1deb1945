"""The hospitals whose systems may speak here over HL7 v2, from one TOML file.

KRAAMKRING_WARDS names the file; docs/adt.md explains it. Without it nobody may. It holds no secret: it says where
the key of the line is.
"""

from __future__ import annotations

import os
import re
import ssl
import tomllib
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from kraamkring.config.complaint import Complaint
from kraamkring.core.facts.model import Mode
from kraamkring.doors.wards.ward import NATIONAL, OWN_NUMBERS, ModeField, Ward

VARIABLE = "KRAAMKRING_WARDS"
STRICT = ConfigDict(extra="forbid", frozen=True)


def _usual_numbers() -> dict[str, Literal["ssin", "bsn"]]:
    return {kind: "bsn" if system == "bsn" else "ssin" for kind, system in NATIONAL.items()}


class ModeOfBirth(BaseModel):
    """Where this ward writes how a child was born (`ZBR-2`), and what its words mean."""

    model_config = STRICT
    field: str = Field(pattern=r"^[A-Z][A-Z0-9]{2}-[1-9][0-9]?$")
    words: dict[str, Mode]


class Sender(BaseModel):
    """One `[[ward]]` of the file; see doors.wards.ward.Ward."""

    model_config = STRICT
    facility: str = Field(min_length=1)
    application: str = ""
    organisation: UUID
    zone: str
    addresses: tuple[IPv4Network | IPv6Network, ...] = Field(min_length=1)
    certificate: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")
    language: Literal["nl", "fr", "de", "en"] = "nl"
    encoding: Literal["utf-8", "latin-1", "iso8859-15"] = "utf-8"
    points_of_care: tuple[str, ...] = ()
    national: dict[str, Literal["ssin", "bsn"]] = Field(default_factory=_usual_numbers)
    own_numbers: tuple[str, ...] = OWN_NUMBERS
    home: tuple[str, ...] = ("01", "1")
    mode_of_birth: ModeOfBirth | None = None
    processing: Literal["P", "T", "D"] = "P"

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise ValueError("there is no such time zone") from None
        return zone

    def ward(self) -> Ward:
        """The same, as the door reads it."""
        mode = None
        if self.mode_of_birth:
            segment, _dash, position = self.mode_of_birth.field.partition("-")
            mode = ModeField(segment=segment, position=int(position), words=self.mode_of_birth.words)
        return Ward(
            facility=self.facility,
            application=self.application,
            organisation=self.organisation,
            zone=ZoneInfo(self.zone),
            addresses=self.addresses,
            certificate=self.certificate,
            language=self.language,
            encoding=self.encoding,
            points_of_care=frozenset(self.points_of_care),
            national=self.national,
            own_numbers=self.own_numbers,
            home=frozenset(self.home),
            mode=mode,
            processing=self.processing,
        )


class Line(BaseModel):
    """`[tls]`: what the line shows, and whom it believes. clients: the authority that signed the wards' certificates;
    without it none is asked."""

    model_config = STRICT
    certificate: Path
    key: Path
    clients: Path | None = None


class Wards(BaseModel):
    """The whole file."""

    model_config = STRICT
    ward: tuple[Sender, ...] = Field(min_length=1)
    tls: Line | None = None

    def context(self) -> ssl.SSLContext | None:
        """What TLS is spoken with; None for none. Raises Complaint for a file that cannot be read."""
        if self.tls is None:
            return None
        try:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=self.tls.clients)
            context.load_cert_chain(self.tls.certificate, self.tls.key)
        except OSError as error:
            raise Complaint(f"{VARIABLE}: what TLS needs cannot be read ({type(error).__name__}).") from error
        if self.tls.clients is not None:
            context.verify_mode = ssl.CERT_REQUIRED
        return context


def wards() -> Wards:
    """Who may speak here. Raises Complaint without a file, or for one that cannot be right."""
    given = os.environ.get(VARIABLE)
    if not given:
        raise Complaint(f"{VARIABLE} names no file, so no ward may speak here (docs/adt.md).")
    try:
        found = Wards.model_validate(tomllib.loads(Path(given).read_text("utf-8")))
    except ValidationError as error:
        raise Complaint(f"{VARIABLE}: {given} cannot be right: {_first(error)}") from None
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise Complaint(f"{VARIABLE}: {given} cannot be read: {error}") from error
    names = [(each.application, each.facility) for each in found.ward]
    if len(set(names)) < len(names):
        raise Complaint(f"{VARIABLE}: a sender stands there twice.")
    if any(each.certificate for each in found.ward) and (found.tls is None or found.tls.clients is None):
        raise Complaint(f"{VARIABLE}: a ward must show a certificate, so [tls] needs `clients`.")
    return found


def _first(error: ValidationError) -> str:
    told = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(each) for each in told["loc"])
    return f"{where}: {re.sub(r'^Value error, ', '', told['msg'])}"
