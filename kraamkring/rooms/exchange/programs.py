"""Programs, what people gave them, and the rows by which a key is renewed or not taken twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User

from .models import AccessToken, Grant, Launch, Program, RefreshToken, UsedAssertion


def register_program(*, id: UUID, **columns: Any) -> Program:
    """A new one."""
    return Program.objects.create(id=id, **columns)


def program_with(id: UUID) -> Program | None:
    """The program of this client_id, with whose eyes it has; None if there is none, or it was ended."""
    return Program.objects.select_related("acts_as").filter(pk=id, ended_at=None).first()


def programs_to_open() -> list[Program]:
    """Every program that is opened from the page of a family, by name."""
    return list(Program.objects.filter(ended_at=None).exclude(launch_uri="").order_by("name", "pk"))


def write_launch(*, id: UUID, **columns: Any) -> Launch:
    """A new one. Those of the same person that have run out are forgotten: they open nothing."""
    Launch.objects.filter(user=columns["user"], until__lt=columns["since"]).delete()
    return Launch.objects.create(id=id, **columns)


def launch_with(digest: str, program: Program, user: User, now: datetime) -> Launch | None:
    """The launch of this word, if it still counts for that program and that person."""
    rows = Launch.objects.filter(digest=digest, program=program, user=user, until__gt=now, used_at=None)
    return rows.first()


def use_launch(launch: Launch, now: datetime) -> bool:
    """Whether it was still unused; now it is used."""
    return Launch.objects.filter(pk=launch.pk, used_at=None).update(used_at=now) == 1


def lock_program(program: Program) -> None:
    """Whoever asks about the same program waits for this transaction."""
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)


def end_program(program: Program, now: datetime) -> int:
    """It may ask no more, and nothing that it holds opens anything; how many keys ended."""
    Program.objects.filter(pk=program.pk, ended_at=None).update(ended_at=now)
    Grant.objects.filter(program=program, ended_at=None).update(ended_at=now)
    return AccessToken.objects.filter(program=program, ended_at=None).update(ended_at=now)


def write_grant(*, id: UUID, **columns: Any) -> Grant:
    """A new one."""
    return Grant.objects.create(id=id, **columns)


def grant_of_id(id: UUID) -> Grant | None:
    """The grant, locked; None if there is none."""
    return Grant.objects.select_for_update(no_key=True).filter(pk=id).first()


def grant_with_code(digest: str) -> Grant | None:
    """The grant that this code was for, whether or not it still holds."""
    return Grant.objects.select_related("user", "program").filter(code_digest=digest).first()


def another_code(grant: Grant, digest: str, until: datetime) -> None:
    """The answer before never arrived: the code of this grant is a new one, and the old one is unknown."""
    Grant.objects.filter(pk=grant.pk).update(code_digest=digest, code_until=until)


def use_code(grant: Grant, now: datetime) -> bool:
    """Whether the code was still unused, and held; now it is used."""
    rows = Grant.objects.filter(pk=grant.pk, code_used_at=None, code_until__gt=now, ended_at=None)
    return rows.update(code_used_at=now) == 1


def end_grant(grant: Grant, now: datetime) -> None:
    """Nothing that came of it opens anything any more."""
    Grant.objects.filter(pk=grant.pk, ended_at=None).update(ended_at=now)
    AccessToken.objects.filter(grant=grant, ended_at=None).update(ended_at=now)


def grants_of(user: User, now: datetime) -> list[Grant]:
    """What she gave and what still holds, the newest first."""
    rows = Grant.objects.filter(user=user, ended_at=None, until__gt=now, code_used_at__isnull=False)
    return list(rows.select_related("program").order_by("-since"))


def give_refresh(*, id: UUID, **columns: Any) -> RefreshToken:
    """A new one."""
    return RefreshToken.objects.create(id=id, **columns)


def refresh_with(digest: str) -> RefreshToken | None:
    """The one of this digest, whether or not it still holds."""
    rows = RefreshToken.objects.select_related("grant__user", "grant__program")
    return rows.filter(digest=digest).first()


def use_refresh(token: RefreshToken, now: datetime) -> bool:
    """Whether it was still unused, and held; now it is used."""
    rows = RefreshToken.objects.filter(pk=token.pk, used_at=None, until__gt=now, grant__ended_at=None)
    return rows.update(used_at=now) == 1


def take_assertion(program: Program, digest: str, until: datetime, now: datetime) -> bool:
    """Whether an assertion is new; now it was taken. Those that have run out are forgotten: they open nothing."""
    UsedAssertion.objects.filter(program=program, until__lt=now).delete()
    row = UsedAssertion(id=new_id(now), program=program, digest=digest, until=until)
    before = UsedAssertion.objects.filter(program=program, digest=digest)
    UsedAssertion.objects.bulk_create([row], ignore_conflicts=True)
    return before.filter(pk=row.pk).exists()
