"""What is asked about a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.fields import choice_field, date_field, line_field, words_field

from ..asking import Asking
from ..plan.words import DURATIONS, TOPICS


class MeetingForm(Asking):
    """When and where. version: the one that was seen; 0 for a new meeting."""

    needed = ("start",)
    places = {"end": "minutes"}  # noqa: RUF012
    version = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput)
    where = line_field(_("Where, or how one joins"), _("Say where, or how one joins."), longest=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_moment("start", _("When"))
        minutes = [(str(each), _t("%(minutes)s minutes") % {"minutes": each}) for each in DURATIONS]
        self.fields["minutes"] = choice_field(_("How long"), minutes, _("Say how long."))
        self.initial = {"minutes": "60", **self.initial}
        self.order_fields(["id", "version", "start_on", "start_time", "start_fold", "minutes", "where"])

    def asked(self) -> dict[str, Any]:
        """start, end and where, as the flow takes them."""
        said = self.cleaned_data
        start = said["start_at"]
        return {
            "start": start,
            "end": start + timedelta(minutes=int(said["minutes"])),
            "where": said["where"],
        }


class AgendaForm(Asking):
    """Something to talk about."""

    text = line_field(_("To talk about"), _("Write a few words."), longest=500)


class DecisionForm(Asking):
    """What was decided, who does it, by when."""

    places = {"text": "decided"}  # noqa: RUF012
    decided = words_field(_("What was decided"), _("Write a few words."), rows=2)
    topic = choice_field(_("About"), list(TOPICS.items()))
    until = date_field(_("By which day"))

    def __init__(self, *args: Any, members: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"] = choice_field(_("Who does it"), [("", _("not one person")), *members])
        self.order_fields(["id", "decided", "topic", "who", "until"])
