"""What is append-only cannot be changed or removed by the application's role, whichever way it tries."""

from collections.abc import Callable
from uuid import UUID

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.db.models import ProtectedError
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from kraamkring.config.database import names
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.devices.actions import hear
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry
from tests.cast import LATER, Cast, booked, born, give_coordinator

pytestmark = pytest.mark.django_db

TABLES = sorted(model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False))
STATEMENTS = (
    'UPDATE "{}" SET id = id',
    'DELETE FROM "{}"',
    'TRUNCATE "{}"',
    'TRUNCATE "{}" CASCADE',
    'SELECT 1 FROM "{}" FOR UPDATE',
    'ALTER TABLE "{}" DISABLE TRIGGER ALL',
    'ALTER TABLE "{}" ADD COLUMN note text',
    'DROP TABLE "{}"',
    'CREATE TRIGGER mine BEFORE INSERT ON "{}" EXECUTE FUNCTION now()',
    'GRANT UPDATE ON "{}" TO CURRENT_USER',
    'MERGE INTO "{0}" t USING "{0}" s ON t.id = s.id WHEN MATCHED THEN DELETE',
)


def test_the_tables_of_the_record_are_among_them() -> None:
    assert {
        "people_placeofcare", "record_paper",
        "record_entry", "record_takenover", "record_observation", "audit_auditevent", "audit_auditseal",
        "careplan_activitychange", "careplan_plancomment",
        "careplan_appointment", "careplan_dischargeoverride", "careplan_planitem", "careplan_postnatalplan",
        "careplan_handover", "careplan_handoverto", "careplan_handoverstep",
        "careplan_networkmeeting", "careplan_agendapoint", "careplan_meetinganswer", "careplan_meetingdecision",
        "careplan_alarm", "careplan_alarmstep", "careplan_reminder",
        "outbox_message", "outbox_deliverystate", "outbox_silence", "outbox_redflag", "outbox_redflagstep",
        "network_membership", "network_membershipstep", "network_consent", "network_breakglass",
        "network_coordinationproposal", "network_proposalanswer", "network_emergencyreview",
        "network_cover", "network_coverstep", "devices_received", "devices_settlement",
        "wards_wardmessage", "wards_wardsettlement", "registry_formanswer", "registry_formsent",
        "planner_contract", "planner_absence", "planner_competence", "planner_careneed", "planner_shortening",
        "planner_shiftstep", "planner_hotelstep", "planner_keptapart", "planner_oncallterms", "exchange_superseded",
    } <= set(TABLES)  # fmt: skip


@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize("table", TABLES)
def test_the_application_is_refused(app_connection: psycopg.Connection, table: str, statement: str) -> None:
    if statement.startswith("GRANT"):
        app_connection.execute(statement.format(table))  # PostgreSQL only warns; nothing was granted
        statement = STATEMENTS[0]
    with pytest.raises(InsufficientPrivilege):
        app_connection.execute(statement.format(table))


@pytest.mark.parametrize(
    "attempt",
    [
        f"SET ROLE {names.owner()}",
        f"SET ROLE {names.erasure()}",
        f"SET SESSION AUTHORIZATION {names.owner()}",
        "SET session_replication_role = replica",
    ],
)
def test_it_cannot_become_another(app_connection: psycopg.Connection, attempt: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        app_connection.execute(attempt)
    app_connection.execute("RESET ROLE")
    with pytest.raises(InsufficientPrivilege):
        app_connection.execute("DELETE FROM record_entry")


@pytest.mark.parametrize("parent", ["people_pregnancyepisode", "people_subject", "accounts_user"])
def test_a_parent_is_not_truncated_with_its_children(app_connection: psycopg.Connection, parent: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        app_connection.execute(f"TRUNCATE {parent} CASCADE")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("parent", ["people_pregnancyepisode", "people_subject", "people_person"])
def test_a_parent_is_not_deleted(app_connection: psycopg.Connection, parent: str, people: Cast) -> None:
    record_fact(episode_id=booked(people.an).episode.pk, value=born(), by=people.an, now=LATER)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        app_connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(parent)))


def test_no_key_to_or_from_them_cascades(owner_connection: psycopg.Connection) -> None:
    rows = owner_connection.execute(
        "SELECT conname FROM pg_constraint WHERE contype = 'f' AND (confdeltype <> 'a' OR confupdtype <> 'a')"
        " AND (conrelid::regclass::text = ANY(%s) OR confrelid::regclass::text = ANY(%s))",
        [TABLES, TABLES],
    ).fetchall()
    assert rows == []


def test_django_is_refused_too(people: Cast) -> None:
    episode = booked(people.an).episode
    for attempt in _through_django(episode):
        with pytest.raises((ProgrammingError, ProtectedError)), transaction.atomic():
            attempt()


def _through_django(episode: PregnancyEpisode) -> list[Callable[[], object]]:
    entry = Entry.objects.filter(episode=episode).first()
    assert entry is not None
    return [entry.save, entry.delete, Entry.objects.all().delete, episode.delete]


def _lasting() -> list[str]:
    return [model._meta.db_table for model in apps.get_models() if _is_kept(model)]


def _is_kept(model: type) -> bool:
    triggers = getattr(getattr(model, "_meta", None), "triggers", [])
    return any(trigger.name.endswith("_are_kept") for trigger in triggers)


def test_what_lasts_is_not_deleted_and_only_its_end_changes(people: Cast) -> None:
    record_fact(
        episode_id=booked(people.an, mother_number="93051822361").episode.pk,
        value=born(),
        by=people.an,
        now=LATER,
    )
    give_coordinator(PregnancyEpisode.objects.get(), people.an)
    hear(device_id=UUID(int=1), name="x", user=people.an, ahead_ms=0, now=LATER)
    assert len(_lasting()) == 19
    for statement in (
        "DELETE FROM people_personidentifier",
        "DELETE FROM people_parentchildlink",
        "DELETE FROM careplan_activity",
        "DELETE FROM network_coordination",
        "DELETE FROM devices_device",
        "UPDATE network_coordination SET since = now()",
        "UPDATE people_personidentifier SET value = '1'",
        "UPDATE people_parentchildlink SET since = now()",
        "UPDATE devices_device SET registered_at = now()",
    ):
        with (
            pytest.raises(DatabaseError, match=r"Cannot (delete|update)"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
