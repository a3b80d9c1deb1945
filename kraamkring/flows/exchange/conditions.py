"""A program writes on a condition: what fits is searched as every search is, and then one thing is made or changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kraamkring.core.exchange import NotUnderstood
from kraamkring.core.exchange.asking import Filter, Search, Value, as_uuid
from kraamkring.core.exchange.resource import Json, derived_id
from kraamkring.core.exchange.taking import numbers_in
from kraamkring.core.kernel.errors import Refusal
from kraamkring.flows import transaction
from kraamkring.rooms.exchange.actions import one_at_a_time
from kraamkring.rooms.exchange.models import Resource

from .reach import Asker
from .searching import search
from .sent import Sent
from .writing import CORRECTS, CREATES


class SeveralFit(Refusal):
    """A condition that should name one resource fits several."""


@transaction.atomic
def create_unless_there(*, type: str, sent: Json, asked: Search, asker: Asker, now: datetime) -> Sent:
    """What fits already, as it stands; made, if nothing does. Who asks the same at once waits. Raises SeveralFit."""
    there = the_one_that_fits(asked=asked, sent=sent, asker=asker, now=now)
    return Sent(there, made=False) if there else CREATES[type](sent=sent, asker=asker, now=now)


@transaction.atomic
def correct_or_create(
    *, type: str, sent: Json, asked: Search, version: int | None, asker: Asker, now: datetime
) -> Sent:
    """What fits is corrected; made, if nothing does. Raises SeveralFit, and NotUnderstood for an id that is another, or
    that somebody else chose for what is not there yet."""
    there = the_one_that_fits(asked=asked, sent=sent, asker=asker, now=now)
    id = sent.get("id")
    if there is None:
        if id is not None:
            raise NotUnderstood("id: nothing fits, and ids of what is new are given here")
        return CREATES[type](sent=sent, asker=asker, now=now)
    if id not in (None, str(there.pk)):
        raise NotUnderstood("id: it is not the one of what fits")
    return CORRECTS[type](id=there.pk, sent=sent, version=version, asker=asker, now=now)


@transaction.atomic
def the_one_that_fits(*, asked: Search, sent: Json | None, asker: Asker, now: datetime) -> Resource | None:
    """The only resource that fits, as far as she sees; None for none. sent: what is to be written, whose own numbers
    count, for they are not kept."""
    if not asked.filters:
        raise NotUnderstood("a condition without a parameter would fit everything")
    one_at_a_time(f"{asker.user.pk}?{asked.type}?{sorted(asked.used)}")
    narrowed = _by_its_number(asked, sent) if sent is not None else asked
    rows = search(asked=replace(narrowed, count=2), asker=asker, now=now).rows
    if len(rows) > 1:
        raise SeveralFit("", "several resources fit this condition", "Say more of the one that is meant")
    return rows[0] if rows else None


def _by_its_number(asked: Search, sent: Json) -> Search:
    """An Observation is found by the number of its sender through the id that was made from it."""
    if asked.type != "Observation" or not any(each.name == "identifier" for each in asked.filters):
        return asked
    about = as_uuid(str((sent.get("subject") or {}).get("reference", "")).rpartition("/")[2])
    named = [each for each in asked.filters if each.name == "identifier"]
    fitting = [
        (system, value)
        for system, value in numbers_in(sent)
        if all(any(_names(wanted, system, value) for wanted in each.values) for each in named)
    ]
    if about is None or not fitting or any(each.modifier for each in named):
        raise NotUnderstood("identifier: only by one that the resource itself carries")
    ids = tuple(Value(text=str(derived_id(about, f"{system}|{value}"))) for system, value in numbers_in(sent))
    person = Filter(name="subject", kind="reference", values=(Value(text=str(about), system="Patient"),))
    others = tuple(each for each in asked.filters if each not in named)
    return replace(asked, filters=(*others, person, Filter(name="_id", kind="token", values=ids)))


def _names(wanted: Value, system: str, value: str) -> bool:
    return wanted.system in (None, system) and wanted.text in (None, value)
