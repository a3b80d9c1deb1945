"""Reasons of the planner: a code, what varies in it, and the English sentence that a page translates as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Why something in a plan changed."""

    BORN = "born"
    WENT_HOME_EARLY = "went_home_early"
    STAYS_LONGER = "stays_longer"
    READMITTED = "readmitted"
    HOURS_INDICATED = "hours_indicated"
    NEW_FAMILY = "new_family"
    LEFT = "left"
    NOBODY_TRAVELS = "nobody_travels"
    CARER_SICK = "carer_sick"
    CARER_REFUSED = "carer_refused"
    SKILL_NEEDED = "skill_needed"
    CARER_DECLINED = "carer_declined"
    CARER_ON_LEAVE = "carer_on_leave"
    CARER_OFF = "carer_off"
    CARER_GONE = "carer_gone"
    WORKS_ELSEWHERE = "works_elsewhere"
    CARER_ON_CALL = "carer_on_call"
    OUT_OF_AREA = "out_of_area"
    NOT_NEEDED = "not_needed"
    OWN_CHANGE = "own_change"
    WOULD_HAVE_HAD_NOBODY = "would_have_had_nobody"
    WOULD_HAVE_BEEN_SHORTENED = "would_have_been_shortened"
    NEEDED_ELSEWHERE = "needed_elsewhere"
    TIME_CAME_FREE = "time_came_free"
    BETTER_AS_A_WHOLE = "better_as_a_whole"


SENTENCES: dict[Code, str] = {
    Code.BORN: "The birth moved the care days of %(family)s",
    Code.WENT_HOME_EARLY: "%(family)s goes home early",
    Code.STAYS_LONGER: "%(family)s stays in hospital until day %(until)s",
    Code.READMITTED: "%(family)s is back in hospital",
    Code.HOURS_INDICATED: "%(family)s was indicated %(hours)s hours a day in place of %(before)s",
    Code.NEW_FAMILY: "%(family)s is new",
    Code.LEFT: "%(family)s needs no care any more",
    Code.NOBODY_TRAVELS: "Nobody travels to %(family)s on day %(day)s",
    Code.CARER_SICK: "%(carer)s is ill on day %(day)s",
    Code.CARER_REFUSED: "%(family)s does not want %(carer)s",
    Code.SKILL_NEEDED: "%(family)s now needs a skill that %(carer)s does not have",
    Code.CARER_DECLINED: "%(carer)s does not want to go to %(family)s",
    Code.CARER_ON_LEAVE: "%(carer)s has leave on day %(day)s",
    Code.CARER_OFF: "%(carer)s has day %(day)s off",
    Code.CARER_GONE: "%(carer)s has no contract on day %(day)s",
    Code.WORKS_ELSEWHERE: "%(carer)s works for another organisation on day %(day)s",
    Code.CARER_ON_CALL: "%(carer)s is on call for births on day %(day)s, or rests after it",
    Code.OUT_OF_AREA: "%(carer)s does not go to where %(family)s lives",
    Code.NOT_NEEDED: "%(family)s needs no care on day %(day)s any more",
    Code.OWN_CHANGE: "The days of %(family)s were planned anew after its own change",
    Code.WOULD_HAVE_HAD_NOBODY: "%(carer)s was needed for %(other)s, who would have had nobody on day %(other_day)s",
    Code.WOULD_HAVE_BEEN_SHORTENED: (
        "%(carer)s was needed for %(other)s, whose hours would have been shortened on day %(other_day)s"
    ),
    Code.NEEDED_ELSEWHERE: "%(carer)s was needed for %(other)s on day %(other_day)s",
    Code.TIME_CAME_FREE: "%(carer)s has time that was taken before",
    Code.BETTER_AS_A_WHOLE: "The plan as a whole became better",
}


@dataclass(frozen=True)
class Reason:
    """Why: the code for a program, the values for the sentence."""

    code: StrEnum
    sentence: str
    values: tuple[tuple[str, str | int], ...] = ()

    def said(self, translated: Callable[[str], str] = str) -> str:
        """The sentence, translated as a whole before its values are filled in."""
        return translated(self.sentence) % dict(self.values)

    def value(self, name: str) -> str | int | None:
        """One of the values."""
        return dict(self.values).get(name)


def because(code: Code, **values: str | int) -> Reason:
    """A reason why a plan changed."""
    return Reason(code, SENTENCES[code], tuple(sorted(values.items())))
