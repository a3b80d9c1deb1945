"""What the compiled search looks at: one week as arrays of whole numbers. Prices are of one objective."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..compiling import Whole

FAR = 1 << 61
NOBODY = -1
CLOSED = -2
BLOCKS = 3


class Tables(NamedTuple):
    """What does not change during a search. A family's care days are numbered 0, 1, ... within the family."""

    care_days: Whole  # [family, position] the day of the period
    days: Whole  # [family] how many care days
    hours: Whole  # [family] full hours on a day
    least_hours: int
    price_short: Whole  # [family] of one hour less than full
    price_unserved: Whole  # [family] of one day without anybody
    first_free: Whole  # [family] what the first unknown carer gives back
    floor: Whole  # [family] no plan for this family can cost less
    able_from: Whole  # [family + 1] where its able carers begin, nearest first
    able: Whole  # [...] an able carer
    price_shift: Whole  # [...] of one shift by her
    price_new: Whole  # [...] of seeing her at all
    past_only: Whole  # [...] 1 if she came before today and may not come again
    promised: Whole  # [family, position] the carer who was promised, or NOBODY
    promised_whole: Whole  # [family] days on which more than the least hours were promised as bits
    pinned: Whole  # [family, position] the only carer allowed, or NOBODY
    price_change: int
    held: Whole  # [family, position] who came on a day that has passed, CLOSED if nobody did, NOBODY on other days
    held_given: Whole  # [family, position] hours on a day that has passed
    must: Whole  # [family] days that somebody holds as bits: passed, or pinned and promised
    contract: Whole  # [carer] hours of the period
    days_off: Whole  # [carer] as bits
    rhythm: Whole  # [carer] which row of may_work is hers
    may_work: Whole  # [rhythm, days worked as bits] 1 if allowed
    most_carers: int
    most_families: int
    most_hours: int
    most_overtime: int
    price_overtime: int
    near: Whole  # [family, ...] neighbouring families with a care day in common, nearest first
    ones: Whole  # [bits] how many
    lowest: Whole  # [bits] the position of the lowest


class State(NamedTuple):
    """A plan, and what follows from it for every carer."""

    carer: Whole  # [family, position] or NOBODY
    given: Whole  # [family, position] hours, 0 if nobody comes
    load: Whole  # [carer, day] hours
    busy: Whole  # [carer, day] how many families
    slot: Whole  # [carer, day, ...] which families
    worked: Whole  # [carer] days worked as bits
    total: Whole  # [carer] hours of the period
    own: Whole  # [family] what its plan costs, overtime aside


class Desk(NamedTuple):
    """Room to work in, and the plan that was priced last."""

    top: Whole  # [subset of care days, rank] the cheapest prices of one carer for exactly these days
    who: Whole  # [subset, rank] whose they are
    period: Whole  # [subset] the same days as bits of the period
    block: Whole  # [block] the days of each carer in the plan
    block_carer: Whole  # [block]
    plan_carer: Whole  # [position]
    plan_given: Whole  # [position]
    kept_carer: Whole  # [removed, position]
    kept_given: Whole  # [removed, position]
    removed: Whole  # [...] families
    marked: Whole  # [family] 1 if removed


def empty_state(tables: Tables, days: int) -> State:
    """The plan in which nobody goes anywhere."""
    families, positions = tables.care_days.shape
    carers = len(tables.contract)
    return State(
        carer=np.full((families, positions), NOBODY),
        given=np.zeros((families, positions), dtype=np.int64),
        load=np.zeros((carers, days), dtype=np.int64),
        busy=np.zeros((carers, days), dtype=np.int64),
        slot=np.full((carers, days, tables.most_families), NOBODY),
        worked=np.zeros(carers, dtype=np.int64),
        total=np.zeros(carers, dtype=np.int64),
        own=tables.days * tables.price_unserved,
    )


def desk(tables: Tables, most_removed: int) -> Desk:
    """An empty desk for these tables."""
    families, positions = tables.care_days.shape
    subsets = 1 << positions
    return Desk(
        top=np.full((subsets, BLOCKS), FAR),
        who=np.full((subsets, BLOCKS), NOBODY),
        period=np.zeros(subsets, dtype=np.int64),
        block=np.zeros(BLOCKS, dtype=np.int64),
        block_carer=np.full(BLOCKS, NOBODY),
        plan_carer=np.full(positions, NOBODY),
        plan_given=np.zeros(positions, dtype=np.int64),
        kept_carer=np.full((most_removed, positions), NOBODY),
        kept_given=np.zeros((most_removed, positions), dtype=np.int64),
        removed=np.zeros(most_removed, dtype=np.int64),
        marked=np.zeros(families, dtype=np.int64),
    )
