"""What a person decides about something that waits."""

from __future__ import annotations

from typing import Any

from django import forms

from kraamkring.core.kernel.errors import Refusal
from kraamkring.doors.ui import refused

LONGEST_REASON = 500


class Decision(forms.Form):
    """id: made with the page, so that pressing twice decides once."""

    id = forms.UUIDField()
    received = forms.UUIDField()
    what = forms.ChoiceField(choices=[("take_up", "take_up"), ("let_rest", "let_rest")])
    reason = forms.CharField(max_length=LONGEST_REASON, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id=f"%s-{data.get('received', '')}" if data else "%s")

    def refuse(self, refusal: Refusal) -> None:
        """The reason for which it was refused, where she can mend it."""
        self.add_error("reason" if refusal.field == "reason" else None, refused.sentence(refusal))

    @property
    def problem(self) -> str:
        """What is wrong with the reason; empty if nothing is."""
        return " ".join(map(str, self.errors.get("reason", ())))
