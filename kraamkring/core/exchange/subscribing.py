"""A Subscription of R4 by rest-hook, and the word that goes out: that there is something, never what (id-only, in the
shape of the Subscriptions R5 Backport)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from .asking import understand
from .parameters import NotUnderstood, moment
from .registry import TYPES
from .resource import Json, instant, without_nothing

BACKPORT = "http://hl7.org/fhir/uv/subscriptions-backport"
CONTENT = f"{BACKPORT}/StructureDefinition/backport-payload-content"
FORMS = (None, "", "application/fhir+json", "application/json")


class Wanted(NamedTuple):
    """What a program asks: of which type, fitting which search, to which address, until when, why."""

    type: str
    asked: tuple[tuple[str, str], ...]
    endpoint: str
    until: datetime | None
    reason: str


class Event(NamedTuple):
    """One of the things that are told. focus: `Observation/<id>`."""

    number: int
    at: datetime
    focus: str


def wanted(sent: Json, pairs_of: Callable[[str], Sequence[tuple[str, str]]]) -> Wanted:
    """What this Subscription asks. pairs_of: names and values of the query of an address. Raises
    NotUnderstood for what would be lost or cannot be done."""
    channel = sent.get("channel") or {}
    if sent.get("status") not in ("requested", "active"):
        raise NotUnderstood("Subscription.status: a new one is requested")
    if channel.get("type") != "rest-hook":
        raise NotUnderstood("Subscription.channel.type: only rest-hook is done here")
    if channel.get("payload") not in FORMS:
        raise NotUnderstood("Subscription.channel.payload: a notification is JSON")
    if channel.get("header"):
        raise NotUnderstood("Subscription.channel.header: headers are not sent; put a secret in the address")
    contents = {
        each.get("valueCode") for each in _extensions(channel.get("_payload")) if each.get("url") == CONTENT
    }
    if contents - {"id-only"}:
        raise NotUnderstood(
            "Subscription.channel.payload: a notification names what is new, nothing more (id-only)"
        )
    type, _mark, query = str(sent.get("criteria", "")).partition("?")
    end = sent.get("end")
    return Wanted(
        type=type, asked=_criteria(type, tuple(pairs_of(query))), endpoint=str(channel.get("endpoint") or ""),
        until=moment(end)[0] if isinstance(end, str) else None, reason=str(sent.get("reason", ""))[:200],
    )  # fmt: skip


def subscription(
    wanted: Wanted, *, criteria: str, id: UUID, version: int, updated_at: datetime, status: str, error: str
) -> dict[str, Any]:
    """The Subscription as it is given. criteria: its search, written as an address."""
    found = {
        "resourceType": "Subscription",
        "id": str(id),
        "meta": {"versionId": str(version), "lastUpdated": instant(updated_at)},
        "status": status,
        "end": instant(wanted.until),
        "reason": wanted.reason,
        "criteria": criteria,
        "error": error,
        "channel": {
            "type": "rest-hook",
            "endpoint": wanted.endpoint,
            "payload": "application/fhir+json",
            "_payload": {"extension": [{"url": CONTENT, "valueCode": "id-only"}]},
        },
    }
    return without_nothing(found)


def notification(base: str, id: UUID, status: str, events: Sequence[Event], at: datetime) -> dict[str, Any]:
    """The Bundle that goes out; without events it is the greeting."""
    said = [
        {"name": "subscription", "valueReference": {"reference": f"{base}Subscription/{id}"}},
        {"name": "status", "valueCode": status},
        {"name": "type", "valueCode": "event-notification" if events else "handshake"},
        {
            "name": "eventsSinceSubscriptionStart",
            "valueString": str(max((each.number for each in events), default=0)),
        },
        *_events(base, events),
    ]
    return {
        "resourceType": "Bundle",
        "type": "history",
        "timestamp": instant(at),
        "entry": [
            {
                "resource": {
                    "resourceType": "Parameters",
                    "meta": {"profile": [f"{BACKPORT}/StructureDefinition/backport-subscription-status-r4"]},
                    "parameter": said,
                },
                "request": {"method": "GET", "url": f"{base}Subscription/{id}"},
                "response": {"status": "200"},
            }
        ],
    }


def _events(base: str, events: Iterable[Event]) -> list[dict[str, Any]]:
    return [
        {
            "name": "notification-event",
            "part": [
                {"name": "event-number", "valueString": str(each.number)},
                {"name": "timestamp", "valueInstant": instant(each.at)},
                {"name": "focus", "valueReference": {"reference": f"{base}{each.focus}"}},
            ],
        }
        for each in events
    ]


def _criteria(type: str, pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    if type not in TYPES:
        raise NotUnderstood("Subscription.criteria: this type of resource is not offered")
    asked = understand(type, pairs, strict=True)
    if len(asked.filters) != len(pairs):
        raise NotUnderstood("Subscription.criteria: only what resources are found by, no form of an answer")
    return pairs


def _extensions(of: object) -> list[dict[str, Any]]:
    found = of.get("extension") if isinstance(of, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
