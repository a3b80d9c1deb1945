"""What every page of parents has in common: whose it is, in which tone, and the way to the other pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language

from kraamkring.core.pathway.cards import InFourLanguages
from kraamkring.doors.ui import clock, notation
from kraamkring.doors.ui.landing import first_page, is_parent
from kraamkring.doors.ui.pages import WRONG, actor, signed_in_page
from kraamkring.flows.own_family import OwnFamily, own_family
from kraamkring.packs import tongues

View = Callable[..., HttpResponse]
GET_OR_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Another:
    """Another pregnancy of hers: its address, and since when its record is kept."""

    address: str
    since: str


def own_page(view: View) -> View:
    """A page about her own family: the one of the address, or else the one booked last. Whoever cares for others is led
    to her own first page, whatever she asked for; who belongs to no family yet, to what waits for her answer."""

    @signed_in_page
    @wraps(view)
    def page(request: HttpRequest, family: UUID | None = None, **more: Any) -> HttpResponse:
        user = actor(request)
        if not is_parent(user):
            return redirect(first_page(user))
        own = own_family(by=user, now=clock.now(), episode_id=family)
        if own is None:
            return render(request, "parents/nothing.html")
        return view(request, own, **more)

    return page


def answer(
    request: HttpRequest, own: OwnFamily, template: str, here: str, *, wrong: bool = False, **shown: Any
) -> HttpResponse:
    """The page, with what all of them show. here: which of them it is."""
    shown |= {
        "family": own.episode.pk,
        "quiet": own.quiet,
        "mother": own.role == "mother",
        "here": here,
        "others": [
            Another(reverse("my_week", args=[each.pk]), notation.day(each.booked_on)) for each in own.others
        ],
    }
    return render(request, f"parents/{template}.html", shown, status=WRONG if wrong else 200)


def in_words(words: InFourLanguages | Mapping[str, str]) -> str:
    """The sentence of a pack in the language of the reader; in English, and marked as such for who listens to the page,
    where nobody wrote it in hers."""
    found = tongues.said(words, language())
    if found.language == language():
        return found.text
    return format_html('<span lang="{}" dir="ltr">{}</span>', found.language, found.text)


def language() -> str:
    """The language of the reader."""
    return get_language() or "en"
