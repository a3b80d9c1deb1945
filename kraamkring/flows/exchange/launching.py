"""Somebody opens a program from the page of a family: it is told with a word, that counts once, whom it is about.

The word opens nothing by itself: the program brings it when it asks the same person for a key (SMART 2, EHR launch).
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.kernel.errors import NotThere
from kraamkring.flows import transaction
from kraamkring.flows.admitting import Admitted, admit
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.exchange.models import Launch, Program
from kraamkring.rooms.exchange.programs import launch_with, program_with, programs_to_open, write_launch

from .granting import HER_NAME, may_let_in
from .reach import Asker
from .reading import read
from .tokens import digest_of

LAUNCH_LASTS = timedelta(minutes=5)  # our choice, not verified: she may have to sign in to the program first


class About(NamedTuple):
    """What a program was opened about. name: of the mother, as the record has it."""

    launch: Launch
    name: str


@transaction.atomic
def openable(*, episode_id: UUID, by: User, now: datetime) -> list[Program]:
    """Which programs may be opened about this family. Raises NotThere, and NotAllowed for who does not care for it."""
    _caring(episode_id, by, now).note_look("programs")
    return programs_to_open()


@transaction.atomic
def open_program(
    *, id: UUID, program_id: UUID, episode_id: UUID, word: str, by: User, now: datetime
) -> Program:
    """She opens it, with this word. Raises NotThere for a family or a program that is none of hers, NotAllowed for who
    does not care for the family."""
    admitted = _caring(episode_id, by, now)
    program = program_with(program_id)
    if program is None or not program.launch_uri:
        raise NotThere("program", "there is no such program", "")
    write_launch(
        id=id, program=program, user=by, patient=admitted.episode.mother_id, digest=digest_of(word), since=now,
        until=now + LAUNCH_LASTS,
    )  # fmt: skip
    record_event(
        by=by, now=now, action=AuditEvent.Action.WRITE, what="program:opened", object_id=program.pk,
        episode_id=admitted.episode.pk, person_id=admitted.episode.mother_id, ground=admitted.ground,
    )  # fmt: skip
    return program


def opened_about(*, word: str, program: Program, by: User, now: datetime) -> About | None:
    """Whom she opened it about; None for a word that does not count, or not for her. Raises NotThere if she may see
    that family no more."""
    launch = launch_with(digest_of(word), program, by, now)
    if launch is None:
        return None
    row = read(type="Patient", id=launch.patient, asker=Asker(user=by, scopes=HER_NAME), now=now)
    names = json.loads(row.text).get("name", [{}])[0]
    return About(launch, " ".join([*names.get("given", ()), names.get("family", "")]).strip())


def _caring(episode_id: UUID, by: User, now: datetime) -> Admitted:
    admitted = admit(by, episode_id, now)
    may_let_in(by)
    return admitted
