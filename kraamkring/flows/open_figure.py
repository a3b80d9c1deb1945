"""A figure opened into its families: of those born in one month, whom it counts and whom not, and why.

It opens no record. A family is named to whoever sees every part of it that figures follow from, for care, now; of the
others not even their number is told. What stands is the lake's last edition of that month, as the figure was counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.indicators.card import IndicatorCard
from kraamkring.core.indicators.pseudonyms import Pseudonyms
from kraamkring.core.kernel.errors import NotThere
from kraamkring.packs.indicators import indicators
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.facts import standing_of_each
from kraamkring.rooms.network.queries import episodes_of
from kraamkring.rooms.network.read_once import Networks
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person_each
from kraamkring.rooms.registry.engines import opened
from kraamkring.rooms.registry.figures import Unit, units
from kraamkring.rooms.registry.lake import check_key, manifest_in

from . import transaction
from .admitting import sees_all
from .see_figures import COMPARISON, admit_comparison
from .see_scenarios import note_figures

FAMILIES_ON_A_PAGE = 50  # families, as on other lists
AT_ONCE = 2000  # ids read together


class Behind(NamedTuple):
    """A child, woman, family or contact behind a figure. times: how many alike (contacts of one family). children: how
    many of the family's children the figure tells of."""

    episode: PregnancyEpisode
    mother: Person
    unit: Unit
    times: int
    children: int


class OpenedFigure(NamedTuple):
    """behind: of a page, who counts without being a hit first, then hits, then those left out. month: empty where the
    lake has none. months: those it holds, in order. counted, left_out: of all she sees of that month."""

    card: IndicatorCard
    month: str
    months: Sequence[str]
    behind: Sequence[Behind]
    counted: int
    left_out: int
    more: bool


@transaction.atomic
def open_figure(
    *, name: str, month: str, lake: str, key: str, by: User, now: datetime, page: int = 1
) -> OpenedFigure:
    """The families of one month behind a figure; without a month the last that is not still to come. Raises NotAllowed,
    NotThere for an unknown figure or month, Refusal where no lake, or another key than its own, is given."""
    admit_comparison(by)
    card = indicators().get(name)
    if card is None:
        raise NotThere("figure", "there is no such figure", "Look at the list of figures")
    folder = Path(lake)
    manifest = manifest_in(folder) if lake else None
    months: list[str] = []
    if manifest is not None:
        names = Pseudonyms(key)
        check_key(manifest, names.check)
        months = sorted(manifest["months"])
    if month and month not in months:
        raise NotThere("month", "nothing is counted of that month", "Choose another one")
    asked = month or next((each for each in reversed(months) if each <= f"{now:%Y-%m}"), "")
    found = _behind(card, asked, folder, names, by, now) if asked else []
    first = (page - 1) * FAMILIES_ON_A_PAGE
    on_page = found[first : first + FAMILIES_ON_A_PAGE]
    note_figures(f"figure:{card.id}:{len(on_page)}", by, now, COMPARISON)
    counts = sum(each.times for each in found if each.unit.counts)
    left_out = sum(each.times for each in found if not each.unit.counts)
    return OpenedFigure(
        card, asked, months, on_page, counts, left_out, len(found) > first + FAMILIES_ON_A_PAGE
    )


def _behind(
    card: IndicatorCard, month: str, folder: Path, names: Pseudonyms, by: User, now: datetime
) -> list[Behind]:
    """In the order of a page. Eight queries at most, however many families there are."""
    with opened(folder, since=month, until=month) as ask:
        told: dict[int, list[Unit]] = defaultdict(list)
        for unit in units(card, ask, month, month):
            told[unit.pregnancy].append(unit)
    near = _hers(told, names, by, now)
    standing = standing_of_each(by, Networks(list(near)))
    seen = {episode: of for episode, of in near.items() if sees_all(standing[episode.pk], now)}
    mothers = one_person_each(episode.mother for episode in seen)
    found = [
        Behind(
            episode, mothers[episode.mother_id], unit, times, len({each.subject for each in told[pseudonym]})
        )
        for episode, pseudonym in seen.items()
        for unit, times in Counter(told[pseudonym]).items()
    ]
    return sorted(found, key=_order)


def _hers(
    told: Mapping[int, Sequence[Unit]], names: Pseudonyms, by: User, now: datetime
) -> dict[PregnancyEpisode, int]:
    """Those behind the figure that she may have to do with, each with its pseudonym."""
    ids: dict[UUID, int] = {}
    for pk in episodes_of(by, now).values_list("pk", flat=True).iterator(AT_ONCE):
        pseudonym = names.of("pregnancy", pk)
        if pseudonym in told:
            ids[pk] = pseudonym
    episodes = episodes_of(by, now).filter(pk__in=ids).select_related("mother")
    return {each: ids[each.pk] for each in episodes}


def _order(each: Behind) -> tuple[bool, float, str, str, UUID, str]:
    unit = each.unit
    hit = unit.numerator if unit.counts else 0.0
    return (
        not unit.counts,
        hit,
        unit.category or unit.why,
        each.mother.family_name,
        each.episode.pk,
        unit.subject,
    )
