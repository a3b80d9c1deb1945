"""Questions about a maternity-care hotel: asked, answered, read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from kraamkring.rooms.accounts.models import Organisation, User

from .models import HotelQuestion
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
