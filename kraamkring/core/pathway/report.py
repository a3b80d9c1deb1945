"""What other programs read: pathway and verdict as plain data for JSON. Stable; described in docs/pathway.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Any

from .cards import Language, Protocol
from .eligibility import Criteria, Verdict
from .phrases import Phrase
from .promises import Pathway, Promise
from .states import Activity

PATHWAY_FORMAT = "kraamkring.pathway/1"
ELIGIBLE_FORMAT = "kraamkring.eligible/1"


def pathway_report(
    pathway: Pathway,
    activities: Iterable[Activity],
    protocol: Protocol,
    now: datetime,
    language: Language = "en",
) -> dict[str, Any]:
    """The whole pathway at a moment. Instants are ISO 8601 with the offset of the place of care."""
    listed = [activity_report(activity, language) for activity in activities]
    return {
        "format": PATHWAY_FORMAT,
        "pack": protocol.name,
        "at": _instant(now, protocol.zone),
        "zone": str(protocol.zone),
        "language": language,
        "states": dict(sorted(Counter(each["state"] for each in listed).items())),
        "contradictions": [found._asdict() for found in pathway.contradictions],
        "activities": listed,
    }


def activity_report(activity: Activity, language: Language = "en") -> dict[str, Any]:
    """One activity: what is promised, its state, why, on whose authority."""
    promise = activity.promise
    card, window, zone = promise.card, promise.window, promise.protocol.zone
    since, until = activity.gap or (None, None)
    return {
        "key": promise.key,
        "activity": card.activity,
        "title": getattr(card.title, language),
        "subject": promise.subject,
        "event": promise.event,
        "ordinal": promise.ordinal,
        "role": card.role,
        "may_be_done_by": sorted(card.allowed),
        "earliest": _instant(window.earliest, zone),
        "target": _instant(window.target, zone),
        "latest": _instant(window.latest, zone),
        "latest_counts": window.last_counts,
        "rests_on": promise.basis,
        "obligation": promise.obligation,
        "state": activity.state,
        "late": activity.late,
        "done_at": _instant(activity.done_at, zone),
        "arranged_for": _instant(activity.arranged_for, zone),
        "at_risk_from": _instant(activity.at_risk_from, zone),
        "gap": {"from": _instant(since, zone), "until": _instant(until, zone)} if since else None,
        "contradicted": promise.contradicted,
        "reason": said(activity, language),
        "source": _source(promise),
        "certainty": promise.edition.certainty,
        "note": promise.edition.note,
        "checked_by": card.sign.checked_by,
        "edition": f"{promise.protocol.name} {promise.edition.valid_from}",
    }


def said(activity: Activity, language: Language = "en") -> str:
    """Why the activity is in its state, and why it is there at all."""
    why: str = getattr(activity.promise.card.why, language)
    return " ".join([*(phrase.say(language) for phrase in activity.said), why])


def eligible_report(
    verdict: Verdict, criteria: Criteria, protocol: Protocol, language: Language = "en"
) -> dict[str, Any]:
    """The answer, and every criterion with its reason."""
    title = protocol.sources[criteria.source].title
    return {
        "format": ELIGIBLE_FORMAT,
        "pack": protocol.name,
        "question": getattr(criteria.title, language),
        "eligible": "yes" if verdict.eligible else "no",
        "undecided": list(verdict.undecided),
        "criteria": [
            {
                "criterion": judged.criterion.name,
                "met": judged.met,
                "decides": judged.criterion.decides,
                "reason": Phrase(
                    "criterion",
                    says=getattr(judged.criterion.says, language),
                    fact=judged.fact,
                    value=judged.value,
                ).say(language),
                "source": f"{title}, {judged.criterion.where}",
                "certainty": judged.criterion.certainty,
            }
            for judged in verdict.judged
        ],
    }


def _source(promise: Promise) -> str:
    register = promise.protocol.sources
    return "; ".join(f"{register[cited.id].title}, {cited.where}" for cited in promise.edition.sources)


def _instant(moment: datetime | None, zone: tzinfo) -> str | None:
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else None
