"""Who coordinates was asked and said yes; until then the one before goes on, or nobody does and the pathway says so."""

from datetime import datetime, timedelta

import pytest

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.build_network import (
    accept_invitation,
    invite_to_network,
    leave_network,
    remove_member,
)
from kraamkring.flows.coordinate import (
    ChangedNetwork,
    accept_coordination,
    change_intensity,
    choose_coordinator,
    decline_coordination,
    hand_over_coordination,
)
from kraamkring.flows.see_pathway import see_pathway
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.network.actions import Invited
from kraamkring.rooms.network.models import Coordination, CoordinationProposal, Membership, ProposalAnswer
from kraamkring.rooms.network.queries import coordinator_of, open_proposals_of
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import LATER, Cast, account, booked, give_coordinator, joined

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
CHOSEN = "coordinator/mother/booking/1"


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


@pytest.fixture
def gp(db: None) -> User:
    return account("george", "gp")


def asked(
    episode: PregnancyEpisode,
    user: User,
    by: User,
    seen: Coordination | None = None,
    at: datetime = LATER,
) -> ChangedNetwork:
    """A member who is asked to coordinate."""
    member = joined(episode, user, by, at=at)
    return hand_over_coordination(
        to_membership_id=member.pk, seen=seen and seen.pk, by=by, now=at, intensity="light"
    )


def state_of_coordination(episode: PregnancyEpisode, by: User, at: datetime) -> str:
    seen = see_pathway(episode_id=episode.pk, by=by, now=at)
    return next(found.state for found in seen.activities if found.promise.key == CHOSEN)


def answers() -> list[str]:
    return list(ProposalAnswer.objects.order_by("at", "id").values_list("what", flat=True))


def test_who_is_chosen_is_asked_and_nobody_coordinates_until_she_says_yes(
    episode: PregnancyEpisode, people: Cast, gp: User
) -> None:
    early = episode.registered_at + HOUR
    changed = asked(episode, gp, people.an, at=early)
    assert changed.coordination is None
    assert coordinator_of(episode) is None
    assert state_of_coordination(episode, people.an, early) != "done"
    assert changed.proposal is not None
    task = accept_coordination(proposal_id=changed.proposal.pk, by=gp, now=early).coordination
    assert task == coordinator_of(episode)
    assert (task.membership.user, task.intensity, task.begun_by) == (gp, "light", gp)
    assert state_of_coordination(episode, people.an, early) == "done"


def test_the_one_before_goes_on_until_she_says_yes(episode: PregnancyEpisode, people: Cast, gp: User) -> None:
    before = give_coordinator(episode, people.an)
    proposal = asked(episode, gp, people.an, before).proposal
    assert coordinator_of(episode) == before
    accept_coordination(proposal_id=proposal.pk, by=gp, now=LATER + HOUR)
    before.refresh_from_db()
    assert (before.until, before.ended_by) == (LATER + HOUR, gp)
    assert coordinator_of(episode).membership.user == gp


def test_she_may_say_no_and_another_is_asked(episode: PregnancyEpisode, people: Cast, gp: User) -> None:
    before = give_coordinator(episode, people.an)
    proposal = asked(episode, gp, people.an, before).proposal
    for _twice in range(2):
        decline_coordination(proposal_id=proposal.pk, by=gp, now=LATER, reason="full")
    assert answers() == ["declined"]
    assert coordinator_of(episode) == before
    with pytest.raises(Refusal, match="no longer asked"):
        accept_coordination(proposal_id=proposal.pk, by=gp, now=LATER)
    other = asked(episode, account("greet", "gp"), people.an, before).proposal
    assert open_proposals_of(episode) == [other]


def test_yes_twice_is_yes_once(episode: PregnancyEpisode, people: Cast, gp: User) -> None:
    proposal = asked(episode, gp, people.an).proposal
    first = accept_coordination(proposal_id=proposal.pk, by=gp, now=LATER).coordination
    rows = AuditEvent.objects.count()
    assert accept_coordination(proposal_id=proposal.pk, by=gp, now=LATER + HOUR).coordination == first
    assert AuditEvent.objects.count() == rows
    assert Coordination.objects.count() == 1


def test_one_at_a_time_is_asked(episode: PregnancyEpisode, people: Cast, gp: User) -> None:
    first = asked(episode, gp, people.an).proposal
    second = asked(episode, account("greet", "gp"), people.an).proposal
    assert open_proposals_of(episode) == [second]
    with pytest.raises(Refusal, match="no longer asked"):
        accept_coordination(proposal_id=first.pk, by=gp, now=LATER)


def test_whoever_chooses_herself_coordinates_at_once_and_nobody_else_is_asked_any_more(
    episode: PregnancyEpisode, people: Cast, gp: User
) -> None:
    proposal = asked(episode, gp, people.an).proposal
    own = joined(episode, people.an, people.an)
    task = choose_coordinator(membership_id=own.pk, by=people.an, now=LATER).coordination
    assert task == coordinator_of(episode)
    assert answers() == ["withdrawn"]
    with pytest.raises(Refusal, match="no longer asked"):
        accept_coordination(proposal_id=proposal.pk, by=gp, now=LATER)


def test_it_is_hers_to_answer(episode: PregnancyEpisode, people: Cast, gp: User) -> None:
    proposal = asked(episode, gp, people.an).proposal
    for answer in (accept_coordination, decline_coordination):
        with pytest.raises(Refusal, match="hers to answer"):
            answer(proposal_id=proposal.pk, by=people.an, now=LATER)
        said = set()
        for which in (proposal.pk, new_id(LATER)):
            with pytest.raises(NotThere) as refused:
                answer(proposal_id=which, by=people.stranger, now=LATER)
            said.add(str(refused.value))
        assert len(said) == 1
    assert not ProposalAnswer.objects.exists()


def test_for_a_member_without_an_account_somebody_notes_what_she_said(
    episode: PregnancyEpisode, people: Cast
) -> None:
    place = Invited(role="gp", name="Dr. Janssens", organisation_name="Huisartsen Gent")
    member = invite_to_network(episode_id=episode.pk, invited=place, by=people.an, now=LATER).membership
    accept_invitation(membership_id=member.pk, by=people.an, now=LATER)
    proposal = choose_coordinator(membership_id=member.pk, by=people.an, now=LATER).proposal
    accept_coordination(proposal_id=proposal.pk, by=people.an, now=LATER)
    task = coordinator_of(episode)
    assert task.membership_id == member.pk
    again = change_intensity(
        episode_id=episode.pk, seen=task.pk, intensity="intensive", by=people.an, now=LATER + HOUR
    )
    assert again.coordination.intensity == "intensive"


@pytest.mark.parametrize("end", [leave_network, remove_member])
def test_who_is_gone_is_not_asked_any_more(
    episode: PregnancyEpisode, people: Cast, gp: User, end: object
) -> None:
    changed = asked(episode, gp, people.an)
    end(  # type: ignore[operator]
        membership_id=changed.membership.pk, by=gp if end is leave_network else people.an, now=LATER
    )
    assert answers() == ["withdrawn"]


def test_what_it_takes_is_said_by_her_who_coordinates(
    episode: PregnancyEpisode, people: Cast, gp: User
) -> None:
    task = give_coordinator(episode, people.an)
    with pytest.raises(Refusal, match="how much it takes"):
        change_intensity(
            episode_id=episode.pk, seen=task.pk, intensity="light", by=people.colleague, now=LATER
        )
    with pytest.raises(Refusal, match="no such intensity"):
        change_intensity(episode_id=episode.pk, seen=task.pk, intensity="x", by=people.an, now=LATER)
    changed = change_intensity(
        episode_id=episode.pk, seen=task.pk, intensity="intensive", by=people.an, now=LATER + HOUR
    )
    assert coordinator_of(episode) == changed.coordination
    with pytest.raises(Refusal, match="by now"):  # a page from before
        change_intensity(
            episode_id=episode.pk, seen=task.pk, intensity="light", by=people.an, now=LATER + HOUR
        )
    with pytest.raises(NotThere):
        change_intensity(
            episode_id=episode.pk, seen=task.pk, intensity="light", by=people.stranger, now=LATER
        )


def test_the_same_form_sent_twice_writes_once(episode: PregnancyEpisode, people: Cast, gp: User) -> None:
    ids = [new_id(LATER) for _ in range(5)]
    place = Invited(role="gp", user=gp)
    for _twice in range(2):
        member = invite_to_network(
            episode_id=episode.pk, invited=place, by=people.an, now=LATER, id=ids[0]
        ).membership
    assert member.pk == ids[0]
    accept_invitation(membership_id=member.pk, by=gp, now=LATER)
    for _twice in range(2):
        choose_coordinator(membership_id=member.pk, by=people.an, now=LATER, id=ids[1])
    for _twice in range(2):
        task = choose_coordinator(membership_id=member.pk, by=gp, now=LATER, id=ids[2]).coordination
    for _twice in range(2):
        change_intensity(
            episode_id=episode.pk, seen=task.pk, intensity="light", by=gp, now=LATER + HOUR, id=ids[3]
        )
    for _twice in range(2):
        remove_member(membership_id=member.pk, by=people.an, now=LATER + 2 * HOUR, id=ids[4])
    written = (Membership, CoordinationProposal, Coordination, ProposalAnswer)
    assert [model.objects.count() for model in written] == [1, 1, 2, 1]
    with pytest.raises(Refusal, match="belongs to something else"):
        invite_to_network(
            episode_id=episode.pk,
            invited=Invited(role="buddy", name="x"),
            by=people.an,
            now=LATER,
            id=ids[0],
        )


def test_the_queries_do_not_grow_with_who_was_asked(
    episode: PregnancyEpisode, people: Cast, gp: User, django_assert_max_num_queries: object
) -> None:
    member = joined(episode, gp, people.an)
    for hour in range(6):
        proposal = choose_coordinator(membership_id=member.pk, by=people.an, now=LATER + hour * HOUR).proposal
        decline_coordination(proposal_id=proposal.pk, by=gp, now=LATER + hour * HOUR)
    with django_assert_max_num_queries(36):  # type: ignore[operator]
        last = choose_coordinator(membership_id=member.pk, by=people.an, now=LATER + 7 * HOUR).proposal
    with django_assert_max_num_queries(68):  # type: ignore[operator]
        accept_coordination(proposal_id=last.pk, by=gp, now=LATER + 8 * HOUR)
