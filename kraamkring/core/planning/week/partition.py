"""How the care days of one family are best divided over at most three carers."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy.typing as npt

from ..compiling import Whole, compiled
from .arrays import BLOCKS, FAR, NOBODY

Price = TypeVar("Price", int, float)


@compiled
def keep_cheapest(top: npt.NDArray[Any], who: Whole, days: int, price: Price, carer: int) -> bool:
    """True if she is now among the cheapest for these days: she stands in her place, and the dearest is gone."""
    rank = BLOCKS - 1
    if price >= top[days, rank]:
        return False
    while rank > 0 and price < top[days, rank - 1]:
        top[days, rank] = top[days, rank - 1]
        who[days, rank] = who[days, rank - 1]
        rank -= 1
    top[days, rank] = price
    who[days, rank] = carer
    return True


@compiled
def divide(
    full: int,
    top: npt.NDArray[Any],
    who: Whole,
    ones: Whole,
    unserved: Price,
    dropped: Price,
    promises: int,
    must: int,
    given_back: Price,
    most_carers: int,
    at_most: Price,
    block: Whole,
    block_carer: Whole,
) -> Price:
    """The lowest price of any division that stays under `at_most`, written into block and block_carer; or FAR.

    A day without anybody costs `unserved`, and `dropped` on top if it is one of the promises; days in `must` have
    somebody.

    `top` holds the three cheapest carers for every subset of days. That is enough: in a best division of three blocks,
    a carer outside the three cheapest of her block can be exchanged for one of them who has no other block.
    """
    best = at_most
    found = False
    served = full
    while True:
        left = full ^ served
        price_left = unserved * ones[left]
        if left & promises:
            price_left += dropped * ones[left & promises]
        if left & must == 0 and price_left < best + given_back:
            if served == 0:
                if price_left < best:
                    best, found = price_left, True
                    for each in range(BLOCKS):
                        block[each] = 0
            else:
                ground = price_left - given_back
                first_day = served & -served
                others = served ^ first_day
                rest = others
                while True:  # the block with the first day: first_day plus what is not in rest
                    first = served ^ rest
                    price_first = top[first, 0]
                    if ground + price_first < best:
                        if rest == 0:
                            best, found = ground + price_first, True
                            block[0], block[1], block[2] = first, 0, 0
                            block_carer[0] = who[first, 0]
                        elif most_carers > 1:
                            second_day = rest & -rest
                            remaining = rest ^ second_day
                            third = remaining if most_carers > 2 else 0
                            while True:
                                second = rest ^ third
                                price = ground + price_first + top[second, 0]
                                if third:
                                    price += top[third, 0]
                                if price < best:
                                    price = _settle(
                                        first, second, third, top, who, best - ground, block, block_carer
                                    )
                                    if ground + price < best:
                                        best, found = ground + price, True
                                if third == 0:
                                    break
                                third = (third - 1) & remaining
                    if rest == 0:
                        break
                    rest = (rest - 1) & others
        if served == 0:
            break
        served = (served - 1) & full
    return best if found else FAR


@compiled
def _settle(
    first: int,
    second: int,
    third: int,
    top: npt.NDArray[Any],
    who: Whole,
    at_most: Price,
    block: Whole,
    block_carer: Whole,
) -> Price:
    """The lowest price of these blocks with a different carer for each; written down if it is under at_most."""
    best = at_most
    for i in range(BLOCKS):
        one = who[first, i]
        if one == NOBODY or top[first, i] >= best:
            break
        for j in range(BLOCKS):
            two = who[second, j]
            if two == NOBODY:
                break
            if two == one:
                continue
            so_far = top[first, i] + top[second, j]
            if so_far >= best:
                break
            if third == 0:
                best = so_far
                block[0], block[1], block[2] = first, second, 0
                block_carer[0], block_carer[1] = one, two
                break
            for k in range(BLOCKS):
                three = who[third, k]
                if three == NOBODY:
                    break
                if three in (one, two):
                    continue
                if so_far + top[third, k] < best:
                    best = so_far + top[third, k]
                    block[0], block[1], block[2] = first, second, third
                    block_carer[0], block_carer[1], block_carer[2] = one, two, three
                break
    return best if best < at_most else FAR
