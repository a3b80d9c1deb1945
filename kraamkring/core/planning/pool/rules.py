"""What no roster may break, each rule with a sentence for a name. Independent of how rosters are found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from ...kernel.errors import ImpossibleFact
from .model import Block, PoolCarer, PoolProblem, Roster


def broken_rules(problem: PoolProblem, roster: Roster) -> list[str]:
    """Every fault of a roster; empty for one that may be published. Raises ImpossibleFact for a name nobody knows."""
    held: defaultdict[str, list[Block]] = defaultdict(list)
    for at, each in enumerate(roster.held):
        if each.carer not in problem.carer_by_id or not 0 <= each.block < len(problem.blocks):
            raise ImpossibleFact(
                f"on_call[{at}]", "it names a carer or block that is not there", "Correct it"
            )
        held[each.carer].append(problem.blocks[each.block])
    faults = []
    for carer in problem.carers:
        blocks = sorted(held[carer.id])
        faults += [f"{sentence} {carer.id} {fault}" for sentence, fault in _faults(problem, carer, blocks)]
    return faults


def _faults(problem: PoolProblem, carer: PoolCarer, blocks: list[Block]) -> Iterator[tuple[str, str]]:
    rules = problem.rules
    for block, times in Counter(blocks).items():
        if times > 1:
            yield "A carer is on call once in a block.", f"stands twice in block {block.at}"
        if not problem.may_be_on_call(carer, block):
            yield "Nobody is on call when she is off or said never.", f"is on call in block {block.at}"
    hours = sum(block.hours for block in blocks)
    if hours > carer.on_call_hours:
        yield "Nobody is on call for more hours than her contract has.", f"has {hours} h"
    for first, last in _stretches(blocks):
        if last.until_hour - first.from_hour > rules.longest_on_call_hours:
            yield "Nobody is on call for too long at a stretch.", f"from block {first.at} to {last.at}"
    for (_, before), (after, _) in pairwise(_stretches(blocks)):
        if after.from_hour - before.until_hour < rules.least_rest_hours:
            yield "Between two times on call there is rest.", f"before block {after.at}"
    nights = sorted({block.day for block in blocks if block.is_night})
    if _longest_run(nights) > rules.most_nights_in_a_row:
        yield "Nobody has too many nights in a row.", f"has {_longest_run(nights)}"
    yield from _windows(problem, carer, blocks)


def _windows(problem: PoolProblem, carer: PoolCarer, blocks: list[Block]) -> Iterator[tuple[str, str]]:
    """Rules that hold in any row of so many days, those before the period counted."""
    rules = problem.rules
    days = set(carer.days_on_call_before).union(*(problem.days_touched(block) for block in blocks))
    for start in range(1 - rules.days_counted, problem.days + 2 - rules.days_counted):
        window = range(start, start + rules.days_counted)
        busy = sum(day in days for day in window)
        if busy > rules.most_days_on_call:
            yield "Nobody is on call on too many days.", f"{busy} of {rules.days_counted} from day {start}"
        if _longest_run([day for day in window if day not in days]) < rules.free_days_in_a_row:
            yield "Everybody has free days in a row.", f"has not from day {start}"


def _stretches(blocks: list[Block]) -> list[tuple[Block, Block]]:
    """Blocks without a gap between them, each such row as its first and last."""
    found: list[tuple[Block, Block]] = []
    for block in blocks:
        if found and found[-1][1].until_hour == block.from_hour:
            found[-1] = (found[-1][0], block)
        else:
            found.append((block, block))
    return found


def _longest_run(days: list[int]) -> int:
    longest, run = 0, 0
    for at, day in enumerate(days):
        run = run + 1 if at and days[at - 1] == day - 1 else 1
        longest = max(longest, run)
    return longest
