"""Which roles may take on a task in the network, and which profession may stand in a role."""

from __future__ import annotations

# KCE 232As, 3.1.3, action 2.3: one coordinator for every network: a midwife, gynaecologist or general practitioner
MAY_COORDINATE = frozenset({"midwife", "gp", "gynaecologist"})

MAY_BREAK_GLASS = frozenset(
    {"midwife", "ward_midwife", "gp", "gynaecologist", "paediatrician"}
)  # who may have to act at once

MAY_BOOK = frozenset({"midwife", "gp", "gynaecologist"})  # who open a pregnancy; all write in its first part

# NET-4: organisations govern the protocols together. Who looks at cards and tries out editions; our choice. It opens no
# record: of families a governor sees numbers, and by name only those whom her own work lets her see.
MAY_GOVERN = frozenset({"governor", "administrator"})

_MIDWIVES = frozenset({"midwife", "ward_midwife"})
_ALSO: dict[str, frozenset[str]] = {
    "midwife": _MIDWIVES,
    "ward_midwife": _MIDWIVES,
    "lactation_consultant": frozenset({"midwife", "ward_midwife", "maternity_carer"}),
}
_ANYBODY = frozenset({"partner", "buddy"})


def may_serve_as(profession: str, role: str) -> bool:
    """True if somebody of that profession may be a member in that role: nobody grows rights by being invited."""
    return role in _ANYBODY or profession == role or profession in _ALSO.get(role, frozenset())


def may_book(profession: str) -> bool:
    """True if somebody of that profession books families."""
    return profession in MAY_BOOK


def may_govern(profession: str) -> bool:
    """True if somebody of that profession governs the cards."""
    return profession in MAY_GOVERN
