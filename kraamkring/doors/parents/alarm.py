"""What to look out for, what to do and whom to call: one tap from every page, and without signing in too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kraamkring.core.kernel.errors import NotAllowed
from kraamkring.core.warning.alarm_signs import Act, Line, Stage
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.pages import actor
from kraamkring.flows.own_family import OwnFamily
from kraamkring.flows.see_whom_to_call import Reachable, see_whom_to_call
from kraamkring.packs.alarm_signs import alarm_signs, lines_for

from .calling import EMERGENCY_NUMBER, Helper, told
from .pages import answer, in_words, language, own_page

KEPT_SECONDS = 86400  # so long a device may show the public page as it was; our choice
MOST_TO_CALL = 3  # beside the signs; the others stand on the page of whom to call
# Who is called about such signs, in the order of flows.see_whom_to_call. Our choice, checked by nobody yet.
CALLED = {
    "mother": ("midwife", "ward_midwife", "gp", "gynaecologist"),
    "newborn": ("midwife", "ward_midwife", "gp", "paediatrician"),
}


@dataclass(frozen=True)
class Group:
    """What asks for the same haste: what to do, and the signs, each with the lines that go with it."""

    act: Act
    title: str
    words: str
    signs: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True)
class Whose:
    """The signs of one of them. name: an anchor. open: shown at once, not folded. callable: who answers first."""

    name: str
    whom: str
    title: str
    groups: tuple[Group, ...]
    open: bool = True
    callable: tuple[Helper, ...] = ()


def whose(name: str, title: str, whom: str, stage: Stage, region: str | None, *, open: bool = True) -> Whose:
    """The signs of mother or child at a stage, in the reader's language."""
    book = alarm_signs()
    groups = []
    for act, signs in book.of(whom, stage).items():
        todo = book.acts[act]
        found = tuple(
            (in_words(sign.words), lines_for(region, language()) if sign.lines else ()) for sign in signs
        )
        groups.append(Group(act, in_words(todo.title), in_words(todo.words), found))
    return Whose(name, whom, title, tuple(groups), open)


@require_safe
@own_page
def alarm(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """The signs that are hers now, with whom she can call. It asks nothing of the record."""
    people = _reachable(request, own)
    return answer(
        request,
        own,
        "alarm",
        "alarm",
        whose=[replace(each, callable=tuple(_of(people, each.whom))) for each in hers(own)],
        emergency=EMERGENCY_NUMBER,
        all_signs=not own.tone.known,
    )


def hers(own: OwnFamily) -> Iterator[Whose]:
    """Mother and child as they are now. After a loss of those who live; where nothing can be read, the mother's."""
    tone, region = own.tone, own.episode.region
    after = tone.born or tone.ended or not tone.known
    if not after:
        yield whose("mother", _("While you are pregnant"), "mother", "pregnant", region)
    if after or not tone.quiet:
        yield whose(
            "after",
            _("You, after the birth") if not tone.quiet else _("You"),
            "mother",
            "after",
            region,
            open=after,
        )
    if tone.living or not tone.quiet:
        yield whose(
            "newborn",
            _("Your baby") if not tone.quiet else _("Your child"),
            "newborn",
            "after",
            region,
            open=after,
        )


def to_call(request: HttpRequest, own: OwnFamily, whom: str = "mother") -> list[Helper]:
    """Who answers first. Nobody, where the circle is not the reader's to see: the signs stand there all the same."""
    return _of(_reachable(request, own), whom)


def _reachable(request: HttpRequest, own: OwnFamily) -> tuple[Reachable, ...]:
    try:
        return see_whom_to_call(episode_id=own.episode.pk, by=actor(request), now=clock.now())
    except NotAllowed:
        return ()


def _of(people: tuple[Reachable, ...], whom: str) -> list[Helper]:
    found = [told(each) for each in people if each.reach.phone and each.role in CALLED[whom]]
    return found[:MOST_TO_CALL]


@require_safe
def public(request: HttpRequest, code: str = "") -> HttpResponse:
    """All signs in one language, for everybody, with nothing of anybody in it: it can be kept on a device."""
    if not code:
        return redirect("alarm_signs_in", language())
    if code not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(code):
        shown = [
            whose("pregnant", _("While you are pregnant"), "mother", "pregnant", None),
            whose("after", _("You, after the birth"), "mother", "after", None),
            whose("newborn", _("Your baby"), "newborn", "after", None),
        ]
        page = render(
            request,
            "parents/alarm_signs.html",
            {"whose": shown, "emergency": EMERGENCY_NUMBER, "code": code, "languages": settings.LANGUAGES},
        )
    patch_cache_control(page, public=True, max_age=KEPT_SECONDS)
    return page
