"""Who may get an account, what signing in brings with it, and for how long it holds."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any, NamedTuple

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kraamkring.config.organisation_sign_in import required_by
from kraamkring.config.sessions import SessionStore
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.devices import remember, shown_by
from kraamkring.doors.ui.landing import first_page, is_parent
from kraamkring.doors.ui.language import remembered
from kraamkring.flows.own_sign_ins import note_sign_in
from kraamkring.rooms.accounts.models import User

log = logging.getLogger(__name__)
WITH_POWER = frozenset({"governor", "administrator"})  # professions that change what holds for everybody


class Lifetime(NamedTuple):
    """idle: without a look. whole: in any case. kept: also when the browser is closed."""

    idle: timedelta
    whole: timedelta
    kept: bool


# Our choice, not verified (docs/security.md): a shift at the desk; weeks on a mother's own telephone, if she signed in
# with more than a password; an hour where rules are changed.
DESK = Lifetime(timedelta(hours=8), timedelta(hours=12), kept=False)
POWER = Lifetime(timedelta(hours=1), timedelta(hours=8), kept=False)
PARENT = Lifetime(timedelta(days=14), timedelta(days=30), kept=True)
PARENT_BY_PASSWORD = Lifetime(timedelta(hours=2), timedelta(hours=12), kept=False)


def lifetime(user: User, *, strong: bool) -> Lifetime:
    """How long a sign-in of hers holds. strong: by a passkey, or with a second step."""
    if user.profession in WITH_POWER:
        return POWER
    if is_parent(user):
        return PARENT if strong else PARENT_BY_PASSWORD
    return DESK


class ByInvitation(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up alone: accounts are given by those who already have one."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The first page of who signed in: parents and those who care for them have different ones."""
        return reverse(first_page(request.user))

    def pre_login(self, request: HttpRequest, user: User, **known: Any) -> HttpResponse | None:
        """Somebody whose organisation wants its own sign-in is sent there, however right her password is."""
        by_organisation = "sociallogin" in (known.get("signal_kwargs") or {})
        organisation = None if by_organisation else required_by(user.organisation_id)
        if organisation is not None:
            said = {"organisation": organisation}
            return render(request, "account/by_organisation.html", said, status=403)
        answer: HttpResponse | None = super().pre_login(request, user, **known)
        return answer

    def post_login(self, request: HttpRequest, user: User, **known: Any) -> HttpResponse:
        """On to her first page, in her own language unless one was chosen on this device; a device that was never used
        before is told to her."""
        how = [record["method"] for record in get_authentication_records(request, user)]
        store = request.session
        if isinstance(store, SessionStore):
            store.lasts(**lifetime(user, strong=bool({"mfa", "socialaccount"} & set(how)))._asdict())
        response: HttpResponse = super().post_login(request, user, **known)
        token = shown_by(request)
        note_sign_in(by=user, device=token, how=how[-1] if how else "invitation", now=clock.now())
        remember(response, token)
        chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        return response if chosen else remembered(response, user.language)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Counted by allauth; written in the log without the address that was tried."""
        log.warning("a sign-in was refused")
        super().authentication_failed(request, **credentials)


def shown_as(user: User) -> str:
    """The name of somebody, in what allauth says to her."""
    return user.name or user.email
