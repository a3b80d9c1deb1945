"""Two records turn out to be of one person, or not after all. Both stay; what was merged can be undone exactly."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from kraamkring.core.access import Module
from kraamkring.core.finding import Likeness, contradiction
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.actions import Difference
from kraamkring.rooms.network.queries import episodes_of
from kraamkring.rooms.people import actions as people
from kraamkring.rooms.people.finding import known_rows, latest_of_each, mothers_who_may_be
from kraamkring.rooms.people.models import Person, PersonMerge, PregnancyEpisode
from kraamkring.rooms.people.queries import (
    any_locked_episode,
    merge_by_id,
    merged_into,
    merges_of,
    one_person,
    pregnancies_of,
    rows_of,
)

from . import transaction
from .admitting import Admitted, admit
from .find_family import SeenMatches, find_families
from .pathway import reconciled

WRITES: Module = "prenatal"  # who may write what is written at booking may say who she is

SENTENCES = {
    "number": "these two have different national numbers",
    "birth_date": "these two have different birth dates",
}


class Merged(NamedTuple):
    """The merge, and what changed in the pathway of each pregnancy concerned."""

    merge: PersonMerge
    differences: dict[UUID, Difference]


def merge_persons(
    *, kept: UUID, merged: UUID, reason: str, by: User, now: datetime, id: UUID | None = None
) -> Merged:
    """The mothers of these two pregnancies count as one person: she who is read is the mother of `kept`. id: made by
    whoever sends it; sending it again changes nothing.

    Raises NotThere or NotAllowed unless the actor may write in both; Refusal without a reason, if they are one person
    already, or if a national number or a birth date makes them two. Pregnancies of either in which she has no part
    are neither named nor counted, but follow.
    """
    with transaction.atomic():
        admitted = {pk: admit(by, pk, now, WRITES, act="write") for pk in sorted({kept, merged})}
        one, other = (one_person(admitted[pk].episode.mother) for pk in (kept, merged))
        if id and (before := merge_by_id(id)):
            return _sent_before(before, one, other)
        _are_not_two(one, other)
        merge = people.merge_persons(kept=one, merged=other, reason=reason, by=by, now=now, id=id)
        _note(admitted.values(), "person:merged", merge)
        return Merged(merge, _followed({one.pk}, merge, by, now))


def undo_merge(*, merge_id: UUID, by: User, now: datetime) -> Merged:
    """Two persons again, as they were. If it was undone before, nothing changes. Raises NotThere or NotAllowed unless
    the actor may write in a pregnancy of either."""
    with transaction.atomic():
        merge = merge_by_id(merge_id)
        if merge is None:
            raise NotThere("merge", "there is no such merge for you", "Look at the family again")
        second = merged_into(merge.merged_id)
        first = rows_of(merge.kept) - second
        admitted = [_admitted_to_one_of(rows, by, now) for rows in (first, second)]
        if merge.undone_at is not None:
            return Merged(merge, {})
        people.undo_merge(merge=merge, by=by, now=now)
        _note(admitted, "person:merge_undone", merge)
        sides = {one_person(merge.kept).pk, merge.merged_id}
        return Merged(merge, _followed(sides, merge, by, now))


def _sent_before(merge: PersonMerge, one: Person, other: Person) -> Merged:
    if merge.kept_id not in rows_of(one) or merge.merged_id not in rows_of(other):
        raise Refusal("id", "this id belongs to another merge", "Give each its own")
    return Merged(merge, {})


def _are_not_two(one: Person, other: Person) -> None:
    rows = known_rows([one, other])
    if one.pk == other.pk:
        return  # the room says so
    for mine in rows[one.pk].values():
        for hers in rows[other.pk].values():
            if what := contradiction(mine, hers):
                raise Refusal("merged", SENTENCES[what], "Correct what is wrong first, or leave them apart")


def _admitted_to_one_of(rows: Collection[UUID], by: User, now: datetime) -> Admitted:
    """To a pregnancy of these rows in which the actor may write; the first refusal if there is none."""
    refused: Refusal = NotThere("merge", "there is no such merge for you", "Look at the family again")
    for episode_id in (
        episodes_of(by, now).filter(mother__in=rows).order_by("pk").values_list("pk", flat=True)
    ):
        try:
            return admit(by, episode_id, now, WRITES, act="write")
        except NotAllowed as refusal:
            refused = refusal
    raise refused


def _note(admitted: Iterable[Admitted], what: str, merge: PersonMerge) -> None:
    for each in admitted:
        record_event(
            by=each.actor,
            now=each.now,
            action=AuditEvent.Action.WRITE,
            what=what,
            episode_id=each.episode.pk,
            person_id=each.episode.mother_id,
            object_id=merge.pk,
            ground=each.ground,
        )


def _followed(persons: Iterable[UUID], merge: PersonMerge, by: User, now: datetime) -> dict[UUID, Difference]:
    """The pathway of every pregnancy of these persons, derived again."""
    found = {}
    for episode_id in pregnancies_of(persons):
        if episode := any_locked_episode(episode_id):
            found[episode_id] = reconciled(episode, by=by, now=now, because=[merge.pk])
    return found


# --- looking


class MaybeSame(NamedTuple):
    """Another mother in the actor's families who may be this one, why, and her last pregnancy there."""

    person: Person
    why: Likeness
    episode: PregnancyEpisode


class SeenSamePerson(NamedTuple):
    """The mother of a family; merges of her rows, newest first, undone ones too, as far as the actor has to do with
    both sides; who may be the same person; and who was found by what was typed."""

    episode: PregnancyEpisode
    mother: Person
    merges: tuple[PersonMerge, ...]
    maybe: tuple[MaybeSame, ...]
    found: SeenMatches | None


@transaction.atomic
def see_same_person(*, episode_id: UUID, by: User, now: datetime, fragment: str = "") -> SeenSamePerson:
    """What one must see to say that two records are of one person. Raises NotThere, NotAllowed to who could not say
    it; Refusal if what was typed finds nothing by itself."""
    admitted = admit(by, episode_id, now, WRITES)
    admitted.need(WRITES, act="write")
    admitted.note_look("same_person")
    mother = one_person(admitted.episode.mother)
    scope = episodes_of(by, now)
    others = scope.exclude(mother__stands_for=mother)
    alike = mothers_who_may_be(others, known_rows([mother])[mother.pk][mother.pk])
    latest = latest_of_each(others, [each.person for each in alike])
    found = find_families(by=by, now=now, fragment=fragment) if fragment else None
    if found is not None:
        hers = rows_of(mother)
        apart = tuple(match for match in found.matches if match.episode.mother_id not in hers)
        found = SeenMatches(apart, found.more)
    return SeenSamePerson(
        admitted.episode,
        mother,
        _of_both_sides(merges_of(mother), scope),
        tuple(MaybeSame(each.person, each.why, latest[each.person.pk]) for each in alike),
        found,
    )


def _of_both_sides(
    merges: Collection[PersonMerge], scope: QuerySet[PregnancyEpisode]
) -> tuple[PersonMerge, ...]:
    """Those between rows of pregnancies in the scope: of others it is not said that there is another record."""
    rows = {row for merge in merges for row in (merge.kept_id, merge.merged_id)}
    mine = set(scope.filter(mother__in=rows).values_list("mother", flat=True))
    standing = [(merge.kept_id, merge.merged_id) for merge in merges if merge.undone_at is None]

    def with_below(row: UUID) -> set[UUID]:
        return {row}.union(*(with_below(merged) for kept, merged in standing if kept == row))

    def sides(merge: PersonMerge) -> tuple[set[UUID], set[UUID]]:
        if merge.undone_at is not None:
            return {merge.kept_id}, {merge.merged_id}
        second = with_below(merge.merged_id)
        joined = {row for pair in standing for row in pair}
        return joined - second, second

    return tuple(merge for merge in merges if all(side & mine for side in sides(merge)))
