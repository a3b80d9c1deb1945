"""Her record as a file: a PDF in her language to read, and JSON to give to another system."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from pydantic import TypeAdapter

from kraamkring.core.facts import PregnancyFacts
from kraamkring.doors.ui import clock, notation, paper
from kraamkring.doors.ui.limits import limited
from kraamkring.doors.ui.pages import actor
from kraamkring.flows.own_family import OwnFamily
from kraamkring.flows.see_observations import SeenObservations
from kraamkring.flows.see_plan import SeenPlan
from kraamkring.flows.see_record import SeenRecord, name_of_part
from kraamkring.flows.take_record import TakenRecord, take_record
from kraamkring.rooms.careplan.comparing import content_of
from kraamkring.rooms.people.models import Person
from kraamkring.rooms.record.models import Observation

from .measures import named, noted
from .meetings import meeting_of
from .pages import answer, language, own_page
from .plan_told import Teller as PlanTeller
from .record_told import Line as Told
from .record_told import Teller

FORMAT = "kraamkring.record/1"


@dataclass(frozen=True)
class Line:
    """One thing on paper."""

    title: str
    text: str = ""
    when: str = ""
    small: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    title: str
    lines: tuple[Line, ...]


@require_safe
@own_page
def download(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """What she can take along, and what is in it."""
    return answer(request, own, "download", "more")


@require_safe
@own_page
@limited("download", reads=True)
def as_pdf(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """All of it in her language. The name of the file says nothing of her."""
    now, by = clock.now(), actor(request)
    taken = take_record(episode_id=own.episode.pk, by=by, now=now, form="pdf")
    file = HttpResponse(_printed(taken, own, by, now), content_type="application/pdf")
    file["Content-Disposition"] = f'attachment; filename="kraamkring-{now:%Y%m%d-%H%M}.pdf"'
    return file


@require_safe
@own_page
@limited("download", reads=True)
def as_json(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """All of it, the facts as docs/facts.md names them."""
    now, by = clock.now(), actor(request)
    taken = take_record(episode_id=own.episode.pk, by=by, now=now, form="json")
    text = json.dumps(document(taken, now), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    file = HttpResponse(text, content_type="application/json")
    file["Content-Disposition"] = f'attachment; filename="kraamkring-{now:%Y%m%d-%H%M}.json"'
    return file


# --- JSON


def document(taken: TakenRecord, now: datetime) -> dict[str, Any]:
    """The record as data. facts: as the commands read them; None while what was written cannot be true together.
    entries: every version of everything, with who wrote it when."""
    record, plan = taken.record, taken.plan
    return {
        "format": FORMAT,
        "made_at": now,
        "facts": TypeAdapter(PregnancyFacts).dump_python(record.facts, mode="json", exclude_none=True)
        if record.facts
        else None,
        "entries": list(_entries(record)),
        "taken_over": [
            {
                "about": row.slot,
                "kind": row.kind,
                "title": row.title,
                "said": row.said,
                "at": row.at,
                "recorded_at": row.recorded_at,
            }
            for row in record.elsewhere.rows
        ],
        "observations": [_observed(row) for row in _all_observations(taken.observations)],
        "plan": asdict(content_of(plan.plan)) if plan.plan else None,
        "points": [
            {
                "id": point.item,
                "topic": point.topic,
                "text": point.text,
                "settled": point.settled,
                "written_at": point.written_at,
                "said": [
                    {"by": said.by.name, "role": said.by.profession, "at": said.at, "text": said.text}
                    for said in plan.dialogues.get(point.item, ())
                ],
            }
            for point in plan.points
        ],
        "appointments": [
            {
                "id": each.item,
                "care": each.care,
                "start": each.start,
                "end": each.end,
                "role": each.role,
                "with": each.with_whom,
                "accepted": each.accepted_at is not None,
                "outcome": each.outcome or None,
            }
            for each in plan.appointments
        ],
    }


def _entries(record: SeenRecord) -> Iterator[Mapping[str, Any]]:
    for part in record.parts:
        for seen in part.entries:
            for version in seen.versions:
                entry = version.entry
                yield {
                    "id": entry.pk,
                    "part": part.module,
                    "kind": entry.kind,
                    "said": entry.payload,
                    "effective_at": entry.effective_at,
                    "recorded_at": entry.recorded_at,
                    "by": entry.attributed_to or entry.author.name,
                    "role": entry.role,
                    "source": entry.source,
                    "corrects": entry.corrects_id,
                    "stands": seen.stands is not None and seen.stands.pk == entry.pk,
                }


def _all_observations(seen: SeenObservations) -> list[Observation]:
    earlier = [row for rows in seen.earlier.values() for row in rows]
    return sorted([*seen.rows, *earlier, *seen.taken_back], key=lambda row: (row.at, str(row.pk)))


def _observed(row: Observation) -> dict[str, Any]:
    return {
        "id": row.pk,
        "who": row.slot,
        "what": row.what,
        "value": row.value,
        "at": row.at,
        "recorded_at": row.recorded_at,
        "by": row.author.name,
        "role": row.role,
        "source": row.source,
        "corrects": row.corrects_id,
    }


# --- PDF


def _printed(taken: TakenRecord, own: OwnFamily, by: Any, at: datetime) -> bytes:
    """The PDF, tagged for screen readers (PDF/UA-1). Every word goes in as data, never as markup."""
    zone = ZoneInfo(own.episode.zone)
    mother = taken.record.mother
    when = notation.moment(at, zone, language())
    born = notation.day(mother.birth_date, language()) if mother.birth_date else ""
    said = {
        "language": language(),
        "from_the_right": language() in notation.FROM_THE_RIGHT,
        "title": _("My record"),
        "name": _name(mother),
        "head": " · ".join(part for part in (_name(mother), born, when) if part),
        "sections": [asdict(section) for section in sections(taken, own, by, at)],
        "foot": [
            _("Made on %(moment)s, from what was written down by then.") % {"moment": when},
            _("The words about measurements and care were not checked by a care professional."),
        ],
    }
    return paper.as_pdf(__package__, "record", said, at)


def sections(taken: TakenRecord, own: OwnFamily, by: Any, now: datetime) -> Iterator[Section]:
    """Everything that is told, part by part; a part without anything is left out."""
    found = [
        *_parts(taken.record, own),
        _measured(taken.observations, own, by),
        _plan(taken.plan, by, quiet=own.quiet),
        _appointments(taken.plan, own, now),
    ]
    yield from (section for section in found if section.lines)


def _parts(record: SeenRecord, own: OwnFamily) -> Iterator[Section]:
    tell = Teller(ZoneInfo(own.episode.zone), language(), len(record.slots))
    for part in record.parts:
        told = tell.part(part, name_of_part(part.module, part.slot))
        yield Section(told.title, tuple(_line(each) for each in told.lines))
    elsewhere = [tell.elsewhere(row) for row in record.elsewhere.rows]
    yield Section(
        _("Taken over from elsewhere"),
        tuple(
            Line(each.title or each.text, each.text if each.title else "", each.when) for each in elsewhere
        ),
    )


def _line(told: Told) -> Line:
    small = [told.by, told.note, *(f"{_('before')}: {each}" for each in told.before)]
    return Line(told.title, told.text, told.when, tuple(str(each) for each in small if each))


def _measured(seen: SeenObservations, own: OwnFamily, by: Any) -> Section:
    zone, lines = ZoneInfo(own.episode.zone), []
    for row in seen.rows:
        told = noted(row, by, zone, language())
        whom = named(row.slot, len(seen.newborns))
        title, value = (
            strip_tags(told.title),
            strip_tags(told.value),
        )  # a page marks what is in another language
        lines.append(Line(f"{title} · {whom}", value, told.when, (told.by,)))
    return Section(_("What was measured and seen"), tuple(lines))


def _plan(seen: SeenPlan, by: Any, *, quiet: bool) -> Section:
    told = PlanTeller(seen, by, language(), quiet=quiet).plan({})
    lines = [Line(each.label, "; ".join(each.lines)) for each in told.agreed if each.lines]
    for point in (*told.open_points, *told.settled_points):
        answers = tuple(f"{said.who}, {said.when}: {said.text}" for said in point.dialogue)
        lines.append(Line(point.topic, point.text, point.by.when, (point.by.who, *answers)))
    return Section(_("My plan"), tuple(lines))


def _appointments(seen: SeenPlan, own: OwnFamily, now: datetime) -> Section:
    zone = ZoneInfo(own.episode.zone)
    told = [meeting_of(each, zone, language(), now) for each in seen.appointments]
    lines = [
        Line(each.what, each.who, f"{each.day} {each.hours}", (each.came,) if each.came else ())
        for each in told
    ]
    return Section(
        _("My appointments"),
        tuple(lines),
    )


def _name(mother: Person) -> str:
    return " ".join(part for part in (mother.given_name, mother.family_name) if part)
