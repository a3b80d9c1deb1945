"""Which roles may take on a task in the network, and which profession may stand in a role."""

from __future__ import annotations

from datetime import timedelta

from .table import TABLE

# KCE 232As, 3.1.3, action 2.3: one coordinator for every network: a midwife, gynaecologist or general practitioner
MAY_COORDINATE = frozenset({"midwife", "gp", "gynaecologist"})

MAY_BREAK_GLASS = frozenset(
    {"midwife", "ward_midwife", "gp", "gynaecologist", "paediatrician"}
)  # who may have to act at once

MAY_BOOK = frozenset({"midwife", "gp", "gynaecologist"})  # who open a pregnancy; all write in its first part

# NET-4: organisations govern the protocols together. Who looks at cards and tries out editions; our choice. It opens no
# record: of families a governor sees numbers, and by name only those whom her own work lets her see.
MAY_GOVERN = frozenset({"governor", "administrator"})

# REG-2, REG-3: who sees the figures of her own organisation beside those of all, and by name those of its families of
# whom she sees every part; our choice: those who by default read every part that figures follow from, and who governs.
MAY_COMPARE = frozenset({"midwife", "ward_midwife", "gp", "gynaecologist", "paediatrician"}) | MAY_GOVERN

# ROST-1: who plans the carers of her organisation. What she sees of a family is the planner's row in the table, through
# what the family asked of that organisation; our choice.
MAY_PLAN = frozenset({"planner"})

# Who looks at messages of her hospital's ward that a person must place; our choice: who writes about birth and stay
MAY_SORT_WARD_MESSAGES = frozenset({"midwife", "ward_midwife", "gynaecologist"})

# Who may ask, for a colleague of her own organisation who cannot ask herself, that another covers; our choice
MAY_ASK_COVER = frozenset({"planner", "administrator"})
COVER_LASTS = timedelta(days=183)  # at most, our choice: about the length of a leave; it can be asked again

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


def may_compare(profession: str) -> bool:
    """True if somebody of that profession sees her organisation's figures beside those of all."""
    return profession in MAY_COMPARE


def may_cover(covered: str, covering: str) -> bool:
    """True if somebody of the one profession may cover for somebody of the other: both care for families. What comes
    with it is what both may."""
    no_carers = _ANYBODY | {"mother"}
    return all(each in TABLE and each not in no_carers for each in (covered, covering))
