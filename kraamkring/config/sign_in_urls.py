"""The pages of allauth that this house has. Its list of sessions is not among them: `/me/devices/` is ours."""

from __future__ import annotations

import logging
from collections.abc import Callable

from allauth.socialaccount.providers.openid_connect import views
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from requests import RequestException

log = logging.getLogger(__name__)
NOT_NOW = 503


def reached(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page; and a sentence when the sign-in of an organisation cannot be reached, or points elsewhere."""

    def page(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except RequestException as error:
            log.warning("the sign-in of an organisation cannot be reached: %s", type(error).__name__)
            return render(request, "account/organisation_refused.html", status=NOT_NOW)

    return page


# An address is changed by whoever gave the account. allauth's own page would let anybody lock herself out of a second
# step: a look at it notes her address as one that nobody confirmed.
settings_instead = never_cache(login_required(RedirectView.as_view(pattern_name="me")))

urlpatterns = [
    path("email/", settings_instead, name="account_email"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("organisation/", include("allauth.socialaccount.urls")),
    path("oidc/<str:provider_id>/login/", reached(views.login), name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", reached(views.callback), name="openid_connect_callback"),
]
