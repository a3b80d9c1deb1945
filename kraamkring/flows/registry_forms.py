"""The forms that registries ask for, of one family: what is filled, what is missing, what was sent and what changed
since; what only the form knows is said for it, and a form goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.core.access import Module
from kraamkring.core.exchange.dialects.saying import PersonSaid
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.registering import Form, FormCard, FormField, Record, changed, derive
from kraamkring.core.registering.form import checked
from kraamkring.core.registering.kmehr import kmehr
from kraamkring.core.registering.plain import plain
from kraamkring.packs.forms import forms_called, forms_of
from kraamkring.packs.loading import public_holidays
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.queries import members_of
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import numbers_ever, one_person, persons_by_slot
from kraamkring.rooms.record.facts import facts_from
from kraamkring.rooms.record.queries import contradictions, entries_about
from kraamkring.rooms.registry.actions import keep_answers, note_sent
from kraamkring.rooms.registry.models import FormSent
from kraamkring.rooms.registry.queries import answers_of, sent_of

from . import transaction
from .admitting import PART_OF_FACTS, Admitted, admit
from .own_family import tone_of
from .pathway import with_rooms

WRITES: Module = "birth_and_stay"  # who writes about the birth fills in its forms, and sends them


class SeenForm(NamedTuple):
    """A form as it stands. sent: every sending, the last first; changed: the fields that are others since the last."""

    form: Form
    sent: Sequence[FormSent]
    changed: tuple[str, ...]

    @property
    def to_send(self) -> bool:
        """True if it can go now, and something of it is not there yet."""
        return self.form.complete and (not self.sent or bool(self.changed))


class SeenForms(NamedTuple):
    """The forms of one birth. contradicted: two say different things of one fact; until it is decided nothing goes."""

    episode: PregnancyEpisode
    record: Record
    forms: tuple[SeenForm, ...]
    contradicted: bool
    writes: bool
    mother: Person
    quiet: bool


class Message(NamedTuple):
    """A message with forms, and the forms in it."""

    text: str
    forms: tuple[Form, ...]


@transaction.atomic
def see_forms(*, episode_id: UUID, by: User, now: datetime) -> SeenForms:
    """Every form that is asked of this birth. Raises NotThere or NotAllowed to who may not read every part of the
    record: a form is made of all of them."""
    admitted = admit(by, episode_id, now, *PART_OF_FACTS)
    admitted.note_look("forms")
    return _seen(admitted, now)


@transaction.atomic
def export_form(*, episode_id: UUID, form: str, id: UUID, by: User, now: datetime) -> Message:
    """The text of a form, or of several under one name, complete or not; nothing is noted as sent. Raises Refusal if
    there is no such form, nobody was born, or something is contradicted; and what `see_forms` raises."""
    cards = forms_called(form)
    admitted = admit(by, episode_id, now, *PART_OF_FACTS)
    admitted.note_look(f"form:{form}")
    seen = _seen(admitted, now)
    return _message(seen, [_of(seen, card).form for card in cards], id, now)


@transaction.atomic
def fill_in_form(*, episode_id: UUID, said: Mapping[tuple[str, str], str], by: User, now: datetime) -> None:
    """Keeps what was said, by subject and item; what is as it was is not written again, an empty one takes back.
    Raises Refusal for an item that no form asks here, that the record says, or for an answer that cannot be."""
    admitted = admit(by, episode_id, now, *PART_OF_FACTS)
    admitted = admit(by, episode_id, now, WRITES, act="write")
    seen = _seen(admitted, now)
    asked = {
        (each.slot, each.field.item): each.field
        for form in seen.forms
        for each in form.form.fields
        if each.field.said_on_form and each.state != "not_asked" and (each.answered or each.value is None)
    }
    new = {
        key: value.strip() for key, value in said.items() if value.strip() != seen.record.answers.get(key, "")
    }
    for (slot, item), value in new.items():
        _answerable(slot, item, asked.get((slot, item)))
        if value:
            _checked(asked[slot, item], slot, value, seen.record)
    if new:
        keep_answers(episode=admitted.episode, said=new, role=by.profession, by=by, now=now)


@transaction.atomic
def send_form(*, episode_id: UUID, form: str, id: UUID, by: User, now: datetime) -> Message:
    """The message, and the row that says it went; sending it again after a change is a correction, with a version of
    its own. The same id again gives the same. Raises Refusal if the form is not complete, or nothing changed."""
    admit(by, episode_id, now, *PART_OF_FACTS)
    admitted = admit(by, episode_id, now, WRITES, act="write")
    seen = _seen(admitted, now)
    (card,) = forms_called(form)
    found = _of(seen, card)
    message = _message(seen, [found.form], id, now)
    if any(each.pk == id for each in found.sent):
        return message
    if not found.form.complete:
        raise Refusal("form", "the form is not complete", "Fill in what is missing, and send it then")
    if found.sent and not found.changed:
        raise Refusal("form", "nothing of the form has changed since it was sent", "Nothing needs to be done")
    note_sent(episode=admitted.episode, form=found.form, version=len(found.sent) + 1, id=id, by=by, now=now)
    return message


def _answerable(slot: str, item: str, field: FormField | None) -> None:
    if field is None:
        raise Refusal(f"{slot}.{item}", "this is not asked here, or the record says it", "Correct the record")


def _checked(field: FormField, slot: str, value: str, record: Record) -> None:
    mode = record.births[slot].mode if slot in record.births else ""
    try:
        checked(field, value, mode)
    except Refusal as refusal:
        raise refusal.at(f"{slot}.{field.item}") from None


def _of(seen: SeenForms, card: FormCard) -> SeenForm:
    for each in seen.forms:
        if each.form.card.id == card.id:
            return each
    raise Refusal("form", "this form is not asked where this family lives", "Look which forms there are")


def _message(seen: SeenForms, forms: Sequence[Form], id: UUID, now: datetime) -> Message:
    if seen.contradicted:
        problem = "two entries contradict each other, and nobody has decided which holds"
        raise Refusal("record", problem, "Open the record, and decide")
    if not seen.record.births:
        raise Refusal("record", "nobody was born yet", "Record the birth first")
    write = plain if forms[0].card.envelope == "plain" else kmehr  # those under one name have the same
    return Message(write(forms, seen.record, str(id), now), tuple(forms))


def _seen(admitted: Admitted, now: datetime) -> SeenForms:
    episode = admitted.episode
    facts = with_rooms(episode, facts_from(episode, entries_about(episode), {}))
    record = Record(
        facts=facts,
        zone=ZoneInfo(episode.zone),
        persons={slot: _person(row) for slot, row in persons_by_slot(episode).items()},
        answers=answers_of(episode),
        notifier=admitted.actor.name,
        notifier_number=_number_of(admitted),
        seen_at=now,
    )
    sent, holidays = sent_of(episode), public_holidays((episode.region or "").partition("-")[0])
    found = []
    for card in forms_of(episode.region or ""):
        form, before = derive(card, record, holidays), sent.get(card.id, [])
        since = changed(before[0].told, form) if before else ()
        found.append(SeenForm(form, before, since))
    writes = admitted.may(WRITES, "write").allowed
    return SeenForms(
        episode=episode,
        record=record,
        forms=tuple(found),
        contradicted=bool(contradictions(facts)),
        writes=writes,
        mother=one_person(episode.mother),
        quiet=tone_of(episode, admitted.networks).quiet,
    )


def _number_of(admitted: Admitted) -> str:
    rows = members_of([admitted.episode])
    return next((row.number for row in rows if row.user_id == admitted.actor.pk and row.number), "")


def _person(row: Person) -> PersonSaid:
    person = one_person(row)
    current = {system: value for (system, value), holds in numbers_ever(person).items() if holds}
    return PersonSaid(
        given_name=person.given_name,
        family_name=person.family_name,
        birth_date=person.birth_date,
        sex="" if person.sex == "unknown" else person.sex,
        numbers=current,
    )
