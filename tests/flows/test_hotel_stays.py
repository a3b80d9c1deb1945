"""A family is asked to a maternity-care hotel: it says yes or no, a person agrees, and the days at home follow."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from kraamkring.core.facts import Death
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.hotel_stays import (
    agree_to_stay,
    ask_family,
    days_of,
    note_answer,
    own_stays,
    say_yes_or_no,
    withdraw_stay,
)
from kraamkring.flows.maternity_hotel import ask_hotel, offer_of_hotel
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.accounts.actions import open_organisation
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.planner.models import CareDay, HotelQuestion, HotelStay, HotelStep, Run
from tests.cast import BOOKED, Cast, account, joined
from tests.clock import this_morning
from tests.planner import House, ask, house, published

pytestmark = pytest.mark.django_db
NOW = this_morning()
TODAY = NOW.date()


class Told:
    """A house short of hours, an offer in which Leen could go, and Leen, who is a member of her own network."""

    def __init__(self, people: Cast, **more: object) -> None:
        self.at: House = house(people.an, NOW, carers="yara", hours=20)
        published(self.at, NOW)
        self.leen: User = account("leen", "mother")
        self.episode = self.at.families["Leen"]
        joined(self.episode, self.leen, people.an, at=NOW)
        self.question = self.offer("Leen", **more)

    def offer(self, *names: str, **more: object) -> HotelQuestion:
        said: dict[str, object] = {
            "place": "Rest", "first_day": TODAY, "days": 7, "beds": 1, "hours_a_day": 6, "id": new_id(NOW),
            "families": {self.at.families[name].pk for name in names},
        } | more  # fmt: skip
        asked = ask_hotel(by=self.at.planner, now=NOW, **said)  # type: ignore[arg-type]
        offer_of_hotel(question_id=asked.pk, now=NOW)
        asked.refresh_from_db()
        return asked

    def ask(self, id: UUID | None = None) -> HotelStay:
        return ask_family(
            question_id=self.question.pk, episode_id=self.episode.pk, by=self.at.planner, now=NOW,
            id=id or new_id(NOW),
        )  # fmt: skip

    def says(self, stay: HotelStay, *, yes: bool) -> str:
        say_yes_or_no(stay_id=stay.pk, yes=yes, by=self.leen, now=NOW, episode_id=self.episode.pk)
        return state(stay)

    def home(self) -> set[date]:
        """Her days of care at home."""
        return set(CareDay.objects.filter(episode=self.episode).values_list("day", flat=True))


def state(stay: HotelStay) -> str:
    return HotelStay.objects.get(pk=stay.pk).state


def test_two_yeses_and_a_bed_and_those_days_are_not_at_home(people: Cast) -> None:
    told = Told(people)
    before, runs = told.home(), Run.objects.count()
    stay = told.ask()
    assert told.ask(stay.pk).pk == stay.pk  # sent again
    asked = Message.objects.get(template="hotel_asked")
    assert asked.address == "leen@example.org"
    assert asked.context["link"].endswith(f"/my/{told.episode.pk}/hotel/")
    with pytest.raises(Refusal, match="not said yes"):
        agree_to_stay(stay_id=stay.pk, by=told.at.planner, now=NOW)
    assert told.says(stay, yes=True) == "yes"
    assert (told.home(), Run.objects.count()) == (before, runs)  # a yes alone changes nothing
    run = agree_to_stay(stay_id=stay.pk, by=told.at.planner, now=NOW)
    assert run is not None
    assert (run.first_day, run.days) == (stay.first_day, (stay.last_day - stay.first_day).days + 1)
    assert told.home() == before - set(days_of(stay)) < before
    assert agree_to_stay(stay_id=stay.pk, by=told.at.planner, now=NOW) is None  # again: nothing
    assert Message.objects.filter(template="hotel_news").count() == 1
    assert [(step.what, step.by.name) for step in HotelStep.objects.order_by("number")] == [
        ("asked", told.at.planner.name),
        ("yes", "Leen"),
        ("agreed", told.at.planner.name),
    ]
    assert told.says(stay, yes=False) == "no"  # until the stay is over
    assert told.home() == before
    assert Run.objects.count() == runs + 2


def test_a_no_changes_nothing_and_is_not_asked_or_weighed_again(people: Cast) -> None:
    told = Told(people)
    before, runs, stay = told.home(), Run.objects.count(), told.ask()
    assert told.says(stay, yes=False) == "no"
    assert (told.home(), Run.objects.count()) == (before, runs)
    with pytest.raises(Refusal, match="said no to these days"):
        told.ask()
    assert told.offer("Leen").answer == {"stays": []}
    assert told.says(stay, yes=True) == "yes"  # she changes her mind herself
    assert HotelStep.objects.filter(stay=stay).count() == 3


def test_who_plans_writes_down_what_was_said_by_telephone(people: Cast) -> None:
    told = Told(people)
    stay = told.ask()
    note_answer(stay_id=stay.pk, yes=True, by=told.at.planner, now=NOW)
    note_answer(stay_id=stay.pk, yes=True, by=told.at.planner, now=NOW)
    last = HotelStep.objects.get(stay=stay, what="yes")
    assert (last.by_telephone, last.by) == (True, told.at.planner)
    withdraw_stay(stay_id=stay.pk, by=told.at.planner, now=NOW)
    withdraw_stay(stay_id=stay.pk, by=told.at.planner, now=NOW)
    assert Message.objects.filter(template="hotel_news").count() == 1
    with pytest.raises(Refusal, match="no longer asks"):
        told.says(stay, yes=True)
    assert told.ask().pk != stay.pk  # a question that was taken back may be asked again


def test_a_bed_is_given_once(people: Cast) -> None:
    told = Told(people)
    stay = told.ask()
    told.says(stay, yes=True)
    other = HotelStay.objects.create(
        id=new_id(NOW), episode=told.at.families["Mila"], question=told.question, first_day=stay.last_day,
        last_day=stay.last_day + timedelta(days=1), state="agreed", asked_at=NOW,
    )  # fmt: skip
    with pytest.raises(Refusal, match="no bed is free"):
        agree_to_stay(stay_id=stay.pk, by=told.at.planner, now=NOW)
    HotelStay.objects.filter(pk=other.pk).update(state="withdrawn")
    assert agree_to_stay(stay_id=stay.pk, by=told.at.planner, now=NOW) is not None


def test_a_bed_of_an_offer_that_was_worked_out_anew_is_the_same_bed(people: Cast) -> None:
    """Free beds are said with each question: what was given before it is not free any more, what is given after it is
    taken from it, of whichever question it was."""
    told = Told(people)
    stay = told.ask()
    later = told.offer("Leen", place="REST")
    mine = HotelStay.objects.create(
        id=new_id(NOW), episode=told.at.families["Mila"], question=later, first_day=stay.first_day,
        last_day=stay.last_day, state="yes", asked_at=NOW,
    )  # fmt: skip
    HotelStay.objects.filter(pk=stay.pk).update(state="agreed")
    for given_at, free in ((NOW, False), (later.asked_at - timedelta(minutes=1), True)):
        with transaction.atomic():
            HotelStep.objects.create(
                id=new_id(NOW), episode=told.episode, stay=stay, number=9, what="agreed", by=told.at.planner,
                at=given_at,
            )  # fmt: skip
            if free:
                assert agree_to_stay(stay_id=mine.pk, by=told.at.planner, now=NOW) is not None
            else:
                with pytest.raises(Refusal, match="no bed is free"):
                    agree_to_stay(stay_id=mine.pk, by=told.at.planner, now=NOW)
            transaction.set_rollback(True)


def test_who_asks_elsewhere_is_awaited_in_no_hotel(people: Cast) -> None:
    told = Told(people)
    before, stay = told.home(), told.ask()
    told.says(stay, yes=True)
    agree_to_stay(stay_id=stay.pk, by=told.at.planner, now=NOW)
    elsewhere = open_organisation(name="Elders", kind="maternity_care", region="be-vlg", now=BOOKED)
    ask(told.episode, elsewhere, people.an, NOW)
    assert state(stay) == "withdrawn"
    assert told.home() == before, "its new organisation plans all of its days"
    last = HotelStep.objects.filter(stay=stay).latest("number")
    assert (last.what, last.by) == ("withdrawn", people.an)


def test_after_a_loss_nothing_is_asked_and_nobody_is_told(people: Cast) -> None:
    told = Told(people)
    stay = told.ask()
    told.says(stay, yes=True)
    messages = Message.objects.filter(address="leen@example.org").count()
    record_fact(episode_id=told.episode.pk, value=Death(who="newborn-1", at=NOW), by=people.an, now=NOW)
    assert state(stay) == "withdrawn"
    assert Message.objects.filter(address="leen@example.org").count() == messages
    with pytest.raises(Refusal, match="this family is not asked"):
        told.ask()


def test_only_she_answers_and_only_her_own_house_asks(people: Cast) -> None:
    told = Told(people)
    stay, mila = told.ask(), told.at.families["Mila"]
    other = account("mona", "mother")
    joined(mila, other, people.an, at=NOW)
    elsewhere = open_organisation(name="Elders", kind="maternity_care", region="be-vlg", now=BOOKED)
    foreign = account("pia", "planner", elsewhere)
    with pytest.raises(NotThere):
        say_yes_or_no(stay_id=stay.pk, yes=True, by=other, now=NOW, episode_id=told.episode.pk)
    with pytest.raises(NotThere):
        say_yes_or_no(stay_id=stay.pk, yes=True, by=other, now=NOW, episode_id=mila.pk)
    with pytest.raises(NotAllowed):
        say_yes_or_no(stay_id=stay.pk, yes=True, by=people.an, now=NOW, episode_id=told.episode.pk)
    for act in (agree_to_stay, withdraw_stay):
        with pytest.raises(NotAllowed):
            act(stay_id=stay.pk, by=people.an, now=NOW)
        for by, whose in ((foreign, stay.pk), (told.at.planner, new_id(NOW))):
            with pytest.raises(NotThere):
                act(stay_id=whose, by=by, now=NOW)
    with pytest.raises(NotThere):  # the offer has no stay for her
        ask_family(
            question_id=told.question.pk, episode_id=mila.pk, by=told.at.planner, now=NOW, id=new_id(NOW)
        )
    assert state(stay) == "asked"
    seen = own_stays(episode_id=told.episode.pk, by=told.leen, now=NOW)
    assert ([each.pk for each in seen.stays], seen.may_say) == ([stay.pk], True)
    look = AuditEvent.objects.filter(what="planner:hotel_stay", action="read").get()
    assert (look.actor_id, look.episode_id) == (told.leen.pk, told.episode.pk)
