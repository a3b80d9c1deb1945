"""Somebody's program searches. What she may not see is not counted, not sorted by, not followed and not included."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.exchange import TYPES
from kraamkring.core.exchange.asking import Filter, Search, as_uuid, persons_named
from kraamkring.flows import transaction
from kraamkring.rooms.exchange.models import Resource
from kraamkring.rooms.exchange.queries import Where, along, found, page

from .reach import Asker, Reach, reach_of_all, reach_of_persons

MOST_ALONG = 500  # resources that come along with one page


class Found(NamedTuple):
    """A page of what fits. included: what comes along. more: whether others follow. total: how many fit, None where
    nobody asked."""

    rows: tuple[Resource, ...]
    included: tuple[Resource, ...]
    more: bool
    total: int | None


@transaction.atomic
def search(*, asked: Search, asker: Asker, now: datetime, after: UUID | None = None) -> Found:
    """What fits, as far as it is open to her. The log gets a row for each family of whom something is on the page, with
    the names of what was asked, never a value."""
    reach = _reach(asked, asker, now)
    where = reached(asked, reach)
    counted = found(asked, where).count() if asked.summary == "count" or asked.total == "accurate" else None
    rows = [] if asked.summary == "count" else page(asked, where, after)
    shown = rows[: asked.count]
    included = along(shown, asked, where, MOST_ALONG) if shown else []
    names = "&".join(sorted({name for name, _ in asked.used}))
    reach.note(f"fhir:search:{asked.type}?{names}", [row.home for row in (*shown, *included)])
    return Found(tuple(shown), tuple(included), len(rows) > asked.count, counted)


def _reach(asked: Search, asker: Asker, now: datetime) -> Reach:
    """Of the pregnancies of those whom the search names; of all of hers, where it names nobody."""
    persons = None if TYPES[asked.type].directory else persons_named(asked)
    if persons is None:
        return reach_of_all(asker, now)
    return reach_of_persons(asker, now, [id for text in persons if (id := as_uuid(text))])


def reached(asked: Search, reach: Reach) -> Where:
    """Where the search may look: nowhere, if its own type is not open to the program. Types that it leads to and may
    not see are left out, so that no answer depends on them."""
    return reach.where(_types(asked) if reach.asker.scopes.allow(asked.type, "search") else ())


def _types(asked: Search) -> set[str]:
    """Every type that the search looks at."""
    types = {asked.type, *(each.type for each in asked.revinclude)}
    for each in asked.include:
        parameter = TYPES[each.type].parameter(each.parameter)
        targets = {each.target} if each.target else set(parameter.targets if parameter else ())
        types |= {target for target in targets if target in TYPES}
    return types.union(*map(_through, asked.filters))


def _through(filter: Filter) -> set[str]:
    leads = filter.through or filter.back
    return {leads[0], *_through(leads[1])} if leads else set()
