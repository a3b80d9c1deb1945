"""The families behind a figure: whom it counts and whom not, and why; for who sees all of them that it follows from."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kraamkring.core.indicators.card import IndicatorCard
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock, refused
from kraamkring.doors.ui.words import subject
from kraamkring.flows.open_figure import Behind, open_figure
from kraamkring.rooms.registry.figures import Unit

from ..banner import name_of
from ..capacity.telling import plain
from ..pages import actor, page_asked, signed_in_page
from ..record.words import CONTACTS
from .views import title_of


class Line(NamedTuple):
    """One of them. how: what it gives to the figure. reason: why it is left out, in the words of the card (English)."""

    family: UUID
    name: str
    who: str
    how: str
    category: str
    reason: str


@require_safe
@signed_in_page
def families(request: HttpRequest, name: str) -> HttpResponse:
    """The families of one month behind one figure."""
    page, language = page_asked(request), get_language() or "en"
    try:
        opened = open_figure(
            name=name, month=request.GET.get("month", ""), lake=settings.LAKE, key=settings.LAKE_KEY,
            by=actor(request), now=clock.now(), page=page,
        )  # fmt: skip
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        return render(request, "staff/figures/closed.html", {"name": name, "said": refused.sentence(refusal)})
    shown = {
        "opened": opened,
        "title": title_of(opened.card, language),
        "lines": [_line(opened.card, each, language) for each in opened.behind],
        "page": page,
    }
    return render(request, "staff/figures/families.html", shown)


def _line(card: IndicatorCard, behind: Behind, language: str) -> Line:
    unit = behind.unit
    said = {each.why: each.who for each in card.exclusion}
    return Line(
        behind.episode.pk, name_of(behind.mother), _who(behind),
        f"{behind.times} × {_how(card, unit, language)}" if behind.times > 1 else _how(card, unit, language),
        unit.category, "" if unit.counts else said.get(unit.why, unit.why),
    )  # fmt: skip


def _who(behind: Behind) -> str:
    """Mother or child, or what kind of contact it was."""
    told = behind.unit.subject
    return str(CONTACTS[told]) if told in CONTACTS else subject(told, behind.children)


def _how(card: IndicatorCard, unit: Unit, language: str) -> str:
    if not unit.counts:
        return _("left out")
    if card.measure == "proportion":
        return _("counts, in the numerator") if unit.numerator else _("counts, not in the numerator")
    if card.measure == "distribution":
        return _("counts")
    return _("counts with %(amount)s") % {"amount": plain(unit.numerator, language)}
