"""A mother cannot come: it stands in the plan, those who can change it are told once, and the appointment stands."""

import pytest

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.flows.ask_another_time import ask_another_time
from kraamkring.flows.make_appointment import move_appointment
from kraamkring.rooms.careplan.actions import Conflict
from kraamkring.rooms.careplan.models import Appointment, PlanComment, PlanItem
from kraamkring.rooms.messages.models import Message
from tests.cast import Cast, account, joined
from tests.flows.ward import BORN, DAY, HOUR, Ward, agreed, fresh, ward

pytestmark = pytest.mark.django_db

NOW = BORN - DAY


@pytest.fixture
def here(people: Cast) -> Ward:
    return ward(people)


@pytest.fixture
def visit(here: Ward) -> Appointment:
    return agreed(here, "prenatal", NOW + 3 * DAY, here.gp)


def ask(here: Ward, visit: Appointment, **otherwise: object) -> object:
    known = {
        "item": visit.item, "version": visit.version, "text": "Only in the afternoon", "by": here.leen,
        "now": NOW, "id": fresh(NOW),
    }  # fmt: skip
    return ask_another_time(**(known | otherwise))


def told() -> list[str]:
    return sorted(Message.objects.filter(template="another_time_asked").values_list("address", flat=True))


def test_given_she_cannot_come_then_who_coordinates_and_who_comes_are_told(
    here: Ward, visit: Appointment
) -> None:
    asked = ask(here, visit)
    assert (asked.point.topic, asked.point.text, asked.point.settled) == (
        "appointment",
        "Only in the afternoon",
        False,
    )
    assert told() == ["an@example.org", "george@example.org"]
    assert Appointment.objects.filter(item=visit.item).order_by("-version")[0].outcome is None


def test_given_who_coordinates_also_comes_then_she_is_told_once(here: Ward) -> None:
    ask(here, agreed(here, "home_visit", NOW + 3 * DAY, here.an))
    assert told() == ["an@example.org"]


def test_sent_again_it_is_asked_once(here: Ward, visit: Appointment) -> None:
    same = fresh(NOW)
    first, second = ask(here, visit, id=same), ask(here, visit, id=same)
    assert first.point == second.point
    assert PlanItem.objects.filter(topic="appointment").count() == 1
    assert PlanComment.objects.count() == 0
    assert len(told()) == 2


def test_said_once_more_it_is_an_answer_in_the_same_point(here: Ward, visit: Appointment) -> None:
    ask(here, visit)
    same = fresh(NOW)
    for _twice in range(2):
        again = ask(here, visit, text="Or on Friday", id=same)
    assert again.comment.text == "Or on Friday"
    assert PlanItem.objects.filter(topic="appointment").count() == 1
    assert PlanComment.objects.count() == 1
    assert len(told()) == 4


def test_given_it_was_moved_meanwhile_then_she_reads_it_again_first(here: Ward, visit: Appointment) -> None:
    move_appointment(
        item=visit.item,
        version=visit.version,
        start=visit.start + DAY,
        end=visit.end + DAY,
        by=here.an,
        now=NOW,
    )
    with pytest.raises(Conflict):
        ask(here, visit)
    assert told() == []


def test_of_what_is_over_or_without_words_nothing_is_written(here: Ward, visit: Appointment) -> None:
    with pytest.raises(Refusal):
        ask(here, visit, now=visit.start + HOUR / 6)
    with pytest.raises(Refusal):
        ask(here, visit, text="  ")
    assert PlanItem.objects.filter(topic="appointment").count() == 0


def test_nobody_asks_it_for_another_family_and_who_only_reads_does_not_ask(
    here: Ward, visit: Appointment
) -> None:
    with pytest.raises(NotThere):
        ask(here, visit, by=here.stranger)
    pol = account("pol", "partner")
    joined(here.episode, pol, here.an, at=NOW)
    with pytest.raises(NotAllowed):
        ask(here, visit, by=pol)
