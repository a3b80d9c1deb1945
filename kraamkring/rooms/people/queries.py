"""Reads, scoped to an actor: whoever has no reason to see a pregnancy does not find it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from kraamkring.core.kernel.errors import NotThere
from kraamkring.packs.identifiers import SUPERSEDES
from kraamkring.rooms.accounts.models import User

from .models import Person, PersonIdentifier, PersonMerge, PregnancyEpisode, Subject


def episodes_of(actor: User | None) -> QuerySet[PregnancyEpisode]:
    """The pregnancies that the actor registered, or that her organisation did; none for anybody else. Who joined
    later is known in a higher room: `network.queries.episodes_of`."""
    if actor is None or not actor.is_active:
        return PregnancyEpisode.objects.none()
    scope = Q(registered_by=actor)
    if actor.organisation_id is not None:
        scope |= Q(organisation_id=actor.organisation_id)
    return PregnancyEpisode.objects.filter(scope)


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
    """By the id of a row, the person whom it stands for: `one_person` for many rows, in one query."""
    rows = Person.objects.filter(pk__in={person.pk for person in persons}).select_related("stands_for")
    return {row.pk: row.stands_for for row in rows}


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
    hers = "person__stands_for__rows__identifiers__"
    current = Subject.objects.filter(
        **{"episode": episode, f"{hers}valid_to": None, f"{hers}system__in": list(SUPERSEDES)}
    )
    return dict(current.values_list("slot", f"{hers}value").order_by(f"{hers}valid_from"))


def persons_by_slot(episode: PregnancyEpisode) -> dict[str, Person]:
    """Every subject who is a person by slot, for a flow that was admitted: one query. Merges are not followed."""
    known = Subject.objects.filter(episode=episode, person__isnull=False).select_related("person")
    return {subject.slot: subject.person for subject in known if subject.person}


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
