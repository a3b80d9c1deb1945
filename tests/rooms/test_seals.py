"""The audit log is sealed from behind; whoever changes what is sealed is found out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from django.db import connection, connections, transaction

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent, AuditSeal
from kraamkring.rooms.audit.sealing import FIRST, oldest_running, seal, stands, verify
from tests import sealing
from tests.cast import LATER, account

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def nobody_else() -> Iterator[None]:
    with sealing.nobody_else():
        yield


@pytest.fixture
def an(transactional_db: None) -> User:
    return account("an", "midwife")


@pytest.fixture
def owner(an: User, test_database: Any) -> Iterator[psycopg.Connection]:
    """Who owns the tables can write everywhere."""
    with test_database.connect_as_owner() as opened:
        opened.autocommit = True
        yield opened


def looks(by: User, many: int = 3) -> list[AuditEvent]:
    return [
        record_event(by=by, now=LATER + number * SECOND, action=AuditEvent.Action.READ, what="families:1")
        for number in range(many)
    ]


def sealed_twice(an: User) -> list[AuditEvent]:
    rows = looks(an)
    assert seal(now=LATER)
    rows += looks(an, 2)
    assert seal(now=LATER)
    return rows


def test_given_looks_when_they_are_sealed_then_the_chain_holds_and_nothing_waits(an: User) -> None:
    sealed_twice(an)
    found = verify()
    assert (found.seals, found.rows, found.broken, found.unsealed) == (2, 5, (), 0)
    assert found.head is not None
    assert stands(found.head.number, found.head.hash)
    assert not stands(found.head.number, FIRST)


def test_no_transaction_that_runs_lies_below_the_horizon(an: User) -> None:
    """The horizon of the whole server, which is used: a transaction that has a number and runs holds it back."""
    with transaction.atomic():
        mine = looks(an, 1)[0]
        mine.refresh_from_db()
        assert oldest_running() <= mine.transaction


def test_given_nothing_new_then_no_seal_is_made(an: User) -> None:
    assert seal(now=LATER) is None
    looks(an)
    assert seal(now=LATER)
    assert seal(now=LATER) is None


def test_what_was_not_sealed_yet_is_counted_with_how_old_it_is(an: User) -> None:
    looks(an)
    seal(now=LATER)
    waiting = looks(an, 2)
    found = verify()
    assert (found.unsealed, found.oldest) == (2, waiting[0].at)


@pytest.mark.parametrize(
    ("deed", "seals"),
    [
        ("UPDATE audit_auditevent SET what = 'families:2' WHERE id = %s", (1, 2)),
        ("UPDATE audit_auditevent SET at = at + interval '1 microsecond' WHERE id = %s", (1, 2)),
        ("UPDATE audit_auditevent SET reason = 'x' WHERE id = %s", (1, 2)),
        ("UPDATE audit_auditevent SET door = 'staff' WHERE id = %s", (1, 2)),
        ("UPDATE audit_auditevent SET device = gen_random_uuid() WHERE id = %s", (1, 2)),
        ("UPDATE audit_auditevent SET network = '192.0.2.0/24' WHERE id = %s", (1, 2)),
        ("DELETE FROM audit_auditevent WHERE id = %s", (1, 2)),
        ("UPDATE audit_auditevent SET transaction = transaction + 1000000 WHERE id = %s", (1, 2)),
        (
            "INSERT INTO audit_auditevent SELECT gen_random_uuid(), at, actor_role, action, 'x', object_id, purpose,"
            " reason, ground, actor_id, episode_id, person_id, transaction FROM audit_auditevent WHERE id = %s",
            (1, 2),
        ),
    ],
)
def test_whoever_changes_adds_or_removes_a_sealed_row_breaks_its_seal_and_those_after_it(
    an: User, owner: psycopg.Connection, deed: str, seals: tuple[int, ...]
) -> None:
    rows = sealed_twice(an)
    assert owner.execute(deed, [rows[0].pk]).rowcount == 1
    assert verify().broken == (1,), "the next seal fits the hash that is kept"
    owner.execute("UPDATE audit_auditseal SET hash = repeat('a', 64) WHERE number = 1")
    assert verify().broken == seals, "a seal that was mended breaks the next"


def test_a_chain_that_was_made_anew_does_not_hold_the_seal_that_was_noted(
    an: User, owner: psycopg.Connection
) -> None:
    rows = sealed_twice(an)
    noted = AuditSeal.objects.get(number=2)
    owner.execute("DELETE FROM audit_auditseal")
    owner.execute("DELETE FROM audit_auditevent WHERE id = %s", [rows[0].pk])
    seal(now=LATER)
    assert verify().broken == ()
    assert not stands(noted.number, noted.hash)


def test_given_seals_from_before_a_column_then_they_still_verify_and_nobody_goes_back_to_them(
    an: User, owner: psycopg.Connection
) -> None:
    """A seal says in which spelling its rows were hashed; after the first of a newer one, no older one holds."""
    looks(an)
    with patch("kraamkring.rooms.audit.sealing.NOW", 1):
        older = seal(now=LATER)
    assert older is not None
    assert older.spelling == 1
    looks(an)
    newer = seal(now=LATER)
    assert newer is not None
    assert newer.spelling == 2
    assert verify().broken == ()
    looks(an)
    with patch("kraamkring.rooms.audit.sealing.NOW", 1):
        seal(now=LATER)
    assert verify().broken == (3,)
    owner.execute("UPDATE audit_auditseal SET spelling = 1 WHERE number = 2")
    assert verify().broken == (2,), "the spelling of a seal is part of what it is made from"


def test_a_seal_that_was_taken_out_is_missed(an: User, owner: psycopg.Connection) -> None:
    sealed_twice(an)
    owner.execute("DELETE FROM audit_auditseal WHERE number = 1")
    assert verify().broken == (2,)


def test_what_is_still_being_written_is_left_for_the_next_seal(an: User) -> None:
    """Given a transaction that began first and ends last, then no seal passes it by."""
    looks(an)
    with ThreadPoolExecutor(1) as elsewhere, transaction.atomic():
        looks(an)  # its transaction has a number now, and runs on
        elsewhere.submit(_look_and_end, an).result()
        made = elsewhere.submit(_seal_and_end).result()
    assert made is not None
    assert made.rows == 3, "neither what runs nor what came after it"
    rest = seal(now=LATER)
    assert rest is not None
    assert rest.rows == 6
    assert verify().broken == ()


def test_the_application_cannot_choose_the_transaction_of_a_row_unseen(an: User) -> None:
    """A row that is written behind a seal breaks it."""
    sealed_twice(an)
    first = AuditEvent.objects.order_by("transaction").first()
    assert first is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_auditevent SELECT gen_random_uuid(), at, actor_role, action, what, object_id, purpose,"
            " reason, ground, actor_id, episode_id, person_id, %s FROM audit_auditevent WHERE id = %s",
            [first.transaction, first.pk],
        )
    assert verify().broken == (1,)


def _look_and_end(by: User) -> None:
    looks(by)
    connections.close_all()


def _seal_and_end() -> AuditSeal | None:
    made = seal(now=LATER)
    connections.close_all()
    return made
