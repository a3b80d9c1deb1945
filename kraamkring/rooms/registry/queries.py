"""Reads of this room, of a pregnancy that the flow was let into."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kraamkring.rooms.people.models import PregnancyEpisode

from .models import FormAnswer, FormSent


def answers_of(episode: PregnancyEpisode) -> dict[tuple[str, str], str]:
    """What holds, by subject and item: what was said last, unless it was taken back."""
    rows = FormAnswer.objects.filter(episode=episode).order_by("at", "id")
    last = {(row.slot, row.item): row.value for row in rows}
    return {key: value for key, value in last.items() if value}


def sent_of(episode: PregnancyEpisode) -> Mapping[str, list[FormSent]]:
    """Every sending by form, the last first."""
    found: dict[str, list[FormSent]] = defaultdict(list)
    for row in FormSent.objects.filter(episode=episode).select_related("by").order_by("-version"):
        found[row.form].append(row)
    return found
