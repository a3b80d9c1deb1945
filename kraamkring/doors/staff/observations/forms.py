"""The form of one value: the native control of its kind, when it was so, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kraamkring.core.observing import Observable
from kraamkring.doors.ui.fields import choice_field, line_field, tick_field, words_field

from ..asking import Asking


class Observing(Asking):
    """One value. correcting: of what stands; then a reason is needed, and it may be taken back whole."""

    needed = ("seen",)
    places = {"at": "seen_on", "corrects": "value"}  # noqa: RUF012

    def __init__(
        self, *args: Any, observable: Observable, language: str, correcting: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.observable, self.correcting = observable, correcting
        self.places = {**self.places, observable.id: "value"}
        self.fields["value"] = _control(observable, language)
        self.ask_moment("seen", _("When it was so"))
        if correcting:
            self.fields["take_back"] = tick_field(_("It should not have been written at all: take it back"))
        why = _("Say in a few words why this is corrected.") if correcting else ""
        self.fields["reason"] = line_field(
            _("Why it is corrected") if correcting else _("Why, if the value is unusual"), why
        )

    def begin_with(self, value: Any, at: datetime) -> None:
        """Offers what stands."""
        self.begin_at("seen", at)
        shown = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        self.initial = {**self.initial, "value": shown}

    @property
    def value(self) -> Any:
        """The value as JSON; None where it is taken back."""
        if self.cleaned_data.get("take_back"):
            return None
        given = self.cleaned_data.get("value")
        if self.observable.kind == "yes_no":
            return {"yes": True, "no": False}.get(str(given))
        if self.observable.kind == "count" and isinstance(given, float) and given.is_integer():
            return int(given)
        return given

    def clean(self) -> dict[str, Any]:
        super().clean()
        missing = self.cleaned_data.get("value") in (None, "") and "value" not in self.errors
        if missing and not self.cleaned_data.get("take_back"):
            self.add_error("value", _("Give a value."))
        return self.cleaned_data


def _control(observable: Observable, language: str) -> forms.Field:
    label = observable.words.said(language)
    if observable.unit:
        label = f"{label} ({observable.unit})"
    if observable.kind == "choice":
        offered = [(each.id, each.words.said(language)) for each in observable.choices]
        return choice_field(label, offered, radio=True)
    if observable.kind == "yes_no":
        return choice_field(label, [("yes", _("yes")), ("no", _("no"))], radio=True)
    if observable.kind == "words":
        return words_field(label)
    return _Number(label=label, whole=observable.kind == "count")


class _Number(forms.FloatField):
    """A number, with a point or a comma, whatever the language of the page."""

    def __init__(self, *, label: str, whole: bool) -> None:
        super().__init__(
            label=label,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "numeric" if whole else "decimal"}),
            error_messages={"invalid": _("This is not a number. Write it as in 36.8.")},
        )

    def clean(self, value: Any) -> Any:
        return super().clean(value.strip().replace(",", ".") if isinstance(value, str) else value)
