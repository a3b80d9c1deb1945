"""Whom an organisation's own sign-in lets in: people of that organisation who have an account already."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.http import HttpRequest
from django.shortcuts import render
from requests import Session

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.accounts.queries import account_at

log = logging.getLogger(__name__)


class OfTheOrganisation(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """By the subject that was kept for her; the first time by the address that the provider says it verified."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Lets nobody on who is not of this organisation; one answer for every reason."""
        agreed = sociallogin.provider.app.settings
        if sociallogin.state.get("process") == "connect":
            if str(request.user.organisation_id) != agreed["organisation"] or sociallogin.is_existing:  # type: ignore[union-attr]
                raise self._refused(request)
            return
        if said_by(sociallogin) != agreed["server_url"].rstrip("/"):
            raise self._refused(request)
        user = sociallogin.user if sociallogin.is_existing else self._met(sociallogin, agreed)
        if user is None or not user.is_active or str(user.organisation_id) != agreed["organisation"]:
            raise self._refused(request)
        if not sociallogin.is_existing:
            sociallogin.connect(request, user)

    def get_requests_session(self) -> Session:
        """Asks the provider that stands in the file, and nobody it points to."""
        session: Session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def on_authentication_error(self, request: HttpRequest, provider: Any, **known: Any) -> None:
        """Written in the log by kind; she reads one sentence."""
        log.warning("the sign-in of an organisation failed: %s", type(known.get("exception")).__name__)
        raise ImmediateHttpResponse(render(request, "account/organisation_refused.html", status=403))

    def _met(self, sociallogin: SocialLogin, agreed: dict[str, Any]) -> User | None:
        """The account of a verified address, unless another subject was let in to it before: an address may be given to
        somebody else one day."""
        verified = [each.email for each in sociallogin.email_addresses if each.verified is True]
        user = account_at(verified[0]) if verified and agreed["matched_by"] == "email" else None
        provider = sociallogin.account.provider
        if user is None or SocialAccount.objects.filter(user=user, provider=provider).exists():
            return None
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
        return user

    def _refused(self, request: HttpRequest) -> ImmediateHttpResponse:
        return ImmediateHttpResponse(render(request, "account/organisation_refused.html", status=403))


def said_by(sociallogin: SocialLogin) -> str:
    """Who signed the token about her: it must be the issuer that was agreed, whatever the provider says of itself."""
    token = (sociallogin.account.extra_data or {}).get("id_token") or {}
    return str(token.get("iss", "")).rstrip("/")
