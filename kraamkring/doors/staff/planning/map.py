"""A small map of a region: where families are in care, where carers set out, where somebody is missing. Drawn here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from html import escape
from math import cos, radians, sqrt

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kraamkring.packs.postcodes import Point

KM_OF_A_DEGREE = 111.2  # of latitude
WIDTH, HEIGHT, EDGE = 320, 220, 18  # in the picture's own units
LEAST_KM = 4.0  # across: one postcode is not blown up to the whole picture
LEAST_RADIUS, MOST_RADIUS = 3.0, 14.0


def draw(
    families: Mapping[Point, int], nobody: Mapping[Point, int], carers: Mapping[Point, int]
) -> SafeString:
    """Postcodes with how many families, carers and families without anybody there. Empty where there is nothing."""
    points = {*families, *carers}
    if not points:
        return SafeString("")
    placed = place(points)
    marks = "".join(
        (*_homes(carers, placed), *_circles(families, placed, "family"), *_circles(nobody, placed, "nobody"))
    )
    cared, missing = sum(families.values()), sum(nobody.values())
    title = ngettext("%(count)s family", "%(count)s families", cared) % {"count": cared}
    title += ", " + _("%(count)s with a day that has nobody") % {"count": missing}
    return mark_safe(  # noqa: S308 (numbers, and words that are escaped)
        f'<svg class="region-map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="region-t">'
        f'<title id="region-t">{escape(title)}</title>{marks}</svg>'
    )


def place(points: Collection[Point]) -> dict[Point, tuple[float, float]]:
    """Where each of some points stands in the picture: across, and down."""
    middle = radians(sum(point.latitude for point in points) / len(points))
    flat = {
        point: (point.longitude * KM_OF_A_DEGREE * cos(middle), -point.latitude * KM_OF_A_DEGREE)
        for point in points
    }
    across, up = [x for x, _y in flat.values()], [y for _x, y in flat.values()]
    unit = min(
        (WIDTH - 2 * EDGE) / max(max(across) - min(across), LEAST_KM),
        (HEIGHT - 2 * EDGE) / max(max(up) - min(up), LEAST_KM),
    )
    centre = (max(across) + min(across)) / 2, (max(up) + min(up)) / 2
    return {
        point: (WIDTH / 2 + (x - centre[0]) * unit, HEIGHT / 2 + (y - centre[1]) * unit)
        for point, (x, y) in flat.items()
    }


def _circles(
    many: Mapping[Point, int], placed: Mapping[Point, tuple[float, float]], kind: str
) -> Iterator[str]:
    for point, count in sorted(many.items(), key=lambda each: -each[1]):
        x, y = placed[point]
        radius = min(MOST_RADIUS, LEAST_RADIUS + 2 * sqrt(count))
        yield f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'


def _homes(many: Mapping[Point, int], placed: Mapping[Point, tuple[float, float]]) -> Iterator[str]:
    for point in sorted(many):
        x, y = placed[point]
        yield f'<path class="carer" d="M{x - 4:.1f} {y:.1f}h8M{x:.1f} {y - 4:.1f}v8"/>'
