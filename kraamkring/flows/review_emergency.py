"""Somebody else looks at what was opened in an emergency, and says whether that was needed. The mother reads it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from kraamkring.core.access import MAY_ACCOUNT, MAY_COORDINATE, may_account
from kraamkring.core.kernel.errors import NotAllowed, NotThere
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.accounts.queries import people_of
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.audit.queries import events_of_emergency
from kraamkring.rooms.messages.queries import intended
from kraamkring.rooms.network import actions
from kraamkring.rooms.network.actions import REVIEW
from kraamkring.rooms.network.models import BreakGlass, EmergencyReview
from kraamkring.rooms.network.queries import (
    coordinated_by,
    coordinators_of_each,
    emergencies_to_review,
    emergency_of,
    sent_before,
)
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import any_locked_episode, one_person_each, registered_at

from . import transaction
from .telling import COORDINATOR, concerned, person_of, tell

REVIEW_WITHIN = timedelta(days=3)  # our choice: while everybody still remembers; not checked by anybody
SHOWN_BACK = timedelta(days=90)  # what was judged stays in the list so long; our choice
MOST_REVIEWERS = 20
MOTHER = "mother"


class ToReview(NamedTuple):
    """One emergency. reviewers: who may judge it, by name; none: nobody is there to do it. due: until when it should
    be; review: what became of it. hers: the reader opened it herself, so another judges it."""

    broken: BreakGlass
    mother: Person
    reviewers: tuple[str, ...]
    due: datetime
    review: EmergencyReview | None
    hers: bool

    def overdue(self, now: datetime) -> bool:
        return self.review is None and now > self.due


class SeenEmergency(NamedTuple):
    """One of them with what was looked at while it was open, first to last; told: whether a message went to her."""

    one: ToReview
    looks: tuple[AuditEvent, ...]
    told: bool


@transaction.atomic
def see_reviews(*, by: User, now: datetime) -> list[ToReview]:
    """What waits for a judgement, what is overdue first; then what was judged lately. Raises NotAllowed to whoever
    judges none: neither a coordinator nor of those who guard their organisation's log."""
    if by.profession not in MAY_COORDINATE | MAY_ACCOUNT:
        raise NotAllowed("", "your role does not judge emergencies", "Ask who coordinates her care")
    found = _to_review(emergencies_to_review(_scope(by, now), now - SHOWN_BACK), by)
    what = f"emergencies:{len(found)}"
    record_event(by=by, now=now, action=AuditEvent.Action.READ, what=what, purpose=REVIEW, ground=REVIEW)
    return sorted(found, key=lambda each: (each.review is not None, each.due))


@transaction.atomic
def see_emergency(*, emergency_id: UUID, by: User, now: datetime) -> SeenEmergency:
    """One, with what was looked at. Raises NotThere for one that is not the actor's to judge."""
    broken = _found(emergency_id, by, now)
    (one,) = _to_review([broken], by)
    looks = events_of_emergency(broken.episode_id, broken.user_id, broken.at, broken.expires_at)
    mothers = concerned(broken.episode, now, (MOTHER,))
    told = any(intended(f"emergency:{broken.pk}:{person_of(who)}") for who in mothers)
    _note(broken, "emergency:review", AuditEvent.Action.READ, by, now)
    return SeenEmergency(one, tuple(looks), told)


def judge_emergency(
    *, emergency_id: UUID, outcome: str, words: str, by: User, now: datetime, id: UUID
) -> EmergencyReview:
    """What was judged, for good; the mother, who opened it, and who coordinates are told. id: made by the form;
    sending it again changes nothing. Raises NotThere for one that is not the actor's to judge, NotAllowed to who
    opened it herself, Refusal without words or if it was judged already."""
    with transaction.atomic():
        broken = _found(emergency_id, by, now)
        any_locked_episode(broken.episode_id)
        if again := sent_before(EmergencyReview, id, by=by, emergency_id=emergency_id):
            return again
        if broken.user_id == by.pk:
            raise NotAllowed("", "you opened this record yourself", "Somebody else judges it")
        review = actions.review_emergency(
            broken=broken, outcome=outcome, words=words, by=by, now=now, ground=REVIEW, id=id
        )
        tell(
            episode=broken.episode,
            what="emergency_reviewed",
            because=review.pk,
            template="emergency_reviewed",
            by=by,
            now=now,
            to=(MOTHER, COORDINATOR),
            link="looks",
        )
        return review


def guards_of(organisation_id: UUID | None) -> list[User]:
    """Who guards the log of an organisation."""
    if organisation_id is None:
        return []
    return people_of(organisation_id, professions=MAY_ACCOUNT, most=MOST_REVIEWERS)


def _scope(by: User, now: datetime) -> QuerySet[PregnancyEpisode]:
    """Those whose network she coordinates; of who guards the log, those that her organisation registered."""
    hers = coordinated_by(by, now)
    return hers | registered_at(by) if may_account(by.profession) else hers


def _found(emergency_id: UUID, by: User, now: datetime) -> BreakGlass:
    broken = emergency_of(emergency_id)
    allowed = by.profession in MAY_COORDINATE | MAY_ACCOUNT
    if broken is None or not allowed or not _scope(by, now).filter(pk=broken.episode_id).exists():
        raise NotThere("emergency", "there is no such emergency for you", "Look at the list again")
    return broken


def _to_review(found: list[BreakGlass], by: User) -> list[ToReview]:
    coordinators = coordinators_of_each({each.episode_id for each in found})
    mothers = one_person_each([each.episode.mother for each in found])
    guards = {house: guards_of(house) for house in {each.episode.organisation_id for each in found}}
    told = []
    for each in found:
        member = coordinators.get(each.episode_id)
        leads = [member.name] if member and member.user_id and member.user_id != each.user_id else []
        names = [
            user.name or user.email
            for user in guards[each.episode.organisation_id]
            if user.pk != each.user_id
        ]
        told.append(
            ToReview(
                broken=each,
                mother=mothers[each.episode.mother_id],
                reviewers=tuple(dict.fromkeys([*leads, *names])),
                due=each.at + REVIEW_WITHIN,
                review=next(iter(each.reviews.all()), None),
                hers=each.user_id == by.pk,
            )
        )
    return told


def _note(broken: BreakGlass, what: str, action: AuditEvent.Action, by: User, now: datetime) -> None:
    record_event(
        by=by,
        now=now,
        action=action,
        what=what,
        episode_id=broken.episode_id,
        person_id=broken.episode.mother_id,
        object_id=broken.pk,
        purpose=REVIEW,
        ground=REVIEW,
    )
