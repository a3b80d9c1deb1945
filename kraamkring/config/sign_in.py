"""Who may get an account, and what signing in brings with it."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kraamkring.doors.ui.landing import first_page
from kraamkring.doors.ui.language import remembered
from kraamkring.rooms.accounts.models import User


class ByInvitation(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up alone: accounts are given by those who already have one."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The first page of who signed in: parents and those who care for them have different ones."""
        return reverse(first_page(request.user))

    def post_login(self, request: HttpRequest, user: User, **known: Any) -> HttpResponse:
        """On to her first page, in her own language unless one was chosen on this device."""
        response: HttpResponse = super().post_login(request, user, **known)
        chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        return response if chosen else remembered(response, user.language)


def shown_as(user: User) -> str:
    """The name of somebody, in what allauth says to her."""
    return user.name or user.email
