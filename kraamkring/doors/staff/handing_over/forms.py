"""What is asked when a family is handed over: whom about, to whom, how, and the four parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.fields import choice_field, tick_field, words_field
from kraamkring.rooms.careplan.actions.handing_over import Told

from ..asking import Asking

Choices = Sequence[tuple[str, Any]]
HOW = [("written", _("In writing, here")), ("call", _("By telephone; I note the call"))]
READ_BACK = [("yes", _("Yes, in her own words")), ("no", _("No"))]


def several(label: Any, choices: Choices, required: Any) -> forms.MultipleChoiceField:
    """One or more of several."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": required, "invalid_choice": _("Choose from the list.")},
    )


class HandOverForm(Asking):
    """SBAR: what is going on, what came before, what I make of it, what I ask of you."""

    places = {"members": "to", "modules": "about"}  # noqa: RUF012
    how = choice_field(_("How do you hand over?"), HOW, _("Say how you hand over."), radio=True)
    read_back = choice_field(_("On the telephone: did she say it back?"), READ_BACK, radio=True)
    situation = words_field(_("Situation: what is going on now?"), _("Say what is going on."), rows=4)
    background = words_field(_("Background: what came before?"), rows=8, longest=8000)
    assessment = words_field(_("Assessment: what do you make of it?"), rows=4)
    recommendation = words_field(
        _("Recommendation: what do you ask of her?"), _("Say what you ask of her."), rows=4
    )
    urgent = tick_field(_("It cannot wait: tell her at once, also at night"))

    def __init__(self, *args: Any, people: Choices, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"] = several(_("About whom?"), people, _("Say whom it is about."))
        self.fields["to"] = several(_("To whom?"), colleagues, _("Choose to whom you hand over."))
        self.initial = {"how": "written", "about": [slot for slot, _name in people], **self.initial}
        self.order_fields(["id", "about", "to", "how", "read_back", "urgent"])

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("how") == "call" and not said.get("read_back"):
            self.add_error("read_back", _("Say whether she said it back."))
        return said

    def told(self, language: str) -> Told:
        """What was written."""
        said = self.cleaned_data
        return Told(
            about=tuple(said["about"]),
            how=said["how"],
            urgent=said["urgent"],
            read_back=said["read_back"] == "yes" if said["how"] == "call" else None,
            situation=said["situation"],
            background=said["background"],
            assessment=said["assessment"],
            recommendation=said["recommendation"],
            language=language,
        )


class SayForm(Asking):
    """A question, or an answer."""

    words = words_field(_("Your question or answer"), _("Write a few words."), rows=3)
