"""How often somebody may do something: counted for all processes together, and said in a sentence when it is too much.

The numbers are our choice, not verified: far above what a person does in practice, far below what a script wants. What
allauth guards itself (sign-in, codes, new passwords) has its own numbers in `config.sign_in_settings`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Literal, NamedTuple, TypeVar

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from kraamkring.doors.ui import clock
from kraamkring.flows.break_glass import MOST_SEARCHES, WITHIN

Answer = TypeVar("Answer", bound=HttpResponseBase)
TOO_OFTEN = 429
MINUTE, HOUR = 60, 3600


class Rate(NamedTuple):
    """So many in so many seconds, for each person who is signed in, or for each network (a hospital may be one)."""

    most: int
    seconds: int
    per: Literal["user", "network"]


RATES: Mapping[str, Rate] = {
    "search": Rate(60, MINUTE, "user"),
    # forms that search nobody count here too; the flow itself refuses a third as many searches, in words of its own
    "break_glass": Rate(3 * MOST_SEARCHES, int(WITHIN.total_seconds()), "user"),
    "download": Rate(30, MINUTE, "user"),
    "invite_parent": Rate(30, HOUR, "user"),
    "receipt": Rate(600, MINUTE, "network"),
    "calendar": Rate(300, MINUTE, "network"),
    "program": Rate(300, MINUTE, "network"),  # keys: a server may renew those of a whole hospital
    "welcome": Rate(30, MINUTE, "network"),
}


def limited(
    what: str, *, reads: bool = False
) -> Callable[[Callable[..., Answer]], Callable[..., Answer | HttpResponse]]:
    """A page that answers 429 to whoever asks too often. reads: looking counts too, not only sending."""

    def limit(view: Callable[..., Answer]) -> Callable[..., Answer | HttpResponse]:
        @wraps(view)
        def page(request: HttpRequest, *args: object, **kwargs: object) -> Answer | HttpResponse:
            counts = reads or request.method not in ("GET", "HEAD", "OPTIONS")
            if counts and not within(what, who(request, RATES[what])):
                return too_often(request)
            return view(request, *args, **kwargs)

        return page

    return limit


def within(what: str, whose: str) -> bool:
    """Counts one more, and says whether it is still allowed. Windows are fixed: what was used of the last one is not
    remembered in the next, so that at most twice the number goes through around their border."""
    rate = RATES[what]
    key = f"limit:{what}:{whose}:{int(clock.now().timestamp()) // rate.seconds}"
    cache.add(key, 0, rate.seconds)
    return cache.incr(key) <= rate.most


def who(request: HttpRequest, rate: Rate) -> str:
    """Whom it is counted for: whoever is signed in, or the network that asks."""
    if rate.per == "user" and request.user.is_authenticated:
        return str(request.user.pk)
    address: str = get_adapter().get_client_ip(request)
    return address


def too_often(request: HttpRequest) -> HttpResponse:
    """The page that says to wait."""
    answer = render(request, "429.html", status=TOO_OFTEN)
    answer["Retry-After"] = str(MINUTE)
    return answer
