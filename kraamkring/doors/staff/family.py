"""One family: the banner above, and the circle and the line with what the network says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kraamkring.doors.ui.looking import Look
from kraamkring.doors.ui.network import NetworkTelling
from kraamkring.doors.ui.standing import Standing
from kraamkring.flows.see_pathway import SeenPathway
from kraamkring.packs import protocol

from .banner import Banner


@dataclass(frozen=True)
class FamilyShown:
    """What the page of a family shows. ended: no child is there, or awaited, any more."""

    banner: Banner
    look: Look
    ended: bool

    @classmethod
    def of(cls, seen: SeenPathway, now: datetime, language: str) -> FamilyShown:
        standing = Standing(seen.facts, seen.activities, protocol(seen.facts.region or ""), now)
        return cls(
            banner=Banner.of(seen.mother, standing, seen.contradictions, language),
            look=NetworkTelling(standing, language).look(),
            ended=standing.ended,
        )
