"""A document: a Composition whose sections name resources that stand beside it in one Bundle, and say them in words.
It is made of what one reader may see at one moment, and kept nowhere; which sections it has stands in
`document_sections`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from uuid import UUID

from .as_xml import XHTML
from .communication import parts_of
from .parameters import moment
from .resource import Json, instant, without_nothing
from .systems import coding

TYPE = "Composition"
EMPTY = "http://terminology.hl7.org/CodeSystem/list-empty-reason"  # FHIR R4, binding of section.emptyReason
TIMES = ("effectiveDateTime", "onsetDateTime", "performedDateTime", "occurrenceDateTime", "start")
NOT_OPEN = "somebody whose name is not open to this reader"
ABOUT = ("subject", "patient", "for")  # where a resource says whom it is about


@dataclass(frozen=True, slots=True)
class Section:
    """nothing: what is said where there is none; empty: then there is no such section. to_come: only what begins later
    than the document."""

    code: Mapping[str, str]
    title: str
    holds: Callable[[Json], bool]
    nothing: str = ""
    to_come: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """kind: of document; sections: in their order. A section holds what no section before it holds."""

    kind: Mapping[str, str]
    title: str
    sections: Sequence[Section]


def composition(
    document: Document,
    *,
    id: UUID,
    subject: UUID,
    author: Json,
    among: Iterable[Json],
    names: Mapping[str, str],
    now: datetime,
) -> Json:
    """The Composition over these resources, in each section by their time. author: a Reference to who keeps the record.
    names: of those whom they refer to, by reference; of others than the subject each line says about whom it is."""
    left, sections = [*among], []
    for section in document.sections:
        entries: list[Json] = []
        others: list[Json] = []
        for each in left:
            (entries if section.holds(each) else others).append(each)
        left = others
        entries.sort(key=lambda each: (_time(each), each["id"]))
        if section.to_come:
            entries = [each for each in entries if moment(_time(each))[0] >= now]
        if entries or section.nothing:
            sections.append(_section(section, entries, names, str(subject)))
    return {
        "resourceType": TYPE,
        "id": str(id),
        "language": "en",
        "status": "final",
        "type": {"coding": [document.kind]},
        "subject": {"reference": f"Patient/{subject}"},
        "date": instant(now),
        "author": [author],
        "title": document.title,
        "custodian": author,
        "section": sections,
    }


def hand_over(
    told: Json,
    *,
    id: UUID,
    kind: Mapping[str, str],
    parts: Mapping[str, Mapping[str, str]],
    custodian: Json,
    names: Mapping[str, str],
    now: datetime,
) -> Json:
    """The Composition over one Communication: its four parts, to whom it went, and what was said about it since. kind:
    of document; parts: the code of each by its letter, and under `to` and `since`. custodian: who keeps the record.
    names: of those whom it refers to, by reference. The words are in the language in which they were written."""
    given = [names.get(each["reference"], NOT_OPEN) for each in told.get("recipient", ())]
    received = [f"first read {_moment(told['received'])}"] if "received" in told else ["not read yet"]
    since = [
        f"{names.get(each['authorReference']['reference'], NOT_OPEN)} ({_moment(each['time'])}): {each['text']}"
        for each in told.get("note", ())
    ]
    said = {letter: [words] for letter, words in parts_of(told).items()}
    lines = said | {"to": [*given, *received], "since": since}
    return {
        "resourceType": TYPE,
        "id": str(id),
        "language": told["language"],
        "status": "final",
        "type": {"coding": [kind]},
        "subject": told["subject"],
        "date": instant(now),
        "author": [told["sender"] if told["sender"]["reference"] in names else {"display": NOT_OPEN}],
        "title": kind["display"],
        "custodian": custodian,
        "section": [
            _in_words(code["display"], code, lines[name], [told])
            for name, code in parts.items()
            if lines.get(name)
        ],
    }


def named_in(composition: Json) -> set[str]:
    """Everything that its sections name, as `Patient/id`."""
    return {entry["reference"] for section in composition["section"] for entry in section.get("entry", ())}


def _section(
    section: Section, entries: Sequence[Json], names: Mapping[str, str], subject: str
) -> dict[str, Any]:
    lines = [line(each, names, subject) for each in entries]
    reason = {"coding": [coding(EMPTY, "unavailable", "Unavailable")]}
    return without_nothing(
        {
            **_in_words(section.title, section.code, lines, entries, section.nothing),
            "emptyReason": None if entries else reason,
        }
    )


def _in_words(
    title: str, code: Mapping[str, str], lines: Sequence[str], entries: Sequence[Json], nothing: str = ""
) -> dict[str, Any]:
    said = "".join(f"<li>{escape(each)}</li>" for each in lines)
    inside = f"<ul>{said}</ul>" if said else escape(nothing)
    return {
        "title": title,
        "code": {"coding": [code]},
        "text": {"status": "generated", "div": f'<div xmlns="{XHTML}">{inside}</div>'},
        "entry": [{"reference": f"{each['resourceType']}/{each['id']}"} for each in entries],
    }


def line(resource: Json, names: Mapping[str, str], subject: str) -> str:
    """What a resource says, in one line for a person: about whom, if not about the subject, of what, its value, and
    when, in UTC."""
    said = ", ".join([*_values(resource), *_people(resource, names)])
    when, whose = _when(resource), set(about_whom(resource))
    others = (
        " ".join(sorted(names.get(f"Patient/{id}", "another") for id in whose))
        if subject not in whose
        else ""
    )
    told = f"{_what(resource)}{f': {said}' if said else ''}{f' ({when})' if when else ''}"
    return f"{others}, {told}" if others else told


def about_whom(resource: Json) -> Iterator[str]:
    """The ids of the Patients that it is about."""
    for name in ABOUT:
        yield from _patient(resource.get(name))
    for _each, who in people_in(resource):
        yield from _patient(who)


def _patient(reference: Any) -> Iterator[str]:
    type, _slash, id = str((reference or {}).get("reference", "")).rpartition("/")
    if type == "Patient":
        yield id


def _what(resource: Json) -> str:
    for name in ("code", "vaccineCode", "type", "serviceType", "category"):
        if text := _words(resource.get(name)):
            return text
    return "The circle" if resource["resourceType"] == "CareTeam" else str(resource["resourceType"])


def _words(concept: Any) -> str:
    """A CodeableConcept in words: its text, the words of a code, or the code itself."""
    for each in concept if isinstance(concept, list | tuple) else [concept]:
        if each:
            codes = each.get("coding", ())
            said = [
                each.get("text"),
                *(one.get("display") for one in codes),
                *(one.get("code") for one in codes[-1:]),
            ]
            return str(next((text for text in said if text), "")).replace("_", " ")
    return ""


def _values(resource: Json) -> Iterator[str]:
    if quantity := resource.get("valueQuantity"):
        yield f"{quantity['value']} {quantity.get('unit', '')}".strip()
    if concept := resource.get("valueCodeableConcept"):
        yield _words(concept)
    if (answer := resource.get("valueBoolean")) is not None:
        yield "yes" if answer else "no"
    for name in ("valueInteger", "valueString", "valueDateTime"):
        if name in resource:
            yield str(resource[name])
    if resource["resourceType"] in ("Task", "Appointment", "Procedure", "Encounter"):
        yield str(resource["status"])


def people_in(resource: Json) -> Iterator[tuple[Json, Json]]:
    """Who takes part: what is said of each, and to whom it refers."""
    for each in resource.get("participant", ()):
        if who := each.get("member") or each.get("actor"):
            yield each, who


def _people(resource: Json, names: Mapping[str, str]) -> Iterator[str]:
    """The names of those who come, or are around her; of a circle, who is still in it."""
    for each, who in people_in(resource):
        if any(_patient(who)):
            continue
        name = who.get("display") or names.get(who.get("reference", ""), "")
        if name and "end" not in each.get("period", {}):
            yield f"{name}, {_words(each['role'])}" if "role" in each else name


def _time(resource: Json) -> str:
    """When it is, was, or ends; empty where nobody said."""
    said = [resource.get(name) for name in TIMES]
    window, during = resource.get("restriction", {}).get("period", {}), resource.get("period", {})
    return next((str(each) for each in (*said, window.get("end"), during.get("start")) if each), "")


def _when(resource: Json) -> str:
    if any(name in resource for name in TIMES):
        return _moment(_time(resource))
    if window := resource.get("restriction", {}).get("period"):
        return f"by {_moment(window['end'])}"
    if during := resource.get("period"):
        start, end = (_moment(during[name]) if name in during else "" for name in ("start", "end"))
        return f"{start} to {end}" if end else f"since {start}"
    return ""


def _moment(text: str) -> str:
    """`2026-10-05T06:30:00Z` as `2026-10-05 06:30 UTC`; a day as it is."""
    day, _t, rest = str(text).partition("T")
    return f"{day} {rest[:5]} UTC" if rest else day
