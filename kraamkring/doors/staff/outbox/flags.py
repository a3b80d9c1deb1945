"""A red flag in the words of the reader: who raised it, who was told when, and who has seen it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kraamkring.doors.ui import notation, words
from kraamkring.flows.red_flags import SeenFlag, SeenStep
from kraamkring.rooms.people.models import Person, PregnancyEpisode

from ..banner import name_of
from .words import MARKS, RUNGS, STATES


@dataclass(frozen=True)
class Flag:
    """One red flag. raised: when and by whom. seen: who has seen it and when, empty while nobody did. address: the page
    that shows what it is about. lines: what happened, each with its mark."""

    id: UUID
    family: UUID
    mother: str
    raised: str
    seen: str
    nobody: bool
    address: str
    lines: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, seen: SeenFlag, episode: PregnancyEpisode, mother: Person, language: str) -> Flag:
        zone = ZoneInfo(episode.zone)
        raised = notation.moment(seen.raised_at, zone, language)
        by = _("%(moment)s, by %(name)s") % {"moment": raised, "name": seen.raised_by}
        when = notation.moment(seen.seen_at, zone, language) if seen.seen_at else ""
        told = _("%(name)s, %(moment)s") % {"name": seen.seen_by, "moment": when}
        return cls(
            id=seen.id,
            family=episode.pk,
            mother=name_of(mother),
            raised=by if seen.raised_by else raised,
            seen=told if seen.seen_by else "",
            nobody=seen.nobody,
            address=seen.address,
            lines=tuple(_lines(seen.steps, zone, language)),
        )


def _lines(steps: tuple[SeenStep, ...], zone: ZoneInfo, language: str) -> Iterator[tuple[str, str]]:
    for step in steps:
        known = {
            "moment": notation.moment(step.at, zone, language),
            "name": f"{step.name}, {words.ROLES.get(step.role, step.role)}" if step.role else step.name,
        }
        if step.what == "nobody":
            yield "gap", _("%(moment)s: there was nobody to tell") % known
        elif step.what == "seen":
            yield "done", _("%(moment)s: seen by %(name)s") % known
        else:
            rung, state = str(RUNGS.get(step.rung, "")), str(STATES.get(step.state, ""))
            line = _("%(moment)s: %(name)s was told (%(rung)s)") % (known | {"rung": rung})
            yield MARKS.get(step.state, "open"), f"{line}: {state}" if state else line
