"""The letter on the screen, on paper, and gone along."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.limits import limited
from kraamkring.flows.transfer_letter import hand_out_letter, see_transfer_letter

from ..asking import Asking
from ..pages import WRONG, actor, signed_in_page
from .printed import as_pdf
from .shown import LetterShown

LANGUAGES = ("nl", "fr", "de", "en")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def letter(request: HttpRequest, family: UUID) -> HttpResponse:
    """The letter as it would go along now; sent, it is noted that it did."""
    now, form = clock.now(), Asking(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hand_out_letter(episode_id=family, by=actor(request), now=now, id=form.written_id)
            return redirect("letter", family)
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    seen = see_transfer_letter(episode_id=family, by=actor(request), now=now)
    shown = LetterShown.of(seen, get_language() or "en")
    status = WRONG if form.errors else 200
    told = {"shown": shown, "family": family, "form": form, "languages": LANGUAGES}
    return render(request, "staff/letter/letter.html", told, status=status)


@require_safe
@signed_in_page
@limited("download", reads=True)
def letter_pdf(request: HttpRequest, family: UUID) -> HttpResponse:
    """The same letter for paper, in the language of whoever will read it. Its name says nothing of her."""
    asked = request.GET.get("in", "")
    now, language = clock.now(), asked if asked in LANGUAGES else get_language() or "en"
    seen = see_transfer_letter(episode_id=family, by=actor(request), now=now, form="pdf")
    with translation.override(language):
        made = as_pdf(LetterShown.of(seen, language), language, now)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="letter-{now:%Y%m%d-%H%M}.pdf"'
    return answer
