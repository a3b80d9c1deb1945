"""A maternity-care hotel: what it would mean, and which families are asked to go; written and read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import HotelQuestion, HotelStay, HotelStep
from .models.hotel import OPEN
from .written import written


def ask_about_hotel(*, by: User, now: datetime, id: UUID, **asked: Any) -> HotelQuestion:
    """Somebody who plans asks what a hotel would mean."""
    row = HotelQuestion.objects.create(id=id, asked_by=by, asked_at=now, **asked)
    written("planner:hotel_question", row.pk, by, now)
    return row


def answer_about_hotel(*, question: HotelQuestion, answer: Mapping[str, Any], now: datetime) -> None:
    """What a worker found."""
    question.answer, question.done_at = dict(answer), max(now, question.asked_at)
    question.save(update_fields=["answer", "done_at"])


def hotel_question(question_id: UUID, *, lock: bool = False) -> HotelQuestion | None:
    """One question. lock: until the transaction ends."""
    rows = HotelQuestion.objects.all()
    if lock:
        rows = rows.select_for_update(no_key=True, of=("self",))
    return rows.select_related("organisation").filter(pk=question_id).first()


def last_hotel_question(organisation: Organisation) -> HotelQuestion | None:
    """The one that was asked last."""
    return HotelQuestion.objects.filter(organisation=organisation).order_by("-asked_at", "-id").first()


# --- families that are asked


def ask_to_stay(
    *,
    episode: PregnancyEpisode,
    question: HotelQuestion,
    first_day: date,
    last_day: date,
    by: User,
    now: datetime,
    id: UUID,
) -> HotelStay:
    """A family is asked whether it would go there on these days."""
    row = HotelStay.objects.create(
        id=id, episode=episode, question=question, first_day=first_day, last_day=last_day, state="asked",
        asked_at=now,
    )  # fmt: skip
    _step(row, "asked", by, now, by_telephone=False, ground="organisation")
    return row


def say_of_stay(
    *,
    stay: HotelStay,
    what: str,
    by: User,
    now: datetime,
    by_telephone: bool = False,
    ground: str = "organisation",
) -> None:
    """What is said of a stay now; what was said before stays to be read."""
    stay.state = what
    stay.save(update_fields=["state"])
    _step(stay, what, by, now, by_telephone=by_telephone, ground=ground)


def _step(stay: HotelStay, what: str, by: User, now: datetime, *, by_telephone: bool, ground: str) -> None:
    HotelStep.objects.create(
        id=new_id(now), episode_id=stay.episode_id, stay=stay, number=stay.steps.count() + 1, what=what,
        by_telephone=by_telephone, by=by, at=now,
    )  # fmt: skip
    written("planner:hotel_stay", stay.pk, by, now, stay.episode, ground=ground)


def hotel_stay(stay_id: UUID, *, lock: bool = False) -> HotelStay | None:
    """One stay, with its question and family. lock: until the transaction ends."""
    rows = HotelStay.objects.all()
    if lock:
        rows = rows.select_for_update(no_key=True, of=("self",))
    return rows.select_related("question__organisation", "episode__mother").filter(pk=stay_id).first()


def stays_of_house(organisation: Organisation, since: date) -> list[HotelStay]:
    """What families of this organisation were asked whose days are not over by then, with every step: two queries."""
    rows = HotelStay.objects.filter(question__organisation=organisation, last_day__gte=since)
    rows = rows.select_related("question", "episode__mother").prefetch_related("steps__by")
    return list(rows.order_by("first_day", "asked_at", "id"))


def stays_of_family(episode_id: UUID) -> list[HotelStay]:
    """What a family was ever asked, the last first, for a flow that was admitted."""
    rows = HotelStay.objects.filter(episode=episode_id).select_related(
        "question__organisation", "episode__mother"
    )
    return list(rows.order_by("-asked_at", "-id"))


def open_stays_of(episode_id: UUID) -> list[HotelStay]:
    """What a family was asked that is not ended yet, for a flow that was admitted."""
    return [each for each in stays_of_family(episode_id) if each.state in OPEN]


def end_stays(episode_id: UUID, *, by: User, now: datetime, ground: str) -> None:
    """What a family was asked and is not ended yet is withdrawn, for a flow that was admitted."""
    for each in open_stays_of(episode_id):
        say_of_stay(stay=each, what="withdrawn", by=by, now=now, ground=ground)


def agreed_days(episodes: Collection[UUID]) -> dict[UUID, set[date]]:
    """Of each of these families the days on which it is in a hotel: one query."""
    rows = HotelStay.objects.filter(episode__in=list(episodes), state="agreed")
    found: dict[UUID, set[date]] = defaultdict(set)
    for episode_id, first, last in rows.values_list("episode_id", "first_day", "last_day"):
        found[episode_id] |= {first + timedelta(days=ahead) for ahead in range((last - first).days + 1)}
    return found


def said_no_between(episodes: Collection[UUID], first: date, last: date) -> set[UUID]:
    """Which of these families said no to a stay that touches these days: one query."""
    rows = HotelStay.objects.filter(
        episode__in=list(episodes), state="no", first_day__lte=last, last_day__gte=first
    )
    return set(rows.values_list("episode_id", flat=True))
