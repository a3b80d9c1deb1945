"""The pages of a visit, for a device to keep: the same pages that the server shows, as they are now."""

from __future__ import annotations

import copy
import re
from hashlib import sha256
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse, QueryDict
from django.urls import resolve, reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from kraamkring.doors.ui import clock
from kraamkring.flows.take_along import families_to_take

from ..pages import actor, signed_in_page
from .shell import files

# made anew for each page: a device makes its own, and what only these change is no change
OF_THE_MOMENT = re.compile(r'(<input[^>]*name="(?:csrfmiddlewaretoken|id)"[^>]*value=")[^"]*"')


@gzip_page  # nothing in it repeats what a request said, and tokens are left out
@require_safe
@signed_in_page
def bundle(request: HttpRequest) -> HttpResponse:
    """Her day, this device, and the visit screen of each of her families of the next 14 days. 304 where nothing
    changed. Each page is a look, and noted as one."""
    user = actor(request)
    paths = [reverse("my_day"), reverse("visit_device")]
    paths += [reverse("visit_screen", args=[family]) for family in families_to_take(by=user, now=clock.now())]
    pages = [{"path": path, "html": html} for path in paths if (html := _html(request, path))]
    told = {"user": str(user.pk), "pages": pages, "files": files()}
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    etag = f'"{sha256(answer.content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    answer["ETag"] = etag
    return answer


def _html(request: HttpRequest, path: str) -> str:
    """The page as she would see it; empty if she may not."""
    match, inner = resolve(path), cast(Any, copy.copy(request))
    inner.path = inner.path_info = path
    inner.method, inner.resolver_match, inner.GET = "GET", match, QueryDict()
    inner._messages = []  # what was said once is not said by a kept page
    try:
        response = match.func(inner, *match.args, **match.kwargs)
    except Http404:
        return ""
    return OF_THE_MOMENT.sub(r'\1"', response.content.decode()) if response.status_code == 200 else ""
