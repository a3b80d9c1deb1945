"""A page that asks and writes: what is refused comes back with what was typed; what was written leads on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal

from ..asking import Asking
from ..pages import WRONG


def written(form: Asking, act: Callable[[], object]) -> bool:
    """Whether the form was right and its act was done; if not, what is wrong stands in the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def answer(
    request: HttpRequest,
    form: Asking,
    act: Callable[[], object],
    to: str,
    template: str,
    shown: dict[str, Any],
) -> HttpResponse:
    """The page that was asked for, or after the act the page that follows it. to: the name of its address."""
    if request.method == "POST" and written(form, act):
        return redirect(to, shown["family"])
    status = WRONG if form.is_bound else 200
    return render(request, template, {**shown, "form": form}, status=status)


def back_to(name: str, family: UUID, anchor: str) -> HttpResponse:
    """The page again, where she wrote. The form itself must not lead there: of a page with an anchor in its address the
    browser puts the focus on no list of what is wrong."""
    return redirect(f"{reverse(name, args=[family])}#{anchor}")
