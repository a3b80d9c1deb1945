"""A small map of a day: the middles of postcodes in the order of the visits, drawn here. It asks no other server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kraamkring.packs.postcodes import Point

KM_OF_A_DEGREE = 111.2  # of latitude
WIDTH, HEIGHT, EDGE = 320, 200, 26  # in the picture's own units; it is drawn as wide as the page gives it
LEAST_KM = 1.0  # across: two visits in one street are not blown up to the whole picture
SCALES_KM = (1, 2, 5, 10, 20, 50, 100)
RADIUS = 13


@dataclass(frozen=True)
class Place:
    """The numbers of the stops that lie there, and where, in the picture's own units."""

    numbers: tuple[int, ...]
    x: float
    y: float


def draw(points: Sequence[tuple[int, Point]]) -> SafeString:
    """The stops that have a place, by number, as SVG. Empty where there are none."""
    if not points:
        return SafeString("")
    places, unit = _placed(points)
    line = " ".join(f"{place.x:.1f},{place.y:.1f}" for place in _in_order(points, places))
    marks = "".join(_mark(place) for place in places)
    said = ngettext("%(count)s place", "%(count)s places", len(places)) % {"count": len(places)}
    title = _("The places of this day, in order: %(places)s") % {"places": said}
    return mark_safe(  # noqa: S308 (numbers, and words that are escaped)
        f'<svg class="day-map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="map-t">'
        f'<title id="map-t">{escape(title)}</title><polyline class="way" points="{line}"/>{marks}{_scale(unit)}</svg>'
    )


def _placed(points: Sequence[tuple[int, Point]]) -> tuple[list[Place], float]:
    """Each postcode once with its numbers, and how many units a kilometre is."""
    middle = sum(point.latitude for _number, point in points) / len(points)
    flat = {
        point: (point.longitude * KM_OF_A_DEGREE * cos(radians(middle)), -point.latitude * KM_OF_A_DEGREE)
        for _number, point in points
    }
    across, up = [x for x, _y in flat.values()], [y for _x, y in flat.values()]
    unit = min(
        (WIDTH - 2 * EDGE) / max(max(across) - min(across), LEAST_KM),
        (HEIGHT - 2 * EDGE) / max(max(up) - min(up), LEAST_KM),
    )
    centre = (max(across) + min(across)) / 2, (max(up) + min(up)) / 2
    return [
        Place(
            tuple(number for number, each in points if each == point),
            WIDTH / 2 + (x - centre[0]) * unit,
            HEIGHT / 2 + (y - centre[1]) * unit,
        )
        for point, (x, y) in flat.items()
    ], unit


def _in_order(points: Sequence[tuple[int, Point]], places: Sequence[Place]) -> list[Place]:
    by_number = {number: place for place in places for number in place.numbers}
    return [by_number[number] for number, _point in points]


def _mark(place: Place) -> str:
    told = ", ".join(map(str, place.numbers))
    wide = RADIUS + 4 * (len(told) - 1)
    return (
        f'<rect class="place" x="{place.x - wide:.1f}" y="{place.y - RADIUS:.1f}" width="{2 * wide}" '
        f'height="{2 * RADIUS}" rx="{RADIUS}"/>'
        f'<text x="{place.x:.1f}" y="{place.y + 5:.1f}" text-anchor="middle">{told}</text>'
    )


def _scale(unit: float) -> str:
    """A line of so many kilometres, about a quarter of the picture."""
    km = max((each for each in SCALES_KM if each * unit <= WIDTH / 3), default=SCALES_KM[0])
    end = 10 + km * unit
    return (
        f'<path class="scale" d="M10 {HEIGHT - 14}v6H{end:.1f}v-6"/>'
        f'<text class="small" x="{end + 6:.1f}" y="{HEIGHT - 8}">{km} km</text>'
    )
