"""Which of a scheme's reasons for more hours hold for a family, and whose reasons shield it when hours are scarce."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .family import Family
from .rules import Reason
from .scheme import Edition


def reasons_for(family: Family, edition: Edition, day: date) -> Iterator[Reason]:
    """The reasons in force that hold, in the order of the scheme. Not known is not a reason."""
    for reason in edition.reasons:
        if (reason.valid_from is None or reason.valid_from <= day) and _holds(reason, family):
            yield reason


def shielding(family: Family, edition: Edition, day: date) -> tuple[str, ...]:
    """Why a family is shielded: somebody said that it is vulnerable, or the reasons that shield."""
    found = tuple(reason.rule for reason in reasons_for(family, edition, day) if reason.shields)
    if family.vulnerable is False:
        return ()
    return ("said-vulnerable", *found) if family.vulnerable else found


def _holds(reason: Reason, family: Family) -> bool:
    if reason.children is not None:
        return reason.children.met_by(family.children_at_home or ())
    if reason.newborns_at_least is not None:
        return family.living >= reason.newborns_at_least
    if reason.no_informal_support:
        return family.informal_support is False
    return reason.concern in family.concerns
