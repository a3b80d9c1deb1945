"""The words of these pages for what a ward told, and why it waits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.words import Words

from ..words import WHY_ALIKE

OF_MOTHER: Words = {
    "came": _("A mother came into hospital"),
    "left": _("A mother left the hospital"),
    "registered": _("A mother was registered"),
    "changed": _("Something of a mother was changed"),
    "undone": _("Something was taken back"),
}
OF_CHILD: Words = {
    "came": _("A newborn came into hospital"),
    "left": _("A newborn left the hospital"),
    "registered": _("A newborn was registered"),
    "changed": _("Something of a newborn was changed"),
    "undone": _("Something was taken back"),
}
# Of rooms.wards.waiting.SENTENCES: the same words, here to be translated.
WHY: Words = {
    "nobody": _("nobody in the care of this hospital has these numbers"),
    "several": _("it may be about more than one pregnancy"),
    "contradiction": _("a number or a date of birth says otherwise than what is known here"),
    "not_open": _("she has not agreed that the hospital's system writes in this part"),
    "which_child": _("it is not clear which of the children it is about"),
    "not_born": _("the birth of this child is not recorded yet"),
    "birth_incomplete": _("it does not say all that belongs to a birth"),
    "born_otherwise": _("the birth is recorded at another time"),
    "no_time": _("it does not say when"),
    "skipped_hour": _("the clock jumped over this time"),
    "hour_twice": _("the clock showed this time twice"),
    "not_home": _("it does not say that she went home"),
    "died": _("it tells of a death"),
    "undone": _("it takes back what was told before"),
    "refused": _("it does not go together with what is recorded"),
}
WHY_SHE = {**WHY_ALIKE, "hospital": _("the same number of this hospital")}
