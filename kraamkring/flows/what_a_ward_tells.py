"""What the system of a ward tells of one family, written into its record as a page would write it: the same flows, the
same gates. What cannot be written by itself waits for a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.facts import Birth, PregnancyFacts
from kraamkring.core.facts.coherence import standing
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.pathway.whereabouts import last_move
from kraamkring.packs.identifiers import unchecked
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.actions import identify
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.people.queries import persons_by_slot
from kraamkring.rooms.record.models import Entry

from . import transaction
from .admit_to_hospital import admit_to_hospital
from .admitting import admit
from .around_birth import part
from .discharge import discharge
from .pathway import facts_now
from .readmit import readmit
from .record_birth import record_birth
from .ward_event import HOSPITAL, MOTHER, Newborn, WardEvent

SAME_BIRTH = timedelta(
    minutes=15
)  # two clocks in one delivery room; our choice, it decides nothing about care
IMPORT = Entry.Source.IMPORT
TAKEN, KNOWN, OLDER, WAITS = "taken", "known", "older", "waits"

# They have gone home already; what nobody had settled here stays open in the pathway. Read by the mother, in the
# language of the ward.
WHY_THEY_WENT: Mapping[str, str] = {
    "nl": "Het systeem van het ziekenhuis meldde dat ze naar huis gegaan zijn.",
    "fr": "Le système de l’hôpital a signalé le retour à domicile.",
    "de": "Das System des Krankenhauses hat gemeldet, dass sie nach Hause gegangen sind.",
    "en": "The hospital’s system told that they had gone home.",
}


class Understood(NamedTuple):
    """What became of it. slot: whom it is about, once that is clear. why: of what waits."""

    outcome: str
    why: str = ""
    slot: str = ""


def write_told(
    *, event: WardEvent, episode_id: UUID, slot: str, house: Organisation, id: UUID, by: User, now: datetime
) -> Understood:
    """Writes what the event says of this pregnancy, all of it or nothing. slot: of a child that is known by a number,
    or empty. id: of the message. by: the hospital's system, or the person who takes it up."""
    try:
        with transaction.atomic():
            episode = admit(by, episode_id, now, "birth_and_stay", act="write").episode
            facts = facts_now(episode)
            told = _told(event, slot, facts, episode_id, id, by, now)
            if told.outcome != WAITS:
                _keep_numbers(event, told.slot, episode, house, by, now)
            return told
    except NotThere:
        return Understood(WAITS, "nobody")
    except NotAllowed:
        return Understood(WAITS, "not_open")
    except Refusal:
        return Understood(WAITS, "refused", slot)


def _told(
    event: WardEvent, slot: str, facts: PregnancyFacts, episode_id: UUID, id: UUID, by: User, now: datetime
) -> Understood:
    if event.died:
        return Understood(WAITS, "died", slot)
    if event.what == "undone":
        return Understood(WAITS, "undone", slot)
    if event.child is None:
        slot = MOTHER
    else:
        slot, why = _which(event.child, slot, facts)
        if why:
            return Understood(WAITS, why)
        born = next((b for b in standing(facts.births, facts.retracted) if b.newborn == slot), None)
        if born is None and event.what == "left":
            return Understood(WAITS, "not_born", slot)
        if born is None:
            return _born(event.child, slot, episode_id, id, by, now)
        told_at = event.child.born_at
        if told_at is not None and abs(born.born_at - told_at) > SAME_BIRTH:
            return Understood(WAITS, "born_otherwise", slot)
    if event.what not in ("came", "left"):
        return Understood(KNOWN, slot=slot)
    return _moved(event, slot, facts, episode_id, id, by, now)


def _which(child: Newborn, slot: str, facts: PregnancyFacts) -> tuple[str, str]:
    """The child's slot; or why it is not clear which it is."""
    if slot:
        return slot, ""
    births = standing(facts.births, facts.retracted)
    if child.order is not None:
        return f"newborn-{child.order}", ""
    if child.several or (facts.expected_newborns or 1) > 1 or len(births) > 1:
        return "", "which_child"
    return "newborn-1", ""


def _born(child: Newborn, slot: str, episode_id: UUID, id: UUID, by: User, now: datetime) -> Understood:
    """A birth that nobody has recorded yet. Whether a child lives, and how it was born, is written only if it is told:
    what a birth cannot do without is never made up."""
    if child.born_at is None:
        return Understood(WAITS, child.unclear or "no_time", slot)
    if child.lives is not True or child.mode is None:
        return Understood(WAITS, "birth_incomplete", slot)
    birth = Birth(newborn=slot, born_at=child.born_at, outcome="live", place="hospital", mode=child.mode)
    record_birth(episode_id=episode_id, births=[birth], id=part(id, "birth"), by=by, now=now, source=IMPORT)
    return Understood(TAKEN, slot=slot)


def _moved(
    event: WardEvent, slot: str, facts: PregnancyFacts, episode_id: UUID, id: UUID, by: User, now: datetime
) -> Understood:
    """Somebody came, or went home. What is older than the last that is known leaves the record as it is."""
    at = event.at
    if at is None:
        return Understood(WAITS, event.unclear or "no_time", slot)
    if event.what == "left" and event.home is False:
        return Understood(WAITS, "not_home", slot)
    last = last_move(facts, slot)
    if last is not None and last[0] > at:
        return Understood(OLDER, slot=slot)
    where = last[1] if last else None
    if where == ("home" if event.what == "left" else "hospital"):
        return Understood(KNOWN, slot=slot)
    if event.what == "left":
        discharge(
            episode_id=episode_id, who=(slot,), id=part(id, "left"), by=by, now=now, at=at,
            override_reason=WHY_THEY_WENT.get(by.language, WHY_THEY_WENT["en"]), source=IMPORT,
        )  # fmt: skip
    elif where == "home" and (slot != MOTHER or standing(facts.births, facts.retracted)):
        readmit(episode_id=episode_id, who=(slot,), id=part(id, "came"), by=by, now=now, at=at, source=IMPORT)
    elif slot == MOTHER:
        admit_to_hospital(episode_id=episode_id, id=part(id, "came"), by=by, now=now, at=at, source=IMPORT)
    return Understood(TAKEN, slot=slot)


def _keep_numbers(
    event: WardEvent, slot: str, episode: PregnancyEpisode, house: Organisation, by: User, now: datetime
) -> None:
    """The hospital's own numbers, so that its next message finds them: of whom it is about, and of the mother."""
    persons = persons_by_slot(episode)
    told = {slot: event.about, MOTHER: event.mother}
    for who, whom in told.items():
        if whom.hospital_number and who in persons:
            number = unchecked(HOSPITAL, whom.hospital_number)
            row = identify(person=persons[who], number=number, now=now, issuer=house)
            if row.valid_from == now:
                record_event(
                    by=by, now=now, action=AuditEvent.Action.WRITE, what="person:numbered", object_id=row.pk,
                    episode_id=episode.pk, person_id=persons[who].pk,
                )  # fmt: skip
