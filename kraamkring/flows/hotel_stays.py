"""A family is asked whether it would go to a maternity-care hotel: two yeses and a bed, and those days are not at home.

Who plans asks for a stay that an offer had; the family says yes or no, itself or by telephone; who plans agrees while
there is a bed. A no costs a family nothing, and nothing changes before both have said yes (ADR 0711).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

from kraamkring.core.access import Act
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.moments import local_day
from kraamkring.packs import zone_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.queries import places_of, sent_before
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.people.queries import any_locked_episode
from kraamkring.rooms.planner.actions import in_turn
from kraamkring.rooms.planner.hotels import (
    ask_to_stay,
    hotel_question,
    hotel_stay,
    open_stays_of,
    said_no_between,
    say_of_stay,
    stays_of_family,
    stays_of_house,
)
from kraamkring.rooms.planner.models import HotelQuestion, HotelStay, Run
from kraamkring.rooms.planner.queries import open_request_of, open_requests_by

from . import transaction
from .admitting import Admitted, admit
from .care_days import derive_care_days
from .own_family import PARENTS, tone_of
from .plan_week import MOST_DAYS, ask_plan_of
from .planning import Office, admit_planner, shown_to
from .telling import tell

MOTHER = "mother"
LINK = "hotel"


def ask_family(*, question_id: UUID, episode_id: UUID, by: User, now: datetime, id: UUID) -> HotelStay:
    """A family is asked for the stay that the offer had for it, and told that there is a question. Sent again, it is
    asked once. Raises NotThere for a stay that the offer has not; Refusal after a loss, where it was asked already, or
    where it said no to days that these touch."""
    with transaction.atomic():
        office = admit_planner(by)
        episode = _family(office, episode_id, now)
        in_turn(office.organisation.pk)
        if again := sent_before(HotelStay, id, episode_id=episode_id):
            return again
        question, first, last = _offered(office, question_id, episode_id)
        today = local_day(now, zone_of(office.organisation.region))
        if last < today:
            raise Refusal("", "these days are over", "Work it out anew")
        if tone_of(episode).quiet:
            raise Refusal("", "this family is not asked", "Talk to who coordinates its care")
        if said_no_between([episode_id], first, last):
            raise Refusal("", "this family said no to these days", "Nobody asks it again")
        for each in open_stays_of(episode_id):
            if each.last_day >= today:
                raise Refusal("", "this family was asked already", "Look at what it said")
            say_of_stay(stay=each, what="withdrawn", by=by, now=now)
        stay = ask_to_stay(
            episode=episode, question=question, first_day=first, last_day=last, by=by, now=now, id=id
        )
        tell(
            episode=episode, what="hotel_asked", because=stay.pk, template="hotel_asked", by=by, now=now,
            to={MOTHER}, link=LINK,
        )  # fmt: skip
        return stay


def say_yes_or_no(*, stay_id: UUID, yes: bool, by: User, now: datetime, episode_id: UUID) -> HotelStay:
    """What the family itself says; said again, nothing changes. A no is taken until the stay is over, also after it was
    agreed. Raises NotThere or NotAllowed to anybody but her and her partner, Refusal for what is over or was
    withdrawn."""
    with transaction.atomic():
        admitted = _parent(episode_id, by, now, act="write")
        stay = _hers(stay_id, admitted.episode)
        in_turn(stay.question.organisation_id)
        stay = _hers(stay_id, admitted.episode, lock=True)
        _answer(stay, yes=yes, by=by, now=now, by_telephone=False, ground=admitted.ground)
        return stay


def note_answer(*, stay_id: UUID, yes: bool, by: User, now: datetime) -> HotelStay:
    """What a family told who plans, by telephone."""
    with transaction.atomic():
        stay = _of_house(stay_id, by, now)
        _answer(stay, yes=yes, by=by, now=now, by_telephone=True, ground="organisation")
        return stay


def agree_to_stay(*, stay_id: UUID, by: User, now: datetime) -> Run | None:
    """The family said yes, and who plans gives it a bed: those days are not at home, and a plan is asked for what that
    changes. Raises Refusal without a yes, or where no bed is free on one of the days."""
    with transaction.atomic():
        stay = _of_house(stay_id, by, now)
        if stay.state == "agreed":
            return None
        if stay.state != "yes":
            raise Refusal("", "the family has not said yes", "Ask it, and wait for its answer")
        taken = _beds_given(stay)
        if any(taken[day] >= stay.question.beds for day in days_of(stay)):
            raise Refusal("", "no bed is free on all of these days", "Withdraw another, or tell the family")
        say_of_stay(stay=stay, what="agreed", by=by, now=now)
        tell(
            episode=stay.episode, what="hotel_agreed", because=stay.pk, template="hotel_news", by=by, now=now,
            to={MOTHER}, link=LINK,
        )  # fmt: skip
        return _plan_anew(stay, "agreed", by, now)


def withdraw_stay(*, stay_id: UUID, by: User, now: datetime) -> None:
    """Who plans takes it back, and the family is told; withdrawn again, nothing changes."""
    with transaction.atomic():
        stay = _of_house(stay_id, by, now)
        before = stay.state
        if before in ("withdrawn", "no"):
            return
        say_of_stay(stay=stay, what="withdrawn", by=by, now=now)
        tell(
            episode=stay.episode, what="hotel_withdrawn", because=stay.pk, template="hotel_news", by=by,
            now=now, to={MOTHER}, link=LINK,
        )  # fmt: skip
        if before == "agreed":
            _plan_anew(stay, "withdrawn", by, now)


class OwnStays(NamedTuple):
    """What a family was asked and is not over, the last first. may_say: the reader may answer."""

    stays: tuple[HotelStay, ...]
    today: date
    may_say: bool


@transaction.atomic
def own_stays(*, episode_id: UUID, by: User, now: datetime) -> OwnStays:
    """What this family was asked, for itself."""
    admitted = _parent(episode_id, by, now)
    admitted.note_look("planner:hotel_stay")
    today = local_day(now, zone_of(admitted.episode.region))
    stays = tuple(each for each in stays_of_family(episode_id) if each.last_day >= today)
    return OwnStays(stays, today, admitted.may("plan", "write").allowed)


def waits_for_answer(*, episode: PregnancyEpisode, now: datetime) -> bool:
    """Whether this family was asked and has not answered, for who was admitted to write its plan: one query."""
    today = local_day(now, zone_of(episode.region))
    return any(each.state == "asked" and each.last_day >= today for each in open_stays_of(episode.pk))


def days_of(stay: HotelStay) -> list[date]:
    """Each day of it."""
    return [
        stay.first_day + timedelta(days=ahead) for ahead in range((stay.last_day - stay.first_day).days + 1)
    ]


def _answer(stay: HotelStay, *, yes: bool, by: User, now: datetime, by_telephone: bool, ground: str) -> None:
    before, today = stay.state, local_day(now, zone_of(stay.episode.region))
    if stay.last_day < today:
        raise Refusal("", "these days are over", "Look at the page again")
    if before == "withdrawn":
        raise Refusal("", "the organisation no longer asks this", "Look at the page again")
    if before == ("yes" if yes else "no") or (yes and before == "agreed"):
        return
    if yes and before == "no" and open_stays_of(stay.episode_id):
        raise Refusal("", "another question is open", "Answer that one first")
    say_of_stay(
        stay=stay, what="yes" if yes else "no", by=by, now=now, by_telephone=by_telephone, ground=ground
    )
    if before == "agreed":
        _plan_anew(stay, "no", by, now)


def _beds_given(stay: HotelStay) -> Counter[date]:
    """By day, how many beds of the place were given since it was asked how many are free."""
    taken: Counter[date] = Counter()
    place, asked_at = stay.question.place.casefold(), stay.question.asked_at
    for each in stays_of_house(stay.question.organisation, stay.first_day):
        given_at = max((step.at for step in each.steps.all() if step.what == "agreed"), default=asked_at)
        if each.state == "agreed" and each.question.place.casefold() == place and given_at >= asked_at:
            taken.update(days_of(each))
    return taken


def _plan_anew(stay: HotelStay, why: str, by: User, now: datetime) -> Run | None:
    """The family's days at home follow again; a plan is asked for what is still to come of the stay."""
    request = open_request_of(stay.episode_id)
    if request is None:
        return None
    derive_care_days([request], now)
    first = max(stay.first_day, local_day(now, zone_of(request.organisation.region)))
    days = min((stay.last_day - first).days + 1, MOST_DAYS)
    number = stay.steps.count()
    return ask_plan_of(
        organisation=request.organisation, by=by, now=now, id=uuid5(stay.pk, f"{why}:{number}"),
        first_day=first, days=days,
    )  # fmt: skip


def _offered(office: Office, question_id: UUID, episode_id: UUID) -> tuple[HotelQuestion, date, date]:
    question = hotel_question(question_id)
    if question is not None and question.organisation_id == office.organisation.pk:
        for each in (question.answer or {}).get("stays", ()):
            if each["family"] == str(episode_id):
                return question, date.fromisoformat(each["first"]), date.fromisoformat(each["last"])
    raise NotThere("stay", "there is no such offer for this family", "Work it out again")


def _family(office: Office, episode_id: UUID, now: datetime) -> PregnancyEpisode:
    """Locked, so that a loss that is written meanwhile is seen, or sees this."""
    request = next(iter(open_requests_by(office.organisation, [episode_id])), None)
    if request is None or episode_id not in shown_to(office, [request.episode], now):
        raise NotThere("family", "there is no such family for you", "Look at the list again")
    episode = any_locked_episode(episode_id)
    assert episode is not None  # noqa: S101 (a request is of one)
    return episode


def _of_house(stay_id: UUID, by: User, now: datetime) -> HotelStay:
    """A stay that this planner's organisation asked for, locked. Raises NotThere."""
    office = admit_planner(by)
    in_turn(office.organisation.pk)
    stay = hotel_stay(stay_id, lock=True)
    if stay is None or stay.question.organisation_id != office.organisation.pk:
        raise NotThere("stay", "there is no such stay for you", "Look at the list again")
    if stay.episode_id not in shown_to(office, [stay.episode], now):
        raise NotThere("stay", "there is no such stay for you", "Look at the list again")
    return stay


def _parent(episode_id: UUID, by: User, now: datetime, act: Act = "read") -> Admitted:
    """Raises NotAllowed to a carer of the family, NotThere to who has nothing to do with it."""
    admitted = admit(by, episode_id, now, "plan", act=act)
    if episode_id not in {place.episode_id for place in places_of(by, now, PARENTS)}:
        raise NotAllowed("plan", "the family itself answers this")
    return admitted


def _hers(stay_id: UUID, episode: PregnancyEpisode, *, lock: bool = False) -> HotelStay:
    stay = hotel_stay(stay_id, lock=lock)
    if stay is None or stay.episode_id != episode.pk:
        raise NotThere("stay", "there is no such question for you", "Look at the page again")
    return stay


def asked_of(office: Office, now: datetime, shown: Collection[UUID]) -> list[HotelStay]:
    """What families of this organisation were asked whose days are not over, of those who may be shown."""
    today = local_day(now, zone_of(office.organisation.region))
    return [each for each in stays_of_house(office.organisation, today) if each.episode_id in shown]
