"""The network forms: who was invited, accepted, left; who coordinates; and what the pathway makes of it."""

from datetime import timedelta

import pytest

from kraamkring.core.facts import Discharge
from kraamkring.core.kernel.errors import ImpossibleFact, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.build_network import (
    accept_invitation,
    decline_invitation,
    invite_to_network,
    leave_network,
    remove_member,
)
from kraamkring.flows.coordinate import accept_coordination, choose_coordinator, hand_over_coordination
from kraamkring.flows.pathway import facts_now, reconciled
from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.see_network import see_network
from kraamkring.flows.see_pathway import see_pathway
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.actions import Difference
from kraamkring.rooms.network.actions import Invited
from kraamkring.rooms.network.models import Coordination, Membership, MembershipStep
from kraamkring.rooms.network.queries import coordinator_of
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import BORN, LATER, Cast, account, booked, born, give_coordinator, invited, joined

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
COORDINATOR = "coordinator/mother/booking/1"


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


@pytest.fixture
def gp(db: None) -> User:
    return account("george", "gp")


def state_of(key: str, episode: PregnancyEpisode, people: Cast, at: object = LATER) -> str:
    seen = see_pathway(episode_id=episode.pk, by=people.an, now=at)
    return next(found.state for found in seen.activities if found.promise.key == key)


def test_an_accepted_coordinator_keeps_the_promise_and_her_going_reopens_it(
    episode: PregnancyEpisode, people: Cast, gp: User
) -> None:
    early = episode.registered_at + HOUR
    assert state_of(COORDINATOR, episode, people, early) != "done"
    member = joined(episode, gp, people.an, at=early)
    assert state_of(COORDINATOR, episode, people, early) != "done"  # a member is not yet the coordinator
    choose_coordinator(membership_id=member.pk, by=gp, now=early)
    assert state_of(COORDINATOR, episode, people, early) == "done"

    remove_member(membership_id=member.pk, by=people.an, now=LATER, reason="moved away")
    assert coordinator_of(episode) is None
    assert state_of(COORDINATOR, episode, people, LATER + HOUR) == "gap"


def test_members_are_facts_of_the_pathway_with_their_dates(
    episode: PregnancyEpisode, people: Cast, gp: User
) -> None:
    place = Invited(
        role="maternity_carer", name="Griet", organisation_name="Kraamvogel", address="griet@example.org"
    )
    by_name = invite_to_network(episode_id=episode.pk, invited=place, by=people.an, now=LATER).membership
    member = joined(episode, gp, people.an, at=LATER + HOUR)
    leave_network(membership_id=member.pk, by=gp, now=LATER + 48 * HOUR)

    carer, left = facts_now(episode).network
    assert (carer.role, carer.accepted_on, carer.until) == ("maternity_carer", None, None)
    assert (left.role, left.accepted_on, left.until) == (
        "gp", LATER.date(), (LATER + 48 * HOUR).date(),
    )  # fmt: skip
    accept_invitation(membership_id=by_name.pk, by=people.an, now=LATER)  # noted: she has no account
    assert facts_now(episode).network[0].accepted_on == LATER.date()


def test_every_change_leaves_the_pathway_with_nothing_to_write(
    episode: PregnancyEpisode, people: Cast, gp: User
) -> None:
    task = give_coordinator(episode, people.an)
    member = joined(episode, gp, people.an)
    hand_over_coordination(to_membership_id=member.pk, seen=task.pk, by=gp, now=LATER, intensity="light")
    again = reconciled(episode, by=people.an, now=LATER, because=[])
    assert again == Difference()


def test_care_follows_from_everything_even_where_the_writer_sees_a_part(
    episode: PregnancyEpisode, people: Cast
) -> None:
    ward = account("wies", "ward_midwife")
    joined(episode, ward, people.an)
    record_fact(episode_id=episode.pk, value=born(), by=ward, now=LATER)
    home = Discharge(who=("mother", "newborn-1"), at=BORN + 40 * HOUR)
    record_fact(episode_id=episode.pk, value=home, by=ward, now=BORN + 40 * HOUR)
    again = reconciled(episode, by=people.an, now=LATER, because=[])
    assert again == Difference()


def test_one_coordinator_hands_over_to_another_and_the_history_stays(
    episode: PregnancyEpisode, people: Cast, gp: User
) -> None:
    first = give_coordinator(episode, people.an)
    member = joined(episode, gp, people.an)
    with pytest.raises(Refusal, match="somebody else coordinates"):
        choose_coordinator(membership_id=member.pk, by=people.an, now=LATER)
    asked = hand_over_coordination(
        to_membership_id=member.pk, seen=first.pk, by=people.an, now=LATER, intensity="light"
    ).proposal
    assert asked is not None
    second = accept_coordination(proposal_id=asked.pk, by=gp, now=LATER + HOUR).coordination
    assert second is not None
    hand_over_coordination(  # she goes on, with more time for it
        to_membership_id=member.pk, seen=second.pk, by=gp, now=LATER + 2 * HOUR, intensity="intensive"
    )
    rows = Coordination.objects.order_by("since").values_list("membership__user", "intensity", "until")
    assert list(rows) == [
        (people.an.pk, "usual", LATER + HOUR),
        (gp.pk, "light", LATER + 2 * HOUR),
        (gp.pk, "intensive", None),
    ]
    coordinators = [each for each in facts_now(episode).network if each.role == "coordinator"]
    assert [each.until is None for each in coordinators] == [False, False, True]


def test_who_cannot_coordinate_is_not_chosen(episode: PregnancyEpisode, people: Cast, gp: User) -> None:
    not_yet = invited(episode, gp, people.an)
    youth = joined(episode, account("kato", "youth_health"), people.an)
    for_a_month = joined(episode, account("vera", "midwife"), people.an, until=LATER + timedelta(days=30))
    for membership, why in (
        (not_yet, "not a member now"),
        (youth, "does not coordinate"),
        (for_a_month, "limited time"),
    ):
        with pytest.raises(Refusal, match=why):
            choose_coordinator(membership_id=membership.pk, by=people.an, now=LATER)
    accept_invitation(membership_id=not_yet.pk, by=gp, now=LATER)
    with pytest.raises(Refusal, match="no such intensity"):
        choose_coordinator(membership_id=not_yet.pk, by=people.an, now=LATER, intensity="x")
    leave_network(membership_id=not_yet.pk, by=gp, now=LATER)
    with pytest.raises(Refusal, match="not a member now"):
        choose_coordinator(membership_id=not_yet.pk, by=people.an, now=LATER)
    assert not Coordination.objects.exists()


def test_she_who_coordinates_hands_over_before_she_leaves(
    episode: PregnancyEpisode, people: Cast, gp: User
) -> None:
    task = give_coordinator(episode, people.an)
    with pytest.raises(Refusal, match="you coordinate"):
        leave_network(membership_id=task.membership_id, by=people.an, now=LATER)
    member = joined(episode, gp, people.an)
    hand_over_coordination(to_membership_id=member.pk, seen=task.pk, by=gp, now=LATER, intensity="usual")
    leave_network(membership_id=task.membership_id, by=people.an, now=LATER)
    assert coordinator_of(episode).membership_id == member.pk


def test_an_invitation_is_answered_once_by_the_person_herself(
    episode: PregnancyEpisode, people: Cast, gp: User
) -> None:
    membership = invited(episode, gp, people.an)
    for somebody in (people.an, people.stranger):
        with pytest.raises(Refusal, match="no such invitation for you"):
            accept_invitation(membership_id=membership.pk, by=somebody, now=LATER)
    with pytest.raises(Refusal, match="no such invitation for you"):
        leave_network(membership_id=membership.pk, by=gp, now=LATER)  # not in yet
    accept_invitation(membership_id=membership.pk, by=gp, now=LATER)
    rows = MembershipStep.objects.count(), AuditEvent.objects.count()
    accept_invitation(membership_id=membership.pk, by=gp, now=LATER)
    assert rows == (MembershipStep.objects.count(), AuditEvent.objects.count())
    with pytest.raises(Refusal, match="was accepted"):
        decline_invitation(membership_id=membership.pk, by=gp, now=LATER)
    leave_network(membership_id=membership.pk, by=gp, now=LATER)
    for end in (leave_network, accept_invitation):
        with pytest.raises(Refusal, match=r"ended already|no longer stands"):
            end(membership_id=membership.pk, by=gp, now=LATER)
    with pytest.raises(Refusal, match="ended already"):
        remove_member(membership_id=membership.pk, by=people.an, now=LATER)


def test_declined_is_declined_until_she_is_invited_again(
    episode: PregnancyEpisode, people: Cast, gp: User
) -> None:
    membership = invited(episode, gp, people.an)
    with pytest.raises(Refusal, match="invited in this role already"):
        invited(episode, gp, people.an)
    decline_invitation(membership_id=membership.pk, by=gp, now=LATER, reason="full")
    with pytest.raises(Refusal, match="no longer stands"):
        accept_invitation(membership_id=membership.pk, by=gp, now=LATER)
    joined(episode, gp, people.an)
    assert Membership.objects.count() == 2


def test_nobody_is_invited_into_what_does_not_fit(episode: PregnancyEpisode, people: Cast, gp: User) -> None:
    asleep = account("asleep", "gp")
    asleep.is_active = False
    for place, why in (
        (Invited(role="coordinator", user=gp), "nobody is invited in this role"),
        (Invited(role="planner", name="x"), "nobody is invited in this role"),
        (Invited(role="gynaecologist", user=gp), "cannot be a member in this role"),
        (Invited(role="mother", user=gp), "cannot be a member in this role"),
        (Invited(role="gp", user=asleep), "cannot be a member in this role"),
        (Invited(role="gp"), "nobody is named"),
        (Invited(role="gp", user=gp, until=LATER), "ends before it begins"),
    ):
        with pytest.raises(Refusal, match=why):
            invite_to_network(episode_id=episode.pk, invited=place, by=people.an, now=LATER)
    wrong = Invited(role="gp", user=gp, number="18749705477")
    with pytest.raises(ImpossibleFact, match="number"):
        invite_to_network(episode_id=episode.pk, invited=wrong, by=people.an, now=LATER)
    invite_to_network(
        episode_id=episode.pk, invited=Invited(role="mother", name="Leen"), by=people.an, now=LATER
    )
    with pytest.raises(Refusal, match="the mother is in her network"):
        invite_to_network(
            episode_id=episode.pk, invited=Invited(role="mother", name="Leen"), by=people.an, now=LATER
        )
    assert Membership.objects.count() == 1


def test_who_may_not_write_in_the_network_does_not_build_it(
    episode: PregnancyEpisode, people: Cast, gp: User
) -> None:
    carer = account("griet", "maternity_carer")
    own = joined(episode, carer, people.an)
    place = Invited(role="gp", user=gp)
    other = invited(episode, gp, people.an)
    for attempt in (
        lambda: invite_to_network(episode_id=episode.pk, invited=place, by=carer, now=LATER),
        lambda: remove_member(membership_id=other.pk, by=carer, now=LATER),
        lambda: choose_coordinator(membership_id=own.pk, by=carer, now=LATER),
    ):
        with pytest.raises(Refusal, match="network: your role does not write"):
            attempt()


def test_a_foreign_id_answers_like_an_unknown_one(episode: PregnancyEpisode, people: Cast, gp: User) -> None:
    membership = invited(episode, gp, people.an)
    place = Invited(role="gp", name="x")

    def words(flow: object, **given: object) -> str:
        with pytest.raises(Refusal) as refused:
            flow(by=people.stranger, now=LATER, **given)  # type: ignore[operator]
        return str(refused.value)

    for flow, more in (
        (invite_to_network, {"invited": place}),
        (see_network, {}),
        (see_pathway, {}),
    ):
        foreign = words(flow, episode_id=episode.pk, **more)
        assert foreign == words(flow, episode_id=new_id(LATER), **more)
    for flow, name, more in (
        (accept_invitation, "membership_id", {}),
        (decline_invitation, "membership_id", {}),
        (leave_network, "membership_id", {}),
        (remove_member, "membership_id", {}),
        (choose_coordinator, "membership_id", {}),
        (hand_over_coordination, "to_membership_id", {"seen": None, "intensity": "usual"}),
    ):
        foreign = words(flow, **{name: membership.pk}, **more)
        assert foreign == words(flow, **{name: new_id(LATER)}, **more)


def test_what_is_refused_leaves_nothing(episode: PregnancyEpisode, people: Cast, gp: User) -> None:
    task = give_coordinator(episode, people.an)
    member = joined(episode, gp, people.an)
    before = AuditEvent.objects.count()
    with pytest.raises(Refusal):
        hand_over_coordination(
            to_membership_id=member.pk, seen=task.pk, by=people.an, now=LATER, intensity="x"
        )
    assert coordinator_of(episode) == task
    assert AuditEvent.objects.count() == before


def test_the_queries_do_not_grow_with_the_network(
    episode: PregnancyEpisode, people: Cast, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        member = joined(episode, account(f"gp{number}", "gp"), people.an)
        remove_member(membership_id=member.pk, by=people.an, now=LATER)
    task = give_coordinator(episode, people.an)
    for number in range(8):
        at = LATER + number * HOUR
        task = hand_over_coordination(
            to_membership_id=task.membership_id, seen=task.pk, by=people.an, now=at, intensity="usual"
        ).coordination
    with django_assert_max_num_queries(18):
        see_network(episode_id=episode.pk, by=people.an, now=LATER)
    with django_assert_max_num_queries(15):
        see_pathway(episode_id=episode.pk, by=people.an, now=LATER)
    with django_assert_max_num_queries(48):
        hand_over_coordination(
            to_membership_id=task.membership_id, seen=task.pk, by=people.an, now=LATER + 9 * HOUR,
            intensity="light",
        )  # fmt: skip
