"""A database with many families: some are booked through the flows, then multiplied by SQL with every row they own.

The copies keep the dates and names of their originals; each belongs to one of many practices, or to one large hospital.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))
ORIGINALS = int(os.environ.get("BENCHMARK_ORIGINALS", "300"))
PRACTICES = int(os.environ.get("BENCHMARK_PRACTICES", "400"))
IN_HOSPITAL = 0.03  # of all families belong to the hospital
NAMES = ("Amina", "Lotte", "Inge", "Zehra", "Fatoumata", "Élodie", "Marie-Claire", "Noor", "Saskia", "Wiebke")
FAMILY_NAMES = ("Voorbeeld", "Vandenbroucke", "De Smet", "El Amrani", "Yılmaz", "Diallo", "Peeters", "Nguyễn")


class Region(NamedTuple):
    """What was made. practice, hospital: ids of a user of each; families: how many there are, each original as often
    as `times`."""

    families: int
    times: int
    practice: Any
    hospital: Any
    seconds_to_make: float
    rows: dict[str, int]


@contextmanager
def region(
    families: int, now: datetime, and_then: Callable[[Any], None] = lambda midwife: None
) -> Iterator[Region]:
    """A region of that size in an embedded PostgreSQL of its own, which is gone afterwards; Django is set up on it as
    the application. and_then: what the midwife of the originals does before they are multiplied."""
    with tempfile.TemporaryDirectory(prefix="kraamkring-region-") as folder:
        os.environ["KRAAMKRING_HOME"] = folder
        os.environ["KRAAMKRING_STAGE"] = "test"
        Path(folder).chmod(0o755)
        from kraamkring.config.processes.database_use import database_in_use

        quick = {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_wal_size": "8GB",
        }
        with database_in_use(settings=quick):
            yield _made(families, now, and_then)


def _made(families: int, now: datetime, and_then: Callable[[Any], None]) -> Region:
    from kraamkring.config.commands.migrating import migrate_now

    begun = time.perf_counter()
    migrate_now(verbosity=0)
    from kraamkring.flows.exchange.projecting import left_for_later

    practice, hospital = _people(now)
    as_application()
    with left_for_later():  # no page of the desk reads what goes out
        _originals(now, practice)
        and_then(practice)
    times = families // ORIGINALS
    rows = _multiplied(times)
    return Region(times * ORIGINALS, times, practice, hospital, time.perf_counter() - begun, rows)


def as_application() -> None:
    """Django talks to the database as the application from here on."""
    from django.db import connection

    from kraamkring.config.database.connection import application_url, as_django

    connection.close()
    connection.settings_dict.update(as_django(application_url()))


def _people(now: datetime) -> tuple[Any, Any]:
    """A midwife in each practice and one in the hospital; the first and the last of them."""
    from kraamkring.rooms.accounts.actions import give_account, open_organisation

    since = now - timedelta(days=2000)
    users = []
    for number in range(PRACTICES + 1):
        organisation = open_organisation(
            name=f"Praktijk {number}", kind="midwife_practice", region="be-vlg", now=since
        )
        users.append(
            give_account(
                email=f"m{number}@example.org",
                name=f"Vroedvrouw {number}",
                profession="midwife",
                organisation=organisation,
                now=since,
            )
        )
    return users[0], users[-1]


def _originals(now: datetime, by: Any) -> None:
    """Families at every stage, each with a coordinator, and some with a doctor who was invited."""
    from benchmarks.derive import family
    from kraamkring.flows.book_pregnancy import Mother, book_pregnancy
    from kraamkring.flows.build_network import accept_invitation, invite_to_network
    from kraamkring.flows.coordinate import choose_coordinator
    from kraamkring.rooms.network.actions import Invited

    chance = random.Random(2026)
    for number in range(ORIGINALS):
        facts = family(number * 365 // ORIGINALS, chance)
        mother = Mother(
            given_name=chance.choice(NAMES),
            family_name=chance.choice(FAMILY_NAMES),
            birth_date=(now - timedelta(days=chance.randint(6600, 16000))).date(),
            language=chance.choice(["nl", "nl", "fr", "tr", "ar"]),
        )
        episode = book_pregnancy(facts=facts, mother=mother, by=by, now=now).episode
        place = Invited(role="midwife", user=by)
        member = invite_to_network(episode_id=episode.pk, invited=place, by=by, now=now).membership
        accept_invitation(membership_id=member.pk, by=by, now=now)
        choose_coordinator(membership_id=member.pk, by=by, now=now)
        if chance.random() < 0.5:
            doctor = Invited(role="gp", name="Dokter Voorbeeld", address="dokter@example.org")
            invite_to_network(episode_id=episode.pk, invited=doctor, by=by, now=now)


def _multiplied(times: int) -> dict[str, int]:
    """Every row of every original, `times` - 1 times more. Returns how many rows each table holds."""
    import psycopg
    from django.db import connection

    from kraamkring.config.database.connection import administrative_url

    connection.close()
    rows: dict[str, int] = {}
    with psycopg.connect(administrative_url(), autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")  # the copies are as right as their originals
        owner.execute(
            "CREATE TEMP TABLE makers AS SELECT id AS maker, organisation_id AS house,"
            " row_number() OVER (ORDER BY length(email), email) - 1 AS number FROM accounts_user"
            " WHERE organisation_id IS NOT NULL"
        )
        for model in owned_models():
            begun = time.perf_counter()
            owner.execute(_copy(model, times))
            found = owner.execute(f'SELECT count(*) FROM "{model._meta.db_table}"').fetchone()  # noqa: S608
            rows[model._meta.db_table] = found[0] if found else 0
            seconds = time.perf_counter() - begun
            print(
                f"  {model._meta.db_table}: {rows[model._meta.db_table]:,} rows, {seconds:.0f} s",
                file=sys.stderr,
            )
        owner.execute("VACUUM ANALYZE")
    return rows


def owned_models() -> list[Any]:
    """The tables that belong to families: persons, pregnancies, and every table with a key to one of these. What goes
    out of them is left: its ids follow from theirs in Python, and no page of the desk reads it."""
    from django.apps import apps

    from kraamkring.rooms.people.models import Person, PregnancyEpisode

    owned: list[Any] = [Person, PregnancyEpisode]
    rooms = [model for model in apps.get_models() if _is_multiplied(model.__module__)]
    while newly := [m for m in rooms if m not in owned and _keys(m) & set(owned)]:
        owned += newly
    return owned


def _is_multiplied(module: str) -> bool:
    return module.startswith("kraamkring.rooms.") and not module.startswith("kraamkring.rooms.exchange.")


def _keys(model: Any) -> set[Any]:
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation}


def _copy(model: Any, times: int) -> Any:
    """The statement that copies each row of a table: ids are made anew, the same way everywhere."""
    from psycopg import sql

    owned, meta = set(owned_models()), model._meta
    fields = [field for field in meta.concrete_fields if not field.generated and not _counts(field)]
    names = {field.name for field in meta.concrete_fields}
    episode = (
        "t.id" if meta.model_name == "pregnancyepisode" else "t.episode_id" if "episode" in names else None
    )
    place = f"abs(hashtext(md5({episode}::text || n)))" if episode else "0"
    hospital = f"{place} % 1000 < {round(IN_HOSPITAL * 1000)}"
    values = [_value(field, owned) for field in fields]
    columns = [sql.Identifier(field.column) for field in fields]
    return sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {values} FROM {table} t CROSS JOIN generate_series(2, {times}) n"
        " JOIN makers m ON m.number = CASE WHEN {hospital} THEN {last} ELSE {place} % {last} END"
    ).format(
        table=sql.Identifier(meta.db_table),
        columns=sql.SQL(", ").join(columns),
        values=sql.SQL(", ").join(values),
        times=sql.Literal(times),
        hospital=sql.SQL(hospital),
        place=sql.SQL(place),
        last=sql.Literal(PRACTICES),
    )


def _counts(field: Any) -> bool:
    """True for a key that the database counts by itself."""
    return field.primary_key and field.get_internal_type() in ("AutoField", "BigAutoField")


def _value(field: Any, owned: set[Any]) -> Any:
    from psycopg import sql

    from kraamkring.rooms.accounts.models import Organisation, User

    column = sql.SQL("t.{}").format(sql.Identifier(field.column))
    made_anew = sql.SQL("md5({}::text || n)::uuid").format(column)
    if field.is_relation and field.related_model in (User, Organisation):
        mine = sql.SQL("m.maker" if field.related_model is User else "m.house")
        return sql.SQL("CASE WHEN {} IS NULL THEN NULL ELSE {} END").format(column, mine)
    if field.is_relation:
        return made_anew if field.related_model in owned else column
    is_uuid = field.get_internal_type() == "UUIDField"
    return made_anew if is_uuid and (field.primary_key or field.name in ("item", "corrects_id")) else column
