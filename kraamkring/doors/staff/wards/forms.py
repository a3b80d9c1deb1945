"""What somebody decides about a message of the ward."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.fields import words_field

from ..asking import Asking

LONGEST_REASON = 500


class TakeUp(Asking):
    """family: the pregnancy that was on the page."""

    family = forms.UUIDField(widget=forms.HiddenInput)


class SetAside(Asking):
    """reason: in her own words."""

    reason = words_field(
        _("Why it is set aside, in a few words"), _("Say in a few words why."), longest=LONGEST_REASON
    )
