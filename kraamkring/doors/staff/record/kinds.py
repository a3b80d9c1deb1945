"""Every kind of entry, described once: what it is called, what is asked for it, and how it is told in one line.

The forms and the pages follow from this table. `headline` names fields of the entry; the others are told below it.
A new kind of fact needs one description here (a test walks all kinds).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.core.access import Module, module_of
from kraamkring.core.facts.coherence import MOST_EARLIER_BIRTHS
from kraamkring.core.facts.model import HEAVIEST_G, LIGHTEST_G, MOST_NEWBORNS
from kraamkring.doors.ui import notation
from kraamkring.doors.ui import words as ui_words

from . import words
from .answers import (
    REGION,
    ROLE,
    Activity,
    Answer,
    Choice,
    Day,
    Kept,
    Line,
    Moment,
    Newborn,
    Number,
    Rival,
    Setting,
    Several,
    Tongue,
    YesNo,
)

if TYPE_CHECKING:
    from kraamkring.doors.ui.fields import Text


@dataclass(frozen=True)
class Asked:
    """One field of a kind. name: as core.facts has it. hint: what helps to answer."""

    name: str
    label: Text
    answer: Answer
    required: bool = False
    hint: Text = ""


@dataclass(frozen=True, kw_only=True)
class KindTold:
    """One kind. title: what it is. doing: what somebody does who writes it, "" where it has pages of its own or none.
    headline: a sentence with the names of fields in it. page: the name of the page on which it is written."""

    title: Text
    headline: Text
    fields: tuple[Asked, ...]
    doing: Text = ""
    hint: Text = ""
    page: str = ""

    def told(self, content: Mapping[str, Any], setting: Setting) -> str:
        """The entry in one line."""
        said = {field.name: self._say(field, content, setting) for field in self.fields}
        line = str(self.headline) % said
        return line[:1].upper() + line[1:]

    def rest(self, content: Mapping[str, Any], setting: Setting) -> tuple[tuple[str, str], ...]:
        """What the line leaves out, as term and value; what was not asked is not told."""
        left = [field for field in self.fields if f"%({field.name})s" not in str(self.headline)]
        told = [(str(field.label), self._say(field, content, setting)) for field in left]
        return tuple((label, value) for label, value in told if value)

    @staticmethod
    def _say(field: Asked, content: Mapping[str, Any], setting: Setting) -> str:
        value = content.get(field.name)
        return field.answer.tell(value, setting) if value is not None else ""


WHEN = Asked("at", _("When"), Moment(), required=True)
BY = Asked("by", _("By whom"), ROLE, required=True)
WHO = Asked("who", _("For whom"), Several(), required=True)
CONCERNED = Asked("who", _("For whom"), Several())
NEWBORN = Asked("newborn", _("Which child"), Newborn(few=True), required=True)
CARE = Choice({**words.CONTACTS, **words.SCREENINGS})


def _contact(kind: str) -> Module:
    return module_of("contacts", {"kind": kind})


def _step(step: str) -> Module:
    return module_of("steps", {"step": step})


def _death(who: str) -> Module:
    return module_of("deaths", {"who": who})


KINDS_TOLD: Mapping[str, KindTold] = {
    "due_dates": KindTold(
        title=_("Due date"),
        headline=_("due on %(due_on)s"),
        page="due_date",
        fields=(
            Asked("due_on", _("Due date (40+0)"), Day(), required=True),
            Asked(
                "set_on", _("Determined on"), Day(), required=True, hint=_("The latest determination holds.")
            ),
            Asked("method", _("How the due date was found"), Choice(words.METHODS)),
        ),
    ),
    "expected_newborns": KindTold(
        title=_("Children expected"),
        headline=_("children expected: %(value)s"),
        doing=_("How many children are expected"),
        fields=(
            Asked(
                "value",
                _("How many children are expected"),
                Number(1, MOST_NEWBORNS, _("Give a number from %(least)s to %(most)s.")),
                required=True,
            ),
        ),
    ),
    "earlier_births": KindTold(
        title=_("Earlier births"),
        headline=_("earlier births: %(value)s"),
        doing=_("How often she gave birth before"),
        hint=_("Before this pregnancy. 0: this is her first child."),
        fields=(
            Asked(
                "value",
                _("How often she gave birth before"),
                Number(0, MOST_EARLIER_BIRTHS, _("Give a number from %(least)s to %(most)s.")),
                required=True,
            ),
        ),
    ),
    "course": KindTold(
        title=_("Course of the pregnancy"),
        headline=_("course of the pregnancy: %(value)s"),
        doing=_("The course of the pregnancy"),
        fields=(
            Asked("value", _("Course of the pregnancy"), Choice(words.COURSES, few=True), required=True),
        ),
    ),
    "losses": KindTold(
        title=_("Loss"),
        headline=_("%(kind)s"),
        page="loss",
        fields=(
            WHEN,
            Asked("kind", _("What happened"), Choice(words.LOSSES), required=True),
            Asked(
                "newborn", _("Which child"), Newborn(few=True), hint=_("Only where one of several was lost.")
            ),
        ),
    ),
    "births": KindTold(
        title=_("Birth"),
        headline=_("%(newborn)s %(outcome)s"),
        page="birth",
        fields=(
            NEWBORN,
            Asked("outcome", _("Outcome"), Choice(words.OUTCOMES, few=True), required=True),
            Asked("born_at", _("Birth"), Moment(), required=True),
            Asked("place", _("Place of birth"), Choice(ui_words.PLACES), required=True),
            Asked("mode", _("Mode of birth"), Choice(ui_words.MODES), required=True),
            Asked(
                "weight_g",
                _("Birth weight in grams"),
                Number(
                    LIGHTEST_G,
                    HEAVIEST_G,
                    _("This is not a birth weight. Give whole grams, from %(least)s to %(most)s."),
                    unit=notation.weight,
                ),
            ),
            Asked("gestation", _("Gestation judged at birth"), Line(), hint=_("Weeks and days, as in 39+4.")),
            Asked("condition", _("Condition of the child"), Choice(words.CONDITIONS)),
            Asked("number", _("National number of the child"), Line()),
        ),
    ),
    "admissions": KindTold(
        title=_("Admission"),
        headline=_("taken into hospital: %(who)s"),
        page="admission",
        fields=(WHO, WHEN, Asked("ward", _("Ward"), Choice(words.WARDS, few=True))),
    ),
    "discharges": KindTold(
        title=_("Going home"),
        headline=_("%(planned)s: %(who)s"),
        page="discharge",
        fields=(
            WHO,
            WHEN,
            Asked("planned", _("Planned, or done"), YesNo(words.PLANNED, few=True), required=True),
        ),
    ),
    "readmissions": KindTold(
        title=_("Back in hospital"),
        headline=_("back in hospital: %(who)s"),
        page="back_in_hospital",
        fields=(WHO, WHEN),
    ),
    "mother_condition": KindTold(
        title=_("Condition of the mother"),
        headline=_("condition of the mother: %(value)s"),
        doing=_("The condition of the mother after the birth"),
        fields=(
            Asked("value", _("Condition of the mother"), Choice(words.CONDITIONS, few=True), required=True),
        ),
    ),
    "deaths": KindTold(
        title=_("Death"),
        headline=_("%(who)s died"),
        doing=_("A death"),
        hint=_("Of the mother, or of a child that was born alive. A stillbirth is written as a birth."),
        fields=(Asked("who", _("Who"), Newborn(few=True, mother=True, part=_death), required=True), WHEN),
    ),
    "contacts": KindTold(
        title=_("Contact"),
        headline=_("%(kind)s: %(outcome)s"),
        doing=_("A contact: consultation, visit or call"),
        fields=(
            Asked("kind", _("What sort of contact"), Choice(words.CONTACTS, part=_contact), required=True),
            WHEN,
            BY,
            CONCERNED,
            Asked("outcome", _("Did it take place?"), Choice(words.CAME, few=True), required=True),
            Asked("appointment", _("Appointment"), Kept()),
            Asked("precision", _("When"), Kept(of="at")),
        ),
    ),
    "screenings": KindTold(
        title=_("Screening"),
        headline=_("%(screening)s, %(newborn)s: %(outcome)s"),
        doing=_("A screening of a child: done or refused"),
        page="screening",
        fields=(
            NEWBORN,
            Asked("screening", _("Which screening"), Choice(words.SCREENINGS, few=True), required=True),
            Asked("outcome", _("What came of it"), Choice(words.SCREENED, few=True), required=True),
            WHEN,
            Asked("by", _("By whom"), ROLE),
            Asked("reason", _("Reason"), Line(rows=3), hint=_("Why it was refused, or could not be used.")),
            Asked("precision", _("When"), Kept(of="at")),
        ),
    ),
    "results": KindTold(
        title=_("Result of a screening"),
        headline=_("%(screening)s, %(newborn)s: %(result)s"),
        doing=_("The result of a screening"),
        fields=(
            NEWBORN,
            Asked("screening", _("Which screening"), Choice(words.SCREENINGS, few=True), required=True),
            Asked("result", _("Result"), Choice(words.RESULTS, few=True), required=True),
            WHEN,
        ),
    ),
    "steps": KindTold(
        title=_("Step done"),
        headline=_("%(step)s"),
        doing=_("A step that was done"),
        hint=_("Such as: plan made, alarm signs explained, letter sent."),
        fields=(
            Asked("step", _("Which step"), Choice(words.STEPS, part=_step), required=True),
            WHEN,
            BY,
            CONCERNED,
        ),
    ),
    "appointments": KindTold(
        title=_("Appointment"),
        headline=_("%(care)s: %(accepted)s"),
        fields=(
            Asked("care", _("For what"), CARE, required=True),
            Asked("start", _("From"), Moment(), required=True),
            Asked("end", _("Until"), Moment(), required=True),
            Asked("role", _("Who comes"), ROLE, required=True),
            CONCERNED,
            Asked("accepted", _("Accepted by who will come"), YesNo(words.ACCEPTED, few=True), required=True),
            Asked("outcome", _("What came of it"), Choice(words.AGREED)),
            Asked("key", _("Activity"), Kept()),
            Asked("made_at", _("Made"), Kept(datetime.fromisoformat)),
        ),
    ),
    "waivers": KindTold(
        title=_("Care that is not needed"),
        headline=_("not needed: %(activity)s"),
        doing=_("Care that need not be given"),
        hint=_("It was decided that something promised is not needed. Say why."),
        fields=(
            Asked("activity", _("Which care"), Activity(), required=True),
            Asked("who", _("For whom"), Newborn(few=True, mother=True)),
            Asked(
                "ordinal",
                _("Which one of several"),
                Number(1, 50, _("Give a number from %(least)s to %(most)s.")),
                hint=_("Such as 2 for the second visit. Empty: all of them."),
            ),
            Asked("why", _("Why"), Line(rows=3), required=True),
            BY,
            WHEN,
        ),
    ),
    "preferences": KindTold(
        title=_("What the parents want"),
        headline=_("what the parents want"),
        doing=_("What the parents want"),
        hint=_("Only what they said now; what they said before stays."),
        fields=(
            Asked("stay", _("Stay after the birth"), Choice(words.STAYS)),
            Asked("maternity_care", _("Maternity care at home"), YesNo(words.YES_NO)),
            Asked("feeding", _("Feeding"), Choice(words.FEEDING)),
            Asked("place_of_birth", _("Place of birth"), Choice(ui_words.PLACES)),
            Asked("language", _("Language to speak with them"), Tongue()),
        ),
    ),
    "moves": KindTold(
        title=_("Move"),
        headline=_("lives in %(to)s"),
        doing=_("The family moves to another region"),
        fields=(
            Asked("on", _("From which day"), Day(), required=True),
            Asked("to", _("To which region"), REGION, required=True),
        ),
    ),
    "network": KindTold(
        title=_("Member of the network"),
        headline=_("in the network: %(role)s"),
        fields=(
            Asked("role", _("Role"), ROLE, required=True),
            Asked("accepted_on", _("Accepted on"), Day()),
            Asked("until", _("Until"), Day()),
            Asked("number", _("Professional number"), Line()),
        ),
    ),
    "decisions": KindTold(
        title=_("Decision"),
        headline=_("decided which entry stands"),
        fields=(
            Asked("stands", _("Which one stands"), Rival(few=True), required=True),
            Asked("by", _("By whom"), Kept()),
            Asked("at", _("When"), Kept(datetime.fromisoformat)),
        ),
    ),
    "retractions": KindTold(
        title=_("Taken back"),
        headline=_("an entry was taken back"),
        fields=(
            Asked("why", _("Why"), Line(rows=3), required=True),
            Asked("fact", _("Entry"), Kept()),
            Asked("by", _("By whom"), Kept()),
            Asked("at", _("When"), Kept(datetime.fromisoformat)),
        ),
    ),
}


def title_of(kind: str) -> str:
    """What an entry of that kind is called."""
    return str(KINDS_TOLD[kind].title) if kind in KINDS_TOLD else _t("an entry")
