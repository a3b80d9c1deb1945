"""Which rows of the log; it goes by POST, so that no name stands in an address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kraamkring.core.kernel.moments import start_of_day
from kraamkring.doors.ui.fields import choice_field, date_field, line_field
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.queries import Sought

from ..asking import Asking
from ..words import role_word

ALL = ("", _("all"))
ACTIONS = [ALL, ("read", _("looked")), ("write", _("wrote")), ("refused", _("was not let in"))]
GROUNDS = [ALL, ("emergency", _("in an emergency")), ("cover", _("while covering for a colleague"))]
MOST_PAGES = 1000


class LogForm(Asking):
    """Filters; page: of the list."""

    family_name = line_field(_("Family name of the mother"))
    first = date_field(_("From"))
    last = date_field(_("Up to and including"))
    action = choice_field(_("What was done"), ACTIONS)
    ground = choice_field(_("How"), GROUNDS)
    reason = line_field(_("Why do you ask? It is kept."), longest=300)
    page = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=MOST_PAGES, initial=1
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [
            (str(user.pk), f"{user.name or user.email}, {role_word(user.profession)}") for user in people
        ]
        self.fields["actor"] = choice_field(_("Who"), [ALL, *named])
        self.order_fields(
            ["id", "actor", "family_name", "first", "last", "action", "ground", "reason", "page"]
        )

    def sought(self) -> Sought:
        """What is asked for."""
        said = self.cleaned_data
        last = said.get("last")
        return Sought(
            actor=UUID(said["actor"]) if said.get("actor") else None,
            family_name=said.get("family_name") or "",
            since=start_of_day(said["first"], self.zone) if said.get("first") else None,
            until=start_of_day(last + timedelta(days=1), self.zone) if last else None,
            action=said.get("action") or "",
            ground=said.get("ground") or "",
        )
