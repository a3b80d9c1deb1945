"""The tables of the lake, column by column. Numbers and codes only: no name, no free text, no date finer than a month.

Times are minutes, and days local days, counted from the birth (of the last child, where there are several); of a
pregnancy without a birth from its end, or else from its due date. So every interval can be had, and no birthday.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

VERSION = 1  # of the tables; raise it when a column changes its meaning, comes or goes

Kind = Literal["int64", "int32", "float64", "bool", "string"]


class Column(NamedTuple):
    """name, type, whether it may be unknown, and what it means."""

    name: str
    kind: Kind
    unknown: bool
    means: str


_PREGNANCY = Column("pregnancy", "int64", False, "pseudonym of the pregnancy, the same in every table")
_SLOT = Column("slot", "string", False, "`mother`, or `newborn-1` and so on")
_MINUTE = Column("minute", "int32", False, "minutes after the birth; negative before it")
_DAY = Column("day", "int32", False, "local days after the day of birth: 0 on that day")

TABLES: Mapping[str, tuple[Column, ...]] = {
    "pregnancies": (
        _PREGNANCY,
        Column("mother", "int64", False, "pseudonym of the mother: the same in all her pregnancies"),
        Column("month", "string", False, "local month of the birth, else of the loss, else of the due date: `2026-10`"),
        Column("ended", "string", False, "`born`, `lost` or `expected`"),
        Column("organisation", "string", False, "id of the organisation that registered her; no person"),
        Column("municipality", "string", True, "municipality of the home, by postcode (packs)"),
        Column("province", "string", True, "province of the home, by postcode (packs)"),
        Column("country", "string", True, "country of the protocol: `be`, `nl`"),
        Column("fetuses", "int32", False, "children born; before a birth, expected; one if nobody said"),
        Column("earlier_births", "int32", True, "parity before this birth"),
        Column("mother_age", "int32", True, "age of the mother in whole years on the day of birth"),
        Column("gestation_days", "int32", True, "completed days of gestation at the first birth"),
        Column("place", "string", True, "place of birth of the last child"),
        Column("mode", "string", True, "mode of birth of the last child"),
        Column("presentation", "string", True, "`cephalic`, `breech`, `transverse`; the record does not hold it yet"),
        Column("onset", "string", True, "`spontaneous`, `induced`, `prelabour_caesarean`; not held yet"),
        Column("previous_caesarean", "bool", True, "an earlier caesarean section; not held yet"),
        Column("care_wanted", "bool", True, "maternity care at home is wanted"),
        Column("hours_indicated", "float64", True, "hours of maternity care that were indicated"),
        Column("care_over", "bool", False, "maternity care was asked, and is over"),
        Column("watched_days", "int32", False, "days after the birth that have passed, at most 42"),
        Column("fingerprint", "string", False, "of all rows of this pregnancy: another one, another state"),
    ),
    "newborns": (
        _PREGNANCY,
        Column("newborn", "int64", False, "pseudonym of the child"),
        _SLOT,
        Column("outcome", "string", False, "`live` or `stillborn`"),
        Column("born_minute", "int32", False, "minutes before the last birth of this pregnancy: 0 or less"),
        Column("gestation_days", "int32", True, "completed days of gestation at birth"),
        Column("weight_g", "int32", True, "birth weight in grams"),
        Column("mode", "string", False, "`vaginal`, `instrumental` or `caesarean`"),
        Column("place", "string", False, "`home`, `hospital`, `birth_centre` or `elsewhere`"),
        Column("intensive", "bool", False, "was on a ward for neonatal intensive care"),
        Column("death_day", "int32", True, "whole days from birth to death of a child born alive"),
    ),
    "contacts": (
        _PREGNANCY,
        Column("kind", "string", False, "kind of contact, as in docs/facts.md"),
        Column("role", "string", False, "role of who came"),
        Column("held", "bool", False, "false: it was missed"),
        _MINUTE,
        _DAY,
    ),
    "stays": (
        _PREGNANCY,
        _SLOT,
        Column("event", "string", False, "`discharge` or `readmission`"),
        Column("number", "int32", False, "first, second ... of that event and person"),
        _MINUTE,
        _DAY,
    ),
    "screenings": (
        _PREGNANCY,
        _SLOT,
        Column("screening", "string", False, "`blood_spot` or `hearing`"),
        Column("outcome", "string", False, "`done` or `refused`: the first of each"),
        _MINUTE,
        _DAY,
    ),
    "care_days": (
        _PREGNANCY,
        Column("carer", "int64", False, "pseudonym of the maternity carer"),
        Column("hours", "int32", False, "hours given that day"),
        _DAY,
    ),
    "feeding": (
        _PREGNANCY,
        _SLOT,
        _DAY,
        Column("breast_only", "bool", False, "everything that was noted that day was mother's milk"),
    ),
    "gaps": (
        _PREGNANCY,
        _SLOT,
        Column("activity", "string", False, "what was promised (docs/protocols)"),
        _DAY,
        Column("closed", "bool", False, "it was done after all, late"),
    ),
}  # fmt: skip
