"""The times that follow from a changed order: only of those whom the change reaches, until it has died away."""

from __future__ import annotations

from ..compiling import compiled
from .arrays import NOBODY, Course, Day, Sketch


@compiled
def follow(
    first: int, last: int, way: float, late: float, latest: float, d: Day, c: Course, k: Sketch
) -> tuple[int, float, float, float]:
    """Works out all times after a change between two positions of the order.

    The carers of moved visits, before and after, are stirred already and stand where they are before `first`. Given the
    sums of the course, returns how many visits were touched (their times are in the sketch), and the sums that follow.
    """
    number = 0
    stirred = 0
    for carer in range(len(k.stirred)):
        stirred += k.stirred[carer]
    top_touched = False
    greatest = 0.0
    for position in range(first, len(c.order)):
        if position > last and stirred == 0:
            break
        v = c.order[position]
        tasks = d.tasks[v]
        one = c.carer[v, 0]
        two = c.carer[v, 1]
        if k.moved[v] == 0 and k.stirred[one] == 0 and (tasks == 1 or k.stirred[two] == 0):
            continue
        for task in range(tasks):
            carer = c.carer[v, task]
            if k.stirred[carer]:
                leg = d.way[k.place[carer], v]
                k.leg[v, task] = leg
                k.ready[v, task] = k.free[carer] + leg
            else:
                k.leg[v, task] = c.leg[v, task]
                k.ready[v, task] = c.ready[v, task]
            way += k.leg[v, task] - c.leg[v, task]
        begins = max(k.ready[v, 0], d.opens[v])
        if tasks == 1:
            k.begins[v, 0] = begins
            over = max(0.0, begins - d.closes[v])
            k.late[v] = over
            k.latest[v] = over
        else:
            second = max(max(k.ready[v, 1], d.opens[v]), begins + d.least[v])
            begins = max(begins, second - d.most[v])
            k.begins[v, 0] = begins
            k.begins[v, 1] = second
            over = max(0.0, begins - d.closes[v])
            after = max(0.0, second - d.closes[v])
            k.late[v] = over + after
            k.latest[v] = max(over, after)
        late += k.late[v] - c.late[v]
        greatest = max(greatest, k.latest[v])
        if c.latest[v] >= latest and c.latest[v] > 0.0:
            top_touched = True
        k.touched[number] = v
        k.mark[v] = 1
        number += 1
        for task in range(tasks):
            carer = c.carer[v, task]
            if k.begins[v, task] == c.begins[v, task] and position > last:
                if k.stirred[carer]:
                    k.stirred[carer] = 0
                    stirred -= 1
            else:
                if k.stirred[carer] == 0:
                    k.stirred[carer] = 1
                    stirred += 1
                k.place[carer] = v
                k.free[carer] = k.begins[v, task] + d.lasts[v, task]
    for carer in range(len(k.stirred)):
        if k.stirred[carer]:
            way += d.way[k.place[carer], 0] - d.way[c.last[carer], 0]
    if top_touched:
        latest = greatest
        for position in range(len(c.order)):
            v = c.order[position]
            if k.mark[v] == 0:
                latest = max(latest, c.latest[v])
    else:
        latest = max(latest, greatest)
    return number, way, late, latest


@compiled
def stand(carer: int, before: int, d: Day, c: Course, k: Sketch) -> None:
    """Stirs a carer, who stands where she is before this position of the order."""
    if k.stirred[carer]:
        return
    k.stirred[carer] = 1
    k.place[carer] = 0
    k.free[carer] = 0.0
    for position in range(before - 1, -1, -1):
        v = c.order[position]
        for task in range(d.tasks[v]):
            if c.carer[v, task] == carer:
                k.place[carer] = v
                k.free[carer] = c.begins[v, task] + d.lasts[v, task]
                return


@compiled
def hold(number: int, d: Day, c: Course, k: Sketch) -> None:
    """The sketch becomes the course."""
    for at in range(number):
        v = k.touched[at]
        k.mark[v] = 0
        for task in range(d.tasks[v]):
            c.ready[v, task] = k.ready[v, task]
            c.begins[v, task] = k.begins[v, task]
            c.leg[v, task] = k.leg[v, task]
        c.late[v] = k.late[v]
        c.latest[v] = k.latest[v]
    for carer in range(len(k.stirred)):
        if k.stirred[carer]:
            c.last[carer] = k.place[carer]
            k.stirred[carer] = 0


@compiled
def drop(number: int, k: Sketch) -> None:
    """The sketch is forgotten."""
    for at in range(number):
        k.mark[k.touched[at]] = 0
    for carer in range(len(k.stirred)):
        k.stirred[carer] = 0


@compiled
def somebody(v: int, task: int, other: int, start: int, d: Day) -> int:
    """An able carer for a task who is not the other one, from a place in the list on; NOBODY if there is none."""
    skill = d.skill[v, task]
    for step in range(d.ables[skill]):
        carer = d.able[skill, (start + step) % d.ables[skill]]
        if carer != other:
            return int(carer)
    return NOBODY
