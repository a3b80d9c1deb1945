"""Reads of what goes out. Every one is given where it may look: homes, and in each the parts of the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import (
    CharField,
    DateTimeField,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from kraamkring.core.exchange import TYPES
from kraamkring.core.exchange.asking import Filter, Included, Search, as_uuid
from kraamkring.core.exchange.asking import Value as Asked
from kraamkring.rooms.asked_often import Often

from .models import Resource, SearchKey, Superseded


class Where(NamedTuple):
    """Where one may look: at which types; of records, in which homes, and in each in which modules (`""` is one of
    them); of who works in care, in which homes."""

    types: frozenset[str]
    records: Mapping[UUID, frozenset[str]]
    directory: frozenset[UUID]

    def homes(self, type: str) -> list[UUID]:
        """Every home in which that type may be looked for."""
        if type not in self.types:
            return []
        return list(self.directory if TYPES[type].directory else self.records)


FIRST, LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def resource(type: str, id: UUID) -> Resource | None:
    """The resource as it stands, whoever asks: the flow asks the gate of its home. One row by its key."""
    return _ONE.first(type=type, id=id)


_ONE = Often(lambda type, id: Resource.objects.filter(pk=id, type=type))


def rows_among(ids: Iterable[UUID]) -> dict[UUID, Resource]:
    """Which of these go out already, as they stand: one query."""
    return Resource.objects.in_bulk(list(ids))


def version_of(resource: Resource, version: int) -> Resource | Superseded | None:
    """One version of a resource, for a flow that was admitted to what stands."""
    if version == resource.version:
        return resource
    return Superseded.objects.filter(resource=resource, version=version).first()


def versions_of(resource: Resource, before: int | None, most: int) -> list[Resource | Superseded]:
    """The versions of a resource, the newest first. before: only those that were before this one."""
    earlier = Superseded.objects.filter(resource=resource)
    if before is not None:
        return list(earlier.filter(version__lt=before).order_by("-version")[:most])
    return [resource, *earlier.order_by("-version")[: most - 1]]


def open_to(where: Where) -> QuerySet[Resource]:
    """Everything that lies in an open part of these homes."""
    alike: dict[frozenset[str], list[UUID]] = defaultdict(list)
    for home, modules in where.records.items():
        alike[modules].append(home)
    listed = [type for type in where.types if TYPES[type].directory]
    recorded = sorted(where.types.difference(listed))
    allowed = Q(type__in=listed, home__in=where.directory) if listed and where.directory else Q(pk__in=())
    for modules, homes in alike.items():
        allowed |= Q(type__in=recorded, home__in=homes, module__in=sorted(modules))
    return Resource.objects.filter(allowed)


def found(search: Search, where: Where) -> QuerySet[Resource]:
    """What fits a search, in no order."""
    rows = open_to(where).filter(type=search.type)
    for each in search.filters:
        rows = rows.filter(_holds(each, search.type, where))
    return rows


def page(search: Search, where: Where, after: UUID | None) -> list[Resource]:
    """The next resources in the order that was asked for, one more than fits on a page, so that one sees whether there
    are more. after: the last one that was seen."""
    rows = found(search, where)
    order = []
    for place, (name, last_first) in enumerate(search.sort):
        rows = rows.annotate(**{f"sort_{place}": _by(name, search.type, last_first)})
        order.append((f"sort_{place}", last_first))
    order.append(("pk", False))
    if after is not None:
        seen = rows.filter(pk=after).values_list(*(name for name, _ in order)).first()
        if seen is None:  # it is gone, or closed meanwhile: nothing can be after it
            return []
        rows = rows.filter(_beyond(order, seen))
    ordered = rows.order_by(*(f"-{name}" if last_first else name for name, last_first in order))
    return list(ordered[: search.count + 1])


def along(shown: Collection[Resource], search: Search, where: Where, most: int) -> list[Resource]:
    """What comes along with the resources of a page, as far as it is open, each once."""
    ids = [row.pk for row in shown]
    wanted: set[UUID] = set()
    for each in search.include:
        keys = SearchKey.objects.filter(resource__in=ids, param=each.parameter, type=each.type)
        wanted |= _ids(keys.filter(system=each.target) if each.target else keys)
    conditions = Q(pk__in=wanted)
    for each in search.revinclude:
        conditions |= Q(pk__in=_leading_to(each, ids, where))
    if not search.include and not search.revinclude:
        return []
    return list(open_to(where).filter(conditions).exclude(pk__in=ids).order_by("type", "pk")[:most])


def everything_in(where: Where, after: UUID | None, most: int) -> list[Resource]:
    """All that is open in these homes, in the order of ids."""
    rows = open_to(where)
    return list((rows.filter(pk__gt=after) if after else rows).order_by("pk")[:most])


def last_of_each(where: Where, code_system: str) -> list[Resource]:
    """Of every person and every code of that system the Observation of the latest moment that stands, as far as it is
    open: two queries, however long the history."""
    homes = where.homes("Observation")
    keys = SearchKey.objects.filter(home__in=homes, type="Observation")
    of_this = SearchKey.objects.filter(resource=OuterRef("resource"))
    wrong = keys.filter(param="status", text="entered-in-error")
    lasts = (
        keys.filter(param="code", system=code_system, resource__in=open_to(where).values("pk"))
        .exclude(resource__in=wrong.values("resource"))
        .annotate(
            whose=Subquery(of_this.filter(param="subject").values("text")[:1]),
            at=Subquery(of_this.filter(param="date").values("since")[:1]),
        )
        .order_by("text", "whose", F("at").desc(nulls_last=True), "-resource_id")
        .distinct("text", "whose")
    )
    ids = [id for id, _whose in lasts.values_list("resource_id", "whose")]  # what is distinct must be read
    return list(Resource.objects.filter(pk__in=ids).order_by("pk"))


def _ids(keys: QuerySet[SearchKey]) -> set[UUID]:
    found = (as_uuid(text) for text in keys.values_list("text", flat=True))
    return {id for id in found if id is not None}


def _leading_to(included: Included, ids: Iterable[UUID], where: Where) -> QuerySet[SearchKey, UUID]:
    keys = _keys(included.type, included.parameter, where).filter(
        text__in=[str(id) for id in ids], system=included.target
    )
    return keys.values_list("resource", flat=True)


def _keys(type: str, param: str, where: Where) -> QuerySet[SearchKey]:
    return SearchKey.objects.filter(home__in=where.homes(type), type=type, param=param)


def _holds(asked: Filter, type: str, where: Where) -> Q:
    if asked.name == "_id":
        return Q(pk__in=[id for each in asked.values if (id := as_uuid(each.text))])
    if asked.name == "_lastUpdated":
        return _any(_between(each, "updated_at", "updated_at") for each in asked.values)
    if asked.back:
        other, there = asked.back
        fitting = open_to(where).filter(type=other).filter(_holds(there, other, where))
        keys = _keys(other, asked.name, where).filter(system=type, resource__in=fitting.values("pk"))
        return Q(pk__in=keys.annotate(id=Cast("text", UUIDField())).values("id"))
    keys = _keys(type, asked.name, where)
    if asked.modifier == "missing":
        there_is = Q(pk__in=keys.values("resource"))
        return ~there_is if asked.values[0].text == "true" else there_is
    if asked.through:
        other, there = asked.through
        fitting = open_to(where).filter(type=other).filter(_holds(there, other, where))
        texts = fitting.annotate(text_id=Cast("pk", CharField())).values("text_id")
        return Q(pk__in=keys.filter(system=other, text__in=texts).values("resource"))
    if asked.kind == "string":
        return _any(_words(each, asked.modifier, keys) for each in asked.values)
    if asked.modifier == "not":
        return ~Q(pk__in=keys.filter(_any(map(_token, asked.values))).values("resource"))
    if all(each.prefix == "eq" and each.text and not each.system for each in asked.values) and asked.kind in (
        "token",
        "reference",
    ):
        return Q(pk__in=keys.filter(text__in=[each.text for each in asked.values]).values("resource"))
    return Q(pk__in=keys.filter(_any(_KINDS[asked.kind](each) for each in asked.values)).values("resource"))


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=())
    for each in conditions:
        found |= each
    return found


def _token(asked: Asked) -> Q:
    said = {
        name: value for name, value in (("text", asked.text), ("system", asked.system)) if value is not None
    }
    return Q(text__isnull=False, **said)


def _words(asked: Asked, modifier: str, keys: QuerySet[SearchKey]) -> Q:
    """Every word that was typed begins a word of the name; exact: is one; contains: stands within one."""
    how = {"exact": "text", "contains": "text__contains"}.get(modifier, "text__startswith")
    found = Q() if asked.words else Q(pk__in=())
    for word in asked.words:
        found &= Q(pk__in=keys.filter(**{how: word}).values("resource"))
    return found


def _date(asked: Asked) -> Q:
    return _between(asked, "since", "until")


def _between(asked: Asked, since: str, until: str) -> Q:
    """The comparisons of FHIR between the range that was asked for and the one that is there; an end that is open
    lies farther than any."""
    first, last = asked.since, asked.until
    begins_before, ends_after = _open(since, "lt", last), _open(until, "gt", first)
    within = Q(**{f"{since}__gte": first, f"{until}__lte": last})
    if since == until:
        within = Q(**{f"{since}__gte": first, f"{since}__lt": last})
    later, earlier = _open(until, "gt", last), _open(since, "lt", first)
    if since == until:
        later = Q(**{f"{since}__gte": last})
    return {
        "eq": within,
        "ne": ~within,
        "gt": later,
        "ge": later | within,
        "lt": earlier,
        "le": earlier | within,
        "sa": Q(**{f"{since}__gte": last}),
        "eb": Q(**{f"{until}__lte": first}),
        "ap": begins_before & ends_after,
    }[asked.prefix]


def _open(column: str, how: str, value: datetime | None) -> Q:
    there = Q(**{f"{column}__{how}": value})
    return there if column == "updated_at" else there | Q(**{f"{column}__isnull": True})


def _quantity(asked: Asked) -> Q:
    within = Q(number__gte=asked.low, number__lt=asked.high)
    value = asked.number
    tenth = abs(value) / 10 if value is not None else None
    said = {
        "eq": within,
        "ne": ~within,
        "gt": Q(number__gt=value),
        "ge": Q(number__gte=value),
        "lt": Q(number__lt=value),
        "le": Q(number__lte=value),
        "sa": Q(number__gt=value),
        "eb": Q(number__lt=value),
        "ap": Q(number__gte=value - tenth, number__lte=value + tenth)
        if tenth is not None and value
        else within,
    }[asked.prefix]
    return Q(number__isnull=False) & said & (Q(unit=asked.text) if asked.text else Q())


_KINDS = {"token": _token, "reference": _token, "date": _date, "quantity": _quantity}


def _by(name: str, type: str, last_first: bool) -> Combinable:
    """What a resource is sorted by: the first of its values, or the last where the last come first. Those without one
    come last."""
    if name == "_lastUpdated":
        return Cast("updated_at", DateTimeField())
    if name == "_id":
        return Cast("pk", UUIDField())
    parameter = TYPES[type].parameter(name)
    kind = parameter.kind if parameter else "token"
    column = {"date": "since", "quantity": "number"}.get(kind, "text")
    keys = SearchKey.objects.filter(resource=OuterRef("pk"), param=name).values("resource")
    value = Subquery(keys.annotate(it=(Max if last_first else Min)(column)).values("it"))
    if column == "since":
        return Coalesce(value, Value(FIRST if last_first else LAST), output_field=DateTimeField())
    if column == "number":
        return Coalesce(
            value, Value(-1e13 if last_first else 1e13), output_field=SearchKey._meta.get_field("number")
        )
    return Coalesce(value, Value("" if last_first else "\U0010ffff"), output_field=CharField())


def _beyond(order: list[tuple[str, bool]], seen: tuple[object, ...]) -> Q:
    """Everything after a place in an order of several columns."""
    found, same = Q(pk__in=()), Q()
    for (name, last_first), value in zip(order, seen, strict=True):
        found |= same & Q(**{f"{name}__{'lt' if last_first else 'gt'}": value})
        same &= Q(**{name: value})
    return found
