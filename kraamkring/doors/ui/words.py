"""The words for what core says in codes: states, roles, certainty. One table each; nothing is decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = dict[str, "str | _StrPromise"]

STATES: Words = {
    "gap": _("Gap"),
    "at_risk": _("At risk"),
    "open": _("Open"),
    "arranged": _("Arranged"),
    "done": _("Done"),
    "waived": _("Waived"),
    "withdrawn": _("No longer needed"),
}
LATE = _("Done late")
STATE_MEANINGS: Words = {
    "gap": _("The time for it is over, and nothing here says that it was done."),
    "at_risk": _("Nothing is arranged, and the time to arrange it is running out."),
    "open": _("Still to be done, and there is time."),
    "arranged": _("Somebody will come, on an agreed day."),
    "done": _("It has been done."),
    "waived": _("It was decided that this is not needed."),
    "withdrawn": _("It was expected, but the facts no longer ask for it."),
}

ROLES: Words = {
    "mother": _("mother"),
    "partner": _("partner"),
    "coordinator": _("care coordinator"),
    "midwife": _("midwife"),
    "ward_midwife": _("ward midwife"),
    "gp": _("general practitioner"),
    "gynaecologist": _("gynaecologist"),
    "paediatrician": _("paediatrician"),
    "maternity_carer": _("maternity carer"),
    "youth_health": _("youth health care"),
    "lactation_consultant": _("lactation consultant"),
    "physiotherapist": _("physiotherapist"),
    "social_worker": _("social worker"),
    "buddy": _("buddy"),
}

PLACES: Words = {
    "home": _("at home"),
    "hospital": _("in hospital"),
    "birth_centre": _("in a birth centre"),
    "elsewhere": _("elsewhere"),
}

MODES: Words = {
    "vaginal": _("vaginal birth"),
    "instrumental": _("with forceps or vacuum"),
    "caesarean": _("caesarean section"),
}

PRESENCES: Words = {
    "here": _("somebody is there"),
    "asked": _("still to come"),
    "missing": _("nobody yet"),
    "uncovered": _("accepted, and nobody is coming for care that is due"),
}

BASES: Words = {
    "planned": _("These days follow the planned day of going home."),
    "awaited": _("These days rest on an expected day of going home; they move once it is known."),
    "expected": _("These days rest on the due date; they move with the birth."),
}

OBLIGATIONS: Words = {
    "required": _("required"),
    "recommended": _("recommended"),
    "ideal": _("ideally"),
    "proposed": _("a proposal, not in force"),
}

CERTAINTIES: Words = {
    "verified": _("verified in the source"),
    "reading": _("our reading of the source"),
    "to be confirmed": _("to be confirmed"),
    "proposed": _("proposed by us"),
}
NOT_REVIEWED = _("not reviewed by a clinician")

EVENTS: Words = {
    "booking": _("The booking"),
    "birth": _("The birth"),
    "homecoming": _("Going home from the ward"),
    "readmission": _("Back in hospital"),
    "return": _("Home again after a readmission"),
    "loss": _("A loss"),
    "blood_spot_done": _("The blood spot was taken"),
    "blood_spot_refused": _("The blood spot was refused"),
    "hearing_done": _("The hearing test was done"),
    "hearing_refused": _("The hearing test was refused"),
    "hearing_refer": _("The hearing test asks for another look"),
}
AFTER: Words = {
    "booking": _("after the booking"),
    "birth": _("after the birth"),
    "homecoming": _("after going home"),
    "readmission": _("after the readmission"),
    "return": _("after coming home again"),
    "loss": _("after the loss"),
    "blood_spot_done": _("after the blood spot"),
    "blood_spot_refused": _("after the refusal of the blood spot"),
    "hearing_done": _("after the hearing test"),
    "hearing_refused": _("after the refusal of the hearing test"),
    "hearing_refer": _("after a hearing test that asks for another look"),
}
BEFORE: Words = {
    "birth": _("before the birth"),
    "homecoming": _("before going home"),
    "readmission": _("before the readmission"),
    "return": _("before coming home again"),
}

PHASES: Words = {
    "pregnancy": _("Pregnancy"),
    "stay": _("Birth and stay"),
    "ten_days": _("The first ten days"),
    "thousand_days": _("Up to 1000 days"),
}


def subject(slot: str, children: int) -> str:
    """`mother`, `child`; `child 2` where there are several."""
    if slot == "mother":
        return gettext("mother")
    if children == 1:
        return gettext("child")
    return gettext("child %(number)s") % {"number": slot.removeprefix("newborn-")}
