"""Whose rules a number follows: the pack of the region's country, where there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .be import identifiers as be


class KnownNumber(NamedTuple):
    """A number as it is kept: its naming system, its plain value, and whether its check digits were tested."""

    system: str
    value: str
    checked: bool


_NATIONAL: dict[str, Callable[[str, str], str]] = {"be": be.national_system}
_PROFESSIONAL: dict[str, Callable[[str, str], None]] = {"nihdi": be.check_nihdi}


def national_number(value: str, region: str | None, field: str = "") -> KnownNumber:
    """The national number of somebody in a region (`be-vlg`); unchecked where no pack knows the rule.
    Raises ImpossibleFact if the country's pack refuses it."""
    system_of = _NATIONAL.get((region or "").partition("-")[0])
    if system_of is None:
        return KnownNumber("national", value.strip(), checked=False)
    return KnownNumber(system_of(value, field), be.plain(value), checked=True)


def professional_number(system: str, value: str, field: str = "") -> KnownNumber:
    """A professional's number in a naming system (`nihdi`); unchecked where no pack knows the rule.
    Raises ImpossibleFact if the pack refuses it."""
    check = _PROFESSIONAL.get(system)
    if check is None:
        return KnownNumber(system, value.strip(), checked=False)
    check(value, field)
    return KnownNumber(system, be.plain(value), checked=True)


def unchecked(system: str, value: str) -> KnownNumber:
    """A number as others recorded it: kept as it is, whatever its check digits say."""
    return KnownNumber(system, value.strip(), checked=False)
