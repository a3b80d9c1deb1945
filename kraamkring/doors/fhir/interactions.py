"""Every interaction with the record: what one call asks, understood and done by one flow, whatever way it came."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode
from uuid import UUID

from kraamkring.core.exchange import TYPES, NotUnderstood, ResourceType
from kraamkring.core.exchange.asking import Search, as_uuid, understand
from kraamkring.core.exchange.care_plan import with_tasks_inside
from kraamkring.core.exchange.subsetting import subset
from kraamkring.doors.ui import clock
from kraamkring.flows.exchange.documents import hand_over_told, summary, transfer_letter
from kraamkring.flows.exchange.reach import Asker, NothingThere
from kraamkring.flows.exchange.reading import (
    apply_protocol,
    read,
    read_everything,
    read_history,
    read_version,
)
from kraamkring.flows.exchange.searching import Found, search
from kraamkring.rooms.exchange.models import Resource, Superseded

from .bundles import Entry, as_document, bundle, of_history
from .calls import NOT_MODIFIED, Answer, Call, NoSuchWay, OtherMethod
from .outcome import Issue, as_json
from .paging import PAGE, opened, sealed
from .writing import CREATED, UPDATED, created, updated, updated_where

READS = ("GET", "HEAD")
TYPE, ID = r"(?P<type>[A-Z][A-Za-z]{1,40})", r"(?P<id>[A-Za-z0-9.-]{1,64})"
ASKED_AGAIN = "a resource is changed as a whole: read it, change it, and send it with PUT"


def done(call: Call, asker: Asker) -> Answer:
    """The call, done. Raises NoSuchWay, OtherMethod, NotUnderstood, and what its flow raises."""
    for pattern, doing in ROUTES:
        match = pattern.fullmatch(call.path)
        if match:
            named = match.groupdict()
            return doing(call, asker, _type(named.pop("type")), **named)
    raise NoSuchWay("there is no such address")


def of_type(call: Call, asker: Asker, type: ResourceType) -> Answer:
    """A type: searched; something of it is made, or what fits a condition changed."""
    if call.method in READS:
        return _searched(call, type, list(call.asked), asker)
    if call.method == "POST" and type.name in CREATED:
        return created(call, type.name, asker)
    if call.method == "PUT" and type.name in UPDATED:
        return updated_where(call, type.name, asker)
    raise _other(call, "GET", "HEAD", *_writes(type, "POST", "PUT"))


def searched(call: Call, asker: Asker, type: ResourceType) -> Answer:
    """A search whose values stand in no address."""
    if call.method != "POST":
        raise _other(call, "POST")
    return _searched(call, type, list(call.asked), asker)


def of_instance(call: Call, asker: Asker, type: ResourceType, id: str) -> Answer:
    """One resource: read, or changed."""
    if call.method in READS:
        return _one(call, read(type=type.name, id=_id(id), asker=asker, now=clock.now()))
    if call.method == "PUT" and type.name in UPDATED:
        return updated(call, type.name, _id(id), asker)
    raise _other(call, "GET", "HEAD", *_writes(type, "PUT"))


def version(call: Call, asker: Asker, type: ResourceType, id: str, version: str) -> Answer:
    """One version of a resource."""
    _only_read(call)
    row = read_version(type=type.name, id=_id(id), version=int(version), asker=asker, now=clock.now())
    return _one(call, row)


def history(call: Call, asker: Asker, type: ResourceType, id: str) -> Answer:
    """What a resource was, the newest first."""
    _only_read(call)
    uuid, page, before = _id(id), dict(call.asked).get(PAGE), None
    if page is not None:
        before, _ = opened(asker, f"history:{uuid}", page)
    found = read_history(type=type.name, id=uuid, asker=asker, now=clock.now(), before=before)
    here = f"{call.base}{type.name}/{uuid}/_history"
    links = [("self", here)]
    if found.more:
        token = sealed(asker, f"history:{uuid}", found.rows[-1].version, uuid)
        links.append(("next", f"{here}?{PAGE}={token}"))
    return Answer(text=bundle("history", of_history(call.base, type.name, found.rows), links))


def operation(call: Call, asker: Asker, type: ResourceType, id: str, operation: str) -> Answer:
    """An operation on one resource."""
    doing = OPERATIONS_DONE.get((type.name, operation))
    if doing is None:
        raise NoSuchWay("there is no such operation")
    if call.method not in (*READS, "POST"):
        raise _other(call, *READS, "POST")
    return doing(call, _id(id), asker)


def everything(call: Call, id: UUID, asker: Asker) -> Answer:
    """A Patient with all that belongs to the record of the family, as far as it is open."""
    page, after = dict(call.asked).get(PAGE), None
    if page is not None:
        _, after = opened(asker, f"everything:{id}", page)
    found = read_everything(id=id, asker=asker, now=clock.now(), after=after)
    here = f"{call.base}Patient/{id}/$everything"
    links = [("self", here)]
    if found.more:
        token = sealed(asker, f"everything:{id}", None, found.rows[-1].pk)
        links.append(("next", f"{here}?{PAGE}={token}"))
    entries = [Entry(f"{call.base}{row.type}/{row.pk}", row.text, "match") for row in found.rows]
    return Answer(text=bundle("searchset", entries, links))


def apply(call: Call, id: UUID, asker: Asker) -> Answer:
    """What a protocol comes to for one family: a CarePlan with its tasks inside. Nothing is written."""
    subjects = [value for name, value in call.asked if name == "subject"]
    subject = as_uuid(subjects[0].removeprefix("Patient/")) if len(subjects) == 1 else None
    if subject is None:
        raise NotUnderstood("subject: name one Patient, as subject=Patient/ and her id")
    found = apply_protocol(id=id, subject=subject, asker=asker, now=clock.now())
    plan = with_tasks_inside(json.loads(found.plan.text), [json.loads(each.text) for each in found.tasks])
    return Answer(text=json.dumps(plan, ensure_ascii=False))


def summarised(call: Call, id: UUID, asker: Asker) -> Answer:
    """One person as far as it is open, in the shape of the International Patient Summary."""
    return Answer(text=as_document(call.base, summary(id=id, asker=asker, now=clock.now())))


def handed_on(call: Call, id: UUID, asker: Asker) -> Answer:
    """The letter that goes along when mother and child go home."""
    return Answer(text=as_document(call.base, transfer_letter(id=id, asker=asker, now=clock.now())))


def told(call: Call, id: UUID, asker: Asker) -> Answer:
    """One hand-over, in one piece."""
    return Answer(text=as_document(call.base, hand_over_told(id=id, asker=asker, now=clock.now())))


OPERATIONS_DONE: dict[tuple[str, str], Callable[[Call, UUID, Asker], Answer]] = {
    ("Patient", "$everything"): everything,
    ("Patient", "$summary"): summarised,
    ("Communication", "$hand-over"): told,
    ("EpisodeOfCare", "$transfer-letter"): handed_on,
    ("PlanDefinition", "$apply"): apply,
}
# The addresses of urls.py, below the base; an entry of a Bundle names one of them too.
ROUTES: tuple[tuple[re.Pattern[str], Callable[..., Answer]], ...] = tuple(
    (re.compile(pattern), doing)
    for pattern, doing in (
        (TYPE, of_type),
        (rf"{TYPE}/_search", searched),
        (rf"{TYPE}/{ID}", of_instance),
        (rf"{TYPE}/{ID}/_history", history),
        (rf"{TYPE}/{ID}/_history/(?P<version>[0-9]{{1,9}})", version),
        (rf"{TYPE}/{ID}/(?P<operation>\$[a-z-]{{1,40}})", operation),
    )
)


def _searched(call: Call, type: ResourceType, pairs: list[tuple[str, str]], asker: Asker) -> Answer:
    after = None
    if (page := dict(pairs).get(PAGE)) is not None:
        kept, after = opened(asker, f"search:{type.name}", page)
        pairs = [(name, value) for name, value in kept]
    asked = understand(type.name, pairs, strict=call.strict)
    found = search(asked=asked, asker=asker, now=clock.now(), after=after)
    links = _links(call, asked, found, asker)
    return Answer(text=bundle("searchset", _entries(call.base, asked, found), links, found.total))


def _entries(base: str, asked: Search, found: Found) -> list[Entry]:
    entries = [Entry(f"{base}{row.type}/{row.pk}", subset(row.text, asked), "match") for row in found.rows]
    entries += [Entry(f"{base}{row.type}/{row.pk}", row.text, "include") for row in found.included]
    if asked.ignored:
        names = ", ".join(asked.ignored)
        said = as_json(Issue("not-supported", f"left out of the search: {names}", severity="warning"))
        entries.append(Entry("", json.dumps(said), "outcome"))
    return entries


def _links(call: Call, asked: Search, found: Found, asker: Asker) -> list[tuple[str, str]]:
    here = f"{call.base}{asked.type}"
    said = urlencode(list(asked.used))
    links = [("self", f"{here}?{said}" if said else here)]
    if found.more:
        token = sealed(asker, f"search:{asked.type}", list(asked.used), found.rows[-1].pk)
        links.append(("next", f"{here}?{PAGE}={token}"))
    return links


def _one(call: Call, row: Resource | Superseded) -> Answer:
    answer = Answer(text=row.text, row=row)
    return Answer(status=NOT_MODIFIED, row=row) if _is_known(call, answer) else answer


def _is_known(call: Call, answer: Answer) -> bool:
    """Whether who asks has this version. What the version says is stronger than what the time says (RFC 9110 13.1)."""
    if call.if_none_match is not None:
        known = {each.strip() for each in call.if_none_match.split(",")}
        return bool({answer.etag, answer.etag.removeprefix("W/"), "*"} & known)
    if call.if_modified_since is None or answer.modified is None:
        return False
    try:
        since = parsedate_to_datetime(call.if_modified_since)
    except ValueError:
        return False  # a condition that cannot be read is none (RFC 9110 13.1.3)
    return answer.modified.replace(microsecond=0) <= (since if since.tzinfo else since.replace(tzinfo=UTC))


def _type(name: str) -> ResourceType:
    known = TYPES.get(name)
    if known is None:
        raise NoSuchWay("this type of resource is not offered")
    return known


def _id(text: str) -> UUID:
    """The id as ours. Whatever is none of ours is not there."""
    id = as_uuid(text)
    if id is None:
        raise NothingThere
    return id


def _writes(type: ResourceType, *methods: str) -> list[str]:
    taken = {"POST": CREATED, "PUT": UPDATED}
    return [method for method in methods if type.name in taken[method]]


def _only_read(call: Call) -> None:
    if call.method not in READS:
        raise _other(call, *READS)


def _other(call: Call, *allowed: str) -> OtherMethod:
    return OtherMethod(", ".join(allowed), *([ASKED_AGAIN] if call.method == "PATCH" else []))
