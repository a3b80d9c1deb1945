"""The fields of forms: native controls, and what they say of an answer they cannot read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise

DATE_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"]
TIME_FORMATS = ["%H:%M", "%H:%M:%S", "%H.%M", "%Hh%M"]
FOLDS = [("0", _("the first time (summer time)")), ("1", _("the second time (winter time)"))]


def date_field(label: Text, required: Text = "") -> forms.DateField:
    """A date in the native control of the device. required: what is said when it is left empty."""
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


def choice_field(
    label: Text, choices: Sequence[tuple[str, Text]], required: Text = "", *, radio: bool = False
) -> forms.ChoiceField:
    """One of several. required: what is said when none is chosen."""
    return forms.ChoiceField(
        label=label,
        required=bool(required),
        choices=cast("Any", choices),
        widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"required": required},
    )


def number_field(label: Text, least: int, most: int, wrong: Text, required: Text = "") -> forms.IntegerField:
    """A whole number from least to most. wrong: what is said of any other."""
    return forms.IntegerField(
        label=label,
        required=bool(required),
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": required, "invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def line_field(label: Text, required: Text = "", *, longest: int = 200) -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label, required=bool(required), max_length=longest, error_messages={"required": required}
    )


def words_field(label: Text, required: Text = "", *, longest: int = 4000, rows: int = 3) -> forms.CharField:
    """A few lines of text."""
    return forms.CharField(
        label=label,
        required=bool(required),
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required},
    )


def tick_field(label: Text, required: Text = "") -> forms.BooleanField:
    """A box to tick."""
    return forms.BooleanField(label=label, required=bool(required), error_messages={"required": required})


def fold_field() -> forms.ChoiceField:
    """Asked only in the night the clock goes back."""
    return forms.ChoiceField(
        label=_("Which one is meant?"), required=False, choices=cast("Any", FOLDS), widget=forms.RadioSelect
    )
