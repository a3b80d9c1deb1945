"""Who hears of a change in the network: whoever is asked, whoever asked, who coordinates, and the mother."""

from datetime import timedelta

import pytest

from kraamkring.core.kernel.errors import Refusal
from kraamkring.flows.break_glass import break_glass
from kraamkring.flows.build_network import (
    accept_invitation,
    decline_invitation,
    invite_to_network,
    leave_network,
    remove_member,
)
from kraamkring.flows.coordinate import (
    accept_coordination,
    change_intensity,
    choose_coordinator,
    decline_coordination,
    hand_over_coordination,
)
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.network.actions import Invited
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import LATER, Cast, account, booked, give_coordinator, invited, joined

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


@pytest.fixture
def gp(db: None) -> User:
    return account("george", "gp")


@pytest.fixture
def mother(episode: PregnancyEpisode, people: Cast) -> User:
    leen = account("leen", "mother")
    joined(episode, leen, people.an)
    return leen


def since(before: set[object]) -> set[tuple[str, str]]:
    """Who was told by which template, after those."""
    fresh = Message.objects.exclude(pk__in=before)
    return {(each.address.partition("@")[0], each.template) for each in fresh}


def sent() -> set[object]:
    return set(Message.objects.values_list("pk", flat=True))


def test_whoever_is_invited_is_told_and_whoever_asked_hears_the_answer(
    episode: PregnancyEpisode, people: Cast, gp: User
) -> None:
    give_coordinator(episode, people.colleague)
    before = sent()
    membership = invited(episode, gp, people.an)
    assert since(before) == {("george", "invitation")}
    before = sent()
    accept_invitation(membership_id=membership.pk, by=gp, now=LATER)
    assert since(before) == {("an", "network_changed"), ("bea", "network_changed")}
    accept_invitation(membership_id=membership.pk, by=gp, now=LATER)
    assert len(since(before)) == 2


def test_declined_is_told_too(episode: PregnancyEpisode, people: Cast, gp: User) -> None:
    membership = invited(episode, gp, people.an)
    before = sent()
    decline_invitation(membership_id=membership.pk, by=gp, now=LATER)
    assert since(before) == {("an", "network_changed")}


def test_who_asked_and_left_since_hears_nothing(episode: PregnancyEpisode, people: Cast, gp: User) -> None:
    vera = account("vera", "midwife")
    hers = joined(episode, vera, people.an)
    membership = invited(episode, gp, vera)
    leave_network(membership_id=hers.pk, by=vera, now=LATER)
    before = sent()
    accept_invitation(membership_id=membership.pk, by=gp, now=LATER)
    assert since(before) == {("an", "network_changed")}  # nobody coordinates: who registered her


def test_an_invitation_by_telephone_is_sent_there(episode: PregnancyEpisode, people: Cast) -> None:
    place = Invited(role="partner", name="Tom", address="0470 12 34 56", language="fr")
    before = sent()
    invite_to_network(episode_id=episode.pk, invited=place, by=people.an, now=LATER)
    (message,) = Message.objects.exclude(pk__in=before)
    assert (message.channel, message.address, message.language) == ("sms", "+32470123456", "fr")


def test_who_is_chosen_is_asked_and_everyone_hears_when_she_takes_over(
    episode: PregnancyEpisode, people: Cast, gp: User, mother: User
) -> None:
    task = give_coordinator(episode, people.an)
    member = joined(episode, gp, people.an)
    joined(episode, people.colleague, people.an)
    before = sent()
    proposal = hand_over_coordination(
        to_membership_id=member.pk, seen=task.pk, by=people.an, now=LATER, intensity="usual"
    ).proposal
    assert since(before) == {("george", "coordinator_chosen"), ("leen", "network_changed")}
    before = sent()
    accept_coordination(proposal_id=proposal.pk, by=gp, now=LATER)
    assert since(before) == {(who, "network_changed") for who in ("an", "bea", "leen")}


def test_no_is_told_to_who_asked_and_to_who_coordinates(
    episode: PregnancyEpisode, people: Cast, gp: User, mother: User
) -> None:
    task = give_coordinator(episode, people.an)
    member = joined(episode, gp, people.an)
    proposal = hand_over_coordination(
        to_membership_id=member.pk, seen=task.pk, by=mother, now=LATER, intensity="usual"
    ).proposal
    before = sent()
    decline_coordination(proposal_id=proposal.pk, by=gp, now=LATER)
    assert since(before) == {("an", "network_changed"), ("leen", "network_changed")}


def test_another_intensity_is_told_to_the_mother(
    episode: PregnancyEpisode, people: Cast, gp: User, mother: User
) -> None:
    joined(episode, gp, people.an)
    task = give_coordinator(episode, people.an)
    before = sent()
    change_intensity(episode_id=episode.pk, seen=task.pk, intensity="light", by=people.an, now=LATER)
    assert since(before) == {("leen", "network_changed")}


def test_who_is_removed_is_told_and_so_are_the_mother_and_who_coordinates(
    episode: PregnancyEpisode, people: Cast, gp: User, mother: User
) -> None:
    give_coordinator(episode, people.an)
    member = joined(episode, gp, people.an)
    before = sent()
    remove_member(membership_id=member.pk, by=people.colleague, now=LATER, reason="moved")
    assert since(before) == {
        ("george", "network_left"), ("leen", "network_changed"), ("an", "network_changed"),
    }  # fmt: skip
    (left,) = Message.objects.filter(template="network_left")
    assert left.context["link"].endswith("/invitations/")


def test_an_emergency_is_told_at_once_at_night_too(
    episode: PregnancyEpisode, people: Cast, mother: User
) -> None:
    give_coordinator(episode, people.an)
    doctor = account("dirk", "gynaecologist")
    night = LATER + 12 * HOUR
    before = sent()
    broken = break_glass(episode_id=episode.pk, reason="bleeding", by=doctor, now=night)
    assert since(before) == {("leen", "record_opened"), ("an", "record_opened")}
    for message in Message.objects.filter(template="record_opened"):
        assert (message.urgency, message.not_before) == ("red_flag", night)
    again = break_glass(episode_id=episode.pk, reason="bleeding", by=doctor, now=night, id=broken.pk)
    assert again == broken
    assert len(since(before)) == 2


def test_what_is_refused_tells_nobody(episode: PregnancyEpisode, people: Cast, gp: User) -> None:
    member = invited(episode, gp, people.an)
    before = sent()
    with pytest.raises(Refusal):
        choose_coordinator(membership_id=member.pk, by=people.an, now=LATER)
    assert since(before) == set()
