"""The choices of the form, and its weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from kraamkring.core.facts.model import HEAVIEST_G, LIGHTEST_G
from kraamkring.doors.ui.fields import number_field

if TYPE_CHECKING:
    from kraamkring.doors.ui.fields import Text

NOT_TOLD = ("", _("Not told"))

STAYS = [NOT_TOLD, ("short", _("Short stay")), ("classic", _("Classic stay"))]
YES_NO = [NOT_TOLD, ("yes", _("Yes")), ("no", _("No"))]
PLACES = [
    NOT_TOLD,
    ("hospital", _("In hospital")),
    ("home", _("At home")),
    ("birth_centre", _("In a birth centre")),
    ("elsewhere", _("Elsewhere")),
]
MODES = [
    NOT_TOLD,
    ("vaginal", _("Vaginal birth")),
    ("instrumental", _("With forceps or vacuum")),
    ("caesarean", _("Caesarean section")),
]
OUTCOMES = [NOT_TOLD, ("live", _("Born alive")), ("stillborn", _("Stillborn"))]
HOMES = [NOT_TOLD, ("actual", _("Gone home")), ("planned", _("Planned"))]
VISITS = [NOT_TOLD, ("agreed", _("Agreed for")), ("done", _("Done"))]
SPOTS = [NOT_TOLD, ("agreed", _("Agreed for")), ("done", _("Done")), ("refused", _("Refused"))]


def weight_field(label: Text) -> forms.IntegerField:
    wrong = _("This is not a birth weight. Give whole grams, from %(least)s to %(most)s.")
    return number_field(label, LIGHTEST_G, HEAVIEST_G, wrong % {"least": LIGHTEST_G, "most": HEAVIEST_G})
