"""What is asked of a person, and in which words a wrong answer comes back. Nobody's name is asked."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.core.facts.model import PregnancyFacts
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.moments import BRUSSELS
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.fields import choice_field, date_field
from kraamkring.doors.ui.moments import MomentsForm

from .facts import facts_of
from .fields import (
    HOMES,
    MODES,
    NOT_TOLD,
    OUTCOMES,
    PLACES,
    SPOTS,
    STAYS,
    VISITS,
    YES_NO,
    weight_field,
)

if TYPE_CHECKING:
    from kraamkring.doors.ui.fields import Text

CHILDREN = (1, 2, 3)
CHILD_PARTS = ("born", "outcome", "weight", "spot")


class FactsForm(MomentsForm):
    """The facts of one pregnancy as a person knows them. After `is_valid`: `facts`, `now`, and the ticks."""

    template_name = "pathway/form.html"
    zone = BRUSSELS

    due_on = date_field(_("Due date"), required=_("Give the due date."))
    booked_on = date_field(_("First contact (booking)"), required=_("Give the date of the first contact."))
    expected = choice_field(
        _("Children expected"), [NOT_TOLD, ("1", _("One child")), ("2", _("Twins")), ("3", _("Triplets"))]
    )
    stay = choice_field(_("Stay that the parents prefer"), STAYS)
    maternity_care = choice_field(_("Maternity care at home wanted"), YES_NO)
    place = choice_field(_("Place of birth"), PLACES)
    mode = choice_field(_("Mode of birth"), MODES)
    home = choice_field(_("Going home"), HOMES)
    visit = choice_field(_("First home visit by a midwife"), VISITS)
    check = choice_field(_("Check of the child by a doctor"), VISITS)
    pregnancy_done = forms.BooleanField(
        label=_("All care that was promised during the pregnancy was given"), required=False
    )
    stay_done = forms.BooleanField(
        label=_(
            "The steps before going home were taken: needs assessed, alarm signs explained, letter sent, all told"
        ),
        required=False,
    )

    facts: PregnancyFacts
    now: datetime

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in CHILDREN:
            self.ask_moment(f"born_{number}", self._of_child(_("Birth"), number))
            self.fields[f"outcome_{number}"] = choice_field(self._of_child(_("Outcome"), number), OUTCOMES)
            self.fields[f"weight_{number}"] = weight_field(self._of_child(_("Birth weight in grams"), number))
            self.fields[f"spot_{number}"] = choice_field(self._of_child(_("Blood spot"), number), SPOTS)
            self.ask_moment(f"spot_{number}", self._of_child(_("Blood spot"), number))
        self.ask_moment("home", _("Going home"))
        self.ask_moment("visit", _("First home visit"))
        self.ask_moment("check", _("Check by a doctor"))
        self.ask_moment("now", _("Moment to look at"))

    @classmethod
    def asked(cls, request: HttpRequest) -> FactsForm:
        """The form as it was sent; not judged yet if only a language was chosen before the first look."""
        if request.method != "POST":
            return cls()
        if "language" in request.POST and "looked" not in request.POST:
            return cls(initial=request.POST.dict())
        return cls(request.POST)

    @staticmethod
    def _of_child(label: Text, number: int) -> Text:
        return _("%(label)s, child %(number)s") % {"label": label, "number": number} if number > 1 else label

    @property
    def ticks(self) -> frozenset[str]:
        """The promises that were ticked as done, by key."""
        if not self.is_bound:
            return frozenset()
        return frozenset(cast("Any", self.data).getlist("done"))

    def shows(self, name: str) -> bool:
        """Whether anything was typed, or went wrong, in the fields that begin so: then they are shown open."""
        return any(
            self[field].value() not in (None, "", False) or (self.is_bound and self.errors.get(field))
            for field in self.fields
            if field.startswith(name)
        )

    def more_children(self) -> list[dict[str, Any]]:
        """The second and third child, for the template: names of their fields, and whether they stand open."""
        expected = self["expected"].value() or "1"
        return [
            {
                "title": _t("Child %(number)s") % {"number": number},
                **{part: f"{part}_{number}" for part in CHILD_PARTS},
                "shown": expected >= str(number)
                or any(self.shows(f"{part}_{number}") for part in CHILD_PARTS),
            }
            for number in CHILDREN[1:]
        ]

    # --- judging

    def clean(self) -> dict[str, Any]:
        self.judge_moments()
        self._judge_births()
        self._judge_statuses()
        if not self.errors:
            self._judge_facts()
        return self.cleaned_data

    def _judge_births(self) -> None:
        answers = self.cleaned_data
        born = [number for number in CHILDREN if answers.get(f"born_{number}_on")]
        for number in CHILDREN:
            about = [f"{part}_{number}" for part in ("outcome", "weight", "spot")]
            if number in born:
                if not answers.get(f"outcome_{number}"):
                    self.add_error(
                        f"outcome_{number}",
                        _t("Say whether child %(number)s was born alive.") % {"number": number},
                    )
            elif any(answers.get(name) for name in about) and f"born_{number}_on" not in self.errors:
                self.add_error(
                    f"born_{number}_on", _t("Give the birth of child %(number)s too.") % {"number": number}
                )
        if born and born != list(range(1, len(born) + 1)):
            self.add_error("born_1_on", _t("Begin with child 1."))
        if born and not answers.get("place"):
            self.add_error("place", _t("Say where the birth was."))
        if born and not answers.get("mode"):
            self.add_error("mode", _t("Say how the birth was."))

    def _judge_statuses(self) -> None:
        for name in ("home", "visit", "check", *(f"spot_{number}" for number in CHILDREN)):
            said, at = self.cleaned_data.get(name), self.cleaned_data.get(f"{name}_at")
            label = {"moment": str(self.moments[name])}
            if said and at is None and not self.said_wrong(name):
                self.add_error(f"{name}_on", _t("%(moment)s: give the date and time.") % label)
            elif at is not None and not said:
                self.add_error(name, _t("%(moment)s: say what happened, or empty the date.") % label)

    def _judge_facts(self) -> None:
        self.now = self.cleaned_data["now_at"] or clock.now()
        try:
            self.facts = facts_of(self.cleaned_data, self.now)
        except Refusal as refusal:
            field, sentence = in_our_words(refusal)
            self.add_error(field, sentence)


def in_our_words(refusal: Refusal) -> tuple[str, str]:
    """The field of the page, and a sentence in the reader's language, for what core refuses."""
    match = re.match(r"(\w+)(?:\[(\d+)\])?", refusal.field)
    name, index = (match[1], int(match[2] or 0)) if match else ("", 0)
    if name == "due_dates":
        return "due_on", _t(
            "With this due date the first contact does not lie in the pregnancy. Check both dates."
        )
    if name == "births":
        return f"born_{index + 1}_on", _t(
            "This birth does not fit: it lies before the first contact, before 20+0 or after 45+0. Check the dates."
        )
    if name == "discharges":
        return "home_on", _t(
            "Going home comes after a birth in hospital. Check both; after a birth at home, leave this empty."
        )
    if name == "screenings":
        return f"spot_{index + 1}_on", _t("The blood spot lies before the birth. Check both.")
    return "due_on", _t("These facts cannot all be true. Check the dates.")
