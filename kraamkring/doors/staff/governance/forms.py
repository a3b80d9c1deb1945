"""What somebody asks about cards: a day, two days, or a card that she proposes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kraamkring.core.kernel.errors import Refusal
from kraamkring.doors.ui import refused
from kraamkring.packs.proposing import LARGEST_CHARACTERS


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


class Linked(forms.Form):
    """A form whose errors stand above it with a link to each field."""

    @property
    def error_links(self) -> list[tuple[str, str]]:
        """(the id of the control, or of the page, and what is wrong) for each error."""
        return [
            ("main" if name == "__all__" else self[name].auto_id, str(error))
            for name, errors in self.errors.items()
            for error in errors
        ]


class OnDay(Linked):
    """The day on which the cards are looked at; today without one."""

    on = _day(_("On this day"), required=False)


class TwoDays(Linked):
    """From which day to which."""

    first = _day(_("From"))
    last = _day(_("To"))


class Trial(Linked):
    """Either the first day of editions that ship, or a proposed card as text or as a file. after: the last family
    of the look before."""

    day = _day(_("Editions that begin on this day or later"), required=False)
    card = forms.CharField(
        label=_("A proposed card, as text (TOML)"),
        required=False,
        strip=False,
        max_length=LARGEST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "code"}),
    )
    file = forms.FileField(label=_("Or the same as a file"), required=False, allow_empty_file=False)
    after = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_file(self) -> str:
        """The text of the file."""
        given = self.cleaned_data.get("file")
        if given is None:
            return ""
        if given.size > LARGEST_CHARACTERS:
            raise forms.ValidationError(
                gettext("This file is longer than any card. Give one card at a time.")
            )
        try:
            return str(given.read().decode("utf-8"))
        except UnicodeDecodeError:
            raise forms.ValidationError(gettext("This file is no text. Save the card as UTF-8.")) from None

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        text = given.get("file") or given.get("card", "")
        if not self.errors and bool(given.get("day")) == bool(text.strip()):
            raise forms.ValidationError(gettext("Give either a day or a proposed card."))
        return {**given, "text": text}

    def refuse(self, refusal: Refusal) -> None:
        """What is wrong with the card stands at its field."""
        self.add_error("card", f"{refusal.field}: {refused.sentence(refusal)}")
