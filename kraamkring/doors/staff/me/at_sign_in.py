"""Whoever signs in hears that messages do not reach her: nobody could tell her otherwise."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kraamkring.flows.own_settings import faulty_of
from kraamkring.rooms.accounts.models import User


@receiver(user_logged_in)
def say_what_does_not_arrive(request: HttpRequest, user: User, **_signal: Any) -> None:
    """One sentence above the first page, while an address of hers does not work."""
    if faulty_of(user):
        sentence = _("Messages to you do not arrive. Look at your address in your settings.")
        messages.warning(request, sentence, fail_silently=True)
