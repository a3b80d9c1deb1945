"""What forms ask that the record has no place for: one field for each, named `newborn-1.apgarscore1`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.registering import Filled
from kraamkring.doors.ui import refused

from ..asking import Asking
from .words import code_in_words, slot_in_words


class Answers(Asking):
    """fields_asked: of the forms of this birth. answers: what was said before, by subject and item."""

    def __init__(
        self,
        *args: Any,
        asked: tuple[Filled, ...],
        answers: Mapping[tuple[str, str], str],
        language: str,
        **kwargs: Any,
    ) -> None:
        self.keys = {each.name: (each.slot, each.field.item) for each in asked}
        said = {name: answers.get(key, "") for name, key in self.keys.items()}
        several = {each.name for each in asked if each.field.kind == "codes"}
        kwargs["initial"] = {name: text.split() if name in several else text for name, text in said.items()}
        super().__init__(*args, **kwargs)
        for each in asked:
            self.fields[each.name] = _control(each, language)

    @property
    def said(self) -> dict[tuple[str, str], str]:
        """What was said now, by subject and item."""
        given = {name: self.cleaned_data.get(name) or "" for name in self.keys}
        return {
            self.keys[name]: " ".join(value) if isinstance(value, list) else str(value)
            for name, value in given.items()
        }

    def refuse(self, refusal: Refusal) -> None:
        """What was refused stands at its field, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refused.sentence(refusal))


def _control(each: Filled, language: str) -> forms.Field:
    field = each.field
    label = f"{slot_in_words(each.slot)}: {field.title.said(language)}"
    label += f" ({field.unit})" if field.unit else ""
    special = [(code, code_in_words(code)) for code in field.special]
    if field.kind == "yes_no":
        choices = [("", _("not said")), ("yes", _("yes")), ("no", _("no")), *special]
        return forms.ChoiceField(label=label, required=False, choices=choices)
    if field.kind == "code":
        choices = [("", _("not said")), *((code, code_in_words(code)) for code in field.codes), *special]
        return forms.ChoiceField(label=label, required=False, choices=choices)
    if field.kind == "codes":
        several = [("none", _("none")), *((code, code_in_words(code)) for code in field.codes), *special]
        picked = forms.SelectMultiple(attrs={"size": 5})
        return forms.MultipleChoiceField(label=label, required=False, choices=several, widget=picked)
    hints = {"number": _("whole number"), "date": "2026-10-14"}
    mode = {"inputmode": "numeric"} if field.kind == "number" else {}
    attrs = {"placeholder": hints.get(field.kind, ""), **mode}
    return forms.CharField(label=label, required=False, max_length=40, widget=forms.TextInput(attrs=attrs))
