"""Letters as photos: the list with its form, one letter to look at, and taking one back."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from kraamkring.core.kernel.errors import NotThere
from kraamkring.doors.ui import clock, notation, words
from kraamkring.doors.ui.fields import choice_field, line_field
from kraamkring.flows.papers import SeenPapers, keep_paper, open_paper, see_papers, take_back_paper

from ..asking import Asking
from ..banner import plain_banner
from ..birth.answering import written
from ..pages import WRONG, actor, signed_in_page

ENDINGS = {"image/jpeg": "jpg", "application/pdf": "pdf"}
ALONE = "sandbox; default-src 'none'; img-src 'self'; style-src 'none'; form-action 'none'; frame-ancestors 'none'"


class PaperForm(Asking):
    """What it is, of whom, and the file. `capture`: a telephone opens its camera."""

    title = line_field(_("What is it?"), _("Say what it is."), longest=200)
    file = forms.FileField(
        label=_("Photo or PDF"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
        error_messages={
            "required": _("Choose a photo or a file."),
            "empty": _("There is nothing in this file. Choose another."),
            "invalid": _("Choose a photo or a file."),
        },
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"] = choice_field(_("Of whom is it?"), people, _("Say of whom it is."), radio=True)
        self.initial = {**self.initial, "who": people[0][0] if people else ""}
        self.order_fields(["id", "title", "who", "file"])


class TakeBackForm(Asking):
    """Why it is taken back."""

    reason = line_field(_("Why is it taken back?"), _("Say why it is taken back."), longest=500)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def papers(request: HttpRequest, family: UUID) -> HttpResponse:
    """What is kept, and one more."""
    now, by = clock.now(), actor(request)
    seen = see_papers(episode_id=family, by=by, now=now, to_write=request.method == "POST")
    people = [(who, _called(who, seen)) for who in seen.people]
    form = PaperForm(request.POST or None, request.FILES or None, zone=seen.episode.zone, people=people)

    def act() -> None:
        said = form.cleaned_data
        keep_paper(
            episode_id=family,
            who=said["who"],
            title=said["title"],
            content=said["file"].read(),
            id=form.written_id,
            by=by,
            now=now,
        )

    if request.method == "POST" and written(form, act):
        return redirect("papers", family)
    shown = _shown(seen, family) | {"form": form, "may_write": bool(people)}
    status = WRONG if form.is_bound else 200
    return render(request, "staff/visiting/papers.html", shown, status=status)


@require_safe
@signed_in_page
def paper(request: HttpRequest, family: UUID, paper: UUID) -> HttpResponse:
    """The picture itself, by itself: it may run nothing, and no other page may show it. A PDF is handed over as a file,
    because what shows it in a page would have to be allowed to run."""
    row = open_paper(episode_id=family, paper_id=paper, by=actor(request), now=clock.now())
    answer = HttpResponse(bytes(row.content), content_type=row.media_type)
    placed = "inline" if row.media_type == "image/jpeg" else "attachment"
    answer["Content-Disposition"] = f'{placed}; filename="letter.{ENDINGS[row.media_type]}"'
    answer["Content-Security-Policy"] = ALONE
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def take_back(request: HttpRequest, family: UUID, paper: UUID) -> HttpResponse:
    """It was another family's, or it cannot be read: it is shown no longer."""
    now, by = clock.now(), actor(request)
    seen = see_papers(episode_id=family, by=by, now=now, to_write=True)
    form = TakeBackForm(request.POST or None, zone=seen.episode.zone)

    def act() -> None:
        reason = form.cleaned_data["reason"]
        take_back_paper(episode_id=family, paper_id=paper, reason=reason, id=form.written_id, by=by, now=now)

    if request.method == "POST" and written(form, act):
        return redirect("papers", family)
    found = next((each for each in seen.papers if each.pk == paper), None)
    if found is None:
        raise NotThere("paper", "there is no such letter for you", "Look it up again")
    shown = _shown(seen, family) | {"form": form, "paper": found}
    return render(
        request, "staff/visiting/paper_take_back.html", shown, status=WRONG if form.is_bound else 200
    )


def _called(who: str, seen: SeenPapers) -> str:
    name = words.subject(who, seen.children)
    return name[:1].upper() + name[1:]


def _shown(seen: SeenPapers, family: UUID) -> dict[str, Any]:
    zone, language = ZoneInfo(seen.episode.zone), get_language() or "en"
    listed = [
        {
            "id": row.pk,
            "title": row.title,
            "whom": _called(row.slot, seen),
            "when": notation.moment(row.recorded_at, zone, language),
            "by": row.author.name,
            "pages": row.pages,
            "is_pdf": row.media_type == "application/pdf",
            "may_take_back": {"postnatal", row.module} <= seen.writes,
        }
        for row in seen.papers
    ]
    return {"family": family, "banner": plain_banner(seen.mother), "papers": listed}
