"""Reads, scoped to an actor: whoever has no reason to see a pregnancy does not find it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from kraamkring.core.kernel.errors import NotThere
from kraamkring.packs.identifiers import SUPERSEDES
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.asked_often import Often, OftenOfOne

from .models import Person, PersonIdentifier, PersonMerge, PlaceOfCare, PregnancyEpisode, Subject


def episodes_of(actor: User | None) -> QuerySet[PregnancyEpisode]:
    """The pregnancies that the actor registered, or that her organisation did; none for anybody else. Who joined
    later is known in a higher room: `network.queries.episodes_of`."""
    if actor is None or not actor.is_active:
        return PregnancyEpisode.objects.none()
    scope = Q(registered_by=actor)
    if actor.organisation_id is not None:
        scope |= Q(organisation_id=actor.organisation_id)
    return PregnancyEpisode.objects.filter(scope)


def registered_at(actor: User) -> QuerySet[PregnancyEpisode]:
    """The pregnancies that the organisation of the actor registered: for who guards its log, not for care."""
    if not actor.is_active or actor.organisation_id is None:
        return PregnancyEpisode.objects.none()
    return PregnancyEpisode.objects.filter(organisation=actor.organisation_id)


def persons_of(actor: User | None) -> QuerySet[Person]:
    """The mothers and the born children of the pregnancies that the actor may see."""
    episodes = episodes_of(actor)
    slots = Subject.objects.filter(episode__in=episodes)
    return Person.objects.filter(Q(pk__in=episodes.values("mother")) | Q(pk__in=slots.values("person")))


def earlier_pregnancies(actor: User | None, episode: PregnancyEpisode) -> QuerySet[PregnancyEpisode]:
    """The mother's other pregnancies that were booked before, newest first, as far as the actor may see them; those
    of rows that were merged with hers too."""
    hers = episodes_of(actor).filter(mother__in=rows_of(episode.mother), booked_on__lt=episode.booked_on)
    return hers.order_by("-booked_on")


def rows_of(person: Person) -> set[UUID]:
    """The ids of all rows that stand for this person, after the merges that were not undone."""
    alike = Person.objects.filter(stands_for__in=Person.objects.filter(pk=person.pk).values("stands_for"))
    return set(alike.values_list("pk", flat=True))


def one_person(person: Person) -> Person:
    """The person whom this row stands for, after the merges that were not undone."""
    return Person.objects.get(rows=person)


def one_person_each(persons: Iterable[Person]) -> dict[UUID, Person]:
    """By the id of a row, the person whom it stands for: `one_person` for many rows, in one query, or none for those
    that were read with whom they stand for."""
    known, asked = {}, set()
    for person in persons:
        if Person.stands_for.is_cached(person):
            known[person.pk] = person.stands_for
        else:
            asked.add(person.pk)
    rows = Person.objects.filter(pk__in=asked).select_related("stands_for") if asked else ()
    return known | {row.pk: row.stands_for for row in rows}


def merged_into(person_id: UUID) -> set[UUID]:
    """The ids of this row and of all that were merged into it, step by step, by the merges that were not undone."""
    found = newly = {person_id}
    while newly:
        merged = PersonMerge.objects.filter(kept__in=newly, undone_at=None).values_list("merged", flat=True)
        newly = set(merged) - found
        found = found | newly
    return found


def merge_by_id(merge_id: UUID) -> PersonMerge | None:
    """One merge, to find its pregnancies by; the flow admits, or says it is not there."""
    return PersonMerge.objects.select_related("kept", "merged").filter(pk=merge_id).first()


def merges_of(person: Person) -> list[PersonMerge]:
    """Every merge of the rows that stand for this person, undone ones too, newest first."""
    hers = rows_of(person)
    found = PersonMerge.objects.filter(Q(kept__in=hers) | Q(merged__in=hers))
    return list(found.select_related("kept", "merged", "by", "undone_by").order_by("-at", "-pk"))


def pregnancies_of(persons: Iterable[UUID]) -> list[UUID]:
    """The ids of every pregnancy of these persons, whoever may see them, in one order for all who lock them."""
    found = PregnancyEpisode.objects.filter(mother__stands_for__in=list(persons))
    return list(found.order_by("pk").values_list("pk", flat=True))


def any_locked_episode(episode_id: UUID) -> PregnancyEpisode | None:
    """The pregnancy, whoever asks, locked until the transaction ends; None if there is none. Only for those who are
    let in by this very act: they accept an invitation, or break the glass."""
    return PregnancyEpisode.objects.select_for_update(no_key=True, of=("self",)).filter(pk=episode_id).first()


def exactly(
    *, number: str = "", family_name: str = "", birth_date: date | None = None
) -> PregnancyEpisode | None:
    """The last pregnancy of the mother, or the one of the child, with this current national number; or of the one
    mother of this family name and date of birth. None if nobody is exactly she, or more than one: whoever asks, so
    only for those who are let in by this very act."""
    if number:
        plain = re.sub(r"[\s.\-/]", "", number)
        numbers = PersonIdentifier.objects.filter(
            value__in={plain, number.strip()}, system__in=list(SUPERSEDES), valid_to=None
        )
        found = list(Person.objects.filter(pk__in=numbers.values("person")))
    elif family_name.strip() and birth_date is not None:
        named = Person.objects.filter(
            birth_date=birth_date, family_name__iexact=" ".join(family_name.split())
        )
        found = list(named.filter(pregnancies__isnull=False).distinct())
    else:
        return None
    persons = {person.pk: person for person in one_person_each(found).values()}
    if len(persons) != 1:
        return None
    rows = rows_of(next(iter(persons.values())))
    slots = Subject.objects.filter(person__in=rows)
    episodes = PregnancyEpisode.objects.filter(Q(mother__in=rows) | Q(pk__in=slots.values("episode")))
    return episodes.order_by("-booked_on", "-registered_at").first()


def slots_of(episode: PregnancyEpisode) -> tuple[str, ...]:
    """The newborns of a pregnancy by slot, expected or born, for a flow that was admitted."""
    known = Subject.objects.filter(episode=episode).exclude(slot="mother")
    return tuple(known.order_by("slot").values_list("slot", flat=True))


def any_episode(episode_id: UUID) -> PregnancyEpisode | None:
    """The pregnancy, whoever asks; None if there is none. Only to note that somebody was refused."""
    return PregnancyEpisode.objects.filter(pk=episode_id).first()


def episode_seen_by(actor: User | None, episode_id: UUID) -> PregnancyEpisode:
    """The pregnancy. Raises Refusal if the actor may not see it, in the same words as if there were none."""
    return _found(episodes_of(actor).filter(pk=episode_id).first())


def _found(episode: PregnancyEpisode | None) -> PregnancyEpisode:
    if episode is None:
        raise NotThere("episode", "there is no such pregnancy for you", "Ask who registered it")
    return episode


def national_numbers(episode: PregnancyEpisode) -> dict[str, str]:
    """The current national number of each subject who has one, by slot; of two countries, the one given last. A number
    of a row that is the same person counts."""
    return dict(_NUMBERS.rows(episode=episode.pk))


def _numbers(episode: UUID) -> QuerySet[Subject, tuple[str, str]]:
    hers = "person__stands_for__rows__identifiers__"
    current = Subject.objects.filter(
        **{"episode": episode, f"{hers}valid_to": None, f"{hers}system__in": list(SUPERSEDES)}
    )
    return current.values_list("slot", f"{hers}value").order_by(f"{hers}valid_from")


_NUMBERS = Often(_numbers)


def persons_by_slot(episode: PregnancyEpisode) -> dict[str, Person]:
    """Every subject who is a person by slot, for a flow that was admitted: one query. Merges are not followed."""
    known = Subject.objects.filter(episode=episode, person__isnull=False).select_related("person")
    return {subject.slot: subject.person for subject in known if subject.person}


def subjects_of(episode: PregnancyEpisode) -> list[Subject]:
    """Every subject with the person and whom that row stands for, for a flow that was admitted: one query."""
    return _SUBJECTS.rows(episode=episode.pk)


_SUBJECTS = Often(
    lambda episode: (
        Subject.objects.filter(episode=episode).select_related("person__stands_for").order_by("slot")
    )
)


def current_numbers(persons: Collection[UUID]) -> list[PersonIdentifier]:
    """The current numbers of these persons, whichever of their rows has them, each with its row, the oldest first:
    one query."""
    same = PersonIdentifier.objects.filter(person__stands_for__rows__in=list(persons), valid_to=None)
    return list(same.select_related("person").distinct().order_by("valid_from", "pk"))


def episodes_about(persons: Iterable[UUID]) -> list[UUID]:
    """The ids of every pregnancy that one of these is the mother or a child of, after merges, whoever asks; in one
    order. Only for what the house does by itself."""
    return sorted(set(_ABOUT.rows(list(persons))))


_ABOUT: OftenOfOne[UUID] = OftenOfOne(
    lambda persons: Subject.objects.filter(person__stands_for__rows__in=persons).values_list(
        "episode", flat=True
    )
)


def persons_of_each(episodes: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Every row of a person in these pregnancies, and whom it stands for, by the id of each: one query."""
    found: dict[UUID, set[UUID]] = {}
    for episode, person, stands_for in _PERSONS.rows(episodes):
        found.setdefault(episode, set()).update((person, stands_for))
    return found


_PERSONS: OftenOfOne[tuple[UUID, UUID, UUID]] = OftenOfOne(
    lambda episodes: Subject.objects.filter(episode__in=list(episodes), person__isnull=False).values_list(
        "episode", "person", "person__stands_for"
    )
)


def slots_with(person: UUID) -> list[tuple[UUID, str]]:
    """Every pregnancy that this person is the mother or a child of, after merges, with the slot; the last first."""
    rows = Subject.objects.filter(person__stands_for__rows=person).order_by("-episode__booked_on", "-episode")
    return list(rows.values_list("episode", "slot").distinct())


def booked_before(actor: User | None, episode_id: UUID) -> PregnancyEpisode | None:
    """The pregnancy with this id, None if there is none. Raises Refusal if it is not the actor's to see."""
    if not PregnancyEpisode.objects.filter(pk=episode_id).exists():
        return None
    return episode_seen_by(actor, episode_id)


def locked_if_free(episode_id: UUID) -> PregnancyEpisode | None:
    """The pregnancy, whoever asks, locked until the transaction ends; None if somebody writes about it this moment.
    Only for what the house does by itself."""
    rows = PregnancyEpisode.objects.select_for_update(no_key=True, of=("self",), skip_locked=True)
    return rows.select_related("registered_by").filter(pk=episode_id).first()


def ids_after(after: UUID | None, most: int) -> list[UUID]:
    """The ids of the next pregnancies in the order of their ids, whoever registered them; only for what the house does
    by itself."""
    rows = PregnancyEpisode.objects.filter(pk__gt=after) if after else PregnancyEpisode.objects.all()
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def each_after(after: UUID | None, most: int) -> list[PregnancyEpisode]:
    """The next pregnancies themselves, in the order of their ids, whoever registered them; for numbers only."""
    rows = PregnancyEpisode.objects.filter(pk__gt=after) if after else PregnancyEpisode.objects.all()
    return list(rows.select_related("mother").order_by("pk")[:most])


def numbers_ever(person: Person) -> dict[tuple[str, str], bool]:
    """Every number of the rows that stand for this person, by naming system and value: whether it is current."""
    rows = PersonIdentifier.objects.filter(person__in=rows_of(person)).order_by("valid_to")
    return {(each.system, each.value): each.valid_to is None for each in rows}


def place_of_care(episode: PregnancyEpisode) -> PlaceOfCare | None:
    """Where the family is at home, as it was said last; None while nobody said. For a flow that was admitted."""
    return PlaceOfCare.objects.filter(episode=episode).order_by("-written_at", "-id").first()


def places_of_care(episodes: Iterable[UUID]) -> dict[UUID, PlaceOfCare]:
    """The same for several pregnancies, by the id of each that has one: one query."""
    rows = PlaceOfCare.objects.filter(episode__in=list(episodes))
    return {row.episode_id: row for row in rows.order_by("episode", "-written_at", "-id").distinct("episode")}


def place_of_care_by(id: UUID) -> PlaceOfCare | None:
    """The row that a form wrote before, whoever asks; the flow says whether it is of the same pregnancy."""
    return PlaceOfCare.objects.filter(pk=id).first()


def subjects_of_each(episodes: Collection[UUID]) -> dict[UUID, dict[str, UUID]]:
    """Who each subject is, by pregnancy and slot, after merges: one query."""
    found: dict[UUID, dict[str, UUID]] = {}
    rows = Subject.objects.filter(episode__in=list(episodes), person__isnull=False)
    for episode, slot, person in rows.values_list("episode", "slot", "person__stands_for"):
        found.setdefault(episode, {})[slot] = person
    return found
