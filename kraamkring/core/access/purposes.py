"""What somebody may open a record for, and what each purpose opens. What is not here opens nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .roles import MAY_COMPARE, MAY_GOVERN, MAY_PLAN
from .table import ACTS, Act

ANY_RELATION = frozenset({"own_record", "care_network", "registered", "organisation", "cover", "emergency"})
MAY_ACCOUNT = frozenset({"privacy_officer", "administrator"})  # of an organisation; who sees its log


@dataclass(frozen=True, slots=True)
class Purpose:
    """says: in a sentence. grounds: the relations through which it opens a record; none: it opens no record. acts: what
    may be done. professions: who may say it, None for whoever has a relation."""

    says: str
    grounds: frozenset[str] = frozenset()
    acts: tuple[Act, ...] = ()
    professions: frozenset[str] | None = None


PURPOSES: Mapping[str, Purpose] = {
    "care": Purpose("somebody cares for her, or reads her own record", ANY_RELATION, ACTS),
    "emergency": Purpose("something cannot wait", ANY_RELATION, ("read",)),
    "own_record": Purpose("she reads, or writes in, her own record", frozenset({"own_record"}), ACTS),
    "quality": Purpose("figures without names, of many families together", professions=MAY_GOVERN),
    "comparison": Purpose(
        "figures of her organisation beside those of all, without names", professions=MAY_COMPARE
    ),
    "governance": Purpose("the rules of care, and what another edition would change", professions=MAY_GOVERN),
    "planning": Purpose(
        "who comes when: days, hours, area, skills and languages of families that asked her organisation for care",
        frozenset({"organisation"}),
        ACTS,
        MAY_PLAN,
    ),
    "accountability": Purpose("who looked at what: the log, never the record", professions=MAY_ACCOUNT),
}


def may_serve(profession: str, purpose: str) -> bool:
    """True if somebody of that profession may do this; of what opens a record, her relation to it says more."""
    known = PURPOSES.get(purpose)
    return known is not None and (known.professions is None or profession in known.professions)


def may_account(profession: str) -> bool:
    """True if somebody of that profession reads her organisation's log, and reviews its emergencies."""
    return profession in MAY_ACCOUNT


def may_plan(profession: str) -> bool:
    """True if somebody of that profession plans who comes to which family."""
    return profession in MAY_PLAN
