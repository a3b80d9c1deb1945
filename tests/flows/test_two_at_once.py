"""Two people, one family, the same moment: they take turns, and nothing is lost or doubled."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from kraamkring.core.facts import DueDate
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.build_network import accept_invitation, remove_member
from kraamkring.flows.change_plan import change_plan
from kraamkring.flows.coordinate import accept_coordination, hand_over_coordination
from kraamkring.flows.correct_entry import correct_entry
from kraamkring.flows.pathway import reconciled
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.careplan.actions import Conflict, Difference, write_item
from kraamkring.rooms.careplan.actions.plan import PlanContent
from kraamkring.rooms.careplan.models import Activity, PlanItem, PostnatalPlan
from kraamkring.rooms.network.actions import coordinate
from kraamkring.rooms.network.models import Coordination, MembershipStep
from kraamkring.rooms.network.queries import coordinator_of
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.record.models import Entry
from tests.cast import LATER, Cast, account, booked, born, give_coordinator, invited, joined

pytestmark = pytest.mark.django_db(transaction=True)

Deed = Callable[[], object]


def at_once(*deeds: Deed) -> list[object]:
    """What each deed gave, or the refusal it met; all begin together, each on a connection of its own."""
    barrier, results = Barrier(len(deeds)), [None] * len(deeds)

    def do(index: int, deed: Deed) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=10)
            results[index] = deed()
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            results[index] = error
        finally:
            connection.close()

    threads = [Thread(target=do, args=(index, deed)) for index, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


def refusals(results: list[object]) -> list[Exception]:
    unforeseen = [got for got in results if isinstance(got, Exception) and not isinstance(got, Refusal)]
    assert unforeseen == []
    return [got for got in results if isinstance(got, Refusal)]


def test_both_births_are_kept_and_the_pathway_follows_both(episode: PregnancyEpisode, people: Cast) -> None:
    def record(minutes: int) -> Deed:
        value = born(born_at=born().born_at + timedelta(minutes=minutes))
        return lambda: record_fact(episode_id=episode.pk, value=value, by=people.an, now=LATER)

    assert refusals(at_once(record(0), record(60), record(120))) == []
    assert Entry.objects.filter(kind="births").count() == 3
    assert Person.objects.count() == 2  # the mother and one child
    assert Activity.objects.filter(contradicted=True).exists()
    assert reconciled(episode, by=people.an, now=LATER, because=[]) == Difference()


def test_the_same_entry_sent_twice_at_once_is_one(episode: PregnancyEpisode, people: Cast) -> None:
    made = new_id(LATER)

    def send() -> object:
        return record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER, id=made).entry

    first, second = at_once(send, send)
    assert first == second
    assert Entry.objects.filter(kind="births").count() == 1


def test_one_of_two_corrections_stands(episode: PregnancyEpisode, people: Cast) -> None:
    due = Entry.objects.get(kind="due_dates")

    def correct(days: int) -> Deed:
        value = DueDate(due_on=LATER.date() + timedelta(days=days), set_on=LATER.date())
        return lambda: correct_entry(entry_id=due.pk, value=value, reason="scan", by=people.an, now=LATER)

    (refused,) = refusals(at_once(correct(1), correct(2)))
    assert "corrected this before you" in str(refused)
    assert Entry.objects.filter(corrects=due).count() == 1


def test_one_of_two_plans_is_next_and_the_other_sees_both(episode: PregnancyEpisode, people: Cast) -> None:
    def change(stay: str) -> Deed:
        content = PlanContent(stay=stay)
        return lambda: change_plan(
            episode_id=episode.pk, content=content, based_on=0, by=people.an, now=LATER
        )

    (conflict,) = refusals(at_once(change("short"), change("classic")))
    assert isinstance(conflict, Conflict)
    assert {conflict.theirs.stay, conflict.yours["stay"]} == {"short", "classic"}
    assert PostnatalPlan.objects.count() == 1


@pytest.mark.around_flows
def test_without_the_lock_the_database_still_lets_only_one_version_through(
    episode: PregnancyEpisode, people: Cast
) -> None:
    item = new_id(LATER)

    def write(text: str) -> Deed:
        return lambda: write_item(
            episode=episode, topic="feeding", text=text, by=people.an, now=LATER, item=item
        )

    conflicts = refusals(at_once(*(write(text) for text in "abcd")))
    assert len(conflicts) == 3
    assert all(isinstance(conflict, Conflict) for conflict in conflicts)
    assert PlanItem.objects.count() == 1


def test_of_two_who_take_over_at_once_one_does_and_one_coordinator_is_left(
    episode: PregnancyEpisode, people: Cast
) -> None:
    seen = give_coordinator(episode, people.an)
    gps = [account(f"gp{number}", "gp") for number in range(2)]
    members = [joined(episode, gp, people.an) for gp in gps]

    def take_over(to: int) -> Deed:
        return lambda: hand_over_coordination(
            to_membership_id=members[to].pk, seen=seen.pk, by=gps[to], now=LATER, intensity="usual"
        )

    (refused,) = refusals(at_once(take_over(0), take_over(1)))
    assert "somebody else coordinates by now" in str(refused)
    current = coordinator_of(episode)
    assert current is not None
    assert current.membership in members
    assert Coordination.objects.filter(until=None).count() == 1
    assert Coordination.objects.count() == 2


def test_who_says_yes_while_another_takes_over_is_told_so(episode: PregnancyEpisode, people: Cast) -> None:
    seen = give_coordinator(episode, people.an)
    asked, other = account("george", "gp"), account("greet", "gp")
    places = [joined(episode, gp, people.an) for gp in (asked, other)]
    proposal = hand_over_coordination(
        to_membership_id=places[0].pk, seen=seen.pk, by=people.an, now=LATER, intensity="usual"
    ).proposal
    assert proposal is not None

    def accept() -> object:
        return accept_coordination(proposal_id=proposal.pk, by=asked, now=LATER)

    def take_over() -> object:
        return hand_over_coordination(
            to_membership_id=places[1].pk, seen=seen.pk, by=other, now=LATER, intensity="usual"
        )

    (refused,) = refusals(at_once(accept, take_over))
    assert "by now" in str(refused) or "no longer asked" in str(refused)
    assert Coordination.objects.filter(until=None).count() == 1
    assert Coordination.objects.count() == 2


@pytest.mark.around_flows
@pytest.mark.around_flows
def test_without_the_lock_the_database_still_lets_one_coordinator_through(
    episode: PregnancyEpisode, people: Cast
) -> None:
    members = [joined(episode, account(f"gp{number}", "gp"), people.an) for number in range(4)]

    def take_over(to: int) -> Deed:
        return lambda: coordinate(membership=members[to], intensity="usual", by=people.an, now=LATER)

    refusals(at_once(*(take_over(number) for number in range(4))))
    assert Coordination.objects.filter(until=None).count() == 1


def test_who_is_removed_while_writing_has_written_or_has_not_and_is_out(
    episode: PregnancyEpisode, people: Cast
) -> None:
    gp = account("george", "midwife")
    membership = joined(episode, gp, people.an)

    def remove() -> object:
        return remove_member(membership_id=membership.pk, by=people.an, now=LATER)

    def write() -> object:
        return record_fact(episode_id=episode.pk, value=born(), by=gp, now=LATER)

    refused = refusals(at_once(remove, write))
    assert len(refused) == (0 if Entry.objects.filter(kind="births").exists() else 1)
    with pytest.raises(Refusal, match="for you"):
        write()


def test_accepted_twice_at_once_is_accepted_once(episode: PregnancyEpisode, people: Cast) -> None:
    gp = account("george", "gp")
    membership = invited(episode, gp, people.an)

    def accept() -> object:
        return accept_invitation(membership_id=membership.pk, by=gp, now=LATER)

    assert refusals(at_once(accept, accept)) == []
    assert MembershipStep.objects.count() == 1
