"""The log of an organisation: filtered, page by page, and as a file. Every question stands in it from then on."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import tzinfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kraamkring.doors.ui import clock, notation
from kraamkring.flows.see_log import SeenLog, see_log, who_works_there
from kraamkring.packs import zone_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.audit.queries import Sought

from ..banner import name_of
from ..looks import words
from ..pages import WRONG, actor, signed_in_page
from ..words import role_word
from .forms import LogForm

Row = tuple[str, str, str, str, str, str]
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes what begins so for a formula


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def log(request: HttpRequest) -> HttpResponse:
    """The last rows; or those that are asked for."""
    by, now = actor(request), clock.now()
    zone = _zone(by)
    form = LogForm(request.POST or None, people=who_works_there(by=by), zone=str(zone))
    asked = request.method == "POST" and form.is_valid()
    page = (form.cleaned_data.get("page") or 1) if asked else 1
    seen = see_log(
        sought=form.sought() if asked else Sought(),
        by=by,
        now=now,
        page=page,
        reason=form.cleaned_data["reason"] if asked else "",
    )
    shown = {"form": form, "rows": list(_rows(seen, zone)), "more": seen.more, "page": page, "next": page + 1}
    shown |= {"before": page - 1, "asked": form.cleaned_data if asked else {}}
    return render(request, "staff/privacy/log.html", shown, status=WRONG if form.errors else 200)


@require_POST
@signed_in_page
def export(request: HttpRequest) -> HttpResponse:
    """The same as a file for a spreadsheet, without pages."""
    by, now = actor(request), clock.now()
    zone = _zone(by)
    form = LogForm(request.POST, people=who_works_there(by=by), zone=str(zone))
    if not form.is_valid():
        return log(request)
    seen = see_log(sought=form.sought(), by=by, now=now, export=True, reason=form.cleaned_data["reason"])
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="log.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer, delimiter=";")
    writer.writerow([_("When"), _("Who"), _("What"), _("Whose"), _("Why"), _("From where")])
    writer.writerows([_harmless(cell) for cell in row] for row in _rows(seen, zone))
    return answer


def _rows(seen: SeenLog, zone: tzinfo) -> Iterator[Row]:
    for event in seen.events:
        where = f" · {event.actor.organisation.name}" if event.actor.organisation else ""
        mother = seen.mothers.get(event.episode_id) if event.episode_id else None
        elsewhere = _("a family registered elsewhere") if event.episode_id else ""
        yield (
            f"{event.at.astimezone(zone):%d-%m-%Y %H:%M}".replace(" ", notation.NO_BREAK),
            f"{event.actor.name or event.actor.email}, {role_word(event.actor_role)}{where}",
            str(words.DID[event.action]) % {"what": words.what(event.what)},
            name_of(mother) if mother else elsewhere,
            _why(event),
            words.came_from(event.door, event.network, device=event.device is not None),
        )


def _why(event: AuditEvent) -> str:
    covered = (event.covered.name or role_word(event.covered.profession)) if event.covered else ""
    said = words.why(event) % {"whom": covered}
    return f"{said}: {event.reason}" if event.reason else said


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def _zone(by: User) -> tzinfo:
    return zone_of(by.organisation.region if by.organisation else None)
