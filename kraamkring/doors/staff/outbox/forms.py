"""What somebody decides about one message."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_WHY = 300


class Decision(forms.Form):
    """message, seen: which, and the number of the state that was on the page. why: in her own words, for the audit."""

    message = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=1, max_value=32767, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        choices=[
            ("arrived", _("It arrived")),
            ("given_up", _("I told her in another way")),
            ("send_again", _("Send it again")),
        ]
    )
    why = forms.CharField(max_length=LONGEST_WHY, required=False)
