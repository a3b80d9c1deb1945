"""The fields of what is observed: how each is called on the page, and what was typed in it, read as a value.

Names on the page: `o.newborn-1.weight_g` the value, `r.…` why it is right though unusual, `n.newborn-1.output` that all
of a block is normal. What is possible and what is usual is judged in the flow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from kraamkring.core.observing import Observable, Value
from kraamkring.core.observing.asking import AskedBlock
from kraamkring.core.observing.observable import MOST_CHARACTERS
from kraamkring.flows.write_visit import Noted, Place

A_NUMBER = re.compile(r"[+-]?\d{1,7}(?:[.,]\d{1,4})?")
YES_NO = {"yes": True, "no": False}
LONGEST_REASON = 500


@dataclass(frozen=True)
class Typed:
    """What came in, by whom and what it is about. texts, reasons: as it was typed, to be shown again. normal: the
    blocks that were said to be normal. noted: what could be read. wrong: a sentence for each field that could not."""

    texts: Mapping[Place, str] = field(default_factory=dict)
    reasons: Mapping[Place, str] = field(default_factory=dict)
    normal: frozenset[Place] = frozenset()
    noted: Sequence[Noted] = ()
    wrong: Mapping[Place, str] = field(default_factory=dict)


def name_of(kind: str, who: str, what: str) -> str:
    """`o.newborn-1.weight_g`."""
    return f"{kind}.{who}.{what}"


def typed(said: QueryDict, asked: Iterable[AskedBlock]) -> Typed:
    """What was filled in of what was asked. A block that is said to be normal writes its normal answers where nothing
    else was chosen."""
    texts: dict[Place, str] = {}
    reasons: dict[Place, str] = {}
    noted: list[Noted] = []
    wrong: dict[Place, str] = {}
    normal = set()
    for block in asked:
        is_normal = name_of("n", block.who, block.block.id) in said
        if is_normal:
            normal.add((block.who, block.block.id))
        for observable in block.observables:
            place = (block.who, observable.id)
            text = said.get(name_of("o", *place), "").strip()
            reason = " ".join(said.get(name_of("r", *place), "").split())[:LONGEST_REASON]
            if text:
                texts[place] = text
            if reason:
                reasons[place] = reason
            if not text and is_normal and observable.normal is not None:
                noted.append(Noted(who=block.who, what=observable.id, value=observable.normal))
            elif text:
                value = read(observable, text)
                if value is None:
                    wrong[place] = unreadable(observable)
                else:
                    noted.append(Noted(who=block.who, what=observable.id, value=value, reason=reason))
    return Typed(texts, reasons, frozenset(normal), noted, wrong)


def read(observable: Observable, text: str) -> Value | None:
    """The value that was typed, None if it is none. A comma and a point are the same in a number."""
    if observable.kind == "yes_no":
        return YES_NO.get(text)
    if observable.kind == "choice":
        return text if observable.choice(text) else None
    if observable.kind == "words":
        return text if len(text) <= MOST_CHARACTERS else None
    if not A_NUMBER.fullmatch(text):
        return None
    number = float(text.replace(",", "."))
    if observable.kind == "count":
        return int(number) if number.is_integer() else None
    return number


def unreadable(observable: Observable) -> str:
    """What is said of a text that is no value of that kind."""
    if observable.kind == "count":
        return _("This is not a whole number. Write digits only.")
    if observable.kind == "number":
        return _("This is not a number. Write digits only, as in 37.2.")
    if observable.kind == "words":
        return _("These are too many words. Write at most %(most)s characters.") % {"most": MOST_CHARACTERS}
    return _("This is not one of the answers. Choose one.")
