"""Reads of the record, scoped to an actor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.pathway import view
from kraamkring.core.pathway.view import Contradiction
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.asked_often import Often
from kraamkring.rooms.network.queries import related_to
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import Entry, TakenOver


def entries_of(actor: User | None, episode: PregnancyEpisode) -> QuerySet[Entry]:
    """Every entry of a pregnancy that the actor may see, corrected ones too, in the order of recording."""
    return _entries(episode.pk).filter(episode__in=related_to(actor))


def entries_about(episode: PregnancyEpisode) -> list[Entry]:
    """Every entry of a pregnancy that the flow was admitted to, to decide upon: from a part of them the wrong care
    would follow. What is shown is asked of `entries_of`, or of the gate of the flow."""
    return _ENTRIES.rows(episode=episode.pk)


def _entries(episode: UUID) -> QuerySet[Entry]:
    return Entry.objects.filter(episode=episode).select_related("identifier").order_by("recorded_at", "id")


_ENTRIES = Often(_entries)


def said_of(episode: PregnancyEpisode, kinds: Collection[str]) -> list[Entry]:
    """The entries of these kinds, corrected ones too, in the order in which they came to hold, for a flow that was
    admitted: one query."""
    rows = Entry.objects.filter(episode=episode, kind__in=list(kinds))
    return list(rows.order_by("effective_at", "recorded_at", "id"))


def signed_entries(episode: PregnancyEpisode) -> list[Entry]:
    """The same with who wrote each: one query, for a flow that shows them as far as the gate lets it."""
    return list(_entries(episode.pk).select_related("author"))


def entry_about(episode: PregnancyEpisode, name: str) -> Entry | None:
    """The entry of this pregnancy that a fact names by its id, for a flow that was admitted; None if it names
    something else."""
    try:
        return Entry.objects.filter(episode=episode, pk=UUID(name)).first()
    except ValueError:
        return None


def entries_of_each(actor: User | None, episodes: Collection[PregnancyEpisode]) -> dict[UUID, list[Entry]]:
    """The entries of several pregnancies by the id of each, as far as the actor may see them: one query."""
    visible = Entry.objects.filter(episode__in=related_to(actor).filter(pk__in=[e.pk for e in episodes]))
    found: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in visible.select_related("identifier").order_by("recorded_at", "id"):
        found[entry.episode_id].append(entry)
    return found


def entries_about_each(episodes: Collection[PregnancyEpisode]) -> dict[UUID, list[Entry]]:
    """The entries of several pregnancies by the id of each, whoever asks: one query, for a flow that shows numbers
    and no record."""
    found: dict[UUID, list[Entry]] = defaultdict(list)
    rows = Entry.objects.filter(episode__in=[episode.pk for episode in episodes])
    for entry in rows.select_related("identifier").order_by("recorded_at", "id"):
        found[entry.episode_id].append(entry)
    return found


def entries_of_kinds(episodes: Collection[UUID], kinds: Collection[str]) -> dict[UUID, list[Entry]]:
    """Of several pregnancies the entries of some kinds, whoever asks: one query, for a flow that only counts."""
    found: dict[UUID, list[Entry]] = defaultdict(list)
    rows = Entry.objects.filter(episode__in=list(episodes), kind__in=list(kinds)).select_related("identifier")
    for entry in rows.order_by("recorded_at", "id"):
        found[entry.episode_id].append(entry)
    return found


def versions_of(actor: User | None, entry: Entry) -> list[Entry]:
    """The chain that an entry belongs to, from the first version to the one that stands."""
    same_kind = list(entries_of(actor, entry.episode).filter(kind=entry.kind))
    by_id = {each.pk: each for each in same_kind}
    following = {each.corrects_id: each for each in same_kind if each.corrects_id}
    first: Entry = by_id[entry.pk]
    while first.corrects_id:
        first = by_id[first.corrects_id]
    chain = [first]
    while (later := following.get(chain[-1].pk)) is not None:
        chain.append(later)
    return chain


def correction_of(entry: Entry) -> Entry | None:
    """The version that replaces this one, for a flow that was admitted; None while none does."""
    return Entry.objects.filter(corrects=entry).select_related("author", "identifier").first()


def entry_seen_by(actor: User | None, entry_id: UUID) -> Entry | None:
    """An entry of a pregnancy that the actor may see, or None."""
    return Entry.objects.filter(pk=entry_id, episode__in=related_to(actor)).first()


def contradictions(facts: PregnancyFacts) -> tuple[Contradiction, ...]:
    """What was recorded in different ways and is not settled; both entries stay. Decided in the core."""
    return tuple(view.contradictions(facts))


def kinds_written(episode: PregnancyEpisode) -> set[str]:
    """Of which kinds there is an entry, for a flow that was admitted: one query."""
    return set(Entry.objects.filter(episode=episode).values_list("kind", flat=True).distinct())


def written_among(episode: PregnancyEpisode, ids: Collection[UUID]) -> set[UUID]:
    """Which of these are entries of this pregnancy, for a flow that was admitted: one query."""
    return set(Entry.objects.filter(episode=episode, pk__in=ids).values_list("pk", flat=True))


def taken_over(episode: PregnancyEpisode, modules: Collection[str], most: int) -> tuple[list[TakenOver], int]:
    """What was taken over from elsewhere and stands in these modules, for a flow that was admitted and asked the gate
    for each: the newest that say something to a person, and how many there are in all. Two queries."""
    found = TakenOver.objects.filter(episode=episode, module__in=modules)
    telling = found.exclude(title="", said="").order_by("-at", "id")
    return list(telling[:most]), found.count()
