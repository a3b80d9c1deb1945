"""The words of the letter for what is known in codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.words import Words

CARES: Words = {
    "prenatal": _("prenatal contact"),
    "prenatal_home_visit": _("prenatal home visit"),
    "home_care_intake": _("first talk with maternity care"),
    "home_visit": _("home visit"),
    "paediatric_check": _("check of the child by a doctor"),
    "gynaecological_check": _("check of the mother by a doctor"),
    "youth_visit": _("visit of youth health care"),
    "bereavement_talk": _("talk after the loss"),
    "phone": _("telephone call"),
    "video": _("video call"),
    "maternity_care_intake": _("intake of maternity care"),
    "maternity_care": _("maternity care at home"),
    "birth_assistance": _("assistance at the birth"),
    "blood_spot": _("blood spot"),
    "hearing": _("hearing test"),
}
SCREENED: Words = {
    "done": _("done"),
    "unusable": _("done, must be repeated"),
    "refused": _("refused"),
}
CONDITIONS: Words = {"good": _("good"), "concern": _("a concern")}
COURSES: Words = {"uncomplicated": _("without complications"), "complicated": _("with complications")}
STAYS: Words = {"short": _("short stay"), "classic": _("classic stay")}
FEEDINGS: Words = {"breast": _("breastfeeding"), "formula": _("formula"), "mixed": _("breast and formula")}
TOPICS: Words = {
    "paediatric_check": _("Check of the child by a doctor"),
    "youth_visit": _("First visit of youth health care"),
    "six_week_check": _("Check of the mother at six weeks"),
}
PARTS: Words = {
    "prenatal": _("pregnancy"),
    "birth_and_stay": _("birth and stay"),
    "postnatal": _("the weeks after birth"),
    "plan": _("plan"),
    "network": _("network"),
    "child": _("child"),
}
