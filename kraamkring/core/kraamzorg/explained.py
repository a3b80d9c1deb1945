"""What parents are told of maternity care where they live: what it is, what it costs, how it is asked for."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ..pathway.cards import Certainty, Citation, InFourLanguages, Signature, Strict

About = Literal["what", "cost", "ask", "after_loss"]


class Point(Strict):
    """One thing that is told, with where it stands."""

    about: About
    words: InFourLanguages
    certainty: Certainty
    sources: tuple[Citation, ...] = Field(min_length=1)


class CareExplained(Strict):
    """A region. method: the scheme that reckons hours there. hours_are_no_right: the scheme is a proposal, so that no
    hours may be told as hers. Without points nothing was found."""

    method: str | None = None
    hours_are_no_right: bool = False
    point: tuple[Point, ...] = ()

    def said(self, about: About) -> Point | None:
        """What is told of it; None where no source was found."""
        return next((point for point in self.point if point.about == about), None)


class CareOfCountry(Strict):
    """The regions of a country, by their codes."""

    region: dict[str, CareExplained]
    sign: Signature
