"""The wards that may speak here, and how each of them writes. What is not listed is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.core.facts.model import Mode

# HL7 table 0203: NNxxx is the national number of the country xxx (ISO 3166); besides, names that are usual here
NATIONAL: Mapping[str, str] = {
    "NNBEL": "ssin", "SSIN": "ssin", "INSZ": "ssin", "NISS": "ssin",
    "NNNLD": "bsn", "NLMINBIZA": "bsn", "BSN": "bsn",
}  # fmt: skip
OWN_NUMBERS = ("PI", "MR", "PT")  # HL7 table 0203: internal number, medical record number, external number


@dataclass(frozen=True, kw_only=True)
class ModeField:
    """Where a ward writes how a child was born, and its words for it."""

    segment: str
    position: int
    words: Mapping[str, Mode]


@dataclass(frozen=True, kw_only=True)
class Ward:
    """One sender. facility, application: MSH-4 and MSH-3 (empty: any). addresses: from where it may come.
    certificate: SHA-256 of the certificate that it must show; empty for none. points_of_care: of PV1-3, those that are
    a maternity ward; none given means that only such messages are sent. home: of PV1-36, what means "went home"."""

    facility: str
    organisation: UUID
    zone: ZoneInfo
    addresses: tuple[IPv4Network | IPv6Network, ...]
    application: str = ""
    certificate: str = ""
    language: str = "nl"
    encoding: str = "utf-8"
    points_of_care: frozenset[str] = frozenset()
    national: Mapping[str, str] = field(default_factory=lambda: NATIONAL)
    own_numbers: tuple[str, ...] = OWN_NUMBERS
    home: frozenset[str] = frozenset({"01", "1"})
    mode: ModeField | None = None
    processing: str = "P"

    def may_come_from(self, address: str, certificate: str) -> bool:
        """Whether it is this ward that speaks from there, showing that certificate (SHA-256, empty for none)."""
        if self.certificate and self.certificate != certificate:
            return False
        try:
            found = ip_address(address)
        except ValueError:
            return False
        found = getattr(found, "ipv4_mapped", None) or found
        return any(found in network for network in self.addresses)


def who_speaks(wards: Iterable[Ward], application: str, facility: str) -> Ward | None:
    """The ward that a message names; of those whose address was asked before."""
    named = [each for each in wards if each.facility == facility and each.application in ("", application)]
    return max(named, key=lambda each: bool(each.application), default=None)
