"""The words of the network: parts of the record, what becomes of a place, how much coordinating takes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.words import Words

MODULES: Words = {
    "prenatal": _("pregnancy"),
    "birth_and_stay": _("birth and stay"),
    "postnatal": _("the mother after the birth"),
    "plan": _("plan and appointments"),
    "network": _("network"),
    "psychosocial": _("how life is at home (shielded)"),
    "child": _("the child"),
}
PLACES: Words = {  # of a member
    "here": _("Accepted"),
    "later": _("Accepted, begins later"),
    "invited": _("Invited"),
    "declined": _("Declined"),
    "left": _("Left"),
    "removed": _("Removed"),
    "over": _("Over"),
}
MARKS = {"here": "done", "later": "arranged", "invited": "open"}  # the others: withdrawn
INTENSITIES: Words = {"light": _("light"), "usual": _("usual"), "intensive": _("intensive")}
INTENSITY_MEANS: Words = {
    "light": _("Light: a contact now and then; the care runs by itself."),
    "usual": _("Usual: she follows the plan and speaks with everybody when something changes."),
    "intensive": _("Intensive: contact every few days, and meetings of the network."),
}
SAID_BY: Words = {"mother": _("her own word"), "representative": _("the word of who represents her")}
ANSWERS: Words = {
    "accepted": _("accepted"),
    "declined": _("declined"),
    "withdrawn": _("no longer asked"),
}
RIGHTS: Words = {"write": _("reads and writes"), "read": _("reads"), "": _("does not see it")}
