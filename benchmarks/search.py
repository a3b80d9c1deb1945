"""How long a search by fragment takes, and how large its index is. `python benchmarks/search.py [families]`.

Invented families from a seed, in a database of its own that is gone afterwards: one hospital with a fifth of them,
practices of 80, members who joined others, a merged row for one in a hundred. Beside it, in the same run, what one
would do without a table of endings: LIKE '%fragment%' on the names of the families that the actor may see.
"""

from __future__ import annotations

import json
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests import environment, postgresql  # noqa: F401, I001 (environment first: it says where everything lives)

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "kraamkring.config.settings"

import django

django.setup()

from django.db.models import Model, Q  # noqa: E402

from kraamkring.core.finding import endings, sought  # noqa: E402
from kraamkring.core.kernel.identifiers import uuid7  # noqa: E402
from kraamkring.rooms.accounts.models import Organisation, User  # noqa: E402
from kraamkring.rooms.network.models import Membership, MembershipStep  # noqa: E402
from kraamkring.rooms.network.queries import episodes_of  # noqa: E402
from kraamkring.rooms.people.finding import counted_out, with_all_sought  # noqa: E402
from kraamkring.rooms.people.models import (  # noqa: E402
    NameEnding,
    Person,
    PersonIdentifier,
    PersonMerge,
    PregnancyEpisode,
    Subject,
)

SEED = 2026
PRACTICE, JOINED = 80, 120  # families of a practice; families that its midwife joined elsewhere
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
MOST_SHOWN = 50
ONLY_ONE = "Qzarix"  # a family name that one person has, whom neither actor may see
FIRST = (
    "A",
    "Be",
    "Ca",
    "Da",
    "E",
    "Fa",
    "Gi",
    "Ha",
    "I",
    "Ja",
    "Ka",
    "Li",
    "Ma",
    "No",
    "O",
    "Sa",
    "Ti",
    "Ya",
    "Za",
)
MIDDLE = ("mi", "li", "na", "ri", "sta", "ne", "ro", "la", "di", "ssa", "be", "ke")
LAST = ("na", "ne", "a", "ra", "lien", "tje", "s", "h", "ka", "lle", "n", "ta")
PARTICLES = ("", "", "", "", "Van ", "De ", "Van den ", "El ", "Ben ")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with postgresql.test_database("benchmark") as database:
        begun = time.perf_counter()
        with database.connect_as_owner() as owner:
            hospital, midwife = fill(owner, count)
            owner.execute("VACUUM ANALYZE")
            sizes = {
                name: owner.execute("SELECT pg_relation_size(%s)", [name]).fetchone()[0] >> 20
                for name in ("people_nameending", "person_by_fragment", "people_nameending_pkey")
            }
            rows = owner.execute("SELECT count(*) FROM people_nameending").fetchone()[0]
            persons = owner.execute("SELECT count(*) FROM people_person").fetchone()[0]
        told = {
            "families": count,
            "persons": persons,
            "endings": rows,
            "megabytes": sizes,
            "seconds_to_fill": round(time.perf_counter() - begun),
        }
        for name, user in (("hospital", hospital), ("midwife", midwife)):
            actor = User.objects.get(pk=user)
            told[name] = measured(actor)
    print(json.dumps(told | {"python": platform.python_version(), "seed": SEED}, indent=2))


def measured(actor: User) -> dict[str, Any]:
    """Milliseconds, median and worst, of twenty different searches of each sort; and how many are found."""
    scope = episodes_of(actor, NOW)
    mothers = list(
        scope.order_by("pk").values_list("mother__given_name", "mother__family_name", "mother__birth_date")
    )
    rng = random.Random(SEED)
    drawn = [rng.choice(mothers) for _ in range(20)]
    kinds: dict[str, list[str]] = {
        "one letter": [given[0] for given, _, _ in drawn],
        "two letters": [given[1:3] for given, _, _ in drawn],
        "three letters": [given[1:4] for given, _, _ in drawn],
        "family name": [family for _, family, _ in drawn],
        "two fragments": [f"{given[:3]} {family[-4:]}" for given, family, _ in drawn],
        "name and birth date": [f"{given[:3]} {born:%d-%m-%Y}" for given, _, born in drawn],
        "birth date": [f"{born:%d%m%Y}" for _, _, born in drawn],
        "whole number": [_number(rng) for _ in drawn],
        "nobody has it": ["".join(rng.choices("qwxz", k=4)) for _ in drawn],
        "only elsewhere": [ONLY_ONE[: length % 5 + 2] for length in range(20)],
    }
    found: dict[str, Any] = {"families in scope": len(mothers)}
    for kind, typed in kinds.items():
        found[kind] = timed(
            [
                lambda t=t: list(with_all_sought(counted_out(scope), sought(t))[: MOST_SHOWN + 1])
                for t in typed
            ]
        )
    without = [
        lambda t=t: list(
            scope.filter(Q(mother__given_name__icontains=t) | Q(mother__family_name__icontains=t))[
                : MOST_SHOWN + 1
            ]
        )
        for t in kinds["family name"] + kinds["nobody has it"]
    ]
    return found | {"without endings, LIKE in the scope": timed(without)}


def timed(searches: list[Callable[[], list[Any]]]) -> dict[str, float]:
    taken, counts = [], []
    searches[0]()
    for search in searches:
        begun = time.perf_counter()
        counts.append(len(search()))
        taken.append((time.perf_counter() - begun) * 1000)
    return {
        "median_ms": round(statistics.median(taken), 1),
        "worst_ms": round(max(taken), 1),
        "found": statistics.median(counts),
    }


# --- the region


def fill(owner: Any, count: int) -> tuple[UUID, UUID]:
    """Writes everything with COPY; returns the ids of a midwife of the hospital and of one of a practice."""
    rng, ids = random.Random(SEED), _ids()
    practices = [next(ids) for _ in range(max(count * 4 // 5 // PRACTICE, 1))]
    hospital = next(ids)
    staff = {place: next(ids) for place in (hospital, *practices)}
    organisations, accounts = [], []
    for number, (place, user) in enumerate(staff.items()):
        organisations.append(Organisation(id=place, name=f"Place {number}", kind="practice", region="be-vlg"))
        account = User(
            id=user, email=f"u{number}@example.org", name="An", profession="midwife", organisation_id=place
        )
        account.set_unusable_password()
        accounts.append(account)
    copy(owner, organisations)
    copy(owner, accounts)
    by = staff[hospital]

    mothers = [next(ids) for _ in range(count)]
    merged = {mother: rng.choice(mothers) for mother in mothers[: count // 100]}
    merged = {row: kept for row, kept in merged.items() if kept not in merged and row != kept}
    persons = [
        Person(
            id=mother,
            given_name=_given(rng),
            family_name=_family(rng),
            birth_date=date(1980, 1, 1) + timedelta(days=rng.randrange(9000)),
            stands_for_id=merged.get(mother, mother),
        )
        for mother in mothers
    ]
    persons[-1].family_name = ONLY_ONE
    children = {mother: next(ids) for mother in mothers if rng.random() < 0.5}
    copy(owner, persons)
    copy(
        owner,
        (
            Person(
                id=child,
                birth_date=date(2024, 1, 1) + timedelta(days=rng.randrange(900)),
                stands_for_id=child,
            )
            for child in children.values()
        ),
    )
    copy(
        owner,
        (
            NameEnding(person_id=person.pk, ending=ending)
            for person in persons
            for ending in endings(person.given_name) | endings(person.family_name)
        ),
    )
    copy(
        owner,
        (
            PersonIdentifier(
                id=next(ids),
                person_id=mother,
                system="ssin",
                value=_number(rng),
                checked=True,
                valid_from=NOW,
            )
            for mother in mothers
        ),
    )
    copy(
        owner,
        (
            PersonMerge(id=next(ids), kept_id=kept, merged_id=row, by_id=by, at=NOW, reason="booked twice")
            for row, kept in merged.items()
        ),
    )
    episodes = {mother: next(ids) for mother in mothers}
    places = {
        mother: hospital if number % 5 == 0 else practices[number // (PRACTICE * 5 // 4) % len(practices)]
        for number, mother in enumerate(mothers)
    }
    copy(
        owner,
        (
            PregnancyEpisode(
                id=episodes[mother], mother_id=mother, region="be-vlg", booked_on=NOW.date(),
                zone="Europe/Brussels", registered_by_id=staff[place], registered_at=NOW, organisation_id=place,
            )
            for mother, place in places.items()
        ),
    )  # fmt: skip
    copy(
        owner,
        (
            Subject(id=next(ids), episode_id=episodes[mother], slot=slot, person_id=person)
            for mother in mothers
            for slot, person in (("mother", mother), ("newborn-1", children.get(mother)))
        ),
    )
    midwife = staff[practices[0]]
    joined = {next(ids): episodes[mother] for mother in rng.sample(mothers, min(JOINED, count))}
    copy(
        owner,
        (
            Membership(
                id=membership, episode_id=episode, role="midwife", user_id=midwife, name="An",
                since=NOW - timedelta(days=9), invited_by_id=midwife, invited_at=NOW - timedelta(days=9),
            )
            for membership, episode in joined.items()
        ),
    )  # fmt: skip
    copy(
        owner,
        (
            MembershipStep(
                id=next(ids), episode_id=episode, membership_id=membership, what="accepted",
                at=NOW - timedelta(days=8), by_id=midwife,
            )
            for membership, episode in joined.items()
        ),
    )  # fmt: skip
    return by, midwife


def copy(owner: Any, rows: Iterable[Model]) -> None:
    """Writes the rows of one table."""
    rows = iter(rows)
    first = next(rows)
    fields = first._meta.concrete_fields
    into = f"{first._meta.db_table} ({', '.join(field.column for field in fields)})"
    names = [field.attname for field in fields]
    with owner.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as writing:
        for row in chain([first], rows):
            writing.write_row([getattr(row, name) for name in names])


def _ids() -> Iterator[UUID]:
    rng, moment = random.Random(SEED), int(NOW.timestamp() * 1000)
    while True:
        moment += 1
        yield uuid7(moment, rng.randbytes(10))


def _number(rng: random.Random) -> str:
    return str(rng.randint(10**10, 10**11 - 1))


def _given(rng: random.Random) -> str:
    return rng.choice(FIRST) + "".join(rng.choices(MIDDLE, k=rng.choice((0, 1, 1, 2)))) + rng.choice(LAST)


def _family(rng: random.Random) -> str:
    return (
        rng.choice(PARTICLES) + _given(rng) + rng.choice(("s", "mans", "aert", "i", "oui", "ski", "gul", ""))
    )


if __name__ == "__main__":
    main()
