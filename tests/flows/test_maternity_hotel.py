"""Beds in a maternity-care hotel: what they would mean, for families that may be asked; nothing in the plan changes."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.maternity_hotel import ask_hotel, offer_of_hotel
from kraamkring.packs.planning import hotel_practice
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.planner.models import HotelQuestion, Shift
from tests.cast import Cast
from tests.clock import this_morning
from tests.planner import House, born_at_home, house, published

pytestmark = pytest.mark.django_db
NOW = this_morning()
TODAY = NOW.date()


def asked(at: House, *families: str, by: User | None = None, **more: object) -> HotelQuestion:
    said: dict[str, object] = {
        "place": "Rest", "first_day": TODAY, "days": 7, "beds": 1, "hours_a_day": 6, "id": new_id(NOW),
        "families": {at.families[name].pk for name in families},
    } | more  # fmt: skip
    return ask_hotel(by=by or at.planner, now=NOW, **said)  # type: ignore[arg-type]


def answered(question: HotelQuestion) -> dict[str, list[dict[str, object]]]:
    offer_of_hotel(question_id=question.pk, now=NOW)
    answer = HotelQuestion.objects.get(pk=question.pk).answer
    assert answer is not None
    return answer


def test_who_may_be_asked_could_go_where_hours_are_short_and_nothing_changes(people: Cast) -> None:
    at = house(people.an, NOW, carers="yara", hours=20)
    published(at, NOW)
    before = sorted(Shift.objects.values_list("pk", "carer", "hours", "state"))
    told = Message.objects.count()
    answer = answered(question := asked(at, "Leen"))
    (stay,) = answer["stays"]
    assert stay["family"] == str(at.families["Leen"].pk)
    first, last = date.fromisoformat(str(stay["first"])), date.fromisoformat(str(stay["last"]))
    assert TODAY <= first <= last < TODAY + timedelta(days=7)
    assert (last - first).days < hotel_practice().longest_stay_days
    assert stay["why"]
    assert answer["why"]
    assert sorted(Shift.objects.values_list("pk", "carer", "hours", "state")) == before
    assert Message.objects.count() == told
    assert asked(at, "Leen", id=question.pk).pk == question.pk
    assert answered(question) == answer
    assert HotelQuestion.objects.count() == 1


def test_nobody_goes_where_there_are_hours_enough(people: Cast) -> None:
    at = house(people.an, NOW)
    published(at, NOW)
    assert answered(asked(at, "Leen", "Mila")) == {"stays": []}
    assert answered(asked(at, "Leen", first_day=TODAY + timedelta(days=50))) == {"stays": []}


def test_what_cannot_be_asked_is_refused(people: Cast) -> None:
    at = house(people.an, NOW)
    stranger = born_at_home("Noor", people.an, NOW)  # she asked no organisation
    for wrong in ({"first_day": TODAY - timedelta(days=1)}, {"days": 15}, {"beds": 0}, {"place": " "}):
        with pytest.raises(Refusal):
            asked(at, "Leen", **wrong)
    with pytest.raises(Refusal):
        asked(at)
    for other in (stranger.pk, UUID(int=1)):
        with pytest.raises(NotThere):
            asked(at, families={other})
    with pytest.raises(NotAllowed):
        asked(at, "Leen", by=people.an)
    with pytest.raises(NotThere):
        offer_of_hotel(question_id=UUID(int=1), now=NOW)
    assert not HotelQuestion.objects.exists()
