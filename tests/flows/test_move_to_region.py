"""A family moves: the pathway is dated anew, nothing hangs in the air, and everybody concerned hears of it."""

from datetime import date, datetime, timedelta

import pytest

from kraamkring.core.facts import Appointment as Agreed
from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.flows.move_to_region import move_to_region
from kraamkring.flows.see_pathway import see_pathway
from kraamkring.flows.write_in_record import write_in_record
from kraamkring.rooms.careplan.models import Activity
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.network.queries import coordinator_of
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry
from tests.cast import BOOKED, Cast, account, booked, cast, give_coordinator, joined

NOW = BOOKED + timedelta(weeks=20)
ON = date(2026, 8, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def family(people: Cast) -> PregnancyEpisode:
    episode = booked(people.an).episode
    give_coordinator(episode, people.an, at=BOOKED + timedelta(hours=1))
    return episode


def promised(family: PregnancyEpisode) -> dict[str, Activity]:
    return {row.key: row for row in Activity.objects.filter(episode=family)}


def test_from_that_day_the_protocol_there_answers_for_what_is_open(
    people: Cast, family: PregnancyEpisode
) -> None:
    before = promised(family)
    moved = move_to_region(episode_id=family.pk, to="be-wal", on=ON, by=people.an, now=NOW)
    after = promised(family)
    assert moved.entry.kind == "moves"
    assert before.keys() <= after.keys()
    assert {row.protocol for row in before.values()} == {"be-vlg"}
    assert after["blood-spot/newborn-1/birth/1"].protocol == "be-wal"
    gone = after["home-care-intake/mother/booking/1"]
    assert gone.protocol == "be-vlg"


def test_nothing_that_is_derived_hangs_in_the_air(people: Cast, family: PregnancyEpisode) -> None:
    """Every promise that is kept is derived, and every one that is not says in words why."""
    move_to_region(episode_id=family.pk, to="be-wal", on=ON, by=people.an, now=NOW)
    seen = see_pathway(episode_id=family.pk, by=people.an, now=NOW)
    derived = {found.promise.key for found in seen.activities}
    for key, row in promised(family).items():
        assert (key in derived) or row.withdrawn, key
        assert row.withdrawn is None or row.withdrawn["code"] != "corrected"


def test_the_plan_shows_what_is_gone_in_each_language(people: Cast, family: PregnancyEpisode) -> None:
    early = BOOKED + timedelta(weeks=2)
    move_to_region(episode_id=family.pk, to="be-dg", on=early.date(), by=people.an, now=early)
    gone = promised(family)["home-care-intake/mother/booking/1"].withdrawn
    assert gone["code"] == "moved"
    assert gone["filling"]["region"].keys() == {"nl", "fr", "de", "en"}


def test_everybody_concerned_is_told_and_the_network_stays(people: Cast, family: PregnancyEpisode) -> None:
    doctor, mother = account("griet", "gynaecologist"), account("leen", "mother")
    for user in (doctor, mother):
        joined(family, user, people.an, at=BOOKED + timedelta(days=1))
    before = Message.objects.count()
    move_to_region(episode_id=family.pk, to="be-wal", on=ON, by=people.an, now=NOW)
    told = Message.objects.order_by("created_at", "id")[before:]
    assert {message.address for message in told} == {doctor.email, mother.email}
    assert {message.template for message in told} == {"plan_changed"}
    task = coordinator_of(family)
    assert task is not None
    assert task.membership.user == people.an


def test_what_was_arranged_for_care_that_ends_there_is_said(people: Cast, family: PregnancyEpisode) -> None:
    start = datetime(2026, 4, 1, 9, tzinfo=NOW.tzinfo)
    early = BOOKED + timedelta(weeks=1)
    agreed = Agreed(
        care="home_care_intake",
        start=start,
        end=start + timedelta(hours=1),
        role="maternity_carer",
        accepted=True,
    )
    make_appointment(episode_id=family.pk, appointment=agreed, by=people.an, now=early, with_whom="Kraamzorg")
    later = early + timedelta(days=2)
    moved = move_to_region(episode_id=family.pk, to="be-wal", on=date(2026, 3, 20), by=people.an, now=later)
    assert [each.activity.promise.card.activity for each in moved.outside] == ["home-care-intake"]
    assert moved.outside[0].start == start


def test_sent_again_it_writes_and_tells_nothing(people: Cast, family: PregnancyEpisode) -> None:
    joined(family, account("griet", "gynaecologist"), people.an, at=BOOKED + timedelta(days=1))
    first = move_to_region(episode_id=family.pk, to="be-wal", on=ON, by=people.an, now=NOW)
    before = Entry.objects.count(), Message.objects.count()
    again = move_to_region(
        episode_id=family.pk,
        to="be-wal",
        on=ON,
        by=people.an,
        now=NOW + timedelta(minutes=5),
        id=first.entry.pk,
    )
    assert again.entry == first.entry
    assert (Entry.objects.count(), Message.objects.count()) == before


@pytest.mark.parametrize(("to", "said"), [("fr-75", "no protocol"), ("be-vlg", "already")])
def test_an_unknown_region_or_the_same_one_is_refused(
    people: Cast, family: PregnancyEpisode, to: str, said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        move_to_region(episode_id=family.pk, to=to, on=ON, by=people.an, now=NOW)
    assert not Entry.objects.filter(kind="moves").exists()


def test_who_has_nothing_to_do_with_them_cannot_move_them(people: Cast, family: PregnancyEpisode) -> None:
    with pytest.raises(NotThere):
        move_to_region(episode_id=family.pk, to="be-wal", on=ON, by=people.stranger, now=NOW)


def test_back_again_is_a_move_too_and_the_record_page_takes_the_same_way(
    people: Cast, family: PregnancyEpisode
) -> None:
    from kraamkring.core.facts import Move
    from kraamkring.core.kernel.identifiers import new_id

    move_to_region(episode_id=family.pk, to="be-wal", on=ON, by=people.an, now=NOW)
    back = Move(on=date(2026, 8, 20), to="be-vlg")
    write_in_record(episode_id=family.pk, kind="moves", value=back, id=new_id(NOW), by=people.an, now=NOW)
    assert promised(family)["blood-spot/newborn-1/birth/1"].protocol == "be-vlg"
    with pytest.raises(Refusal, match="already"):
        write_in_record(
            episode_id=family.pk,
            kind="moves",
            value=Move(on=date(2026, 8, 25), to="be-vlg"),
            id=new_id(NOW),
            by=people.an,
            now=NOW,
        )
