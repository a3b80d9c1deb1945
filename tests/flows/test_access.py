"""Who sees what, when: before accepting, after leaving, by consent, in an emergency; every look leaves a row."""

from datetime import datetime, timedelta

import pytest

from kraamkring.core.access import EMERGENCY_LASTS, in_force
from kraamkring.core.facts import Appointment, Contact, DueDate, Retraction
from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.admitting import admit
from kraamkring.flows.break_glass import break_glass
from kraamkring.flows.build_network import (
    accept_invitation,
    leave_network,
    remove_member,
)
from kraamkring.flows.change_plan import change_plan
from kraamkring.flows.coordinate import hand_over_coordination
from kraamkring.flows.correct_entry import correct_entry
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.see_network import see_network
from kraamkring.flows.see_pathway import see_pathway
from kraamkring.flows.see_promises import see_promises
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.actions.plan import PlanContent
from kraamkring.rooms.careplan.queries import activities_of
from kraamkring.rooms.network.facts import standing_of
from kraamkring.rooms.network.models import BreakGlass, Consent
from kraamkring.rooms.network.queries import coordinator_of, episodes_of, related_to
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry
from kraamkring.rooms.record.queries import entries_of
from tests.cast import LATER, Cast, account, booked, born, give_coordinator, invited, joined

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
NOTHING = "no such pregnancy for you"


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


@pytest.fixture
def gp(db: None) -> User:
    return account("george", "gp")


def sees(user: User, episode: PregnancyEpisode, at: datetime = LATER) -> bool:
    """True if every way to look finds her family; none may differ."""
    listed = list(episodes_of(user, at))
    if not listed:
        with pytest.raises(Refusal, match=NOTHING):
            see_pathway(episode_id=episode.pk, by=user, now=at)
        return False
    see_pathway(episode_id=episode.pk, by=user, now=at)
    return (
        listed == [episode] and entries_of(user, episode).exists() and activities_of(user, episode).exists()
    )


def test_a_member_sees_nothing_before_accepting_and_nothing_after_leaving(
    episode: PregnancyEpisode, people: Cast, gp: User
) -> None:
    assert not sees(gp, episode)
    membership = invited(episode, gp, people.an)
    assert not sees(gp, episode)
    assert not related_to(gp).exists()
    joined(episode, account("hilde", "gp"), people.an)  # somebody else's answer is not hers
    assert not sees(gp, episode)

    accept_invitation(membership_id=membership.pk, by=gp, now=LATER)
    assert sees(gp, episode)
    leave_network(membership_id=membership.pk, by=gp, now=LATER + HOUR)
    assert not sees(gp, episode, LATER + HOUR)
    assert not related_to(gp).exists()
    assert not entries_of(gp, episode).exists()
    with pytest.raises(Refusal, match=NOTHING):
        record_fact(episode_id=episode.pk, value=born(), by=gp, now=LATER + HOUR)


def test_who_is_removed_sees_nothing_either(episode: PregnancyEpisode, people: Cast, gp: User) -> None:
    membership = joined(episode, gp, people.an)
    assert sees(gp, episode)
    remove_member(membership_id=membership.pk, by=people.an, now=LATER + HOUR)
    assert not sees(gp, episode, LATER + HOUR)
    assert sees(people.an, episode, LATER + HOUR)
    assert sees(people.colleague, episode, LATER + HOUR)


def test_a_membership_may_begin_later_and_end_by_itself(
    episode: PregnancyEpisode, people: Cast, gp: User
) -> None:
    joined(episode, gp, people.an, since=LATER + 24 * HOUR, until=LATER + 48 * HOUR)
    assert [sees(gp, episode, LATER + hours * HOUR) for hours in (1, 24, 47, 48)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_place_that_is_over_is_not_left_once_more(
    episode: PregnancyEpisode, people: Cast, gp: User
) -> None:
    place = joined(episode, gp, people.an, until=LATER + 48 * HOUR)
    with pytest.raises(NotThere):
        leave_network(membership_id=place.pk, by=gp, now=LATER + 48 * HOUR)
    leave_network(membership_id=place.pk, by=gp, now=LATER + 47 * HOUR)


def test_a_coordinator_and_who_registered_keep_seeing(episode: PregnancyEpisode, people: Cast) -> None:
    outside = account("vera", "midwife")
    give_coordinator(episode, people.an)
    membership = joined(episode, outside, people.an)
    seen = coordinator_of(episode).pk
    hand_over_coordination(
        to_membership_id=membership.pk, seen=seen, by=outside, now=LATER, intensity="usual"
    )
    year = timedelta(days=365)
    assert sees(outside, episode, LATER + year)
    assert sees(people.an, episode, LATER + year)


def test_a_person_who_may_no_longer_sign_in_sees_nothing(
    episode: PregnancyEpisode, people: Cast, gp: User
) -> None:
    joined(episode, gp, people.an)
    gp.is_active = False
    people.an.is_active = False
    assert not sees(gp, episode)
    assert not sees(people.an, episode)
    assert not episodes_of(None, LATER).exists()


def test_the_relation_itself_says_no_too(episode: PregnancyEpisode, people: Cast, gp: User) -> None:
    """The gate reads it again after the lock, when the list of families was found before."""

    def holds(user: User) -> bool:
        return in_force(standing_of(user, episode), LATER)

    membership = invited(episode, gp, people.an)
    assert not holds(gp)
    accept_invitation(membership_id=membership.pk, by=gp, now=LATER)
    assert holds(gp)
    remove_member(membership_id=membership.pk, by=people.an, now=LATER)
    assert not holds(gp)
    assert holds(people.an)
    people.an.is_active = False
    assert not holds(people.an)


def test_what_somebody_writes_depends_on_the_module(episode: PregnancyEpisode, people: Cast) -> None:
    carer, planner = account("griet", "maternity_carer"), account("piet", "planner", people.practice)
    joined(episode, carer, people.an)
    visit = Contact(kind="home_visit", at=LATER, by="maternity_carer")
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    record_fact(episode_id=episode.pk, value=visit, by=carer, now=LATER)
    due = DueDate(due_on=LATER.date(), set_on=LATER.date())
    booked_due = Entry.objects.get(kind="due_dates")
    slip = Retraction(fact=str(booked_due.pk), by="maternity_carer", why="x", at=LATER)
    planned = Appointment(care="home_visit", start=LATER, end=LATER + HOUR, role="midwife", accepted=False)
    written = Entry.objects.count()
    for attempt in (
        lambda: record_fact(episode_id=episode.pk, value=due, by=carer, now=LATER),
        lambda: record_fact(episode_id=episode.pk, value=slip, by=carer, now=LATER),
        lambda: correct_entry(entry_id=booked_due.pk, value=due, reason="x", by=carer, now=LATER),
        lambda: record_fact(episode_id=episode.pk, value=born(), by=planner, now=LATER),
    ):
        with pytest.raises(Refusal, match="your role does not"):
            attempt()
    assert Entry.objects.count() == written
    make_appointment(episode_id=episode.pk, appointment=planned, by=planner, now=LATER)


def test_who_sees_the_plan_only_is_shown_no_facts(episode: PregnancyEpisode, people: Cast) -> None:
    buddy = account("bo", "buddy")
    joined(episode, buddy, people.an)
    with pytest.raises(Refusal, match="prenatal: your role does not see this part"):
        see_pathway(episode_id=episode.pk, by=buddy, now=LATER)
    assert see_promises(episode_id=episode.pk, by=buddy, now=LATER)
    with pytest.raises(Refusal, match="plan: your role does not write"):
        change_plan(episode_id=episode.pk, content=PlanContent(), based_on=0, by=buddy, now=LATER)
    with pytest.raises(Refusal, match=NOTHING):
        see_promises(episode_id=episode.pk, by=people.stranger, now=LATER)


def test_what_was_agreed_with_a_member_narrows_her_role(
    episode: PregnancyEpisode, people: Cast, gp: User
) -> None:
    joined(episode, gp, people.an, modules=("plan", "network"))
    with pytest.raises(Refusal, match="prenatal: this part was not agreed"):
        see_pathway(episode_id=episode.pk, by=gp, now=LATER)
    see_network(episode_id=episode.pk, by=gp, now=LATER)


def test_her_word_opens_and_closes_and_the_last_one_holds(episode: PregnancyEpisode, people: Cast) -> None:
    mother, buddy = account("leen", "mother"), account("bo", "buddy")
    for who in (mother, buddy):
        joined(episode, who, people.an)

    def may(user: User, at: datetime) -> bool:
        return admit(user, episode.pk, at).may("prenatal").allowed

    def says(given: bool, hours: int, **to: object) -> Consent:
        return give_consent(
            episode_id=episode.pk, module="prenatal", given=given, by=mother, now=LATER + hours * HOUR, **to
        )

    assert not may(buddy, LATER)
    says(True, 1, user=buddy)
    assert may(buddy, LATER + HOUR)
    says(False, 2, user=buddy)
    assert not may(buddy, LATER + 2 * HOUR)
    said = says(False, 3, user=people.an)
    assert not may(people.an, LATER + 3 * HOUR)
    assert may(people.colleague, LATER + 3 * HOUR)
    assert may(mother, LATER + 3 * HOUR)
    says(False, 4, role="midwife")
    assert not may(people.colleague, LATER + 4 * HOUR)
    says(True, 5, user=people.colleague)
    assert may(people.colleague, LATER + 5 * HOUR)
    assert Consent.objects.count() == 5
    row = AuditEvent.objects.get(object_id=said.pk)
    assert (row.actor, row.what, row.ground) == (mother, "network:consent", "own_record")


def test_consent_is_to_what_exists_and_written_by_who_may(episode: PregnancyEpisode, people: Cast) -> None:
    buddy, mother = account("bo", "buddy"), account("leen", "mother")
    for who in (buddy, mother):
        joined(episode, who, people.an)
    for more, why in (
        ({"module": "everything"}, "no such part"),
        ({"module": "plan", "role": "stranger"}, "one person, one role"),
        ({"module": "plan", "role": "gp", "user": buddy}, "one person, one role"),
        ({"module": "plan", "said_by": "neighbour"}, "nobody else can agree"),
    ):
        with pytest.raises(Refusal, match=why):
            give_consent(episode_id=episode.pk, given=True, by=people.an, now=LATER, **more)
    with pytest.raises(Refusal, match="your role does not write"):
        give_consent(episode_id=episode.pk, module="prenatal", given=True, by=buddy, now=LATER, user=buddy)
    with pytest.raises(Refusal, match=NOTHING):
        give_consent(episode_id=episode.pk, module="plan", given=True, by=people.stranger, now=LATER)
    with pytest.raises(Refusal, match="could not be written back by you"):
        give_consent(episode_id=episode.pk, module="network", given=False, by=people.an, now=LATER)
    assert not Consent.objects.exists()
    give_consent(  # she herself can always say otherwise
        episode_id=episode.pk, module="network", given=False, by=mother, now=LATER
    )


def test_an_emergency_opens_for_reading_for_a_few_hours(episode: PregnancyEpisode, people: Cast) -> None:
    doctor = account("dirk", "gynaecologist")
    assert not sees(doctor, episode)
    broken = break_glass(episode_id=episode.pk, reason="bleeding, unconscious", by=doctor, now=LATER)
    assert sees(doctor, episode)
    look = AuditEvent.objects.filter(actor=doctor, action="read").latest("at")
    assert (look.purpose, look.ground, look.what) == ("emergency", "emergency", "pathway")
    with pytest.raises(Refusal, match="for reading only"):
        record_fact(episode_id=episode.pk, value=born(), by=doctor, now=LATER)
    assert not admit(doctor, episode.pk, LATER).may("psychosocial").allowed
    assert sees(doctor, episode, LATER + EMERGENCY_LASTS - HOUR)
    assert not sees(doctor, episode, LATER + EMERGENCY_LASTS)

    (shown,) = see_network(episode_id=episode.pk, by=people.an, now=LATER).emergencies
    assert (shown, shown.reason, shown.user) == (broken, "bleeding, unconscious", doctor)
    row = AuditEvent.objects.get(object_id=broken.pk)
    assert (row.action, row.purpose, row.reason) == ("write", "emergency", "bleeding, unconscious")


def test_who_may_not_break_the_glass(episode: PregnancyEpisode, people: Cast) -> None:
    doctor, buddy = account("dirk", "gynaecologist"), account("bo", "buddy")
    with pytest.raises(Refusal, match="no reason is given"):
        break_glass(episode_id=episode.pk, reason=" ", by=doctor, now=LATER)
    words = set()
    for who, which in ((buddy, episode.pk), (buddy, new_id(LATER)), (doctor, new_id(LATER))):
        with pytest.raises(Refusal) as refused:
            break_glass(episode_id=which, reason="x", by=who, now=LATER)
        words.add(str(refused.value))
    assert len(words) == 1
    assert not BreakGlass.objects.exists()


def test_every_look_says_who_whose_what_why_and_on_which_ground(
    episode: PregnancyEpisode, people: Cast, gp: User
) -> None:
    mother = account("leen", "mother")
    for who in (mother, gp):
        joined(episode, who, people.an)
    looks = (
        (people.an, "registered"),
        (people.colleague, "organisation"),
        (gp, "care_network"),
        (mother, "own_record"),
    )
    at = LATER
    for look, what in ((see_pathway, "pathway"), (see_promises, "promises"), (see_network, "network")):
        for who, ground in looks:
            at += HOUR
            look(episode_id=episode.pk, by=who, now=at, reason="called")
            row = AuditEvent.objects.filter(action="read").get(at=at)
            assert (row.actor, row.actor_role, row.what, row.ground) == (who, who.profession, what, ground)
            assert (row.episode, row.person, row.purpose, row.reason) == (
                episode, episode.mother, "care", "called",
            )  # fmt: skip


def test_no_record_is_opened_for_another_purpose(episode: PregnancyEpisode, people: Cast) -> None:
    with pytest.raises(Refusal, match="not opened for this purpose"):
        see_pathway(episode_id=episode.pk, by=people.an, now=LATER, purpose="research")
    assert not AuditEvent.objects.filter(action="read").exists()
