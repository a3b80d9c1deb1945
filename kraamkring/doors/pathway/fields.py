"""The fields of the form: their choices, their native controls, and what they say of an answer they cannot read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from kraamkring.core.facts.model import HEAVIEST_G, LIGHTEST_G

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise

NOT_TOLD = ("", _("Not told"))
DATE_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"]
TIME_FORMATS = ["%H:%M", "%H:%M:%S", "%H.%M", "%Hh%M"]

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
FOLDS = [("0", _("the first time (summer time)")), ("1", _("the second time (winter time)"))]


def date_field(label: Text, required: Text = "") -> forms.DateField:
    """A date in the native control of the device."""
    return forms.DateField(
        label=label,
        required=bool(required),
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": required,
            "invalid": _("This is not a date. Write day, month and year, as in 15-10-2026."),
        },
    )


def time_field() -> forms.TimeField:
    return forms.TimeField(
        label=_("Time"),
        required=False,
        input_formats=TIME_FORMATS,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("This is not a time. Write hours and minutes, as in 18:30.")},
    )


def choice_field(label: Text, choices: Sequence[tuple[str, Text]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=cast("Any", choices))


def weight_field(label: Text) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=LIGHTEST_G,
        max_value=HEAVIEST_G,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            _("This is not a birth weight. Give whole grams, from %(least)s to %(most)s.")
            % {"least": LIGHTEST_G, "most": HEAVIEST_G},
        ),
    )


def fold_field() -> forms.ChoiceField:
    """Asked only in the night the clock goes back."""
    return forms.ChoiceField(
        label=_("Which one is meant?"), required=False, choices=cast("Any", FOLDS), widget=forms.RadioSelect
    )
