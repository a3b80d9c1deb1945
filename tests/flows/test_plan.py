"""The plan: begun, changed by anyone, seen by all with what changed; the dialogue in it; care that is waived."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import Loss
from kraamkring.core.kernel.errors import ImpossibleFact, NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.core.kernel.moments import AMSTERDAM
from kraamkring.flows.change_due_date import change_due_date
from kraamkring.flows.change_plan import change_plan
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.flows.make_plan import first_draft, make_plan
from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.see_plan import LAST_CHANGES, see_plan
from kraamkring.flows.talk_about_plan import add_point, change_point, comment_on_point, settle_point
from kraamkring.flows.waive_care import waive_care
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions import Conflict
from kraamkring.rooms.careplan.actions.plan import PlanContent
from kraamkring.rooms.careplan.comparing import Changed, People, changes, content_of
from kraamkring.rooms.careplan.models import Activity, PlanComment, PlanItem, PostnatalPlan
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry
from tests.cast import BOOKED, Cast, account, booked, joined

from .test_appointments import visit

pytestmark = pytest.mark.django_db

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NOW = BOOKED + 140 * DAY  # about 29 weeks, in the morning
PLAN = "postnatal-plan/mother/booking/1"
GP = {"role": "gp", "name": "Gus", "contact": "gus@example.org"}


class Circle(NamedTuple):
    """Leen's pregnancy, and who may change her plan; the partner reads it."""

    episode: PregnancyEpisode
    leen: User
    gwen: User
    partner: User


@pytest.fixture
def circle(people: Cast) -> Circle:
    episode = booked(people.an).episode
    found = [account("leen", "mother"), account("gwen", "gynaecologist"), account("pol", "partner")]
    for user in (*found, people.an):
        joined(episode, user, people.an, at=NOW - DAY)
    return Circle(episode, *found)


def told(user: User) -> int:
    return Message.objects.filter(address=user.email, template="plan_changed").count()


def state(circle: Circle, by: User, key: str = PLAN) -> str:
    seen = see_plan(episode_id=circle.episode.pk, by=by, now=NOW)
    return next(found.state for found in seen.family.activities if found.promise.key == key)


# --- begun


def test_the_first_draft_holds_what_is_known(circle: Circle, people: Cast) -> None:
    seen = see_plan(episode_id=circle.episode.pk, by=people.an, now=NOW)
    assert seen.plan is None
    assert seen.draft.stay == "short"
    assert seen.draft.maternity_care is None
    assert {person["role"] for person in seen.draft.network} == {"midwife", "gynaecologist"}
    assert {"role": "gynaecologist", "name": "Gwen", "contact": "gwen@example.org"} in seen.draft.to_be_told


def test_nobody_who_left_stands_in_the_draft(circle: Circle, people: Cast) -> None:
    place = joined(circle.episode, account("temp", "gp"), people.an, at=NOW - DAY, until=NOW - HOUR)
    facts = see_plan(episode_id=circle.episode.pk, by=people.an, now=NOW).family.facts
    place.accepted_at, place.ended_at = NOW - DAY, None
    assert first_draft(facts, [place], NOW).network == ()
    assert len(first_draft(facts, [place], NOW - 2 * HOUR).network) == 1


def test_the_plan_is_made_once_somebody_wrote_it_who_may_make_it(circle: Circle, people: Cast) -> None:
    make_plan(episode_id=circle.episode.pk, content=PlanContent(stay="short"), by=circle.leen, now=NOW)
    assert state(circle, people.an) == "open"
    change_plan(
        episode_id=circle.episode.pk,
        content=PlanContent(course="uncomplicated"),
        based_on=1,
        by=people.an,
        now=NOW,
    )
    assert state(circle, people.an) == "done"
    change_plan(
        episode_id=circle.episode.pk, content=PlanContent(stay="classic"), based_on=2, by=circle.gwen, now=NOW
    )
    assert Entry.objects.filter(kind="steps").count() == 1


def test_a_plan_that_is_there_is_not_begun_again(circle: Circle, people: Cast) -> None:
    first = make_plan(episode_id=circle.episode.pk, content=PlanContent(stay="short"), by=people.an, now=NOW)
    with pytest.raises(Conflict) as both:
        make_plan(episode_id=circle.episode.pk, content=PlanContent(stay="classic"), by=circle.leen, now=NOW)
    assert both.value.theirs == first.plan


# --- changed


def test_a_plan_changed_by_the_gynaecologist_is_seen_by_midwife_and_mother_each_told_once(
    circle: Circle, people: Cast
) -> None:
    before = PlanContent(stay="short", network=(GP,))
    after = PlanContent(stay="classic", network=(), estimated_hours=24)
    make_plan(episode_id=circle.episode.pk, content=before, by=circle.gwen, now=NOW)
    assert (told(people.an), told(circle.leen), told(circle.partner), told(circle.gwen)) == (1, 1, 1, 0)
    id = new_id(NOW)
    for _again in range(2):
        change_plan(
            episode_id=circle.episode.pk, content=after, based_on=1, by=circle.gwen, now=NOW + DAY, id=id
        )
    assert (told(people.an), told(circle.leen), told(circle.partner), told(circle.gwen)) == (2, 2, 2, 0)

    for reader in (people.an, circle.leen, circle.partner):
        seen = see_plan(episode_id=circle.episode.pk, by=reader, now=NOW + DAY)
        new, old = seen.versions
        assert (new.written_by, new.written_at) == (circle.gwen, NOW + DAY)
        assert changes(content_of(old), content_of(new)) == (
            Changed("stay", "short", "classic"),
            People("network", (), (GP,)),
            Changed("estimated_hours", None, 24),
        )


def test_a_change_that_says_the_same_tells_nobody(circle: Circle, people: Cast) -> None:
    same = PlanContent(stay="short")
    make_plan(episode_id=circle.episode.pk, content=same, by=people.an, now=NOW)
    change_plan(episode_id=circle.episode.pk, content=same, based_on=1, by=circle.leen, now=NOW + DAY)
    assert (told(circle.leen), told(people.an)) == (1, 0)
    assert PostnatalPlan.objects.count() == 1


def test_the_later_of_two_sees_both_and_chooses_and_nothing_is_lost(circle: Circle, people: Cast) -> None:
    make_plan(episode_id=circle.episode.pk, content=PlanContent(stay="short"), by=people.an, now=NOW)
    hers = change_plan(
        episode_id=circle.episode.pk, content=PlanContent(stay="classic"), based_on=1, by=circle.leen, now=NOW
    )
    mine = PlanContent(stay="short", maternity_care=True)
    with pytest.raises(Conflict) as both:
        change_plan(episode_id=circle.episode.pk, content=mine, based_on=1, by=circle.gwen, now=NOW)
    assert (both.value.theirs, both.value.yours["maternity_care"]) == (hers.plan, True)
    assert told(circle.partner) == 2
    change_plan(episode_id=circle.episode.pk, content=mine, based_on=2, by=circle.gwen, now=NOW)
    assert list(PostnatalPlan.objects.order_by("version").values_list("stay", flat=True)) == [
        "short",
        "classic",
        "short",
    ]


def test_the_partner_reads_the_plan_and_changes_nothing(circle: Circle, people: Cast) -> None:
    seen = see_plan(episode_id=circle.episode.pk, by=circle.partner, now=NOW)
    assert not seen.family.may_write
    assert not seen.family.sees_all
    for attempt in (
        lambda: make_plan(episode_id=circle.episode.pk, content=PlanContent(), by=circle.partner, now=NOW),
        lambda: add_point(episode_id=circle.episode.pk, topic="help", text="x", by=circle.partner, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_nothing_differs_between_a_version_and_itself() -> None:
    content = PlanContent(stay="short", to_be_told=(GP,))
    assert changes(content, content) == ()
    assert changes(PlanContent(), content) == (Changed("stay", "", "short"), People("to_be_told", (GP,), ()))


# --- the dialogue


def test_a_point_that_is_raised_changed_or_settled_is_told_each_time(circle: Circle, people: Cast) -> None:
    point = add_point(episode_id=circle.episode.pk, topic="feeding", text="Breast", by=circle.leen, now=NOW)
    assert (told(people.an), told(circle.leen)) == (1, 0)
    change_point(item=point.item, version=1, topic="feeding", text="Breast, and pump", by=people.an, now=NOW)
    settled = settle_point(item=point.item, version=2, by=circle.leen, now=NOW)
    assert settled.settled
    assert settled.text == "Breast, and pump"
    assert (told(people.an), told(circle.leen)) == (2, 1)
    settle_point(item=point.item, version=3, by=people.an, now=NOW)
    assert told(circle.leen) == 1  # it was settled already
    with pytest.raises(Conflict):
        settle_point(item=point.item, version=2, by=circle.gwen, now=NOW, settled=False)


def test_of_an_hours_talk_everyone_is_told_once_when_the_hour_is_over(circle: Circle, people: Cast) -> None:
    point = add_point(
        episode_id=circle.episode.pk, topic="help", text="Who cooks?", by=people.an, now=NOW - DAY
    )
    before = told(circle.leen), told(people.an)
    for minutes, who in ((5, circle.leen), (10, people.an), (50, circle.leen), (65, circle.leen)):
        comment_on_point(
            item=point.item, version=1, text=f"{minutes}", by=who, now=NOW + timedelta(minutes=minutes)
        )
    assert (told(circle.leen) - before[0], told(people.an) - before[1]) == (1, 2)
    first = Message.objects.filter(address=people.an.email, created_at=NOW + timedelta(minutes=5)).get()
    assert first.not_before == NOW + HOUR
    seen = see_plan(episode_id=circle.episode.pk, by=people.an, now=NOW + DAY)
    assert [said.text for said in seen.dialogues[point.item]] == ["5", "10", "50", "65"]


def test_sent_again_nothing_is_said_twice(circle: Circle, people: Cast) -> None:
    ids = [new_id(NOW) for _ in range(4)]
    for minutes in (0, 1):
        now = NOW + timedelta(minutes=minutes)
        add_point(
            episode_id=circle.episode.pk, topic="help", text="Who cooks?", by=people.an, now=now, id=ids[0]
        )
        comment_on_point(item=ids[0], version=1, text="My sister", by=circle.leen, now=now, id=ids[1])
        change_point(item=ids[0], version=1, topic="help", text="Who eats?", by=people.an, now=now, id=ids[2])
        settle_point(item=ids[0], version=2, by=circle.leen, now=now, id=ids[3])
    assert (PlanItem.objects.count(), PlanComment.objects.count()) == (3, 1)
    with pytest.raises(Refusal, match="sent before"):
        comment_on_point(item=ids[0], version=1, text="My aunt", by=circle.leen, now=NOW, id=ids[1])


def test_a_point_of_another_family_is_not_there(circle: Circle, people: Cast) -> None:
    point = add_point(episode_id=circle.episode.pk, topic="help", text="x", by=people.an, now=NOW)
    for item, by in ((point.item, people.stranger), (new_id(NOW), people.an)):
        with pytest.raises(NotThere, match="no such point for you"):
            comment_on_point(item=item, version=1, text="y", by=by, now=NOW)


# --- what is not needed


def test_care_that_is_waived_says_why_and_by_whom_and_the_others_are_told(
    circle: Circle, people: Cast
) -> None:
    activity = Activity.objects.get(episode=circle.episode, key="prenatal-home-visit/mother/booking/1")
    id = new_id(NOW)
    for minutes in (0, 2):
        waive_care(
            activity_id=activity.pk,
            why="She prefers not",
            by=people.an,
            now=NOW + timedelta(minutes=minutes),
            id=id,
        )
    assert state(circle, people.an, activity.key) == "waived"
    assert (Entry.objects.filter(kind="waivers").count(), told(circle.leen)) == (1, 1)
    with pytest.raises(ImpossibleFact, match="no reason"):
        waive_care(activity_id=activity.pk, why=" ", by=people.an, now=NOW)
    with pytest.raises(NotThere):
        waive_care(activity_id=activity.pk, why="x", by=people.stranger, now=NOW)


# --- another due date


def test_another_due_date_names_the_appointments_that_fall_outside(circle: Circle, people: Cast) -> None:
    key = "prenatal-contact/mother/booking/5"
    activity = Activity.objects.get(episode=circle.episode, key=key)
    start = activity.latest - DAY
    check = visit(care="prenatal", start=start, end=start + HOUR, accepted=True, key=key)
    make_appointment(episode_id=circle.episode.pk, appointment=check, with_whom="Mia", by=people.an, now=NOW)
    assert state(circle, people.an, key) == "arranged"

    id, due = new_id(NOW), date(2026, 10, 4) - 21 * DAY
    for _again in range(2):
        changed = change_due_date(
            episode_id=circle.episode.pk,
            due_on=due,
            set_on=NOW.astimezone(AMSTERDAM).date(),
            method="ultrasound",
            by=people.an,
            now=NOW,
            id=id,
        )
    assert Entry.objects.filter(kind="due_dates").count() == 2
    assert told(circle.leen) == 1
    assert state(circle, people.an, key) != "arranged"
    assert changed.outside == ()  # the second time they already are
    assert changed.entry.payload["method"] == "ultrasound"


def test_the_appointments_are_named_the_first_time(circle: Circle, people: Cast) -> None:
    key = "prenatal-contact/mother/booking/5"
    start = Activity.objects.get(episode=circle.episode, key=key).latest - DAY
    check = visit(care="prenatal", start=start, end=start + HOUR, accepted=True, key=key)
    make_appointment(episode_id=circle.episode.pk, appointment=check, with_whom="Mia", by=people.an, now=NOW)
    changed = change_due_date(
        episode_id=circle.episode.pk,
        due_on=date(2026, 10, 4) - 21 * DAY,
        set_on=NOW.date(),
        by=people.an,
        now=NOW,
    )
    assert [(found.activity.promise.key, found.start) for found in changed.outside] == [(key, start)]


def test_two_due_dates_of_the_same_day_are_a_correction_and_none_after_the_end(
    circle: Circle, people: Cast
) -> None:
    def change(set_on: date) -> None:
        change_due_date(
            episode_id=circle.episode.pk, due_on=date(2026, 10, 9), set_on=set_on, by=people.an, now=NOW
        )

    with pytest.raises(Refusal, match="determined on that day already"):
        change(BOOKED.date())
    with pytest.raises(NotAllowed):
        change_due_date(
            episode_id=circle.episode.pk,
            due_on=date(2026, 10, 9),
            set_on=NOW.date(),
            by=circle.partner,
            now=NOW,
        )
    record_fact(episode_id=circle.episode.pk, value=Loss(at=NOW, kind="miscarriage"), by=people.an, now=NOW)
    with pytest.raises(Refusal, match="this pregnancy is over"):
        change(NOW.date())
    assert Entry.objects.filter(kind="due_dates").count() == 1


# --- bounds


def test_the_queries_do_not_grow_with_the_plan(circle: Circle, people: Cast) -> None:
    def change(version: int) -> None:
        change_plan(
            episode_id=circle.episode.pk,
            content=PlanContent(estimated_hours=version),
            based_on=version,
            by=people.an,
            now=NOW,
        )

    def looked() -> int:
        with CaptureQueriesContext(connection) as queries:
            see_plan(episode_id=circle.episode.pk, by=people.an, now=NOW)
        return len(queries)

    change(0)
    point = add_point(episode_id=circle.episode.pk, topic="help", text="x", by=people.an, now=NOW)
    short = looked()
    for version in range(1, LAST_CHANGES + 5):
        change(version)
        comment_on_point(item=point.item, version=1, text=f"{version}", by=people.an, now=NOW)
        add_point(episode_id=circle.episode.pk, topic="help", text="x", by=people.an, now=NOW)
    assert looked() == short <= 26
    seen = see_plan(episode_id=circle.episode.pk, by=people.an, now=NOW)
    assert len(seen.versions) == LAST_CHANGES + 1
    assert (
        len(see_plan(episode_id=circle.episode.pk, by=people.an, now=NOW, all_changes=True).versions)
        == LAST_CHANGES + 5
    )
