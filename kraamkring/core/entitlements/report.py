"""Leave as JSON: dates and lengths, line by line, each with its reasons in two registers and four languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from ..kernel.document import schema_of
from ..kernel.gestation import notation
from ..kernel.reasons import LANGUAGES, Reason, said, spelled
from .answer import Deadline, Leave, Offer, Part
from .case import BirthCase
from .scheme import Scheme

FORMAT = "kraamkring.leave/1"
BEFORE = frozenset({"sick_days", "pregnancy_leave", "rest_before_birth"})

Words = TypedDict("Words", {"nl": str, "fr": str, "de": str, "en": str})  # noqa: UP013 (one line a shape)


class Why(TypedDict):
    rule: str
    sentence: str
    parent: Words
    professional: Words
    source: str
    certainty: Literal["verified", "reading", "to be confirmed", "proposed"]
    note: str


class Length(TypedDict):
    """days: all of them. weeks and extra_days: the same, as whole weeks and what is left."""

    days: int
    weeks: int
    extra_days: int
    in_words: Words


_Stretch = TypedDict(
    "_Stretch", {"from": str | None, "until": str | None, "length": Length, "why": list[Why]}
)  # `from` is a word of Python


class PartReport(_Stretch):
    part: str


class OfferReport(_Stretch):
    offer: str


class DeadlineReport(TypedDict):
    deadline: str
    by: str
    weekday: str
    why: list[Why]


class StartsBetween(TypedDict):
    earliest: str
    latest: str


class LeaveReport(TypedDict):
    """The answer of `kraamkring leave`."""

    format: Literal["kraamkring.leave/1"]
    country: str
    scheme: str
    title: Words
    valid_from: str
    reviewed: bool
    entitled: bool
    status: Literal["final", "expected"]
    due_on: str
    born_on: str | None
    gestation_at_birth: str | None
    children: int
    starts_between: StartsBetween | None
    starts_on: str | None
    ends_on: str | None
    total: Length
    before_birth: Length
    after_birth: Length
    parts: list[PartReport]
    offers: list[OfferReport]
    deadlines: list[DeadlineReport]
    why: list[Why]
    assumed: list[Why]
    to_be_confirmed: list[str]
    left_out: list[Words]


def leave_report(case: BirthCase, leave: Leave, scheme: Scheme, country: str) -> dict[str, Any]:
    """The answer as JSON values."""
    born = case.birthday
    window = leave.starts_between
    report: dict[str, Any] = {
        "format": FORMAT,
        "country": country,
        "scheme": scheme.name,
        "title": scheme.title.model_dump(),
        "valid_from": scheme.valid_from.isoformat(),
        "reviewed": scheme.sign.checked_by != "not reviewed",
        "entitled": leave.entitled,
        "status": leave.status,
        "due_on": case.due_on.isoformat(),
        "born_on": _iso(born),
        "gestation_at_birth": notation(case.gestation_at_birth) if born else None,
        "children": case.children,
        "starts_between": {"earliest": _iso(window[0]), "latest": _iso(window[1])} if window else None,
        "starts_on": _iso(leave.starts_on),
        "ends_on": _iso(leave.ends_on),
        "total": _length(leave.days),
        "before_birth": _length(sum(each.days for each in leave.parts if each.name in BEFORE)),
        "after_birth": _length(sum(each.days for each in leave.parts if each.name not in BEFORE)),
        "parts": [{"part": each.name, **_stretch(each, scheme)} for each in leave.parts],
        "offers": [{"offer": each.name, **_stretch(each, scheme)} for each in leave.offers],
        "deadlines": [_deadline(each, scheme) for each in leave.deadlines],
        "why": _why(leave.why, scheme),
        "assumed": _why(leave.assumed, scheme),
        "left_out": [left.what.model_dump() for left in scheme.left_out],
    }
    return {**report, "to_be_confirmed": sorted(set(_unsure(report)))}


def leave_schema() -> dict[str, Any]:
    """The JSON Schema of the answer."""
    return schema_of(TypeAdapter(LeaveReport))


def _stretch(each: Part | Offer, scheme: Scheme) -> dict[str, Any]:
    return {
        "from": _iso(each.first),
        "until": _iso(each.last),
        "length": _length(each.days),
        "why": _why(each.why, scheme),
    }


def _deadline(each: Deadline, scheme: Scheme) -> dict[str, Any]:
    return {
        "deadline": each.name,
        "by": each.by.isoformat(),
        "weekday": f"{each.by:%A}",
        "why": _why(each.why, scheme),
    }


def _why(reasons: Iterable[Reason], scheme: Scheme) -> list[dict[str, Any]]:
    rules, found = scheme.rules(), []
    for reason in reasons:
        name = scheme.rule_of(reason)
        rule = rules[name]
        found.append(
            said(
                reason,
                name,
                scheme.say[reason.sentence].words,
                source="; ".join(f"{cited.id}, {cited.where}" for cited in rule.sources),
                certainty=rule.certainty,
                note=rule.note,
            )
        )
    return found


def _length(days: int) -> dict[str, Any]:
    weeks, rest = divmod(days, 7)
    words = {language: spelled(days, language) for language in LANGUAGES}
    return {"days": days, "weeks": weeks, "extra_days": rest, "in_words": words}


def _unsure(node: object) -> Iterable[str]:
    """Every rule that was used and is not confirmed."""
    if isinstance(node, Mapping):
        if node.get("certainty") == "to be confirmed":
            yield str(node["rule"])
        for inner in node.values():
            yield from _unsure(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _unsure(inner)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
