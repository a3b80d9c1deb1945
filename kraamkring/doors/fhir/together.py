"""A Bundle that is sent to the base: a transaction is one act, all or nothing; a batch is done entry by entry.

Rules: hl7.org/fhir/R4/http.html#transaction. Each entry is the same call as if it came alone: same flow, access, log.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from kraamkring.core.exchange import TYPES
from kraamkring.core.exchange.asking import understand
from kraamkring.core.exchange.resource import instant
from kraamkring.core.exchange.shaped import Fault, Unshaped, require_shape
from kraamkring.doors.ui import clock
from kraamkring.flows.exchange.conditions import the_one_that_fits
from kraamkring.flows.exchange.reach import Asker
from kraamkring.flows.exchange.together import together
from kraamkring.packs.fhir_r4 import definitions

from .calls import Answer, Call
from .interactions import done
from .outcome import Issue, as_json
from .refusing import Refused, Told, TooLarge, refused

LARGEST_BYTES = 5 * 1024 * 1024  # of a Bundle; our choice, and what the server reads into memory at most
MOST_ENTRIES = 500  # our choice: a week of care of twins is fewer
ORDER = ("DELETE", "POST", "PUT", "PATCH", "GET", "HEAD")
KINDS = ("transaction", "batch")
NAMED = "urn:"
STAND_IN = {"resourceType": "Parameters"}  # a whole resource without an element


class _Entry:
    """An entry: where it stands, its call, what others call it (`fullUrl`), and what became of it."""

    def __init__(self, index: int, sent: dict[str, Any], base: str, whole: Call) -> None:
        self.index, self.where = index, f"Bundle.entry[{index}]"
        self.name = str(sent.get("fullUrl", ""))
        request = sent.get("request")
        if request is None:
            raise Unshaped((Fault("required", "this must be there", f"{self.where}.request"),))
        url = urlsplit(str(request["url"]).removeprefix(base))
        self.call = Call(
            method=request["method"],
            path=url.path.removeprefix("/"),
            base=base,
            asked=tuple(parse_qsl(url.query, keep_blank_values=True)),
            resource=sent.get("resource"),
            where=self.where,
            strict=whole.strict,
            returns=whole.returns,
            if_match=request.get("ifMatch"),
            if_none_match=request.get("ifNoneMatch"),
            if_modified_since=_http_date(request.get("ifModifiedSince")),
            if_none_exist=request.get("ifNoneExist"),
        )
        self.answer: Answer | None = None


def cost_of(sent: dict[str, Any]) -> int:
    """How many requests it counts for, beside itself."""
    entries = sent.get("entry")
    return len(entries) if isinstance(entries, list) else 0


def bundled(call: Call, asker: Asker) -> Answer:
    """What became of each entry, in the order in which they were sent. Raises Told for a transaction of which one
    entry cannot be: then nothing of it is written."""
    sent = call.resource or {}
    kind = sent.get("type")
    _require_frame(sent)
    if sent.get("resourceType") != "Bundle" or kind not in KINDS:
        raise Unshaped((Fault("value", "here one sends a transaction or a batch", "Bundle.type"),))
    if len(sent.get("entry", ())) > MOST_ENTRIES:
        raise TooLarge(f"a Bundle has at most {MOST_ENTRIES} entries")
    entries = [_Entry(index, each, call.base, call) for index, each in enumerate(sent.get("entry", ()))]
    if kind == "batch":
        answers = [_alone(entry, asker) for entry in entries]
    else:
        _distinct(entries)
        answers = together(lambda: _all(entries, asker))
    parts = [_told(entry, answer) for entry, answer in zip(entries, answers, strict=True)]
    head = f'{{"resourceType":"Bundle","type":"{kind}-response"'
    return Answer(text=f'{head},"entry":[{",".join(parts)}]}}' if parts else f"{head}}}")


def _require_frame(sent: dict[str, Any]) -> None:
    """Raises Unshaped unless it is a Bundle; what its entries hold is looked at with each."""
    frame, entries = dict(sent), sent.get("entry")
    if isinstance(entries, list):
        frame["entry"] = [
            each | {"resource": STAND_IN} if isinstance(each, dict) and "resource" in each else each
            for each in entries
        ]
    require_shape(frame, definitions())


def _all(entries: Sequence[_Entry], asker: Asker) -> list[Answer | Refused]:
    """Every entry in the order of the specification. What is named by `fullUrl` is known once it is made; whoever
    refers to it waits for it."""
    known: dict[str, str] = {entry.name: entry.call.path for entry in entries if _stands(entry)}
    answers: dict[int, Answer | Refused] = {}
    for entry in _in_order(entries):
        try:
            resource = _resolved(entry.call, known, asker)
            answer = done(replace(entry.call, resource=resource), asker)
        except Exception as error:
            raise Told(refused(error, entry.call)) from error
        if entry.name and answer.row is not None:
            known[entry.name] = _address(entry.call, answer)
        answers[entry.index] = answer
    return [answers[entry.index] for entry in entries]


def _alone(entry: _Entry, asker: Asker) -> Answer | Refused:
    try:
        resource = _resolved(entry.call, {}, asker)
        return done(replace(entry.call, resource=resource), asker)
    except Exception as error:  # noqa: BLE001 (said of this entry; the others are done)
        return refused(error, entry.call)


def _in_order(entries: Sequence[_Entry]) -> Iterator[_Entry]:
    """By method, and those that are referred to first. Raises Told for entries that refer to one another in a
    circle."""
    waiting = sorted(entries, key=lambda entry: (ORDER.index(entry.call.method), entry.index))
    named = {entry.name: entry for entry in entries if entry.name and entry.call.method == "POST"}
    needs = {
        entry.index: {named[name].index for name in _texts(entry.call.resource) if name in named}
        - {entry.index}
        for entry in entries
    }
    while waiting:
        left = {entry.index for entry in waiting}
        ready = next((entry for entry in waiting if not needs[entry.index] & left), None)
        if ready is None:
            said = "these entries refer to one another in a circle"
            raise Told(Refused(422, (Issue("not-supported", said, waiting[0].where),)))
        waiting.remove(ready)
        yield ready


def _distinct(entries: Sequence[_Entry]) -> None:
    """Raises Unshaped where two entries of a transaction change the same, or have one name."""
    seen: set[str] = set()
    for entry in entries:
        changes = entry.call.method in ("PUT", "PATCH", "DELETE")
        same = f"{entry.call.path}?{sorted(entry.call.asked)}"
        for name in ([same] if changes else []) + (
            [entry.name] if entry.name and entry.call.resource else []
        ):
            if name in seen:
                raise Unshaped((Fault("duplicate", "another entry is about the same", entry.where),))
            seen.add(name)


def _stands(entry: _Entry) -> bool:
    return bool(entry.name) and entry.call.method == "PUT" and "/" in entry.call.path


def _address(call: Call, answer: Answer) -> str:
    return f"{call.path.partition('/')[0]}/{answer.row.pk}" if answer.row else ""


def _resolved(call: Call, known: dict[str, str], asker: Asker) -> dict[str, Any] | None:
    """The resource with what others are called replaced by where they stand: names in this Bundle, our own address,
    and references that ask (`Patient?identifier=...`)."""
    if call.resource is None:
        return None
    require_shape(call.resource, definitions())
    resolved: dict[str, Any] = _replaced(call.resource, call, known, asker)
    return resolved


def _replaced(value: Any, call: Call, known: dict[str, str], asker: Asker, path: str = "") -> Any:
    if isinstance(value, dict):
        return {
            name: _replaced(each, call, known, asker, f"{path}.{name}" if path else name)
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [_replaced(each, call, known, asker, f"{path}[{index}]") for index, each in enumerate(value)]
    if not isinstance(value, str):
        return value
    if value in known:
        return known[value]
    if path.endswith("reference"):
        return _reference(value, call, asker, path)
    return value


def _reference(value: str, call: Call, asker: Asker, path: str) -> str:
    if value.startswith(NAMED):
        said = "nothing in this Bundle has this name"
        raise Unshaped((Fault("not-found", said, f"Resource.{path}"),))
    type, asks, query = value.partition("?")
    if not asks:
        return value.removeprefix(call.base)
    if type not in TYPES:
        raise Unshaped((Fault("not-supported", "this type of resource is not offered", f"Resource.{path}"),))
    asked = understand(type, parse_qsl(query, keep_blank_values=True), strict=True)
    found = the_one_that_fits(asked=asked, sent=None, asker=asker, now=clock.now())
    if found is None:
        raise Unshaped((Fault("not-found", "nothing fits this reference", f"Resource.{path}"),))
    return f"{type}/{found.pk}"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value


def _told(entry: _Entry, answer: Answer | Refused) -> str:
    """An entry of the response."""
    said: dict[str, Any] = {"status": f"{answer.status} {HTTPStatus(answer.status).phrase}"}
    if isinstance(answer, Refused):
        return json.dumps({"response": said | {"outcome": as_json(*answer.issues)}}, ensure_ascii=False)
    if answer.location:
        said["location"] = answer.location.removeprefix(entry.call.base)
    if answer.row is not None:
        said |= {"etag": answer.etag, "lastModified": instant(answer.modified)}
    if answer.written and entry.call.returns == "OperationOutcome":
        said["outcome"] = as_json(Issue("informational", "this is written", severity="information"))
    url = f'"fullUrl":{json.dumps(entry.call.base + _address(entry.call, answer))},' if answer.row else ""
    wanted = answer.text and entry.call.method != "HEAD" and _is_wanted(entry.call, answer)
    resource = f'"resource":{answer.text},' if wanted else ""
    return f'{{{url}{resource}"response":{json.dumps(said)}}}'


def _is_wanted(call: Call, answer: Answer) -> bool:
    return not answer.written or call.returns in ("", "representation")


def _http_date(text: str | None) -> str | None:
    """An instant of FHIR as the header would say it; what is none stays as it is, and is no condition then."""
    if text is None:
        return None
    try:
        return format_datetime(datetime.fromisoformat(text))
    except ValueError:
        return text
