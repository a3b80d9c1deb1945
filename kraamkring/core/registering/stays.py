"""The first stay in hospital and the way back within the days that a card watches, as the indicators of
readmission read them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from pydantic import Field

from ..facts.model import PregnancyFacts
from ..pathway.cards import Strict
from ..pathway.view import some_views


class Watch(Strict):
    """What a card watches. days: of 24 hours each, from the birth. stays: each class of stay with the hours below which
    it holds, the shortest first; longest: the class of every other."""

    days: int = Field(gt=0)
    stays: Mapping[str, int] = Field(min_length=1)
    longest: str


class Stay(NamedTuple):
    """Of one person. began: the birth; for the mother the first. home, back: the first of each that was recorded;
    None: there is none."""

    watch: Watch
    began: datetime
    home: datetime | None
    back: datetime | None

    @property
    def over(self) -> datetime:
        """When nobody watches any more."""
        return self.began + timedelta(days=self.watch.days)

    @property
    def went_home(self) -> bool:
        """True if it was before that."""
        return self.home is not None and self.home < self.over

    @property
    def came_back(self) -> bool:
        """True if it was before that."""
        return self.back is not None and self.back < self.over

    @property
    def length(self) -> str | None:
        """The class of the first stay."""
        if self.home is None:
            return None
        stayed = self.home - self.began
        classes = self.watch.stays.items()
        return next((name for name, below in classes if stayed < timedelta(hours=below)), self.watch.longest)


def stay_of(facts: PregnancyFacts, slot: str, began: datetime, watch: Watch) -> Stay:
    """What is recorded of this person. Where two entries contradict each other it is one of them: nothing goes out
    before somebody decided."""
    view = some_views(facts)[0]
    home = next((each.at for each in view.homeward.get(slot, ()) if not each.planned), None)
    return Stay(watch, began, home, next(iter(view.back.get(slot, ())), None))
