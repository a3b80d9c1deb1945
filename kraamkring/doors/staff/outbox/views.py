"""What became of messages, the decision about one of them, and the page of a red flag."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock, refused
from kraamkring.flows.red_flags import acknowledge_red_flag, see_red_flag
from kraamkring.flows.see_messages import see_messages
from kraamkring.flows.see_outbox import see_outbox, settle_message

from ..banner import name_of
from ..pages import WRONG, actor, signed_in_page
from .flags import Flag
from .forms import Decision
from .shown import Messages


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def outbox(request: HttpRequest) -> HttpResponse:
    """What did not arrive, or nobody knows about, of all her families."""
    now = clock.now()
    refused = _decided(request, now)
    if request.method == "POST" and not refused:
        return redirect("outbox")
    seen = see_outbox(by=actor(request), now=now)
    shown = Messages.of_outbox(seen, now, get_language() or "en")
    return render(
        request,
        "staff/outbox/outbox.html",
        {"shown": shown, "refused": refused},
        status=WRONG if refused else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def family_messages(request: HttpRequest, family: UUID) -> HttpResponse:
    """Who was told about this family, and what became of it."""
    now = clock.now()
    refused = _decided(request, now)
    if request.method == "POST" and not refused:
        return redirect("family_messages", family)
    seen = see_messages(episode_id=family, by=actor(request), now=now)
    return render(
        request,
        "staff/outbox/family.html",
        {
            "shown": Messages.of_family(seen, now, get_language() or "en"),
            "family": family,
            "mother": name_of(seen.mother),
            "refused": refused,
        },
        status=WRONG if refused else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def red_flag(request: HttpRequest, family: UUID, flag: UUID) -> HttpResponse:
    """Who was told of a red flag; and, for a carer, the button with which she says that she has seen it."""
    now, user = clock.now(), actor(request)
    if request.method == "POST":
        acknowledge_red_flag(episode_id=family, flag_id=flag, by=user, now=now)
        return redirect("red_flag", family, flag)
    seen = see_red_flag(episode_id=family, flag_id=flag, by=user, now=now)
    shown = Flag.of(seen.flag, seen.episode, seen.mother, get_language() or "en")
    return render(request, "staff/outbox/red_flag.html", {"flag": shown, "family": family})


def _decided(request: HttpRequest, now: datetime) -> str:
    """Carries out what was decided; the sentence that refuses it, or empty."""
    if request.method != "POST":
        return ""
    form = Decision(request.POST)
    if not form.is_valid():
        return _("This could not be read. Choose one of the buttons under a message.")
    said = form.cleaned_data
    try:
        settle_message(
            message_id=said["message"],
            verdict=said["verdict"],
            why=said["why"] or said["verdict"],
            seen=said["seen"],
            by=actor(request),
            now=now,
        )
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        return refused.sentence(refusal)
    return ""
