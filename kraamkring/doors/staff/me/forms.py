"""Language, channel and number; and what becomes of the link of her calendar."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..asking import Asking

LONGEST_NUMBER = 40  # as people write it, with spaces


class HowTold(Asking):
    """How somebody wants to be told."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    told_by = forms.ChoiceField(
        label=_("How do you want to be told?"),
        choices=[("email", _("By e-mail")), ("sms", _("By text message"))],
        widget=forms.RadioSelect,
    )
    phone = forms.CharField(label=_("Telephone number"), max_length=LONGEST_NUMBER, required=False)


class Link(forms.Form):
    """id: made with the page, so that pressing twice makes one link. what: make a new one, or end it."""

    id = forms.UUIDField()
    what = forms.ChoiceField(choices=[("make", "make"), ("end", "end")])
