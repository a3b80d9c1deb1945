"""The quality board: every indicator with the own figure beside that of all, and one indicator month by month and
organisation by organisation, on the screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kraamkring.core.indicators.card import IndicatorCard
from kraamkring.core.indicators.disclosure import SMALLEST_GROUP
from kraamkring.core.indicators.figure import Figure
from kraamkring.core.indicators.limits import NARROW, WIDE, Point, funnel, limits, mean_of, p_chart
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.limits import limited
from kraamkring.flows.see_figures import SeenFigures, see_figures
from kraamkring.packs.indicators import indicators

from ..capacity import drawing
from ..capacity.drawing import Dot, Line, fan
from ..capacity.telling import amount, plain
from ..pages import actor, signed_in_page
from .printed import as_pdf

HIDDEN = "–"
FEWEST_GROUPS = 2  # of a funnel: one alone is the mean
STEPS = 24  # points of a limit as a curve


@require_safe
@signed_in_page
def figures(request: HttpRequest) -> HttpResponse:
    """Every indicator: her organisation, and all together."""
    seen, language = _seen(request), get_language() or "en"
    rows = [
        (card, title_of(card, language), _measure(card, language), _rows(card, seen, language))
        for card in indicators().values()
    ]
    return render(
        request,
        "staff/figures/figures.html",
        {"stands": seen.counted is not None, "own": seen.own, "rows": rows},
    )


@require_safe
@signed_in_page
def figure(request: HttpRequest, name: str) -> HttpResponse:
    """One indicator: what it counts, each month and each organisation against the limits of chance."""
    return render(request, "staff/figures/figure.html", _shown(request, name, get_language() or "en"))


@require_safe
@signed_in_page
@limited("download", reads=True)
def figure_pdf(request: HttpRequest, name: str) -> HttpResponse:
    """The same on paper."""
    now, language = clock.now(), get_language() or "en"
    answer = HttpResponse(
        as_pdf(_shown(request, name, language), language, now), content_type="application/pdf"
    )
    answer["Content-Disposition"] = f'inline; filename="{name}-{now:%Y%m%d}.pdf"'
    return answer


def _shown(request: HttpRequest, name: str, language: str) -> dict[str, Any]:
    seen = _seen(request)
    card = indicators().get(name)
    if card is None:
        raise Http404
    months = seen.months(card.id)
    samples = _samples(card, months)
    points = (
        p_chart([(round(each.numerator or 0), round(each.denominator or 0)) for each in samples])
        if samples
        else []
    )
    return {
        "card": card, "title": title_of(card, language), "measure": _measure(card, language),
        "stands": seen.counted is not None,
        "rows": _rows(card, seen, language), "months": _months(card, months, samples, points, language),
        "chart": _chart(card, samples, points, language), "own": seen.own, **_funnel(card, seen, language),
    }  # fmt: skip


def _seen(request: HttpRequest) -> SeenFigures:
    return see_figures(lake=settings.LAKE, by=actor(request), now=clock.now())


def title_of(card: IndicatorCard, language: str) -> str:
    """The name of an indicator."""
    return str(getattr(card.title, language, card.title.en))


def _measure(card: IndicatorCard, language: str) -> str:
    """What one of the figures is: a mean, or so many per hundred."""
    return _("mean") if card.measure == "mean" else _("per %(many)s") % {"many": amount(card.per, language)}


def _rows(card: IndicatorCard, seen: SeenFigures, language: str) -> list[tuple[str, str, str]]:
    return [
        (each.category, _value(seen.hers(card.id, each.category), language), _value(each, language))
        for each in seen.everybody(card.id)
    ]


def _value(figure: Figure | None, language: str) -> str:
    if figure is None or figure.value is None:
        return HIDDEN
    return amount(figure.value, language, 1)


def _samples(card: IndicatorCard, months: Sequence[Figure]) -> list[Figure]:
    """The months that a chart of proportions can draw: shown, and of a card without categories."""
    if card.measure != "proportion" or card.categories:
        return []
    return [each for each in months if each.numerator is not None and each.denominator]


def _months(
    card: IndicatorCard,
    months: Sequence[Figure],
    samples: Sequence[Figure],
    points: Sequence[Point],
    language: str,
) -> list[tuple[str, str, str, str, str]]:
    drawn = {each.group: point for each, point in zip(samples, points, strict=True)}
    said = {
        "above": _("above the limits"),
        "below": _("below the limits"),
        "run": _("eight in a row on one side"),
    }
    told = []
    for each in months:
        point = drawn.get(each.group)
        between = [amount(card.per * end, language, 1) for end in point.limits] if point else []
        signal = said.get(point.signal, "") if point else ""
        told.append((each.group[0], each.category, _value(each, language), " – ".join(between), signal))
    return told


def _chart(
    card: IndicatorCard, samples: Sequence[Figure], points: Sequence[Point], language: str
) -> SafeString:
    if not points:
        return SafeString("")
    low, high = ([card.per * point.limits[end] for point in points] for end in (0, 1))
    line = Line(
        _("All together"), [card.per * point.proportion for point in points], low_95=low, high_95=high
    )
    months = [each.group[0] for each in samples]
    return fan(
        _("Each month, and the limits of chance"), months, [line], lambda value: plain(value, language)
    )


def _funnel(card: IndicatorCard, seen: SeenFigures, language: str) -> dict[str, Any]:
    """Each organisation against the mean of those shown, and what that says of hers; nothing where too few are."""
    groups = _samples(card, seen.organisations(card.id))
    if len(groups) < FEWEST_GROUPS:
        return {"funnel": "", "standing": ""}
    told = [(round(each.numerator or 0), round(each.denominator or 0)) for each in groups]
    mean, most = mean_of(told), max(of for _hit, of in told)
    sizes = [most * step / STEPS for step in range(1, STEPS + 1)]
    curves = [
        [(size, card.per * limits(mean, size, errors)[end]) for size in sizes if size >= SMALLEST_GROUP]
        for errors in (NARROW, WIDE)
        for end in (0, 1)
    ]
    dots = [
        Dot(of, card.per * hit / of, each.group == seen.own)
        for each, (hit, of) in zip(groups, told, strict=True)
    ]
    picture = drawing.funnel(
        _("Each organisation by its size, and the limits of chance"),
        dots,
        [[(0.0, card.per * mean), (float(most), card.per * mean)], *curves],
        lambda value: plain(value, language),
    )
    signals = {
        "above": _("Your organisation lies above the outer limits: hardly by chance."),
        "below": _("Your organisation lies below the outer limits: hardly by chance."),
        "rather above": _(
            "Your organisation lies above the inner limits: of forty such, one does by chance."
        ),
        "rather below": _(
            "Your organisation lies below the inner limits: of forty such, one does by chance."
        ),
        "": _("Your organisation lies within the limits: this can be chance."),
    }
    spots = zip(groups, funnel(told), strict=True)
    hers = next((spot for each, spot in spots if each.group == seen.own), None)
    rough = " " + _("The numbers are small, so the limits are rough.") if hers and hers.rough else ""
    return {"funnel": picture, "standing": signals[hers.signal] + rough if hers else ""}
