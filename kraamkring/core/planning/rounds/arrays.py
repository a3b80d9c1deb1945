"""What the compiled search of rounds looks at.

A plan is one order of all visits and a carer for every task. Each carer's round is the order with the others left out,
so that no two rounds can wait for one another; times follow, as early as can be.
"""

from __future__ import annotations

from typing import NamedTuple

from ..compiling import Real, Whole

NOBODY = -1
TASKS = 2


class Day(NamedTuple):
    """What does not change. Visits are numbered from 1; 0 is the depot."""

    way: Real  # [place, place] minutes
    opens: Real  # [visit]
    closes: Real  # [visit]
    tasks: Whole  # [visit] how many
    lasts: Real  # [visit, task] minutes
    skill: Whole  # [visit, task]
    least: Real  # [visit] between the beginnings of its two tasks
    most: Real  # [visit]
    able: Whole  # [skill, ...] carers, NOBODY behind
    ables: Whole  # [skill] how many
    can: Whole  # [skill, carer] 1 if she can
    near: Whole  # [visit, ...] other visits, nearest in place and time first


class Course(NamedTuple):
    """A plan and its times."""

    order: Whole  # [position] visit
    position: Whole  # [visit]
    carer: Whole  # [visit, task]
    ready: Real  # [visit, task] when its carer can be there
    begins: Real  # [visit, task]
    leg: Real  # [visit, task] the way to it
    late: Real  # [visit] minutes, of all tasks
    latest: Real  # [visit] minutes, of the later task
    last: Whole  # [carer] the last place of her round


class Sketch(NamedTuple):
    """Room to work out what a change does, before it is made."""

    stirred: Whole  # [carer] 1 while her times differ from those of the course
    place: Whole  # [carer] where she is, if stirred
    free: Real  # [carer] from when, if stirred
    moved: Whole  # [visit] 1 if its carers or its place in the order changed
    touched: Whole  # [...] visits whose times are other ones
    mark: Whole  # [visit] 1 if touched
    ready: Real
    begins: Real
    leg: Real
    late: Real
    latest: Real
    kept: Whole  # [...] what is needed to undo
