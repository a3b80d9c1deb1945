"""Finding: of the pregnancies that a flow may look at, those with what was typed, and mothers who may be one person.

Nothing here knows who may look: the scope is given (`network.queries.episodes_of`), and nobody outside it is found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from kraamkring.core.finding import LONGEST_FRAGMENT, Known, Likeness, Number, Sought, folded, likeness
from kraamkring.packs.identifiers import SUPERSEDES
from kraamkring.rooms.accounts.models import Organisation

from .models import NameEnding, Person, PersonIdentifier, PregnancyEpisode, Subject

MOTHER = "mother"
HOSPITAL = "hospital"  # the naming system of the numbers that a hospital gives
MOST_ALIKE = 10  # persons that somebody is asked about; our choice
FEW = 1000  # pregnancies that are named one by one; measured in ADR 0311
MOST_LOOKED_AT = 200  # persons that are compared in memory; our choice


class Alike(NamedTuple):
    """Somebody who may be the person that is asked about, and why."""

    person: Person
    why: Likeness


def counted_out(scope: QuerySet[PregnancyEpisode]) -> QuerySet[PregnancyEpisode]:
    """The same pregnancies, by their ids where they are few: then the database knows how few, and begins with them, and
    not with every Maria of the country. One query."""
    ids = list(scope.values_list("pk", flat=True)[: FEW + 1])
    return scope if len(ids) > FEW else PregnancyEpisode.objects.filter(pk__in=ids)


def with_all_sought(
    scope: QuerySet[PregnancyEpisode], sought: Sought, *, children_too: bool = True
) -> QuerySet[PregnancyEpisode]:
    """Of these pregnancies, those in which each fragment is found in the mother, or a child that was born, under any
    of the rows that are the same person: a name in part, a birth date and a national number (past ones too) whole."""
    whom = Subject.objects.filter(episode=OuterRef("pk"))
    if not children_too:
        whom = whom.filter(slot=MOTHER)
    for rows in _found_by(sought):
        scope = scope.filter(Exists(whom.filter(person__stands_for__in=rows)))
    return scope


def _found_by(sought: Sought) -> Iterator[QuerySet[Any, Any]]:
    """For each fragment, whom the rows in which it is found stand for."""
    for name in sought.names:
        yield NameEnding.objects.filter(ending__startswith=name).values("person__stands_for")
    for day in sought.days:
        yield Person.objects.filter(birth_date=day).values("stands_for")
    for number in sought.numbers:
        yield _with_number([number])


def _with_number(values: Collection[str]) -> QuerySet[Any, Any]:
    found = PersonIdentifier.objects.filter(system__in=list(SUPERSEDES), value__in=values)
    return found.values("person__stands_for")


def mothers_who_may_be(scope: QuerySet[PregnancyEpisode], asked: Known) -> list[Alike]:
    """The mothers of these pregnancies, once each, of whom any row may be the person that is asked about, at most
    MOST_ALIKE: three queries. What makes two persons alike is decided in the core."""
    candidates = Person.objects.filter(rows__pregnancies__in=scope)
    possible = Q(pk__in=_with_number([value for _system, value in asked.numbers]))
    if asked.birth_date:
        possible |= Q(pk__in=Person.objects.filter(birth_date=asked.birth_date).values("stands_for"))
    if (given := folded(asked.given_name)) and (family := folded(asked.family_name)):
        possible |= Q(pk__in=_called(given)) & Q(pk__in=_called(family))
    found = list(candidates.filter(possible).distinct().order_by("-pk")[:MOST_LOOKED_AT])
    rows = known_rows(found)
    alike = ((person, _first_likeness(asked, rows[person.pk].values())) for person in found)
    return [Alike(person, why) for person, why in alike if why][:MOST_ALIKE]


def _called(name: str) -> QuerySet[Any, Any]:
    return NameEnding.objects.filter(ending=name[:LONGEST_FRAGMENT]).values("person__stands_for")


def _first_likeness(asked: Known, rows: Iterable[Known]) -> Likeness | None:
    return next((why for row in rows if (why := likeness(asked, row))), None)


def known_rows(persons: Collection[Person]) -> dict[UUID, dict[UUID, Known]]:
    """What each row of these persons says, by the id of the person who is read and its own: two queries. The numbers
    of a person, current national ones, are those of all her rows."""
    rows: dict[UUID, list[Person]] = {person.pk: [] for person in persons}
    numbers: dict[UUID, set[Number]] = {person.pk: set() for person in persons}
    current = PersonIdentifier.objects.filter(valid_to=None, system__in=list(SUPERSEDES))
    found = Person.objects.filter(stands_for__in=rows).prefetch_related(Prefetch("identifiers", current))
    for row in found.order_by("pk"):
        rows[row.stands_for_id].append(row)
        numbers[row.stands_for_id] |= {(each.system, each.value) for each in row.identifiers.all()}
    return {
        person_id: {
            row.pk: Known(
                given_name=row.given_name,
                family_name=row.family_name,
                birth_date=row.birth_date,
                numbers=frozenset(numbers[person_id]),
            )
            for row in hers
        }
        for person_id, hers in rows.items()
    }


def persons_with(numbers: Collection[Number], issuer: Organisation) -> set[UUID]:
    """The ids of the persons who are read, of whom any row has one of these current numbers; of the system `hospital`
    only those that this hospital gave: one query."""
    asked = Q(pk=None)
    for system, value in numbers:
        asked |= Q(system=system, value=value, issuer=issuer if system == HOSPITAL else None)
    rows = PersonIdentifier.objects.filter(asked, valid_to=None)
    return set(rows.values_list("person__stands_for", flat=True))


def slots_of_persons(scope: QuerySet[PregnancyEpisode], persons: Collection[UUID]) -> list[Subject]:
    """Where these persons stand as children in the pregnancies of the scope: one query."""
    rows = Subject.objects.filter(episode__in=scope, person__stands_for__in=list(persons))
    return list(rows.exclude(slot=MOTHER).select_related("episode", "person").order_by("episode", "slot"))


def latest_of_each(
    scope: QuerySet[PregnancyEpisode], persons: Collection[Person]
) -> dict[UUID, PregnancyEpisode]:
    """Of each of these persons the last pregnancy among those in the scope, by her id: one query."""
    return {person: hers[-1] for person, hers in pregnancies_of_each(scope, persons).items()}


def pregnancies_of_each(
    scope: QuerySet[PregnancyEpisode], persons: Collection[Person]
) -> dict[UUID, list[PregnancyEpisode]]:
    """Of each of these persons the pregnancies that are in the scope, first to last, by her id: one query."""
    found: dict[UUID, list[PregnancyEpisode]] = defaultdict(list)
    hers = scope.filter(mother__stands_for__in=[person.pk for person in persons]).select_related("mother")
    for episode in hers.order_by("booked_on", "pk"):
        found[episode.mother.stands_for_id].append(episode)
    return found
