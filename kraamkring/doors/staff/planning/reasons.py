"""The planner's reasons in the reader's language: of a code and values of `core.planning` they become a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.core.planning.week.reasons import Reason
from kraamkring.doors.ui import notation

from .words import skill_word

Value = str | int
Word = str | Promise
DAYS = ("day", "other_day", "until")
CARERS = ("carer",)
FAMILIES = ("family",)

# Why she comes, why another cannot: `explanations.Fact`.
FACTS: dict[str, Word] = {
    "pinned": _("A person chose %(carer)s for this day."),
    "known": _("The family knows %(carer)s."),
    "comes_already": _(
        "%(carer)s also comes on other days of this week (%(number)s), so the family sees fewer carers."
    ),
    "nearest": _("Of all who may come, %(carer)s lives nearest (%(minutes)s minutes)."),
    "nearer_cannot": _("Carers who live nearer and cannot come on this day: %(number)s."),
    "nearer_costs_more": _("Carers who live nearer and could come too: %(number)s."),
    "few_skilled": _("Carers who may come to this family at all: %(number)s."),
    "within_contract": _(
        "%(carer)s stays within her contract: %(hours)s of %(contract)s hours in this week."
    ),
    "over_contract": _("%(carer)s works %(hours)s hours in this week; her contract says %(contract)s."),
    "shortened": _("The family gets %(hours)s hours in place of %(full)s."),
    "nobody": _("Nobody comes on %(day)s."),
    "has_passed": _("This day has passed."),
    "no_care_day": _("The family needs no care on that day."),
    "lacks_skill": _("%(carer)s cannot do what the family needs: %(skill)s."),
    "refused": _("The family does not want %(carer)s."),
    "declined": _("%(carer)s does not want to go to this family."),
    "out_of_area": _("%(carer)s does not go to this postcode."),
    "day_off": _("%(carer)s does not work on %(day)s."),
    "another_pinned": _("A person chose %(other)s for %(day)s."),
    "families_enough": _("%(carer)s has as many families on %(day)s as she may have (%(number)s)."),
    "day_full": _("%(carer)s works %(hours)s hours on %(day)s already."),
    "days_enough": _("%(carer)s would work more than %(number)s days in this week."),
    "row_too_long": _("%(carer)s would work more than %(number)s days in a row."),
    "hours_spent": _("%(carer)s works %(hours)s hours in this week already; her contract says %(contract)s."),
    "not_together": _("%(carer)s cannot come beside the carers who must come on other days."),
    "carers_enough": _("The family sees %(number)s other carers in this week already."),
}
# The same, of several carers at once.
GROUPS: dict[str, Word] = {
    "has_passed": _("the day has passed"),
    "no_care_day": _("the family needs no care on that day"),
    "lacks_skill": _("cannot do what the family needs"),
    "refused": _("the family does not want her"),
    "declined": _("does not want to go to this family"),
    "out_of_area": _("does not go to this postcode"),
    "day_off": _("does not work on that day"),
    "another_pinned": _("a person chose somebody else"),
    "families_enough": _("has as many families on that day as she may have"),
    "day_full": _("her day is full"),
    "days_enough": _("would work on too many days"),
    "row_too_long": _("would work too many days in a row"),
    "hours_spent": _("the hours of her contract are spent"),
    "not_together": _("cannot come beside those who must come on other days"),
    "carers_enough": _("the family sees enough carers already"),
}
# Why a promise would change, after "because": `reasons.Code`, and what persons did.
CODES: dict[str, Word] = {
    "born": _("the child came and moved the days of care"),
    "went_home_early": _("the family went home early"),
    "stays_longer": _("the family stays in hospital until %(until)s"),
    "readmitted": _("the family is back in hospital"),
    "hours_indicated": _("%(hours)s hours are indicated in place of %(before)s"),
    "new_family": _("the family is new"),
    "left": _("the family needs no care any more"),
    "nobody_travels": _("nobody travels on %(day)s"),
    "carer_sick": _("%(carer)s is ill"),
    "carer_refused": _("the family does not want %(carer)s"),
    "skill_needed": _("%(carer)s cannot do what the family needs now"),
    "carer_declined": _("%(carer)s does not want to go to this family"),
    "carer_on_leave": _("%(carer)s has leave"),
    "carer_off": _("%(carer)s has a day off"),
    "carer_gone": _("%(carer)s has no contract on that day"),
    "works_elsewhere": _("%(carer)s works for another organisation on that day"),
    "carer_on_call": _("%(carer)s is on call for births, or rests after it"),
    "out_of_area": _("%(carer)s does not go to this postcode"),
    "not_needed": _("the family needs no care on that day any more"),
    "own_change": _("the days of this family were planned anew after its own change"),
    "would_have_had_nobody": _("%(carer)s is needed for %(other)s, who would have nobody on %(other_day)s"),
    "would_have_been_shortened": _(
        "%(carer)s is needed for %(other)s, whose hours would be shortened on %(other_day)s"
    ),
    "needed_elsewhere": _("%(carer)s is needed for %(other)s on %(other_day)s"),
    "time_came_free": _("%(carer)s has time that was taken before"),
    "better_as_a_whole": _("the plan as a whole becomes better"),
    "decided": _("somebody decided so by hand"),
    "dropped": _("the proposal was dropped"),
    "missed": _("nobody came"),
    "cancelled": _("the appointment was cancelled"),
    "done": _("it was done meanwhile"),
}
# What binds in a shortage: the rules that `giving.binding` leaves out one after another.
BINDS: dict[str, Word] = {
    "hours_of_contracts": _("the hours of contracts"),
    "days_off": _("days off, leave and illness"),
    "skills": _("skills and languages"),
    "rest": _("rest between days of work"),
    "length_of_a_day": _("how long a day of work may be"),
}


@dataclass(frozen=True)
class Names:
    """Who is who for this reader: carers by id; of families, those she may see."""

    carers: Mapping[str, str]
    families: Mapping[str, str]
    language: str
    first: date | None = None

    def day(self, value: Value) -> str:
        """A day of a reason: a date as it was kept, or a number of the week that is looked at."""
        on = (
            self.first + timedelta(days=value)
            if isinstance(value, int) and self.first
            else date.fromisoformat(str(value))
        )
        return notation.weekday(on, self.language)

    def family(self, id: str) -> str:
        return self.families.get(id) or _t("another family")

    def carer(self, id: str) -> str:
        return self.carers.get(id) or _t("a carer who is not here any more")


def told(word: Word, values: Mapping[str, Value], names: Names, *, other: str = "family") -> str:
    """A sentence with names in place of ids and dates in place of numbers. other: whether `other` is a family or a
    carer."""
    shown: dict[str, Value] = dict(values)
    for name, value in values.items():
        if name in DAYS:
            shown[name] = names.day(value)
        elif name in CARERS or (name == "other" and other == "carer"):
            shown[name] = names.carer(str(value))
        elif name in FAMILIES or name == "other":
            shown[name] = names.family(str(value))
        elif name == "skill":
            shown[name] = skill_word(str(value))
    return str(word) % shown


def fact(reason: Reason, names: Names, code: str = "") -> str:
    """Why she comes, or what stops her. code: in place of the reason's own, where the door knows more exactly."""
    return told(FACTS[code or str(reason.code)], dict(reason.values), names, other="carer")


def because(code: str, values: Mapping[str, Value], names: Names) -> str:
    """Why a promise would change; empty for what was kept before reasons had words."""
    word = CODES.get(code)
    if word is None or ("%(" in str(word) and not values):
        return ""
    return told(word, values, names)
