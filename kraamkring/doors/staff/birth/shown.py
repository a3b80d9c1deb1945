"""What every page around the birth shows above its form: who they are, and whether it is a quiet page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kraamkring.doors.ui import words
from kraamkring.doors.ui.standing import Standing
from kraamkring.flows.see_around_birth import SeenAroundBirth
from kraamkring.packs import protocol

from ..banner import Banner


@dataclass(frozen=True)
class Head:
    """The banner, and whether somebody was lost: then nothing shines."""

    family: UUID
    banner: Banner
    quiet: bool
    standing: Standing

    @classmethod
    def of(cls, seen: SeenAroundBirth, now: datetime, language: str) -> Head:
        standing = Standing(seen.facts, seen.activities, protocol(seen.facts.region or ""), now)
        banner = Banner.of(seen.mother, standing, seen.contradictions, language)
        return cls(seen.episode.pk, banner, standing.quiet, standing)


def everyone(seen: SeenAroundBirth) -> list[tuple[str, str]]:
    """The mother and every child that was born and lives, by slot and name. What is sent is judged against all of
    them: the flow says what the case does not allow, and a repeat finds those whom it was about."""
    return [(slot, called(slot, seen)) for slot, where in seen.people.items() if where or slot == "mother"]


def called(slot: str, seen: SeenAroundBirth) -> str:
    """`Mother`, `Child`, `Child 2`."""
    children = max(len(seen.facts.births), seen.facts.expected_newborns or 1)
    name = words.subject(slot, children)
    return name[:1].upper() + name[1:]
