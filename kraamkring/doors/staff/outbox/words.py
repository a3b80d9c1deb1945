"""The words of these pages for the states of a message: what it is called, what it means, how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.words import Words

STATES: Words = {
    "created": _("Waiting to go"),
    "sending": _("Being sent"),
    "accepted": _("Sent"),
    "delivered": _("Arrived"),
    "unknown": _("Not known"),
    "failed": _("Not arrived"),
    "cancelled": _("Stopped"),
}
MEANINGS: Words = {
    "created": _("It goes out by itself: at once, or after the quiet hours of the night."),
    "sending": _("It is on its way to the mail server or the telephone company. Wait a few minutes."),
    "accepted": _(
        "The mail server or the telephone company took it. Most mail servers say no more than this."
    ),
    "delivered": _("It arrived, or somebody said that it did. There is nothing to do."),
    "unknown": _("It was being sent, and nobody can say whether it went. Ask her, or send it again."),
    "failed": _(
        "It could not be delivered. Tell her in another way, or check her address and send it again."
    ),
    "cancelled": _("It does not go out any more. There is nothing to do."),
}
MARKS: Mapping[str, str] = {  # of ui.marks; the same mark may serve two states, their words differ
    "created": "open",
    "sending": "open",
    "accepted": "arranged",
    "delivered": "done",
    "unknown": "at-risk",
    "failed": "gap",
    "cancelled": "withdrawn",
}
CHANNELS: Words = {
    "email": _("by e-mail"),
    "sms": _("by text message"),
    "icalendar": _("by e-mail, for the calendar"),
    "push": _("on her devices"),
}
RUNGS: Words = {
    "circle": _("of the circle"),
    "coordinator": _("who coordinates"),
    "on_call": _("on call"),
    "registered": _("of the organisation"),
}
