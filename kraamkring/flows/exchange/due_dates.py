"""A program determines a due date, or corrects one: through the flows of every page, so that everybody concerned is
told and the pathway follows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from kraamkring.core.exchange.pregnancy import id_after
from kraamkring.core.exchange.resource import Json, derived_id
from kraamkring.core.exchange.taking_due_date import determined
from kraamkring.core.facts import DueDate
from kraamkring.core.kernel.errors import ImpossibleFact, NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows import transaction
from kraamkring.flows.change_due_date import change_due_date
from kraamkring.flows.correct_entry import correct_entry
from kraamkring.rooms.exchange.models import Resource
from kraamkring.rooms.exchange.queries import resource
from kraamkring.rooms.people.queries import any_episode
from kraamkring.rooms.record.models import Entry
from kraamkring.rooms.record.queries import said_of

from .reach import Asker
from .sent import Changed, Sent, stands_as, whom

WHAT = "due_date"
# What a page calls so, as an element.
ELEMENTS = {"due_on": "valueDateTime", "set_on": "effectiveDateTime", "id": "identifier", "reason": "note"}


def due_date_determined(sent: Json, asker: Asker, now: datetime) -> Sent:
    """Another determination: the last one holds. One with a number of its sender comes in once. Raises what
    `change_due_date` raises, by its element."""
    taken = determined(sent)
    if taken.note:
        raise ImpossibleFact("note", "this element would be lost", "Leave it out, or send it in another way")
    episode_id, slot = whom(taken.about, asker, now)
    if slot != "mother":
        raise ImpossibleFact("subject", "a due date is the mother's", "Name her")
    id = derived_id(taken.about, taken.number) if taken.number else new_id(now)
    there = resource("Observation", id_after(id, WHAT)) is not None
    with _in_its_words():
        change_due_date(
            episode_id=episode_id,
            due_on=taken.due_on,
            set_on=taken.set_on,
            method=taken.method,
            by=asker.user,
            now=now,
            id=id,
        )
    transaction.settle()
    return Sent(stands_as(id_after(id, WHAT)), not there)


def due_date_with(id: UUID, episode_id: UUID) -> Entry | None:
    """The version that stands of the due date that goes out under this id; None for anything else."""
    episode = any_episode(episode_id)
    rows = said_of(episode, ["due_dates"]) if episode else []
    last = next((row for row in rows if id_after(row.pk, WHAT) == id), None)
    while last is not None and (later := next((row for row in rows if row.corrects_id == last.pk), None)):
        last = later
    return last


def due_date_corrected(
    entry: Entry, sent: Json, version: int | None, stands: Resource, asker: Asker, now: datetime
) -> Sent:
    """What was mistyped, as it should have been; a note says why. Raises Changed if another version stands by now."""
    taken = determined(sent)
    if json.loads(stands.text)["subject"]["reference"] != f"Patient/{taken.about}":
        raise ImpossibleFact("subject", "it is about somebody else", "Send it of her, or as another")
    if version is not None and version != stands.version:
        raise Changed("", "somebody changed this before you", "Look at it again")
    meant = DueDate(due_on=taken.due_on, set_on=taken.set_on, method=taken.method)
    said = entry.payload
    if (said["due_on"], said["set_on"], said.get("method")) == (
        meant.due_on.isoformat(),
        meant.set_on.isoformat(),
        meant.method,
    ):
        return Sent(stands, made=False)  # nothing is different: no version more
    with _in_its_words():
        correct_entry(entry_id=entry.pk, value=meant, reason=taken.note, by=asker.user, now=now)
    transaction.settle()
    return Sent(stands_as(stands.pk), made=False)


@contextmanager
def _in_its_words() -> Iterator[None]:
    """What cannot be taken is named by its element."""
    try:
        yield
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        raise refusal.at(ELEMENTS.get(refusal.field, "valueDateTime")) from refusal
