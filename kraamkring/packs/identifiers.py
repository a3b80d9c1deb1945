"""Whose rules a number follows: the pack of the region's country, where there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kraamkring.core.kernel.errors import ImpossibleFact

from .be import identifiers as be
from .nl import identifiers as nl


class KnownNumber(NamedTuple):
    """A number as it is kept: its naming system, its plain value, and whether its check digits were tested."""

    system: str
    value: str
    checked: bool


PROVISIONAL = "provisional"  # of a newborn, until a national number arrives
SUPERSEDES: dict[str, tuple[str, ...]] = {  # the systems whose current number a new one ends
    "ssin": ("bis", "national", PROVISIONAL),  # a bis number ends when its holder is registered
    "bis": ("national", PROVISIONAL),
    "bsn": ("national", PROVISIONAL),
    "national": (PROVISIONAL,),
}


def _bsn(value: str, field: str) -> str:
    nl.check_bsn(value, field)
    return "bsn"


_NATIONAL: dict[str, Callable[[str, str], str]] = {"be": be.national_system, "nl": _bsn}
_PLAIN: dict[str, Callable[[str], str]] = {"be": be.plain, "nl": nl.plain}
_PROFESSIONAL: dict[str, Callable[[str, str], None]] = {"nihdi": be.check_nihdi}
_SYSTEM_OF_PROFESSIONALS = {"be": "nihdi"}


def national_number(
    value: str, region: str | None, field: str = "", *, imported: bool = False
) -> KnownNumber:
    """The national number of somebody in a region (`be-vlg`); unchecked where no pack knows the rule.
    Raises ImpossibleFact if the country's pack refuses it; what is imported is then kept, unchecked."""
    country = _country(region)
    try:
        if country in _NATIONAL:
            system = _NATIONAL[country](value, field)
            return KnownNumber(system, _PLAIN[country](value), checked=True)
    except ImpossibleFact:
        if not imported:
            raise
    return unchecked("national", value)


def foreign_number(system: str, value: str, field: str = "", *, unchecked: bool = False) -> KnownNumber:
    """The national number that another system keeps under a naming system (`ssin`, `bsn`). Raises ImpossibleFact if
    its check digits are wrong; unchecked: it is then kept as it is."""
    try:
        if system == "ssin":
            return KnownNumber(be.national_system(value, field), be.plain(value), checked=True)
        nl.check_bsn(value, field)
        return KnownNumber(system, nl.plain(value), checked=True)
    except ImpossibleFact:
        if not unchecked:
            raise
        return KnownNumber(system, value.strip(), checked=False)


def professional_number(system: str, value: str, field: str = "") -> KnownNumber:
    """A professional's number in a naming system (`nihdi`); unchecked where no pack knows the rule.
    Raises ImpossibleFact if the pack refuses it."""
    check = _PROFESSIONAL.get(system)
    if check is None:
        return unchecked(system, value)
    check(value, field)
    return KnownNumber(system, be.plain(value), checked=True)


def check_professional(value: str, region: str | None, field: str = "") -> None:
    """Nothing, if a professional of that region may have this number. Raises ImpossibleFact otherwise."""
    system = _SYSTEM_OF_PROFESSIONALS.get(_country(region))
    if system is not None:
        professional_number(system, value, field)


def unchecked(system: str, value: str) -> KnownNumber:
    """A number as others recorded it: kept as it is, whatever its check digits say."""
    return KnownNumber(system, value.strip(), checked=False)


def _country(region: str | None) -> str:
    return (region or "").partition("-")[0]
