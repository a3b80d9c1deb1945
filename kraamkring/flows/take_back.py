"""Somebody takes back what should never have been written. It stays to be read, with the reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kraamkring.core.access import ABOUT_ANOTHER
from kraamkring.core.facts import Retraction
from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.record.chains import Chain, chain_with
from kraamkring.rooms.record.kinds import SINGLE
from kraamkring.rooms.record.models import Entry
from kraamkring.rooms.record.queries import signed_entries

from . import transaction
from .admitting import Admitted, admit
from .around_birth import part, role_of, saying, told_before
from .record_fact import module_of_entry, write_all


def take_back(
    *, episode_id: UUID, entry_id: UUID, why: str, id: UUID, by: User, now: datetime, whole: bool = False
) -> Entry:
    """The entry, taken back: the version that stands, so that the one before it stands again; or, if `whole`, every
    version of it. id: of the form; sending it again changes nothing.

    Raises NotThere if it is not of this family, NotAllowed if the actor may not write in its part; Refusal without a
    reason, if nothing of it stands, or for what is only corrected; ImpossibleFact if the rest cannot be true then.
    """
    with transaction.atomic():
        admitted = admit(by, episode_id, now, act="write")
        entries = signed_entries(admitted.episode)
        entry = next((each for each in entries if each.pk == entry_id), None)
        if entry is None:
            raise NotThere("entry", "there is no such entry for you", "Look it up again")
        _may_be_taken_back(entry)
        chain = chain_with(entries, entry)
        admitted.need(*(module_of_entry(version.entry) for version in chain.versions), act="write")
        if told_before(admitted.episode, id):
            return entry
        _write(admitted, chain, why, id, whole)
    return entry


def _may_be_taken_back(entry: Entry) -> None:
    if entry.kind in SINGLE or entry.kind in ABOUT_ANOTHER:
        raise Refusal("entry", "an entry of this kind is not taken back", "Correct it")


def _write(admitted: Admitted, chain: Chain, why: str, id: UUID, whole: bool) -> None:
    if chain.stands is None:
        raise Refusal("entry", "this was taken back already", "")
    wrong = [each.entry for each in chain.versions if each.taken_back is None] if whole else [chain.stands]
    role, episode = role_of(admitted), admitted.episode
    ids = [id, *(part(id, str(entry.pk)) for entry in wrong[1:])]
    said = [
        saying(of, Retraction(fact=str(entry.pk), by=role, why=why, at=admitted.now), episode)
        for of, entry in zip(ids, wrong, strict=True)
    ]
    write_all(episode=episode, said=said, by=admitted.actor, now=admitted.now)
