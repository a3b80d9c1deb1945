"""Everyone concerned is told, once, in her language, by her preference; and silence is silence."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.build_network import accept_invitation, leave_network
from kraamkring.flows.links import LINKS
from kraamkring.flows.telling import keys_of, silence, tell, tell_address, tell_invited, tell_person
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.messages.queries import under_keys
from kraamkring.rooms.network.actions import Invited, invite
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import LATER, Cast, account, booked, give_coordinator, invited, joined

pytestmark = pytest.mark.django_db

NIGHT = datetime(2026, 10, 5, 22, 30, tzinfo=UTC)
MORNING = datetime(2026, 10, 6, 5, 0, tzinfo=UTC)  # 07:00 in Brussels


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


def told(episode: PregnancyEpisode, by: User, at: datetime = LATER, **more: object) -> list[Message]:
    known = {"what": "plan", "because": UUID(int=7), "template": "plan_changed", "link": "plan"}
    return tell(episode=episode, by=by, now=at, **(known | more))


def addresses(messages: list[Message]) -> set[str]:
    return {message.address for message in messages}


def test_every_member_is_told_but_who_did_it(people: Cast, episode: PregnancyEpisode) -> None:
    give_coordinator(episode, people.an)
    gp = account("gp", "gp", people.practice)
    joined(episode, gp, people.an)
    invited(episode, account("paed", "paediatrician"), people.an)  # she has not accepted
    assert addresses(told(episode, gp)) == {"an@example.org"}


def test_the_same_news_is_one_message_for_ever(people: Cast, episode: PregnancyEpisode) -> None:
    gp = account("gp", "gp", people.practice)
    joined(episode, gp, people.an)
    first = told(episode, people.an)
    again = told(episode, people.an, at=LATER + timedelta(hours=3))
    assert [each.pk for each in first] == [each.pk for each in again]
    assert len(told(episode, people.an, because=UUID(int=8))) == 1
    assert Message.objects.filter(template="plan_changed").count() == 2


def test_who_is_in_two_roles_is_told_once(people: Cast, episode: PregnancyEpisode) -> None:
    midwife = account("mia", "midwife", people.practice)
    joined(episode, midwife, people.an)
    joined(episode, midwife, people.an, role="lactation_consultant")
    assert len(told(episode, people.an)) == 1


def test_until_somebody_coordinates_who_booked_is_told(people: Cast, episode: PregnancyEpisode) -> None:
    gp = account("gp", "gp", people.practice)
    joined(episode, gp, people.an)
    assert addresses(told(episode, gp)) == {"an@example.org"}
    assert addresses(told(episode, gp, because=UUID(int=8), to=["coordinator"])) == {"an@example.org"}
    joined(episode, account("co", "midwife", people.practice), people.an)
    assert "an@example.org" in addresses(told(episode, gp, because=UUID(int=9)))


def test_roles_are_chosen_and_the_coordinator_by_her_task(people: Cast, episode: PregnancyEpisode) -> None:
    give_coordinator(episode, people.an)
    gp, ward = account("gp", "gp"), account("ward", "ward_midwife")
    joined(episode, gp, people.an)
    joined(episode, ward, people.an)
    assert addresses(told(episode, ward, to=["gp"])) == {"gp@example.org"}
    assert addresses(told(episode, ward, to=["coordinator"], because=UUID(int=8))) == {"an@example.org"}


def test_who_left_is_not_told(people: Cast, episode: PregnancyEpisode) -> None:
    gp = account("gp", "gp")
    place = joined(episode, gp, people.an)
    leave_network(membership_id=place.pk, by=gp, now=LATER)
    assert told(episode, people.an) == []


def test_by_text_message_if_she_prefers_it(people: Cast, episode: PregnancyEpisode) -> None:
    gp = account("gp", "gp")
    joined(episode, gp, people.an)
    User.objects.filter(pk=gp.pk).update(phone="+32470123456", told_by="sms", language="fr")
    (message,) = told(episode, people.an)
    assert (message.channel, message.address, message.language) == ("sms", "+32470123456", "fr")


@pytest.mark.parametrize(
    ("address", "channel", "where"),
    [
        ("dokter@example.org", "email", "dokter@example.org"),
        ("0470 12 34 56", "sms", "+32470123456"),
        ("Dorpsstraat 1", None, None),
        ("", None, None),
    ],
)
def test_somebody_without_an_account(
    people: Cast, episode: PregnancyEpisode, address: str, channel: str | None, where: str | None
) -> None:
    place = Invited(role="gp", name="Dokter Peeters", address=address)
    member = invite(episode=episode, invited=place, by=people.an, now=LATER)
    accept_invitation(membership_id=member.pk, by=people.an, now=LATER)
    messages = told(episode, people.an)
    assert [(m.channel, m.address, m.language) for m in messages] == (
        [(channel, where, "nl")] if channel else []
    )


def test_at_night_it_waits_and_a_red_flag_does_not(people: Cast, episode: PregnancyEpisode) -> None:
    joined(episode, account("gp", "gp"), people.an)
    (waiting,) = told(episode, people.an, at=NIGHT)
    (urgent,) = told(episode, people.an, at=NIGHT, because=UUID(int=8), template="urgent", urgent=True)
    assert (waiting.not_before, urgent.not_before) == (MORNING, NIGHT)
    assert (waiting.urgency, urgent.urgency) == ("ordinary", "red_flag")


def test_silence_cancels_what_waits_and_the_next_news_goes_out(
    people: Cast, episode: PregnancyEpisode
) -> None:
    joined(episode, account("gp", "gp"), people.an)
    told(episode, people.an, at=NIGHT)
    silence(episode=episode, why="loss", by=people.an, now=NIGHT)
    told(episode, people.an, at=NIGHT, because=UUID(int=8))
    plan = under_keys(keys_of(episode)).filter(template="plan_changed")
    states = [message.state for message in plan]
    assert sorted(states) == ["cancelled", "created"]


def test_an_appointment_goes_to_the_calendar(people: Cast, episode: PregnancyEpisode) -> None:
    joined(episode, account("gp", "gp"), people.an)
    context = {
        "appointment": str(new_id(LATER)),
        "sequence": 1,
        "start": "2026-10-06T09:00:00+00:00",
        "end": "2026-10-06T10:00:00+00:00",
        "zone": "Europe/Brussels",
    }
    (message,) = told(episode, people.an, template="appointment_made", context=context)
    assert message.channel == "icalendar"


def test_nothing_is_told_of_what_was_rolled_back(people: Cast, episode: PregnancyEpisode) -> None:
    joined(episode, account("gp", "gp"), people.an)
    with transaction.atomic():
        assert len(told(episode, people.an)) == 1
        transaction.set_rollback(True)
    assert not Message.objects.filter(template="plan_changed").exists()


def test_an_invitation_and_one_address(people: Cast, episode: PregnancyEpisode) -> None:
    place = invited(episode, account("gp", "gp"), people.an)
    message = tell_invited(membership=place, by=people.an, now=LATER)
    assert message is not None
    assert message.template == "invitation"
    known = {"what": "home", "because": UUID(int=9), "template": "homecoming", "by": people.an, "now": LATER}
    assert tell_address(episode=episode, address="huisarts@example.org", **known) is not None
    assert tell_address(episode=episode, address="om de hoek", **known) is None
    assert tell_person(episode=episode, who=people.an, **known) is not None


def test_links_hold_ids_and_nothing_else(people: Cast, episode: PregnancyEpisode) -> None:
    joined(episode, account("gp", "gp"), people.an)
    for number, link in enumerate(LINKS):
        (message,) = told(episode, people.an, because=UUID(int=number), link=link)
        assert message.context["link"].startswith("http://localhost:8000/")
        assert (
            message.context["link"]
            .removeprefix("http://localhost:8000")
            .replace(str(episode.pk), "{episode}")
            == (LINKS[link])
        )
