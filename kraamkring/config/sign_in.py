"""Who may get an account, and what signing in brings with it."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kraamkring.doors.ui.language import remembered
from kraamkring.rooms.accounts.models import User


class ByInvitation(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up alone: accounts are given by those who already have one."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: User, **known: Any) -> HttpResponse:
        """On to her families, in her own language unless one was chosen on this device."""
        response: HttpResponse = super().post_login(request, user, **known)
        chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        return response if chosen else remembered(response, user.language)


def shown_as(user: User) -> str:
    """The name of somebody, in what allauth says to her."""
    return user.name or user.email
