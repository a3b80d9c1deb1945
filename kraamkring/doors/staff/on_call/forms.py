"""One choice: who is on call from now on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kraamkring.rooms.accounts.models import User

from ..asking import Asking
from ..words import role_word

NOBODY = "nobody"


class OnCallForm(Asking):
    """who: the id of a colleague, or nobody."""

    who = forms.ChoiceField(label=gettext_lazy("On call from now on"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, colleagues: Sequence[User], **more: Any) -> None:
        super().__init__(*args, **more)
        people = [
            (str(user.pk), f"{user.name or user.email} · {role_word(user.profession)}") for user in colleagues
        ]
        self.fields["who"].choices = [*people, (NOBODY, _("Nobody"))]  # type: ignore[attr-defined]
