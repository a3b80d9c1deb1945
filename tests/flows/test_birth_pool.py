"""The birth pool of an organisation: from due dates to a roster, and what a carer hears of it."""

from datetime import datetime, time, timedelta
from uuid import UUID

import pytest

from kraamkring.core.facts import DueDate
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.core.planning.stop import Steps
from kraamkring.flows.birth_pool import agree_terms, ask_roster, find_roster, promise_roster, see_pool
from kraamkring.flows.book_pregnancy import Mother, book_pregnancy
from kraamkring.flows.carers import note_away
from kraamkring.flows.my_day import see_my_day
from kraamkring.flows.own_calendar import fetch_calendar, make_link, token_of
from kraamkring.flows.place_of_care import Address, keep_place_of_care
from kraamkring.flows.plan_week import ROOM
from kraamkring.packs import zone_of
from kraamkring.packs.planning import pool_rules
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.planner.models import Duty, PoolRun, Run, Shift
from tests.cast import BOOKED, Cast, account, leen
from tests.clock import this_morning
from tests.planner import DAY, House, ask, born_at_home, house, untimed

pytestmark = pytest.mark.django_db
NOW = this_morning()
TODAY = NOW.date()


def pool(an: User) -> House:
    """Three carers of 96 hours, Zoe never at night; a family in 9000 whose child is due this week."""
    at = house(an, NOW, carers="yara zoe nina", families="")
    due = DueDate(due_on=TODAY + 3 * DAY, set_on=BOOKED.date())
    episode = book_pregnancy(
        facts=leen(due_dates=(due,)), mother=Mother(given_name="Mila"), by=an, now=BOOKED
    ).episode
    keep_place_of_care(
        episode_id=episode.pk, address=Address(street="Kouter 1", postcode="9000", town="Gent"), by=an, now=BOOKED,
        id=new_id(BOOKED),
    )  # fmt: skip
    ask(episode, at.organisation, an, NOW)
    for name, carer in at.carers.items():
        agree_terms(
            carer_id=carer.pk, hours_a_fortnight=96, nights="never" if name == "zoe" else "any", weekends="any",
            by=at.planner, now=NOW, id=new_id(NOW),
        )  # fmt: skip
    return at


def found(at: House, now: datetime = NOW) -> PoolRun:
    """A roster, sought from the same seed each time: it follows from the id of the run."""
    id = UUID(f"019cadc6-9a80-7000-8000-{now.minute:012d}")
    run = ask_roster(by=at.planner, now=now, id=id, first_day=TODAY, share=100, more_a_week=2, steps=40_000)
    find_roster(run_id=run.pk, now=now, timed=untimed)
    return PoolRun.objects.get(pk=run.pk)


def test_a_roster_is_proposed_promised_and_seen_by_whom_it_is_of(people: Cast) -> None:
    at = pool(people.an)
    run = found(at)
    find_roster(run_id=run.pk, now=NOW, timed=lambda _seconds: Steps(1))
    proposed = list(Duty.objects.all())
    assert {each.state for each in proposed} == {"proposed"}
    assert not any(each.night for each in proposed if each.carer_id == at.carers["zoe"].pk)
    assert run.hours is not None
    assert len(run.hours) == 14 * 24
    births = sum(each[0] for each in run.hours)
    assert 3.5 < births < 5.5  # Mila, who is due, and two a week that nobody registered
    assert run.missed is not None
    assert run.evenly is not None
    given_for_fairness = pool_rules().tolerance
    assert run.missed <= run.evenly * (1 + given_for_fairness)
    yara = at.carers["yara"]
    assert Message.objects.filter(template="roster_changed").count() == 0
    many, plan = promise_roster(by=at.planner, now=NOW)
    assert plan is None, "nobody is with a family"
    assert many == len({each.carer_id for each in proposed if each.from_at > NOW})
    assert promise_roster(by=at.planner, now=NOW) == (0, None)
    assert Message.objects.filter(template="roster_changed").count() == many
    hers = list(Duty.objects.filter(carer=yara, state="promised").order_by("from_at"))
    token = token_of(make_link(by=yara, now=NOW, id=new_id(NOW)))
    assert {each.item for each in fetch_calendar(token=token, now=NOW).dates} == {each.pk for each in hers}
    day = (hers[0].from_at.date() - TODAY).days
    assert hers[0] in see_my_day(by=yara, now=NOW, days_ahead=day).on_call


def test_who_falls_ill_is_off_the_next_roster_and_other_promises_stay(people: Cast) -> None:
    at = pool(people.an)
    found(at)
    promise_roster(by=at.planner, now=NOW)
    yara = at.carers["yara"]
    promised = {each.pk for each in Duty.objects.filter(state="promised")}
    note_away(
        carer_id=yara.pk, kind="sick", first_day=TODAY, last_day=TODAY + 15 * DAY, by=at.planner, now=NOW,
        id=new_id(NOW), steps=10,
    )  # fmt: skip
    found(at, NOW + timedelta(minutes=5))
    hers = Duty.objects.filter(state="promised", carer=yara, from_at__gt=NOW)
    assert all(each.goes for each in hers)
    others = Duty.objects.filter(state="promised", goes=False).exclude(carer=yara)
    assert {each.pk for each in others} <= promised
    assert len(others) >= len(promised - {each.pk for each in hers}) / 2
    promise_roster(by=at.planner, now=NOW + timedelta(minutes=6))
    assert not Duty.objects.filter(state="promised", carer=yara, from_at__gt=NOW).exists()


def test_a_promised_roster_asks_for_a_plan_of_the_days_it_takes(people: Cast) -> None:
    """Yara was to come to Leen on four days; then she is promised a night on call before one, and a day on another."""
    at = pool(people.an)
    run = ask_roster(by=at.planner, now=NOW, id=new_id(NOW), first_day=TODAY, share=100, steps=1)
    yara, leens = at.carers["yara"], born_at_home("Leen", people.an, NOW)
    zone = zone_of(at.organisation.region)
    for day in (1, 3, 5, 7):
        Shift.objects.create(
            id=new_id(NOW), organisation=at.organisation, episode=leens, day=TODAY + day * DAY, carer=yara, hours=4,
            full_hours=4, state="accepted",
        )  # fmt: skip
    for day, begins, hours in ((2, 20, 12), (5, 8, 12)):
        start = datetime.combine(TODAY + day * DAY, time(begins), zone)
        Duty.objects.create(
            id=new_id(NOW), organisation=at.organisation, carer=yara, run=run, from_at=start,
            until_at=start + timedelta(hours=hours), night=begins == 20, weekend=False, state="proposed",
        )  # fmt: skip
    told, plan = promise_roster(by=at.planner, now=NOW, steps=10)
    assert told == 1
    assert plan is not None
    assert (plan.first_day, plan.days) == (TODAY + 3 * DAY, 3 + ROOM), "from the day after the night"
    assert promise_roster(by=at.planner, now=NOW, steps=10) == (0, None)
    assert Run.objects.count() == 1


def test_only_who_plans_there_sees_and_asks(people: Cast) -> None:
    at = house(people.an, NOW, families="")
    with pytest.raises(Refusal, match="no carer can be on call yet"):
        ask_roster(by=at.planner, now=NOW, id=new_id(NOW), first_day=TODAY, share=25)
    for by in (people.an, at.carers["yara"]):
        with pytest.raises(NotAllowed):
            see_pool(by=by, now=NOW)
    elsewhere = account("anne", "planner", people.practice)
    assert see_pool(by=elsewhere, now=NOW).terms == []
    with pytest.raises(NotThere):
        agree_terms(
            carer_id=at.carers["yara"].pk, hours_a_fortnight=10, nights="any", weekends="any", by=elsewhere, now=NOW,
            id=new_id(NOW),
        )  # fmt: skip
