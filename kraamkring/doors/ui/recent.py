"""What gives somebody access is done by who has just shown who she is: else she is asked again, and comes back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpResponse

View = Callable[..., HttpResponse]


def recently_signed_in(view: View) -> View:
    """A page for who signed in, or showed again who she is, in the last minutes (`config.second_step` knows). It is
    asked when the page is opened, so that nothing is typed for nothing."""

    @wraps(view)
    def page(request: Any, *args: object, **kwargs: object) -> HttpResponse:
        looks = request.method in ("GET", "HEAD")
        if settings.RECENT_SIGN_IN and looks and not request.signed_in_recently():
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return page
