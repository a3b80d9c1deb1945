"""Simulated annealing over rounds: visits move or go to others, two visits or the ends of two rounds change hands."""

from __future__ import annotations

import math

from ..chance import draw, pick
from ..compiling import Real, Seed, Whole, compiled
from .arrays import NOBODY, TASKS, Course, Day, Sketch
from .timing import drop, follow, hold, somebody, stand


@compiled
def search(
    steps: int,
    heat: float,
    d: Day,
    c: Course,
    k: Sketch,
    sums: Real,
    best: Course,
    best_cost: float,
    random: Seed,
) -> float:
    """So many steps at one temperature. Returns the best cost.

    sums: the way, the lateness and the greatest lateness of the course.
    """
    visits = len(c.order)
    price = (sums[0] + sums[1] + sums[2]) / 3.0
    for _ in range(steps):
        way = draw(random)
        v = 1 + pick(random, visits)
        if way < 0.55:
            first, last = _move_beside(v, d, c, k, random)
        elif way < 0.70:
            first, last = _give_to_others(v, d, c, k, random)
        elif way < 0.85:
            first, last = _exchange(v, d, c, k, random)
        else:
            first, last = _cross(v, d, c, k, random)
        if first < 0:
            continue
        number, travelled, late, latest = follow(first, last, sums[0], sums[1], sums[2], d, c, k)
        new = (travelled + late + latest) / 3.0
        if new <= price or draw(random) < math.exp((price - new) / heat):
            hold(number, d, c, k)
            _settle(k)
            sums[0], sums[1], sums[2] = travelled, late, latest
            price = new
            if new < best_cost - 1e-7:
                best_cost = new
                best.order[:] = c.order
                best.carer[:, :] = c.carer
                best.begins[:, :] = c.begins
        else:
            drop(number, k)
            _undo(d, c, k)
    return best_cost


@compiled
def _note(v: int, c: Course, k: Sketch) -> None:
    """Keeps the carers of a visit that is about to change."""
    at = k.kept[0]
    k.kept[3 + 3 * at] = v
    k.kept[4 + 3 * at] = c.carer[v, 0]
    k.kept[5 + 3 * at] = c.carer[v, 1]
    k.kept[0] = at + 1
    k.moved[v] = 1


@compiled
def _settle(k: Sketch) -> None:
    for at in range(k.kept[0]):
        k.moved[k.kept[3 + 3 * at]] = 0


@compiled
def _undo(d: Day, c: Course, k: Sketch) -> None:
    """Order and carers are again as they were."""
    here, there = k.kept[1], k.kept[2]
    if here != there:
        _shift(there, here, c)
    for at in range(k.kept[0] - 1, -1, -1):
        v = k.kept[3 + 3 * at]
        k.moved[v] = 0
        c.carer[v, 0] = k.kept[4 + 3 * at]
        c.carer[v, 1] = k.kept[5 + 3 * at]


@compiled
def _shift(here: int, there: int, c: Course) -> None:
    """The visit at one position moves to another; those between make room."""
    v = c.order[here]
    step = 1 if there > here else -1
    for position in range(here, there, step):
        other = c.order[position + step]
        c.order[position] = other
        c.position[other] = position
    c.order[there] = v
    c.position[v] = there


@compiled
def _begin(k: Sketch, here: int, there: int) -> None:
    k.kept[0] = 0
    k.kept[1] = here
    k.kept[2] = there


@compiled
def _stir(v: int, before: int, d: Day, c: Course, k: Sketch) -> None:
    for task in range(d.tasks[v]):
        stand(c.carer[v, task], before, d, c, k)


@compiled
def _move_beside(v: int, d: Day, c: Course, k: Sketch, random: Seed) -> tuple[int, int]:
    """A visit goes just before or after a near one, and to its carer if she can."""
    width = d.near.shape[1]
    if width == 0:
        return -1, -1
    other = d.near[v, int(width * draw(random) ** 2)]
    here, target = c.position[v], c.position[other]
    after = draw(random) < 0.5
    there = target + (1 if after else 0)
    if here < there:
        there -= 1
    first, last = min(here, there), max(here, there)
    _begin(k, here, there)
    _note(v, c, k)
    _stir(v, first, d, c, k)
    _shift(here, there, c)
    task = pick(random, d.tasks[v])
    wanted = c.carer[other, pick(random, d.tasks[other])]
    if d.tasks[v] == 2 and c.carer[v, 1 - task] == wanted:
        task = 1 - task
    if d.can[d.skill[v, task], wanted]:
        c.carer[v, task] = wanted
    elif draw(random) < 0.5:
        wanted = somebody(v, task, NOBODY, pick(random, d.ables[d.skill[v, task]]), d)
        c.carer[v, task] = wanted
    if d.tasks[v] == 2 and (c.carer[v, 1 - task] == c.carer[v, task] or draw(random) < 0.3):
        second = somebody(v, 1 - task, c.carer[v, task], pick(random, d.ables[d.skill[v, 1 - task]]), d)
        if second == NOBODY:
            _undo(d, c, k)
            drop(0, k)
            return -1, -1
        c.carer[v, 1 - task] = second
    _stir_after(v, first, d, c, k)
    return first, last


@compiled
def _stir_after(v: int, first: int, d: Day, c: Course, k: Sketch) -> None:
    """Stirs the new carers of a visit; where they stood before `first` does not depend on what changed behind it."""
    for task in range(d.tasks[v]):
        stand(c.carer[v, task], first, d, c, k)


@compiled
def _give_to_others(v: int, d: Day, c: Course, k: Sketch, random: Seed) -> tuple[int, int]:
    """One task of a visit goes to another able carer, at the same place of the order."""
    task = pick(random, d.tasks[v])
    other = c.carer[v, 1 - task] if d.tasks[v] == 2 else NOBODY
    carer = somebody(v, task, other, pick(random, d.ables[d.skill[v, task]]), d)
    if carer in (NOBODY, c.carer[v, task]):
        return -1, -1
    here = c.position[v]
    _begin(k, here, here)
    _note(v, c, k)
    _stir(v, here, d, c, k)
    c.carer[v, task] = carer
    _stir_after(v, here, d, c, k)
    return here, here


@compiled
def _exchange(v: int, d: Day, c: Course, k: Sketch, random: Seed) -> tuple[int, int]:
    """Two near visits exchange the carers of one task each."""
    width = d.near.shape[1]
    if width == 0:
        return -1, -1
    other = d.near[v, int(width * draw(random) ** 2)]
    task, its = pick(random, d.tasks[v]), pick(random, d.tasks[other])
    one, two = c.carer[v, task], c.carer[other, its]
    if one == two or d.can[d.skill[v, task], two] == 0 or d.can[d.skill[other, its], one] == 0:
        return -1, -1
    if (d.tasks[v] == 2 and c.carer[v, 1 - task] == two) or (
        d.tasks[other] == 2 and c.carer[other, 1 - its] == one
    ):
        return -1, -1
    here, there = c.position[v], c.position[other]
    first, last = min(here, there), max(here, there)
    _begin(k, here, here)
    _note(v, c, k)
    _note(other, c, k)
    _stir(v, first, d, c, k)
    _stir(other, first, d, c, k)
    c.carer[v, task] = two
    c.carer[other, its] = one
    return first, last


@compiled
def _cross(v: int, d: Day, c: Course, k: Sketch, random: Seed) -> tuple[int, int]:
    """From this visit on, its carer and another one exchange the rest of their rounds, where both can."""
    task = pick(random, d.tasks[v])
    one = c.carer[v, task]
    two = somebody(v, task, one, pick(random, d.ables[d.skill[v, task]]), d)
    if two == NOBODY:
        return -1, -1
    first = c.position[v]
    for position in range(first, len(c.order)):
        other = c.order[position]
        for its in range(d.tasks[other]):
            carer = c.carer[other, its]
            if (carer == one and d.can[d.skill[other, its], two] == 0) or (
                carer == two and d.can[d.skill[other, its], one] == 0
            ):
                return -1, -1
    _begin(k, first, first)
    stand(one, first, d, c, k)
    stand(two, first, d, c, k)
    last = first
    for position in range(first, len(c.order)):
        other = c.order[position]
        noted = False
        for its in range(d.tasks[other]):
            carer = c.carer[other, its]
            if carer in (one, two):
                if not noted:
                    _note(other, c, k)
                    noted = True
                c.carer[other, its] = two if carer == one else one
                last = position
    return first, last


@compiled
def start_course(d: Day, c: Course, k: Sketch, sums: Real, order: Whole) -> None:
    """A first complete plan: in this order every visit goes to whoever makes it least late and drives least."""
    for carer in range(len(k.stirred)):
        k.place[carer] = 0
        k.free[carer] = 0.0
    for position in range(len(order)):
        v = order[position]
        c.order[position] = v
        c.position[v] = position
        least = math.inf
        for i in range(d.ables[d.skill[v, 0]]):
            one = d.able[d.skill[v, 0], i]
            ready = max(k.free[one] + d.way[k.place[one], v], d.opens[v])
            if d.tasks[v] == 1:
                price = d.way[k.place[one], v] + TASKS * max(0.0, ready - d.closes[v])
                if price < least:
                    least = price
                    c.carer[v, 0] = one
                continue
            for j in range(d.ables[d.skill[v, 1]]):
                two = d.able[d.skill[v, 1], j]
                if two == one:
                    continue
                other = max(max(k.free[two] + d.way[k.place[two], v], d.opens[v]), ready + d.least[v])
                begins = max(ready, other - d.most[v])
                price = d.way[k.place[one], v] + d.way[k.place[two], v]
                price += TASKS * (max(0.0, begins - d.closes[v]) + max(0.0, other - d.closes[v]))
                if price < least:
                    least = price
                    c.carer[v, 0] = one
                    c.carer[v, 1] = two
        k.moved[v] = 1
        _place(v, d, c, k)
    for carer in range(len(k.stirred)):
        k.stirred[carer] = 1
        k.place[carer] = 0
        k.free[carer] = 0.0
    number, sums[0], sums[1], sums[2] = follow(0, len(order) - 1, 0.0, 0.0, 0.0, d, c, k)
    hold(number, d, c, k)
    for position in range(len(order)):
        k.moved[order[position]] = 0


@compiled
def _place(v: int, d: Day, c: Course, k: Sketch) -> None:
    """Both carers of a visit stand there when it is done."""
    one = c.carer[v, 0]
    begins = max(k.free[one] + d.way[k.place[one], v], d.opens[v])
    if d.tasks[v] == 2:
        two = c.carer[v, 1]
        second = max(max(k.free[two] + d.way[k.place[two], v], d.opens[v]), begins + d.least[v])
        begins = max(begins, second - d.most[v])
        k.place[two] = v
        k.free[two] = second + d.lasts[v, 1]
    k.place[one] = v
    k.free[one] = begins + d.lasts[v, 0]
