"""A letter is photographed at the kitchen table, looked at later, and taken back if it was somebody else's."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.access import Module
from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.facts.coherence import newborn_slots
from kraamkring.core.kernel.errors import ImpossibleFact, NotThere, Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person
from kraamkring.rooms.record.actions import Device
from kraamkring.rooms.record.models import Paper
from kraamkring.rooms.record.papers import (
    NewPaper,
    paper_by,
    paper_with_picture,
    papers_of,
    take_paper_back,
    write_paper,
)
from kraamkring.rooms.record.redrawing import redrawn

from . import transaction
from .admitting import admit
from .around_birth import role_of
from .pathway import facts_now

MOTHER = "mother"
PARTS: tuple[Module, ...] = ("postnatal", "child")


class SeenPapers(NamedTuple):
    """papers: those that stand, newest first, without their pictures. people: of whom one may be kept, by slot.
    writes: the parts that the reader writes in."""

    episode: PregnancyEpisode
    mother: Person
    papers: tuple[Paper, ...]
    people: tuple[str, ...]
    children: int
    writes: frozenset[Module]


def module_for(who: str) -> Module:
    """The part of the record that a letter stands in."""
    return "postnatal" if who == MOTHER else "child"


@transaction.atomic
def see_papers(*, episode_id: UUID, by: User, now: datetime, to_write: bool = False) -> SeenPapers:
    """The list, as far as it is open to the reader. Raises NotThere; NotAllowed to who may not read (to_write: write)
    about the time after the birth."""
    admitted = admit(by, episode_id, now, "postnatal")
    if to_write:
        admitted.need("postnatal", act="write")
    admitted.note_look("papers")
    facts = _facts(admitted.episode)
    writes = frozenset(part for part in PARTS if admitted.may(part, "write").allowed)
    slots = newborn_slots(facts) if facts else ()
    return SeenPapers(
        admitted.episode,
        one_person(admitted.episode.mother),
        tuple(papers_of(admitted.episode, [part for part in PARTS if admitted.may(part).allowed])),
        tuple(who for who in (MOTHER, *slots) if "postnatal" in writes and module_for(who) in writes),
        len(slots),
        writes,
    )


@transaction.atomic
def open_paper(*, episode_id: UUID, paper_id: UUID, by: User, now: datetime) -> Paper:
    """One letter with its picture; each opening leaves a row. Raises NotThere also for one that was taken back."""
    admitted = admit(by, episode_id, now, "postnatal")
    row = paper_with_picture(admitted.episode, paper_id)
    if row is None:
        raise _no_such()
    admitted.need(row.module)  # type: ignore[arg-type]
    admitted.note_look("paper:opened")
    return row


@transaction.atomic
def keep_paper(
    *,
    episode_id: UUID,
    who: str,
    title: str,
    content: bytes,
    id: UUID,
    by: User,
    now: datetime,
    recorded_at: datetime | None = None,
    device: Device | None = None,
    visit: UUID | None = None,
) -> Paper:
    """Draws it anew and keeps it. Sending the same id again changes nothing. Raises Refusal for a file that cannot be
    taken, without a title, or of somebody who is not there; and for an id that was used for something else."""
    admitted = admit(by, episode_id, now, "postnatal", act="write")
    episode, facts = admitted.episode, _facts(admitted.episode)
    if who != MOTHER and (facts is None or who not in newborn_slots(facts)):
        raise Refusal("who", "this child is not known here", "Say of whom it is")
    module = module_for(who)
    admitted.need(module, act="write")
    said, digest = " ".join(title.split()), sha256(content).hexdigest()
    if not said:
        raise Refusal("title", "nothing says what this is", "Give it a name in a few words")
    before = paper_by(id)
    if before is not None:
        if (before.episode_id, before.slot, before.digest) != (episode.pk, who, digest):
            raise Refusal("id", "this id belongs to something else", "Open the page again")
        return before
    paper = NewPaper(
        id=id,
        who=who,
        module=module,
        title=said,
        drawn=redrawn(content),
        digest=digest,
        recorded_at=recorded_at or now,
        device=device,
        visit=visit,
    )
    return write_paper(episode=episode, paper=paper, role=role_of(admitted), by=by, now=now)


@transaction.atomic
def take_back_paper(
    *, episode_id: UUID, paper_id: UUID, reason: str, id: UUID, by: User, now: datetime
) -> Paper:
    """It is not shown any more; who took it back and why stays. Sending the same id again changes nothing."""
    admitted = admit(by, episode_id, now, "postnatal", act="write")
    before = paper_by(id)
    if before is not None and before.takes_back_id == paper_id and before.episode_id == admitted.episode.pk:
        return before
    row = paper_with_picture(admitted.episode, paper_id)
    if row is None:
        raise _no_such()
    admitted.need(row.module, act="write")  # type: ignore[arg-type]
    if not reason.strip():
        raise Refusal("reason", "no reason is given", "Say in a few words why it is taken back")
    if before is not None:
        raise Refusal("id", "this id belongs to something else", "Open the page again")
    return take_paper_back(paper=row, id=id, reason=reason.strip(), role=role_of(admitted), by=by, now=now)


def _facts(episode: PregnancyEpisode) -> PregnancyFacts | None:
    try:
        return facts_now(episode)
    except ImpossibleFact:
        return None


def _no_such() -> NotThere:
    return NotThere("paper", "there is no such letter for you", "Look it up again")
