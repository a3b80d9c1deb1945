"""The seven marks of state, as shapes that differ without colour. Drawn in a box of 16 by 16 around 8,8."""

from __future__ import annotations

from collections.abc import Mapping

MARKS: Mapping[str, str] = {
    # a full dot with a tick
    "done": '<circle cx="8" cy="8" r="7" class="full"/><path d="M4.6 8.3l2.3 2.3 4.4-4.8" class="cut"/>',
    # a dot held in a ring
    "arranged": '<circle cx="8" cy="8" r="6.2" class="ring"/><circle cx="8" cy="8" r="3" class="full"/>',
    # an empty ring
    "open": '<circle cx="8" cy="8" r="6.2" class="ring"/>',
    # a triangle with a line, as on the road
    "at_risk": '<path d="M8 1.2 15.4 14.4H.6z" class="full"/><path d="M8 5.6v4.2M8 11.8v.6" class="cut"/>',
    # a ring that is broken open
    "gap": '<path d="M10.6 2.4A6.2 6.2 0 1 0 14 6.2" class="ring"/><path d="M12.2 4.4 15 1.4" class="ring"/>',
    # a ring with a line through it
    "waived": '<circle cx="8" cy="8" r="6.2" class="ring"/><path d="M3.8 12.2 12.2 3.8" class="ring"/>',
    # a dash
    "withdrawn": '<path d="M3 8h10" class="ring"/>',
}


def mark(state: str, size: int = 16) -> str:
    """The mark as an SVG of its own; the word stands beside it, so it is hidden from screen readers."""
    return (
        f'<svg class="mark is-{state.replace("_", "-")}" width="{size}" height="{size}" viewBox="0 0 16 16" '
        f'aria-hidden="true" focusable="false">{MARKS[state]}</svg>'
    )
