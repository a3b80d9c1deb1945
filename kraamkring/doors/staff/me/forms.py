"""Language, channel and number; quiet hours; messages on this device; and what becomes of the link of her calendar."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kraamkring.flows.own_settings import DIGEST_HOURS, QUIET_FROM_HOURS, QUIET_UNTIL_HOURS

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
    phone = forms.CharField(
        label=_("Telephone number"), max_length=LONGEST_NUMBER, required=False, widget=forms.TelInput
    )


def _hours(hours: range) -> list[tuple[int, str]]:
    return [(hour, f"{hour:02}:00") for hour in hours]


class Peace(Asking):
    """Whole hours that no change of the clock touches."""

    quiet_from = forms.TypedChoiceField(
        label=_("No messages from"), choices=_hours(QUIET_FROM_HOURS), coerce=int
    )
    quiet_until = forms.TypedChoiceField(label=_("until"), choices=_hours(QUIET_UNTIL_HOURS), coerce=int)
    digest_at = forms.TypedChoiceField(
        label=_("Once a day, what waits for you, at"), choices=_hours(DIGEST_HOURS), coerce=int
    )


class Push(forms.Form):
    """What a browser says of itself (W3C Push API). device: one of hers that is to be silent, by its id."""

    what = forms.ChoiceField(choices=[("on", "on"), ("off", "off")])
    endpoint = forms.CharField(max_length=1000, required=False)
    p256dh = forms.CharField(max_length=100, required=False)
    auth = forms.CharField(max_length=40, required=False)
    device = forms.UUIDField(required=False)


class Address(forms.Form):
    """Which of her addresses works again."""

    kind = forms.ChoiceField(choices=[("email", "email"), ("sms", "sms")])


class Link(forms.Form):
    """id: made with the page, so that pressing twice makes one link. what: make a new one, or end it."""

    id = forms.UUIDField()
    what = forms.ChoiceField(choices=[("make", "make"), ("end", "end")])
