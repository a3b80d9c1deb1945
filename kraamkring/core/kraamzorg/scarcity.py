"""Too few hours for everyone: who gets what, by the order of the scheme, and why.

The minimum of everyone comes before anything above the basic care of anyone, in every order that a scheme may name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..kernel.errors import Refusal
from .answer import Share, Sharing, Why
from .family import Families, Family
from .hours import loss_rule, reckon
from .reasons import shielding
from .rules import Level, Order, Whom
from .scheme import Book, Edition, PackageScheme
from .voice import Voice

Enough = Literal["everything", "the basic of everyone", "the least of everyone", "less than the least"]


@dataclass
class Claim:
    """What one family may have at each level, in steps, and what it has so far."""

    name: str
    levels: dict[Level, int]
    because: tuple[str, ...]
    has: int = 0

    @property
    def shielded(self) -> bool:
        return bool(self.because)


def share(there_are: float, families: Families, book: Book, day: date) -> Sharing:
    """The hours there are, given out. Raises Refusal, naming the family, where its hours are still to be judged."""
    scheme, voice = book.scheme, Voice(book)
    if not isinstance(scheme, PackageScheme) or scheme.scarcity is None:
        raise Refusal("--method", "this method has no order for scarce hours", "Share by lip or vlg")
    order = _order(families.order, scheme)
    step = scheme.edition_on(day).step.hours or 1.0
    claims = [_claim(at, each, scheme, voice, day, step) for at, each in enumerate(families.families)]
    _named_once(claims)
    left = int(there_are / step + 1e-9)
    for each in order.steps:
        left = _give(left, [claim for claim in claims if _meant(claim, each.whom)], each.to)
    return _sharing(there_are, claims, scheme, order, voice, step)


def _claim(at: int, family: Family, scheme: PackageScheme, voice: Voice, day: date, step: float) -> Claim:
    on = family.on or family.born_on or day
    edition = scheme.edition_on(on)
    try:
        sums = reckon(family, edition, voice, on)
        indicated, basic = _indicated(family, edition, sums.total), sums.basic_hours
    except Refusal as refused:
        raise refused.at(f"families[{at}].{refused.field}") from None
    if indicated is None:
        raise Refusal(f"families[{at}]", "the hours are still to be judged", "Give indicated_hours")
    levels: dict[Level, float] = {
        "indicated": indicated,
        "basic": min(basic, indicated),
        "minimum": min(edition.minimum.hours, basic, indicated),
    }
    return Claim(
        name=family.name or f"family {at + 1}",
        levels={level: round(hours / step) for level, hours in levels.items()},
        because=shielding(family, edition, on),
    )


def _indicated(family: Family, edition: Edition, total: float) -> float | None:
    if family.indicated_hours is not None:
        if edition.maximum and family.indicated_hours > edition.maximum.hours:
            raise Refusal(
                "indicated_hours", "this is more than the most there is", f"At most {edition.maximum.hours:g}"
            )
        return family.indicated_hours
    rule = loss_rule(family, edition)
    if rule is None:
        return None if family.bereaved else total
    return {"as usual": total, "judged": None, "none": 0.0}[rule.gives]


def _give(left: int, claims: Sequence[Claim], level: Level) -> int:
    """Steps to everyone up to a level; where there are too few, everyone the same part of what she lacks."""
    lacking = [max(0, claim.levels[level] - claim.has) for claim in claims]
    wanted = sum(lacking)
    if wanted <= left:
        given = lacking
    else:
        given = [lack * left // wanted for lack in lacking]
        spare = left - sum(given)
        for at, lack in enumerate(lacking):
            if spare and given[at] < lack:
                given[at] += 1
                spare -= 1
    for claim, steps in zip(claims, given, strict=True):
        claim.has += steps
    return left - sum(given)


def _meant(claim: Claim, whom: Whom) -> bool:
    return whom == "everyone" or claim.shielded == (whom == "shielded")


def _order(name: str | None, scheme: PackageScheme) -> Order:
    assert scheme.scarcity is not None  # noqa: S101 (asked by the caller)
    orders = {order.name: order for order in scheme.scarcity.orders}
    chosen = name or scheme.scarcity.default
    if chosen not in orders:
        raise Refusal("order", "there is no such order", f"There is {', '.join(orders)}")
    return orders[chosen]


def _named_once(claims: Sequence[Claim]) -> None:
    seen: set[str] = set()
    for at, claim in enumerate(claims):
        if claim.name in seen:
            raise Refusal(f"families[{at}].name", "two families have this name", "Give each its own")
        seen.add(claim.name)


def _sharing(
    there_are: float, claims: Sequence[Claim], scheme: PackageScheme, order: Order, voice: Voice, step: float
) -> Sharing:
    def sum_of(level: Level) -> float:
        return step * sum(claim.levels[level] for claim in claims)

    given = step * sum(claim.has for claim in claims)
    enough: Enough = "less than the least"
    for level, words in LEVELS:
        if there_are >= sum_of(level):
            enough = words
            break
    return Sharing(
        method=scheme.name,
        order=order.name,
        there_are=there_are,
        indicated=sum_of("indicated"),
        given=given,
        left=round(there_are - given, 2),
        enough_for=enough,
        reviewed=scheme.sign.checked_by != "not reviewed",
        checked_by=scheme.sign.checked_by,
        families=tuple(_share(claim, voice, step) for claim in claims),
        why=(voice.why(order), voice.remark("scarcity-floor")),
    )


LEVELS: tuple[tuple[Level, Enough], ...] = (
    ("indicated", "everything"), ("basic", "the basic of everyone"), ("minimum", "the least of everyone"),
)  # fmt: skip


def _share(claim: Claim, voice: Voice, step: float) -> Share:
    hours = {level: step * steps for level, steps in claim.levels.items()}
    has = step * claim.has
    return Share(
        family=claim.name,
        indicated=hours["indicated"],
        basic=hours["basic"],
        minimum=hours["minimum"],
        shielded=claim.shielded,
        because=claim.because,
        hours=has,
        shortened_by=round(hours["indicated"] - has, 2),
        why=_why(claim, voice, has, hours),
    )


def _why(claim: Claim, voice: Voice, has: float, hours: dict[Level, float]) -> Why:
    filling = {"hours": has, "indicated": hours["indicated"], "less": hours["indicated"] - has}
    if claim.has >= claim.levels["indicated"]:
        return voice.remark("share-whole", **filling)
    if claim.has < claim.levels["minimum"]:
        return voice.remark("share-below-least", **filling)
    kind = "shielded" if claim.shielded else "other"
    where = "above-basic" if claim.has >= claim.levels["basic"] else "below-basic"
    return voice.remark(f"share-{kind}-{where}", **filling)
