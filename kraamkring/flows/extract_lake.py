"""An extract of every pregnancy for figures without names, into the lake: who may make it, what goes in, what not.

Ground: the purpose `quality` (core.access), which opens no record to anybody: nobody sees a family, rows are
pseudonyms. Whoever closed a part of her record to everybody is left out whole, and counted. For research, which asks
for consent, there is no purpose yet: so it is refused. Audited: one row for the run, and one for each pregnancy whose
rows came or changed, so that the mother sees it where she sees who looked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.core.access import may_serve
from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.indicators.family_rows import Family, Rows, rows_of
from kraamkring.core.indicators.pseudonyms import Pseudonyms
from kraamkring.core.kernel.errors import ImpossibleFact, NotAllowed
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.core.kernel.moments import local_day
from kraamkring.core.pathway import assess
from kraamkring.packs.municipalities import municipality_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.audit.queries import written_since
from kraamkring.rooms.careplan.facts import with_rows
from kraamkring.rooms.careplan.queries import appointments_about_each, plans_about_each
from kraamkring.rooms.network.read_once import Networks
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.people.queries import each_after, places_of_care, subjects_of_each
from kraamkring.rooms.planner.queries import Care, care_of_each
from kraamkring.rooms.record.facts import facts_from
from kraamkring.rooms.record.models import Observation
from kraamkring.rooms.record.observations import observed_of_each
from kraamkring.rooms.record.queries import entries_about_each
from kraamkring.rooms.registry.lake import Manifest, Writing, only_one

from . import transaction
from .pathway import pathway_of

QUALITY = "quality"  # purpose and ground
AT_ONCE = 100  # pregnancies read together
STILL_UNDER_WAY = timedelta(hours=1)  # ours: a transaction older than this at the last extract has ended
MILK, OF_THE_MOTHER = "feed_milk", "mothers"


class Extracted(NamedTuple):
    """read: pregnancies looked at anew. refused, unreadable: left out, of all there are."""

    read: int
    manifest: Manifest


def extract_lake(*, to: Path, key: str, by: User, now: datetime) -> Extracted:
    """The lake brought up to date. Raises NotAllowed, or Refusal without a key, or with another than the lake's."""
    if not may_serve(by.profession, QUALITY):
        raise NotAllowed(
            "", "figures of many families are not for your role", "Ask whoever governs the cards"
        )
    names = Pseudonyms(key)
    with only_one(to):
        writing = Writing(to, names.check, now)
        read, refused, unreadable = _laid_aside(writing, names, by, now)
        return Extracted(read, writing.commit(refused, unreadable))


def _laid_aside(writing: Writing, names: Pseudonyms, by: User, now: datetime) -> tuple[int, int, int]:
    """Every pregnancy that may have changed, a batch at a time, each batch with its audit rows in one transaction."""
    run, read, refused, unreadable = new_id(now), 0, 0, 0
    written = _written(writing)
    last: UUID | None = None
    while episodes := each_after(last, AT_ONCE):
        last = episodes[-1].pk
        with transaction.atomic():
            closed = Networks(episodes).closed_to_everybody
            refused += len(closed)
            pseudonyms = {episode.pk: names.of("pregnancy", episode.pk) for episode in episodes}
            known = writing.known(list(pseudonyms.values()))
            due = [each for each in episodes if _due(each, known.get(pseudonyms[each.pk]), written, writing)]
            read += len(due)
            for episode, rows in _rows(due, closed, names, now):
                was = known.get(pseudonyms[episode.pk])
                unreadable += rows is None and episode.pk not in closed
                writing.put(pseudonyms[episode.pk], rows, was[0] if was else None)
                if rows and (was is None or was[1] != rows["pregnancies"][0]["fingerprint"]):
                    _note(by, now, run, episode.pk)
    _note(by, now, run, None)
    return read, refused, unreadable


def _written(writing: Writing) -> Collection[UUID]:
    if writing.before is None:
        return ()
    return written_since(datetime.fromisoformat(writing.before["written_to"]) - STILL_UNDER_WAY)


def _due(
    episode: PregnancyEpisode, known: tuple[str, str] | None, written: Collection[UUID], writing: Writing
) -> bool:
    """Whether it is looked at anew: it is not in the lake, its month was open, or somebody wrote about it."""
    return known is None or episode.pk in written or not writing.was_closed(known[0])


def _note(by: User, now: datetime, run: UUID, episode_id: UUID | None) -> None:
    record_event(
        by=by,
        now=now,
        action=AuditEvent.Action.READ,
        what="extract",
        object_id=run,
        episode_id=episode_id,
        purpose=QUALITY,
        ground=QUALITY,
    )


def _rows(
    episodes: Sequence[PregnancyEpisode], closed: Collection[UUID], names: Pseudonyms, now: datetime
) -> Iterator[tuple[PregnancyEpisode, Rows | None]]:
    """The rows of each; None where she closed a part, or it cannot be read. Nine queries, however many they are."""
    ids = [episode.pk for episode in episodes]
    entries, appointments = entries_about_each(episodes), appointments_about_each(episodes)
    plans, places, subjects = plans_about_each(episodes), places_of_care(ids), subjects_of_each(ids)
    care, milk = care_of_each(ids), observed_of_each(ids, MILK)
    for episode in episodes:
        if episode.pk in closed:
            yield episode, None
            continue
        try:
            recorded = facts_from(episode, entries[episode.pk], numbers={})
            facts = with_rows(recorded, appointments[episode.pk], plans.get(episode.pk))
            place = places.get(episode.pk)
            about = _about(
                episode,
                facts,
                place.postcode if place else "",
                subjects.get(episode.pk, {}),
                care.get(episode.pk),
                milk.get(episode.pk, ()),
            )
            yield episode, rows_of(facts, about, assess(pathway_of(facts), facts, now), names, now)
        except ImpossibleFact:
            yield episode, None


def _about(
    episode: PregnancyEpisode,
    facts: PregnancyFacts,
    postcode: str,
    persons: Mapping[str, UUID],
    care: Care | None,
    milk: Sequence[Observation],
) -> Family:
    zone = ZoneInfo(episode.zone)
    country = (facts.region or "").partition("-")[0] or None
    where = municipality_of(postcode, country)
    known: dict[str, Any] = {}
    if care is not None:
        hours = float(care.hours) if care.hours is not None else None
        known = {"hours_indicated": hours, "care_over": care.over, "care_days": care.days}
    return Family(
        pregnancy=episode.pk,
        mother=persons.get("mother", episode.mother_id),
        organisation=str(episode.organisation_id),
        zone=zone,
        municipality=where.code if where else None,
        province=where.province if where else None,
        country=country,
        mother_born_on=episode.mother.birth_date,
        feeding=_breast_only(milk, zone),
        children=persons,
        **known,
    )


def _breast_only(milk: Sequence[Observation], zone: ZoneInfo) -> dict[tuple[str, date], bool]:
    """By child and local day: whether all milk that was noted was the mother's."""
    found: dict[tuple[str, date], bool] = {}
    for row in milk:
        said = row.value if isinstance(row.value, list) else [row.value]
        key = (row.slot, local_day(row.at, zone))
        found[key] = found.get(key, True) and all(each == OF_THE_MOTHER for each in said)
    return found
