"""The care gap is seen before it happens, has an owner, and goes up until somebody has seen it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.facts import Birth, Contact, Discharge, DueDate, Loss, Waiver
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.pathway.outlook import JUST_AFTER
from kraamkring.flows import sweep_gaps as sweeping
from kraamkring.flows.acknowledge_alarm import acknowledge_alarms
from kraamkring.flows.build_network import remove_member
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.flows.put_on_call import put_on_call
from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.sweep_gaps import Swept, rebuild_watch, sweep_gaps
from kraamkring.rooms.accounts.models import OnCall, User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.models import Alarm, AlarmStep, OpenAlarm, Reminder, Watch
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import BOOKED, BORN, LATER, Cast, account, booked, born, give_coordinator, joined

pytestmark = pytest.mark.django_db

HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
VISIT = "first-home-visit/mother/homecoming/1"
THURSDAY = datetime(2026, 10, 15, 4, tzinfo=UTC)  # born on Thursday at 06:00 in Brussels
FRIDAY = THURSDAY + 36 * HOUR  # home on Friday at 18:00
CLOSES = FRIDAY + 24 * HOUR


class Home:
    """A family that went home on Friday evening after 36 hours; nobody has agreed on a first visit."""

    def __init__(self, people: Cast) -> None:
        self.people, self.practice = people, people.practice
        self.chief = account("chief", "midwife", people.practice)  # coordinates
        self.mia = account("mia", "midwife")  # the midwife at home
        self.dina = account("dina", "midwife", people.practice)  # on call for the practice
        self.episode = booked(people.an).episode
        give_coordinator(self.episode, self.chief, at=BOOKED + HOUR)
        put_on_call(user_id=self.dina.pk, by=people.an, now=BOOKED + HOUR)
        self.birth()

    def birth(self) -> None:
        birth = born(born_at=THURSDAY)
        record_fact(episode_id=self.episode.pk, value=birth, by=self.people.an, now=THURSDAY + HOUR)
        home = Discharge(who=("mother", "newborn-1"), at=FRIDAY)
        record_fact(episode_id=self.episode.pk, value=home, by=self.people.an, now=FRIDAY)


@pytest.fixture
def home(people: Cast) -> Home:
    return Home(people)


def about(key: str = VISIT) -> list[tuple[str, ...]]:
    """What happened with the alarms of an activity, in order: level, what, rung or reason, whom."""
    steps = (
        AlarmStep.objects.filter(alarm__key=key).select_related("alarm", "user", "by").order_by("at", "id")
    )
    found = []
    for step in steps:
        whom = step.user or step.by
        name = whom.email.split("@")[0] if whom else ""
        found.append((step.alarm.level, step.what, step.rung or step.because, name))
    return found


def the_alarm(level: str, key: str = VISIT) -> Alarm:
    return Alarm.objects.get(key=key, level=level)


def tables() -> list[list[object]]:
    kept = (Alarm, AlarmStep, OpenAlarm, Message, Reminder)
    return [list(model.objects.order_by("pk").values()) for model in kept]


def test_friday_evening_from_at_risk_over_a_gap_to_seen(home: Home) -> None:
    """A first visit that nobody arranged: the owner, the coordinator, who is on call; as a gap all of them anew."""
    joined(home.episode, home.mia, home.people.an, at=FRIDAY)
    remove_member(
        membership_id=_membership(home, home.chief), by=home.people.an, now=FRIDAY, reason="she is away"
    )
    give_coordinator(home.episode, home.people.an, at=FRIDAY)
    sweep_gaps(now=FRIDAY)
    assert the_alarm("at_risk").raised_at == FRIDAY
    assert {step for step in about() if step[1] == "told"} == {
        ("at_risk", "told", "owner", "mia"),
        ("at_risk", "told", "owner", "an"),
    }
    sweep_gaps(now=FRIDAY + 16 * HOUR)  # Saturday, ten in the morning
    assert ("at_risk", "told", "on_call", "dina") in about()
    sweep_gaps(now=CLOSES)
    assert not Alarm.objects.filter(level="gap", key=VISIT).exists()  # the last instant still counts
    sweep_gaps(now=CLOSES + JUST_AFTER)
    assert the_alarm("gap").raised_at == CLOSES + JUST_AFTER
    assert ("at_risk", "closed", "became_a_gap", "") in about()
    assert ("gap", "told", "owner", "mia") in about()
    sweep_gaps(now=CLOSES + HOUR)
    assert ("gap", "told", "on_call", "dina") not in about()
    sweep_gaps(now=CLOSES + HOUR + JUST_AFTER)
    assert ("gap", "told", "on_call", "dina") in about()
    gap = the_alarm("gap")
    unseen = acknowledge_alarms(
        episode_id=home.episode.pk, alarms=[gap.pk], by=home.dina, now=CLOSES + 2 * HOUR
    )
    assert [alarm.pk for alarm in unseen] == [gap.pk]
    before = about()
    sweep_gaps(now=CLOSES + 12 * HOUR)
    assert about() == before
    assert before[-1] == ("gap", "acknowledged", "", "dina")
    urgent = Message.objects.filter(intention__startswith="alarm:", urgency="red_flag")
    assert urgent.filter(created_at__gt=CLOSES).count() == urgent.count() == 3


def _membership(home: Home, user: User) -> UUID:
    return Membership.objects.get(episode=home.episode, user=user).pk


@pytest.mark.around_flows
def test_without_an_owner_the_coordinator_hears_and_without_her_who_is_on_call_and_at_last_who_registered(
    people: Cast,
) -> None:
    bare = booked(people.an).episode
    sweep_gaps(now=LATER)  # nobody joined, nobody coordinates, nobody is on call
    rungs = AlarmStep.objects.filter(episode=bare, what="told").values_list("rung", "user__name").distinct()
    assert list(rungs) == [("registered", "An")]
    people.an.is_active = False
    people.an.save()
    other = booked(people.colleague).episode
    put_on_call(user_id=people.colleague.pk, by=people.colleague, now=LATER)
    sweep_gaps(now=LATER + MINUTE)
    rungs = AlarmStep.objects.filter(episode=other, what="told").values_list("rung", "user__name").distinct()
    assert list(rungs) == [("on_call", "Bea")]


@pytest.mark.around_flows
def test_when_nobody_can_be_reached_it_is_noted_once_and_tried_again(people: Cast) -> None:
    alone = account("alone", "midwife", people.stranger.organisation)
    episode = booked(alone).episode
    for user in (alone, people.stranger):
        user.is_active = False
        user.save()
    sweep_gaps(now=LATER)
    sweep_gaps(now=LATER + DAY)
    steps = AlarmStep.objects.filter(episode=episode)
    assert set(steps.values_list("what", flat=True)) <= {"nobody", "closed"}
    assert steps.filter(what="nobody").count() == Alarm.objects.count()
    people.stranger.is_active = True
    people.stranger.save()
    sweep_gaps(now=LATER + 2 * DAY)
    assert steps.filter(what="told", user=people.stranger).exists()


def test_done_twice_changes_nothing(home: Home) -> None:
    first = sweep_gaps(now=FRIDAY)
    assert min(first.raised, first.told) > 0
    before = tables()
    assert sweep_gaps(now=FRIDAY) == Swept()
    rebuild_watch(now=FRIDAY)
    again = sweep_gaps(now=FRIDAY)
    assert (again.families, again.raised, again.told, again.closed) == (1, 0, 0, 0)
    assert tables() == before


def test_one_message_to_each_person_however_much_is_missing(home: Home) -> None:
    swept = sweep_gaps(now=FRIDAY)
    assert swept.raised > 2
    addresses = Message.objects.filter(intention__startswith="alarm:").values_list("address", flat=True)
    assert len(addresses) == len(set(addresses)) == swept.told


def test_arranged_closes_and_whoever_arranged_it_stands_there(home: Home) -> None:
    sweep_gaps(now=FRIDAY)
    visit = AppointmentFact(
        care="home_visit",
        start=FRIDAY + 16 * HOUR,
        end=FRIDAY + 17 * HOUR,
        role="midwife",
        accepted=True,
        key=VISIT,
    )
    make_appointment(
        episode_id=home.episode.pk,
        appointment=visit,
        with_whom="Mia",
        by=home.people.an,
        now=FRIDAY + HOUR,
    )
    assert about()[-1] == ("at_risk", "closed", "arranged", "an")
    assert not OpenAlarm.objects.filter(key=VISIT).exists()
    sweep_gaps(now=FRIDAY + 17 * HOUR)  # nobody said what came of it: no arrangement any more
    assert Alarm.objects.filter(key=VISIT, level="at_risk").count() == 2


@pytest.mark.parametrize(
    ("value", "because"),
    [
        (Contact(kind="home_visit", at=FRIDAY + HOUR, by="midwife"), "done"),
        (Waiver(activity="first-home-visit", by="midwife", why="her choice", at=FRIDAY + HOUR), "waived"),
        (Discharge(who=("mother", "newborn-1"), at=FRIDAY + 90 * DAY), ""),
    ],
    ids=["done", "waived", "contradicted"],
)
def test_what_somebody_writes_closes_it_at_once(home: Home, value: object, because: str) -> None:
    sweep_gaps(now=FRIDAY)
    record_fact(episode_id=home.episode.pk, value=value, by=home.people.an, now=FRIDAY + 2 * HOUR)
    assert [step[2] for step in about() if step[1] == "closed"] == ([because] if because else [])


def test_a_window_that_moves_a_little_raises_nothing_again_and_one_that_comes_back_does(
    people: Cast,
) -> None:
    episode, due = booked(people.an).episode, DueDate
    sweep_gaps(now=LATER - 30 * DAY)
    first = set(Alarm.objects.values_list("key", flat=True))
    assert first
    moved = due(due_on=BORN.date(), set_on=LATER.date() - 31 * DAY)
    record_fact(episode_id=episode.pk, value=moved, by=people.an, now=LATER - 30 * DAY)
    sweep_gaps(now=LATER - 30 * DAY)
    again = Alarm.objects.filter(key__in=first).order_by("key").values_list("key", flat=True)
    assert len(again) == len(first)


def test_a_birth_long_ago_raises_nothing_for_phases_that_are_over(people: Cast) -> None:
    """A family that is taken over with a history full of holes: what is of now is told, and nothing else."""
    episode = booked(people.an, births=(born(),)).episode
    sweep_gaps(now=BORN + 200 * DAY)
    assert not Alarm.objects.filter(episode=episode, level="gap", key__startswith="prenatal").exists()
    assert not Alarm.objects.filter(episode=episode, key__startswith="blood-spot/").exists()


def test_after_a_loss_what_was_missing_is_closed_and_the_words_are_calm(people: Cast) -> None:
    episode = booked(people.an).episode
    at = BOOKED + 40 * DAY
    sweep_gaps(now=at)
    waiting = set(OpenAlarm.objects.values_list("key", flat=True))
    assert waiting
    loss = Loss(at=at, kind="miscarriage")
    record_fact(episode_id=episode.pk, value=loss, by=people.an, now=at + HOUR)
    closed = AlarmStep.objects.filter(what="closed").values_list("because", flat=True)
    assert set(closed) <= {"withdrawn", "over"}
    assert not OpenAlarm.objects.filter(key__startswith="prenatal").exists()
    before = set(Message.objects.values_list("pk", flat=True))
    sweep_gaps(now=at + 10 * DAY)
    told = Message.objects.exclude(pk__in=before).filter(intention__startswith="alarm:")
    assert told
    assert {message.template for message in told} == {"to_arrange_quietly"}


def test_at_night_what_closes_before_morning_goes_at_once_and_what_can_wait_waits(home: Home) -> None:
    sweep_gaps(now=FRIDAY + 5 * HOUR)  # 23:00; the first visit closes at 18:00 next day
    told = Message.objects.filter(intention__startswith="alarm:")
    assert {message.urgency for message in told.exclude(template="urgent")} == {"ordinary"}
    morning = datetime(2026, 10, 17, 5, tzinfo=UTC)
    assert all(message.not_before == morning for message in told.filter(urgency="ordinary"))
    waits = OpenAlarm.objects.get(key=VISIT, level="at_risk").climbs_at
    assert waits == morning + 4 * HOUR  # she has not read it before


def test_the_time_to_be_seen_is_never_more_than_half_of_what_is_left(home: Home) -> None:
    now = CLOSES - 2 * HOUR
    sweep_gaps(now=now)
    assert OpenAlarm.objects.get(key=VISIT).climbs_at == now + HOUR


# --- seen


def test_seen_twice_is_seen_once_and_leaves_one_audit_row(home: Home) -> None:
    sweep_gaps(now=FRIDAY)
    alarm = the_alarm("at_risk")
    for _ in range(2):
        acknowledge_alarms(episode_id=home.episode.pk, alarms=[alarm.pk], by=home.chief, now=FRIDAY + HOUR)
    assert AuditEvent.objects.filter(what="careplan:alarm", actor=home.chief).count() == 1
    assert AlarmStep.objects.filter(what="acknowledged").count() == 1


def test_who_has_nothing_to_do_with_her_sees_no_alarm(home: Home) -> None:
    sweep_gaps(now=FRIDAY)
    alarm = the_alarm("at_risk")
    with pytest.raises(NotThere):
        acknowledge_alarms(episode_id=home.episode.pk, alarms=[alarm.pk], by=home.people.stranger, now=FRIDAY)
    leen = account("leen", "mother")
    joined(home.episode, leen, home.people.an, at=FRIDAY)
    with pytest.raises(NotAllowed):
        acknowledge_alarms(episode_id=home.episode.pk, alarms=[alarm.pk], by=leen, now=FRIDAY + HOUR)


# --- held by the database


@pytest.mark.around_flows  # it writes an alarm itself, as no flow does
def test_the_database_refuses_a_second_open_alarm_and_a_second_end(home: Home) -> None:
    sweep_gaps(now=FRIDAY)
    alarm = the_alarm("at_risk")
    twin = Alarm(id=UUID(int=7), episode=home.episode, key=VISIT, level="at_risk", role="midwife")
    twin.closes_at = twin.raised_at = FRIDAY
    twin.save(force_insert=True)
    with pytest.raises(IntegrityError, match="one_open_alarm_of_a_level"), transaction.atomic():
        OpenAlarm.objects.create(alarm=twin, episode=home.episode, key=VISIT, level="at_risk")
    ends = [
        AlarmStep(id=UUID(int=n), episode=home.episode, alarm=alarm, what="closed", because="done", at=FRIDAY)
        for n in (1, 2)
    ]
    with pytest.raises(IntegrityError, match="an_alarm_ends_once"), transaction.atomic():
        AlarmStep.objects.bulk_create(ends)


# --- on call


def test_one_person_is_on_call_and_only_of_ones_own_organisation(people: Cast) -> None:
    first = put_on_call(user_id=people.colleague.pk, by=people.an, now=LATER)
    assert put_on_call(user_id=people.colleague.pk, by=people.an, now=LATER + HOUR) == first
    put_on_call(user_id=people.an.pk, by=people.an, now=LATER + 2 * HOUR)
    rows = OnCall.objects.order_by("since").values_list("user__name", "until")
    assert list(rows) == [("Bea", LATER + 2 * HOUR), ("An", None)]
    with pytest.raises(NotThere):
        put_on_call(user_id=people.stranger.pk, by=people.an, now=LATER)
    with pytest.raises(Refusal, match="at once"):
        put_on_call(user_id=account("p", "planner", people.practice).pk, by=people.an, now=LATER)
    assert put_on_call(user_id=None, by=people.an, now=LATER + 3 * HOUR) is None
    assert not OnCall.objects.filter(until=None).exists()
    with pytest.raises(NotAllowed):
        put_on_call(user_id=people.an.pk, by=account("free", "midwife"), now=LATER)


# --- appointments and mornings


def test_of_an_appointment_those_concerned_are_reminded_once_for_each_time_it_has(home: Home) -> None:
    leen = account("leen", "mother")
    joined(home.episode, leen, home.people.an, at=FRIDAY)
    start = FRIDAY + 3 * DAY
    visit = AppointmentFact(care="home_visit", start=start, end=start + HOUR, role="midwife", accepted=True)
    make_appointment(
        episode_id=home.episode.pk, appointment=visit, with_whom="Mia", by=home.chief, now=FRIDAY
    )
    sweep_gaps(now=start - 24 * HOUR - MINUTE)
    assert not Reminder.objects.exists()
    assert sweep_gaps(now=start - 24 * HOUR).reminded == 1
    sweep_gaps(now=start - 23 * HOUR)
    reminders = Message.objects.filter(template="appointment_reminder")
    assert set(reminders.values_list("address", flat=True)) == {"chief@example.org", "leen@example.org"}
    assert reminders.count() == 2


def test_in_the_morning_one_message_says_how_much_waits_and_only_what_could_wait(home: Home) -> None:
    sweep_gaps(now=FRIDAY)
    before_seven, seven = datetime(2026, 10, 17, 4, 59, tzinfo=UTC), datetime(2026, 10, 17, 5, tzinfo=UTC)
    assert sweep_gaps(now=before_seven).digests == 0
    assert sweep_gaps(now=seven).digests >= 1
    assert sweep_gaps(now=seven + HOUR).digests == 0
    digest = Message.objects.get(template="digest", address="chief@example.org")
    assert digest.context["count"] == 1
    for alarm in OpenAlarm.objects.all():
        acknowledge_alarms(episode_id=home.episode.pk, alarms=[alarm.pk], by=home.chief, now=seven + 2 * HOUR)
    assert sweep_gaps(now=CLOSES).digests == 0


# --- cost


def test_the_queries_of_a_family_do_not_grow_with_its_history(people: Cast) -> None:
    counts = []
    for visits in (0, 40):
        episode = booked(people.an).episode
        for number in range(visits):
            visit = Contact(kind="prenatal", at=BOOKED + number * HOUR, by="midwife")
            record_fact(episode_id=episode.pk, value=visit, by=people.an, now=BOOKED + number * HOUR)
        Watch.objects.exclude(episode=episode).update(acts_at=None, next_turn_at=None)
        with CaptureQueriesContext(connection) as queries:
            assert sweep_gaps(now=LATER - 20 * DAY).families == 1
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= 60


def test_one_family_that_fails_hides_no_other(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = booked(people.an).episode, booked(people.an).episode
    real = sweeping.facts_now

    def breaks(episode: PregnancyEpisode) -> object:
        if episode.pk == one.pk:
            raise RuntimeError("broken")
        return real(episode)

    monkeypatch.setattr(sweeping, "facts_now", breaks)
    swept = sweep_gaps(now=LATER)
    assert (swept.families, swept.failed) == (1, 1)
    assert set(Alarm.objects.values_list("episode", flat=True)) == {other.pk}
    monkeypatch.setattr(sweeping, "facts_now", real)
    assert sweep_gaps(now=LATER).families == 1


def test_a_child_born_dead_is_no_reason_for_an_alarm_about_it(people: Cast) -> None:
    episode = booked(people.an).episode
    still: Birth = born(outcome="stillborn", weight_g=None)
    record_fact(episode_id=episode.pk, value=still, by=people.an, now=LATER)
    sweep_gaps(now=LATER + DAY)
    assert not Alarm.objects.filter(key__contains="/newborn-1/birth").exists()
