"""Programs that run in a browser ask from another address than ours: they may where no cookie opens anything."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

ASKED_WITH = "authorization, content-type, if-match, if-modified-since, if-none-exist, if-none-match, prefer"  # headers
READ_FROM = "content-location, etag, last-modified, location, retry-after, www-authenticate"
WAYS = "GET, HEAD, POST, PUT"

View = Callable[..., HttpResponse]


def from_elsewhere(view: View) -> View:
    """A view whose answer a page of another address may read (CORS); its question beforehand is answered too."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        beforehand = request.method == "OPTIONS"
        response = HttpResponse(status=204) if beforehand else view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        if beforehand:
            response["Access-Control-Allow-Headers"] = ASKED_WITH
            response["Access-Control-Allow-Methods"] = WAYS
        else:
            response["Access-Control-Expose-Headers"] = READ_FROM
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answer
