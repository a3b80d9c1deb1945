"""The forms of one family on a page: filled in, exported, and noted as sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.doors.ui import clock, refused
from kraamkring.flows.registry_forms import SeenForms, export_form, fill_in_form, see_forms, send_form

from ..asking import Asking
from ..banner import name_of
from ..pages import WRONG, actor, signed_in_page
from .forms import Answers
from .shown import Shown, fields_to_say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def forms(request: HttpRequest, family: UUID) -> HttpResponse:
    """What is due, what is missing, and what was sent; what the record has no place for is said here."""
    now, user, language = clock.now(), actor(request), get_language() or "en"
    seen = see_forms(episode_id=family, by=user, now=now)
    sending = Asking(request.POST if "send" in request.POST else None)
    answers = _answers(seen, request.POST if "fill" in request.POST else None, language)
    bound = sending if sending.is_bound else answers
    if bound.is_bound and bound.is_valid():
        try:
            if bound is sending:
                send_form(
                    episode_id=family, form=request.POST["send"], id=sending.written_id, by=user, now=now
                )
                messages.success(request, _("It is noted as sent."))
            else:
                fill_in_form(episode_id=family, said=answers.said, by=user, now=now)
                messages.success(request, _("It is kept."))
            return redirect("registry_forms", family)
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            bound.refuse(refusal)
    shown = {
        "family": family,
        "quiet": seen.quiet,
        "name": name_of(seen.mother),
        "forms": [Shown.of(each, seen.record.zone, now, language) for each in seen.forms],
        "born": bool(seen.record.births),
        "contradicted": seen.contradicted,
        "writes": seen.writes,
        "form": bound,
        "answers": answers,
        "fresh": Asking(),
    }
    return render(request, "staff/registering/forms.html", shown, status=WRONG if bound.is_bound else 200)


@require_safe
@signed_in_page
def message(request: HttpRequest, family: UUID, form: str) -> HttpResponse:
    """One form as a file, complete or not; nothing is noted as sent."""
    now = clock.now()
    try:
        text = export_form(episode_id=family, form=form, id=new_id(now), by=actor(request), now=now).text
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        messages.error(request, refused.sentence(refusal))
        return redirect("registry_forms", family)
    answer = HttpResponse(text, content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{form}.xml"'
    return answer


def _answers(seen: SeenForms, sent: Any, language: str) -> Answers:
    return Answers(sent, asked=fields_to_say(seen), answers=seen.record.answers, language=language)
