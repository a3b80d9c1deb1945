"""The forms of the record: one for every kind, made from its description; one for a reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.core.facts import Preferences
from kraamkring.core.kernel.errors import ImpossibleFact, Refusal
from kraamkring.doors.ui import refused
from kraamkring.doors.ui.fields import choice_field, words_field
from kraamkring.rooms.record.kinds import SINGLE, Value, class_of

from ..asking import Asking
from .answers import Kept, Setting
from .kinds import KINDS_TOLD, title_of

NO_REASON = _("Say in a few words why.")


class EntryForm(Asking):
    """What is asked for one kind of entry. content: what stands, to be corrected; then a reason is asked too.
    After `is_valid`: `value`, as the core has it."""

    value: Value

    def __init__(
        self, *args: Any, kind: str, setting: Setting, content: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, zone=setting.zone.key, **kwargs)
        self.kind, self.setting, self.content = kind, setting, content
        self.described = KINDS_TOLD[kind]
        for field in self.described.fields:
            field.answer.ask(self, field.name, field.label, field.required, setting)
            if field.hint and field.name in self.fields:
                self.fields[field.name].help_text = str(field.hint)
            if content is not None and content.get(field.name) is not None:
                self.initial = {
                    **self.initial,
                    **field.answer.begin(field.name, content[field.name], setting),
                }
        if content is not None:
            self.fields["seen"] = forms.UUIDField(widget=forms.HiddenInput)
            self.fields["why_corrected"] = words_field(_("Why is it corrected?"), NO_REASON)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.errors:
            try:
                self.value = self._value(given)
            except Refusal as refusal:
                self.refuse(refusal)
        return given

    def refuse(self, refusal: Refusal) -> None:
        """Puts it at its field; where another entry stands in the way, that one is named."""
        if refusal.field == "id":
            said = _t("This form was sent before, and something else was written in it. Look at the record.")
            self.add_error(None, said)
            return
        named = re.match(r"(\w+)\[\d+\]", refusal.field)
        if named and named[1] != self.kind:
            self.add_error(None, f"{title_of(named[1])}: {refused.sentence(refusal)}")
        else:
            super().refuse(refusal)

    def _value(self, given: Mapping[str, Any]) -> Value:
        """The answers as a fact. Raises ImpossibleFact for one that cannot be true by itself."""
        answers = {field.name: self._answer(field.name, given) for field in self.described.fields}
        if self.kind in SINGLE and self.kind != "preferences":
            bare: Value = answers["value"]
            return bare
        said = {name: answer for name, answer in answers.items() if answer is not None}
        value = class_of(self.kind)(**said)
        if value == Preferences():
            raise ImpossibleFact("", "nothing was said", "Answer at least one question")
        return value

    def _answer(self, name: str, given: Mapping[str, Any]) -> Any:
        answer = next(field.answer for field in self.described.fields if field.name == name)
        if isinstance(answer, Kept):
            kept = (self.content or {}).get(name)
            if kept is None or (answer.of and self._corrected(answer.of, given)):
                return None
            return answer.as_it_was(kept)
        return answer.read(name, given)

    def _corrected(self, moment: str, given: Mapping[str, Any]) -> bool:
        """Whether another moment is given than what stands."""
        return bool(self._answer(moment, given) != datetime.fromisoformat((self.content or {})[moment]))


class TakingBack(Asking):
    """Why an entry is taken back; and, where it was corrected, whether all of it is."""

    def __init__(self, *args: Any, corrected: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if corrected:
            self.fields["whole"] = choice_field(
                _("What is taken back?"),
                [
                    ("last", _("Only the last correction; what stood before stands again")),
                    ("whole", _("The whole entry, with all its corrections")),
                ],
                _("Choose what is taken back."),
                radio=True,
            )
        self.fields["why"] = words_field(_("Why is it taken back?"), NO_REASON)
        self.fields["why"].help_text = _(
            "Such as: it was about another family. The entry stays to be read, with this reason."
        )

    @property
    def takes_all(self) -> bool:
        """Whether every version is taken back."""
        return self.cleaned_data.get("whole") == "whole"
