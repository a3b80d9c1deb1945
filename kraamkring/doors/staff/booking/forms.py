"""What is asked of a family at its first contact. What was not asked stays so: it is never a no."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.core.facts import DueDate, Preferences, PregnancyFacts
from kraamkring.core.kernel.moments import local_day
from kraamkring.doors.ui.fields import choice_field, date_field, line_field
from kraamkring.flows.book_family import Answer
from kraamkring.flows.book_pregnancy import Mother
from kraamkring.packs import protocol, protocols

from ..asking import Asking
from ..banner import language_name
from ..words import LANGUAGES

NOT_ASKED = ("", _("Not asked"))
YES_NO = [NOT_ASKED, ("yes", _("Yes")), ("no", _("No"))]
TRUTH = {"": None, "yes": True, "no": False}
EXPECTED = [
    ("", _("Not known")),
    ("1", _("One child")),
    ("2", _("Twins")),
    ("3", _("Triplets")),
    ("4", _("Four children")),
]
METHODS = [
    ("", _("Not told")),
    ("ultrasound", _("Ultrasound")),
    ("last_period", _("Last period")),
    ("ivf", _("Day of the treatment (IVF)")),
    ("taken_over", _("Taken over from elsewhere")),
]
STAYS = [NOT_ASKED, ("short", _("Short stay")), ("classic", _("Classic stay"))]
ANOTHER = "another"
LONGEST_AGO = timedelta(days=21)  # a family may be booked when the due date has passed: 43+0 at the latest
LONGEST_AHEAD = timedelta(days=280)


class BookingForm(Asking):
    """After `is_valid`: `facts`, `mother` and `answer`. now: when it was sent; the day is that of the region."""

    places = {  # noqa: RUF012
        "due_dates": "due_on", "mother_number": "number", "booked_on": "due_on", "expected_newborns": "expected",
    }  # fmt: skip

    given_name = line_field(_("Given name"), longest=100)
    family_name = line_field(_("Family name"), longest=100)
    birth_date = date_field(_("Date of birth"))
    number = line_field(_("National number"), longest=30)
    language = choice_field(_("Language"), [NOT_ASKED])
    interpreter = choice_field(_("Interpreter needed"), YES_NO, radio=True)
    region = choice_field(_("Region where the family lives"), [], _("Choose a region."))
    due_on = date_field(_("Due date"), _("Give the due date."))
    method = choice_field(_("How the due date was found"), METHODS)
    expected = choice_field(_("Children expected"), EXPECTED)
    stay = choice_field(_("Stay that the parents prefer"), STAYS, radio=True)
    maternity_care = choice_field(_("Maternity care at home wanted"), YES_NO, radio=True)
    answer = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    facts: PregnancyFacts
    mother: Mother

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        spoken = sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda each: each[1])
        self._choices("language", [NOT_ASKED, *spoken])
        regions = [(name, _title(name)) for name in protocols()]
        several = [("", _("Choose"))] if len(regions) > 1 else []
        self._choices("region", [*several, *regions])

    def _choices(self, name: str, choices: list[Any]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    @property
    def answered(self) -> Answer | None:
        """What was said of those who may be her; None if nothing was, or it cannot be read."""
        said = self.cleaned_data.get("answer", "")
        if said == ANOTHER:
            return "another"
        try:
            return UUID(said)
        except ValueError:
            return None

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if not (answers.get("given_name") or answers.get("family_name")) and "given_name" not in self.errors:
            self.add_error("given_name", _t("Give at least one name."))
        if "region" in self.errors:
            return answers
        today = local_day(self.now, protocol(answers["region"]).zone)
        born, due = answers.get("birth_date"), answers.get("due_on")
        if born and not date(1900, 1, 1) <= born < today:
            self.add_error("birth_date", _t("This cannot be her date of birth. Check it."))
        if due and not today - LONGEST_AGO <= due <= today + LONGEST_AHEAD:
            self.add_error("due_on", _t("With this due date she is not pregnant today. Check it."))
        if not self.errors:
            self.facts, self.mother = _facts(answers, today), _mother(answers)
        return answers


def _facts(answers: dict[str, Any], today: date) -> PregnancyFacts:
    """May raise ImpossibleFact; the form has looked at what a person gets wrong."""
    return PregnancyFacts(
        booked_on=today,
        region=answers["region"],
        due_dates=(DueDate(due_on=answers["due_on"], set_on=today, method=answers["method"] or None),),
        expected_newborns=int(answers["expected"]) if answers["expected"] else None,
        mother_number=answers["number"].strip() or None,
        preferences=Preferences(
            stay=answers["stay"] or None, maternity_care=TRUTH[answers["maternity_care"]]
        ),
    )


def _mother(answers: dict[str, Any]) -> Mother:
    return Mother(
        given_name=answers["given_name"],
        family_name=answers["family_name"],
        birth_date=answers["birth_date"],
        language=answers["language"],
        interpreter_needed=TRUTH[answers["interpreter"]],
    )


def _title(region: str) -> str:
    titles = protocols()[region].title
    return str(getattr(titles, get_language() or "en", None) or titles.en)
