"""Levers as a form: one number for each, read as it is written here or with a point."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kraamkring.core.forecasting.assumption import Assumption
from kraamkring.core.kernel.errors import Refusal
from kraamkring.doors.ui import refused

from . import words as said

LONGEST = 15
Seen = TypeVar("Seen")


class Levers(forms.Form):
    """usual: what each lever is if nothing is said. Named `set` in the core, its errors stand at the field."""

    def __init__(
        self, data: Any, *, usual: Mapping[str, float], words: Mapping[str, Any], units: Mapping[str, Any],
        empty: Iterable[str] = (),
    ) -> None:  # fmt: skip
        self.usual, self.empty = usual, frozenset(empty)
        asked = {name: data[name][:LONGEST] for name in usual if data.get(name, "").strip()}
        super().__init__(self._shown(asked))
        for name in usual:
            self.fields[name] = forms.CharField(
                label=words[name],
                help_text=units[name],
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 10}),
            )
        self.changes = self._changes(asked)

    def _shown(self, asked: Mapping[str, str]) -> dict[str, str]:
        point = "." if get_language() == "en" else ","
        usual = {
            name: f"{value:.10g}".replace(".", point)
            for name, value in self.usual.items()
            if name not in self.empty
        }
        return {**usual, **asked}

    def _changes(self, asked: Mapping[str, str]) -> dict[str, float]:
        found = {}
        for name, text in asked.items():
            plain = text.strip().replace("\u00a0", "").replace(" ", "").replace(",", ".")
            unsigned = plain.removeprefix("-").replace(".", "", 1)
            if not (unsigned.isascii() and unsigned.isdecimal()):
                self.add_error(name, _("This is not a number. Write it as in 2 or 2.5."))
            elif float(plain) != self.usual[name] or name in self.empty:
                found[name] = float(plain)
        return found

    def refuse(self, refusal: Refusal) -> None:
        """At the lever it is about, or above the form."""
        name = refusal.field.removeprefix("--set").strip()
        self.add_error(name if name in self.fields else None, refused.sentence(refusal))


def moved(form: Levers, see: Callable[[Mapping[str, float]], Seen]) -> Seen:
    """What the levers give; where they cannot be moved so far, what stands on the card. One look either way."""
    if form.changes and not form.errors:
        try:
            return see(form.changes)
        except Refusal as refusal:
            form.refuse(refusal)
    return see({})


def levers_of(request: HttpRequest, known: Mapping[str, Assumption], empty: Iterable[str] = ()) -> Levers:
    """The form of a card's assumptions."""
    usual = {name: each.value for name, each in known.items()}
    units = {name: said.UNITS[each.unit] for name, each in known.items()}
    return Levers(request.GET, usual=usual, words=said.ASSUMPTIONS, units=units, empty=empty)
