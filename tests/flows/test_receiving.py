"""What comes from a device: once, in its own count, and whatever becomes of it is kept."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows import receive as receiving
from kraamkring.flows.build_network import leave_network
from kraamkring.flows.own_devices import device_shown, revoke, see_devices, token_of
from kraamkring.flows.quarantine import let_rest, see_decisions, see_quarantine, take_up
from kraamkring.flows.receive import Item, Reception, Sender, receive
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.devices.models import Device, Received, Settlement
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry, Observation
from tests.cast import LATER, Cast, account, booked, born, joined

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
PHONE = UUID("0199b4e7-3c60-7000-8000-00000000aaaa")


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    episode = booked(people.an).episode
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    return episode


def visit(episode: PregnancyEpisode, sequence: int, **otherwise: Any) -> Item:
    known = {
        "id": new_id(LATER), "sequence": sequence, "family": episode.pk, "kind": "visit",
        "said_at": LATER + sequence * timedelta(minutes=1), "body": {"who": ["mother"], "kind": "phone"},
    }  # fmt: skip
    return Item(**(known | otherwise))


def sent(
    by: User | None,
    *items: Item,
    now: Any = LATER + HOUR,
    device: UUID = PHONE,
    ahead: Any = 0 * HOUR,
    owner: User | None = None,
) -> Reception:
    whose = owner or by
    sender = Sender(
        device=device, owner=whose.pk if whose else UUID(int=0), name="Chrome on Android",
        sent_at=now + ahead, by=by,
    )  # fmt: skip
    return receive(sender=sender, items=items, now=now)


def states(reception: Reception) -> list[str]:
    return [answer.state for answer in reception.answers]


def visits() -> int:
    return Entry.objects.filter(kind="contacts").count()


def test_a_replay_writes_nothing_twice_and_is_answered_the_same(
    episode: PregnancyEpisode, people: Cast
) -> None:
    items = [visit(episode, 1), visit(episode, 2)]
    assert states(sent(people.an, *items)) == ["accepted", "accepted"]
    assert states(sent(people.an, *reversed(items), now=LATER + 5 * HOUR)) == ["accepted", "accepted"]
    assert (visits(), Received.objects.count()) == (2, 2)
    assert Entry.objects.get(pk=items[0].id).effective_at == items[0].said_at
    assert {row["body"].__len__() for row in Received.objects.values("body")} == {0}  # it is in the record


def test_gaps_in_the_count_are_told_and_close(episode: PregnancyEpisode, people: Cast) -> None:
    heard = sent(people.an, visit(episode, 1), visit(episode, 4), visit(episode, 7)).heard
    assert (heard.up_to, heard.gaps, heard.last) == (1, ((2, 3), (5, 6)), 7)
    heard = sent(people.an, visit(episode, 3), visit(episode, 2)).heard
    assert (heard.up_to, heard.gaps, heard.last) == (4, ((5, 6),), 7)
    (mine,) = see_devices(by=people.an)
    assert mine.heard == heard


def test_a_refused_item_keeps_its_words_and_the_rest_goes_on(episode: PregnancyEpisode, people: Cast) -> None:
    unborn = visit(episode, 1, body={"who": ["newborn-4"], "kind": "home_visit"})
    reception = sent(people.an, unborn, visit(episode, 2))
    assert states(reception) == ["refused", "accepted"]
    row = Received.objects.get(pk=unborn.id)
    assert (row.why, row.body) == ("refused", {"who": ["newborn-4"], "kind": "home_visit"})
    assert row.problem
    assert states(sent(people.an, unborn)) == ["refused"]
    assert reception.heard.up_to == 2


@pytest.mark.parametrize(
    ("spoiled", "why"),
    [
        ({"family": UUID(int=9)}, "no_relation"),
        ({"kind": "telepathy"}, "unknown_kind"),
        ({"body": {"who": [["mother"]]}}, "unreadable"),
        ({"body": {"who": ["mother"], "at": "yesterday"}}, "unreadable"),
    ],
)
def test_what_cannot_be_taken_up_waits(
    episode: PregnancyEpisode, people: Cast, spoiled: dict[str, Any], why: str
) -> None:
    item = visit(episode, 1, **spoiled)
    assert states(sent(people.an, item)) == ["quarantined"]
    assert (Received.objects.get().why, visits()) == (why, 0)
    (mine,) = see_quarantine(by=people.an, now=LATER + HOUR).mine
    assert mine.received.body == item.body


def test_after_her_part_in_the_network_ended_it_waits_for_who_may_write_there(
    episode: PregnancyEpisode, people: Cast
) -> None:
    carer = account("mia", "maternity_carer")
    place = joined(episode, carer, people.an)
    leave_network(membership_id=place.pk, by=carer, now=LATER + HOUR)
    item = visit(episode, 1)
    assert states(sent(carer, item, now=LATER + 48 * HOUR)) == ["quarantined"]
    assert AuditEvent.objects.filter(action="refused", actor=carer, episode=episode).exists()
    (hers,) = see_quarantine(by=carer, now=LATER + 48 * HOUR).mine
    assert (hers.received.why, hers.episode, hers.may_take) == ("no_relation", None, False)
    with pytest.raises(NotThere):
        take_up(received_id=item.id, by=carer, now=LATER + 48 * HOUR, id=uuid4())
    (seen,) = see_quarantine(by=people.an, now=LATER + 49 * HOUR).others
    assert AuditEvent.objects.filter(what="quarantine", actor=people.an, episode=episode).count() == 1
    decision = uuid4()
    for _again in range(2):
        take_up(received_id=seen.received.pk, by=people.an, now=LATER + 49 * HOUR, id=decision)
    entry = Entry.objects.get(kind="contacts")
    assert (entry.pk, entry.author, entry.effective_at) == (item.id, people.an, item.said_at)
    with pytest.raises(Refusal, match="decided about this before you"):
        let_rest(received_id=item.id, reason="x", by=carer, now=LATER + 50 * HOUR, id=uuid4())
    assert not see_quarantine(by=carer, now=LATER + 50 * HOUR).mine
    assert states(sent(carer, item, now=LATER + 51 * HOUR)) == ["quarantined"]


def test_who_only_reads_that_part_and_who_is_elsewhere_see_nothing(
    episode: PregnancyEpisode, people: Cast
) -> None:
    item = visit(episode, 1)
    sent(people.an, item)  # registers the phone
    revoke(device_id=PHONE, by=people.an, now=LATER + HOUR)
    waits = visit(episode, 2)
    assert states(sent(people.an, waits)) == ["quarantined"]
    buddy = account("buddy", "buddy")
    joined(episode, buddy, people.an)
    for nobody in (buddy, people.stranger):
        assert see_quarantine(by=nobody, now=LATER + HOUR) == ((), ())
        with pytest.raises(NotThere):
            let_rest(received_id=waits.id, reason="x", by=nobody, now=LATER + HOUR, id=uuid4())
    with pytest.raises(Refusal, match="no reason"):
        let_rest(received_id=waits.id, reason=" ", by=people.an, now=LATER + HOUR, id=uuid4())
    let_rest(received_id=waits.id, reason="The phone was stolen", by=people.an, now=LATER + HOUR, id=uuid4())
    assert Settlement.objects.get().what == "rests"
    assert visits() == 1


def test_only_she_revokes_and_once(episode: PregnancyEpisode, people: Cast) -> None:
    sent(people.an)
    with pytest.raises(NotThere):
        revoke(device_id=PHONE, by=people.colleague, now=LATER)
    revoke(device_id=PHONE, by=people.an, now=LATER + HOUR)
    revoke(device_id=PHONE, by=people.an, now=LATER + 2 * HOUR)
    assert Device.objects.get().revoked_at == LATER + HOUR
    assert sent(people.an).device.revoked_at


def test_what_somebody_else_or_nobody_sends_is_not_written_as_hers(
    episode: PregnancyEpisode, people: Cast
) -> None:
    sent(people.an)
    assert states(sent(people.colleague, visit(episode, 1))) == ["quarantined"]
    assert states(sent(None, visit(episode, 2))) == ["quarantined"]
    assert list(Received.objects.order_by("sequence").values_list("why", "delivered_by")) == [
        ("another_person", people.colleague.pk),
        ("signed_out", None),
    ]
    with pytest.raises(NotThere):
        sent(None, visit(episode, 3), device=uuid4())


def test_a_device_is_first_heard_from_its_owner_alone(episode: PregnancyEpisode, people: Cast) -> None:
    """Given a phone of An's that was never heard, when her colleague is signed in there, then it keeps everything:
    otherwise what An wrote would be the colleague's."""
    for other in (people.colleague, None):
        with pytest.raises(NotThere):
            sent(other, visit(episode, 1), owner=people.an)
    assert (Device.objects.count(), Received.objects.count(), visits()) == (0, 0, 0)
    assert states(sent(people.an, visit(episode, 1))) == ["accepted"]
    assert states(sent(people.colleague, visit(episode, 2), owner=people.an)) == ["quarantined"]
    assert Received.objects.get(sequence=2).why == "another_person"


def test_a_count_or_an_id_that_was_used_for_something_else_is_kept_beside(
    episode: PregnancyEpisode, people: Cast
) -> None:
    first = visit(episode, 1)
    sent(people.an, first)
    again = visit(episode, 1)
    other = visit(episode, 2, id=first.id, body={"who": ["mother"], "kind": "video"})
    for _twice in range(2):
        assert states(sent(people.an, again, other)) == ["quarantined", "quarantined"]
    assert list(Received.objects.order_by("received_at", "sequence").values_list("why", flat=True)) == [
        "", "count_used", "id_used",
    ]  # fmt: skip
    assert sent(people.an).heard.up_to == 1


def test_its_author_learns_what_was_decided_and_who_left_learns_no_more_than_that(
    episode: PregnancyEpisode, people: Cast
) -> None:
    carer, now = account("mia", "maternity_carer"), LATER + 3 * HOUR
    place = joined(episode, carer, people.an)
    one, other, third = (visit(episode, number, kind="telepathy") for number in (1, 2, 3))
    sent(carer, one, other, third)
    ids = [one.id, other.id, third.id]

    def told(by: User, device: UUID = PHONE) -> list[tuple[UUID, str, str, str]]:
        found = see_decisions(device_id=device, items=ids, by=by, now=now)
        return [(each.received.item, each.what, each.by, each.reason) for each in found]

    assert told(carer) == []
    Settlement.objects.create(id=uuid4(), received_id=one.id, what="taken_up", by=people.an, at=now)
    Settlement.objects.create(
        id=uuid4(), received_id=other.id, what="rests", reason="Stands there twice", by=people.an, at=now
    )
    looks = AuditEvent.objects.filter(actor=carer, what="quarantine", episode=episode)
    assert told(carer) == [(one.id, "taken_up", "An", ""), (other.id, "rests", "An", "Stands there twice")]
    assert looks.count() == 1
    assert told(people.an) == []
    assert told(carer, uuid4()) == []
    leave_network(membership_id=place.pk, by=carer, now=now)
    assert told(carer) == [(one.id, "taken_up", "", ""), (other.id, "rests", "", "")]
    assert looks.count() == 1
    let_rest(received_id=third.id, reason="My own slip", by=carer, now=now, id=uuid4())
    assert told(carer)[2:] == [(third.id, "rests", "Mia", "My own slip")]


def test_what_waits_is_taken_up_as_a_change_of_what_stands(episode: PregnancyEpisode, people: Cast) -> None:
    """Given a refused pulse and its mended value that waited, then the mended one can be taken up."""
    body = {"who": "mother", "what": "pulse_per_min", "value": 7000}
    impossible = visit(episode, 1, kind="observation", body=body)
    mended = visit(episode, 2, kind="observation", body=body | {"value": 72, "corrects": str(impossible.id)})
    assert states(sent(people.an, impossible)) == ["refused"]
    assert states(sent(people.colleague, mended)) == ["quarantined"]
    take_up(received_id=mended.id, by=people.an, now=LATER + 2 * HOUR, id=uuid4())
    assert Observation.objects.get(pk=mended.id).value == 72


def test_what_corrects_something_that_waits_waits_too(episode: PregnancyEpisode, people: Cast) -> None:
    waits = visit(episode, 1, kind="telepathy")
    follows = visit(episode, 2, body={"who": ["mother"], "corrects": str(waits.id)})
    assert states(sent(people.an, waits, follows)) == ["quarantined", "quarantined"]
    assert Received.objects.get(pk=follows.id).why == "after_another"


def test_a_device_whose_clock_is_wrong_is_not_believed(episode: PregnancyEpisode, people: Cast) -> None:
    """Given a phone that is a day ahead, then what it calls tomorrow was today; both times are kept."""
    item = visit(episode, 1, said_at=LATER + 24 * HOUR)
    assert states(sent(people.an, item, ahead=24 * HOUR)) == ["accepted"]
    assert Entry.objects.get(pk=item.id).effective_at == LATER
    row = Received.objects.get()
    assert (row.said_at, row.ahead_ms) == (LATER + 24 * HOUR, 24 * 3600 * 1000)


def test_what_breaks_inside_stays_on_the_device(
    episode: PregnancyEpisode, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_given: object) -> None:
        raise RuntimeError

    broken = receiving.KINDS["visit"]._replace(write=breaks)
    monkeypatch.setitem(receiving.KINDS, "broken", broken)
    bad = visit(episode, 1, kind="broken")
    assert states(sent(people.an, bad, visit(episode, 2))) == ["later", "accepted"]
    assert sent(people.an).heard.gaps == ((1, 1),)
    monkeypatch.delitem(receiving.KINDS, "broken")
    assert states(sent(people.an, bad)) == ["quarantined"]


def test_a_token_of_a_device_cannot_be_made_up(people: Cast) -> None:
    sent(people.an)
    device = Device.objects.get()
    assert device_shown(token_of(device)) == device
    assert device_shown(f"{device.pk}.x") is None
    assert device_shown("") is None


def test_a_value_that_somebody_corrected_first_waits_and_one_after_a_refused_one_stands(
    episode: PregnancyEpisode, people: Cast
) -> None:
    def pulse(sequence: int, value: float, **more: Any) -> Item:
        body = {"who": "mother", "what": "pulse_per_min", "value": value, "because": "typed_again", **more}
        return visit(episode, sequence, kind="observation", body=body)

    first = pulse(1, 70)
    impossible = pulse(2, 7000, corrects=str(first.id))
    mended = pulse(3, 72, corrects=str(impossible.id))
    assert states(sent(people.an, first, impossible, mended)) == ["accepted", "refused", "accepted"]
    assert Observation.objects.get(pk=mended.id).corrects_id == first.id
    late = pulse(4, 74, corrects=str(first.id))
    assert states(sent(people.an, late)) == ["quarantined"]
    assert Received.objects.get(pk=late.id).why == "conflict"
