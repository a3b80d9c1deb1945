"""Who asks, and how: the key that a request brings, the form in which the answer is wanted, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from kraamkring.doors.ui import clock
from kraamkring.doors.ui.elsewhere import from_elsewhere
from kraamkring.flows.exchange.reach import Asker
from kraamkring.flows.exchange.tokens import who_asks

from .allowance import spend
from .forms import JSON, XML, in_form, wanted
from .outcome import Issue, outcome
from .refusing import refused

BEARER = "Bearer "

View = Callable[..., HttpResponse]


def answered(view: View, *, as_it_is: bool = False) -> View:
    """A view that anybody may ask: whatever is refused becomes an OperationOutcome. as_it_is: what is given has one
    form only, that of no resource."""

    @csrf_exempt
    @from_elsewhere
    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if as_it_is:
            return answer_in_json(request, *args, **kwargs)
        form = wanted(request)
        if form is None:
            return outcome(406, Issue("not-supported", f"this is given as {JSON} or {XML}"))
        return in_form(form, answer_in_json(request, *args, **kwargs))

    def answer_in_json(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Exception as error:  # noqa: BLE001 (each becomes an OperationOutcome; what is not known is logged)
            said = refused(error)
            answer = outcome(said.status, *said.issues)
            if said.allow:
                answer["Allow"] = said.allow
            if said.wait_seconds:
                answer["Retry-After"] = str(said.wait_seconds)
            return answer

    return answer


def asked_by_somebody(view: View, *, as_it_is: bool = False) -> View:
    """A view that is asked with a bearer token; `asker` is who asks."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        asker = _asker(request)
        if asker is None:
            unknown = outcome(401, Issue("login", "a bearer token is needed, or this one does not hold"))
            unknown["WWW-Authenticate"] = 'Bearer realm="fhir"'
            return unknown
        spend(asker.token)
        return view(request, *args, asker=asker, **kwargs)

    return answered(answer, as_it_is=as_it_is)


def base_of(request: HttpRequest) -> str:
    """The address under which FHIR is found, with a slash at its end."""
    return request.build_absolute_uri("/fhir/")


def preferred(request: HttpRequest) -> dict[str, str]:
    """What the header Prefer says: `return`, `handling`."""
    said = (each.partition("=") for each in re.split("[,;]", request.headers.get("Prefer", "")))
    return {name.strip().lower(): value.strip().strip('"') for name, _is, value in said}


def _asker(request: HttpRequest) -> Asker | None:
    said = request.headers.get("Authorization", "")
    if not said.startswith(BEARER):
        return None
    return who_asks(secret=said.removeprefix(BEARER).strip(), now=clock.now())
