"""`kraamkring audit`: counts and hashes; 1 when the log is not as it was written."""

import json
from contextlib import nullcontext

import pytest
from django.db import connection

from kraamkring.config.command_line import main
from kraamkring.config.commands import auditing
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.audit.sealing import seal
from tests.cast import LATER, account
from tests.sealing import nobody_else

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def sealed(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> None:
    """Two rows behind one seal, in the database of the test."""
    monkeypatch.setattr(auditing, "database_in_use", nullcontext)
    monkeypatch.setattr(auditing, "complain_of_unmigrated", lambda: None)
    an = account("an", "midwife")
    for _ in range(2):
        record_event(by=an, now=LATER, action=AuditEvent.Action.READ, what="families:1")
    with nobody_else():
        assert seal(now=LATER)


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, object]:
    assert main(["audit", "--json", *words]) == code
    return dict(json.loads(capsys.readouterr().out))


def test_a_whole_log(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys)
    assert (found["seals"], found["rows_sealed"], found["rows_not_sealed"], found["broken"]) == (1, 2, 0, [])
    assert told(capsys, "--head", str(found["head"]))["noted_seal_stands"] is True
    assert main(["audit"]) == 0
    assert "Every seal fits" in capsys.readouterr().out


def test_a_seal_that_was_noted_and_does_not_stand(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "--head", f"1:{'a' * 64}", code=1)["noted_seal_stands"] is False


def test_a_broken_seal(capsys: pytest.CaptureFixture[str]) -> None:
    with connection.cursor() as cursor:  # even the application may add, and is found out
        cursor.execute(
            "INSERT INTO audit_auditevent SELECT gen_random_uuid(), at, actor_role, action, what, object_id, purpose,"
            " reason, ground, actor_id, episode_id, person_id, transaction FROM audit_auditevent LIMIT 1"
        )
    assert told(capsys, code=1)["broken"] == [1]
    assert main(["audit"]) == 1
    assert "BROKEN: seal 1." in capsys.readouterr().out


@pytest.mark.parametrize("head", ["", "1", "x:" + "a" * 64, "1:abc"])
def test_a_seal_that_cannot_be_one_is_one_sentence(capsys: pytest.CaptureFixture[str], head: str) -> None:
    assert main(["audit", f"--head={head}"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
