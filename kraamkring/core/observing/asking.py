"""Of whom what is asked: the mother, and each child that lives. Nothing is asked about a child that has gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .newborn import Newborn
from .observable import Block, Observable

MOTHER = "mother"


class AskedBlock(NamedTuple):
    """One block of one person, with what is asked in it."""

    who: str
    block: Block
    observables: tuple[Observable, ...]


def asked(
    blocks: Iterable[Block],
    newborns: Mapping[str, Newborn],
    *,
    birth_is_over: bool,
    mother_lives: bool = True,
) -> list[AskedBlock]:
    """What a visit asks, the mother first, then each living child, block by block. birth_is_over: a birth or a loss
    was recorded; before it only what is asked from the booking on."""
    listed = sorted(blocks, key=lambda block: block.order)
    who = [MOTHER] if mother_lives else []
    who += [slot for slot, child in newborns.items() if child.died_at is None]
    caesarean = any(child.caesarean for child in newborns.values())
    found = []
    for person in who:
        for block in listed:
            if (block.about == MOTHER) != (person == MOTHER):
                continue
            if block.asked_from == "birth" and not birth_is_over:
                continue
            fitting = tuple(each for each in block.observables if _fits(each, caesarean))
            if fitting:
                found.append(AskedBlock(person, block, fitting))
    return found


def _fits(observable: Observable, caesarean: bool) -> bool:
    return observable.asked == "any birth" or (observable.asked == "caesarean") == caesarean
