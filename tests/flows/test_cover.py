"""A colleague covers: asked, accepted, for a time; what she sees, what is told, and how it ends."""

from datetime import timedelta
from uuid import UUID

import pytest

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.admitting import admit
from kraamkring.flows.build_network import leave_network
from kraamkring.flows.change_due_date import change_due_date
from kraamkring.flows.cover import accept_cover, ask_cover, end_cover, see_covers
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.see_families import see_families
from kraamkring.flows.see_network import see_network
from kraamkring.flows.see_record import see_record
from kraamkring.flows.telling import concerned, person_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.messages.queries import states_of
from kraamkring.rooms.network.models import Cover, Membership
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import BOOKED, LATER, Cast, account, booked, cast, joined

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def griet(people: Cast) -> User:
    """A maternity carer of the practice, and a member of Leen's network."""
    return account("griet", "maternity_carer", people.practice)


@pytest.fixture
def hilde(db: None) -> User:
    """A maternity carer who works alone."""
    return account("hilde", "maternity_carer")


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    return booked(people.stranger).episode  # registered elsewhere: the practice sees nothing of it


def asked(whose: User, who: User, by: User | None = None, days: int = 3, id: UUID | None = None) -> Cover:
    return ask_cover(
        covered=whose.pk, by_whom=who.pk, since=LATER, until=LATER + days * DAY, by=by or whose, now=LATER,
        id=id or new_id(LATER),
    )  # fmt: skip


def covers(whose: User, who: User, **more: int) -> Cover:
    cover = asked(whose, who, **more)
    accept_cover(cover_id=cover.pk, by=who, now=LATER)
    return cover


def sees(
    user: User, episode: PregnancyEpisode, module: str = "plan", act: str = "read", days: float = 0
) -> bool:
    try:
        admit(user, episode.pk, LATER + days * DAY, module, act=act)  # type: ignore[arg-type]
    except (NotThere, NotAllowed):
        return False
    return True


def test_given_a_question_then_nothing_is_seen_until_she_has_accepted_and_nothing_after(
    people: Cast, griet: User, episode: PregnancyEpisode
) -> None:
    joined(episode, griet, people.stranger)
    bea = account("bert", "maternity_carer", people.practice)
    cover = asked(griet, bea)
    assert not sees(bea, episode)
    accept_cover(cover_id=cover.pk, by=bea, now=LATER)
    assert sees(bea, episode)
    assert sees(bea, episode, "postnatal", "write")
    assert not sees(bea, episode, "prenatal"), "never more than the role of who is covered"
    assert not sees(bea, episode, days=3), "it ended by itself"
    end_cover(cover_id=cover.pk, by=griet, now=LATER + DAY)
    assert not sees(bea, episode, days=1)


def test_a_midwife_who_covers_for_a_maternity_carer_is_none_of_her_own_there(
    people: Cast, griet: User, episode: PregnancyEpisode
) -> None:
    joined(episode, griet, people.stranger)
    covers(griet, people.an)
    assert sees(people.an, episode, "postnatal", "write")
    assert not sees(people.an, episode, "prenatal")
    with pytest.raises(NotAllowed):
        change_due_date(
            episode_id=episode.pk,
            due_on=BOOKED.date() + 200 * DAY,
            set_on=BOOKED.date(),
            by=people.an,
            now=LATER,
        )


def test_what_is_done_stands_in_the_log_with_for_whom(
    people: Cast, griet: User, episode: PregnancyEpisode
) -> None:
    joined(episode, griet, people.stranger)
    covers(griet, people.an)
    see_record(episode_id=episode.pk, by=people.an, now=LATER)
    row = AuditEvent.objects.get(actor=people.an, what="record")
    assert (row.ground, row.covered, row.episode_id) == ("cover", griet, episode.pk)


def test_the_circle_shows_who_covers_and_messages_reach_her_too(
    people: Cast, griet: User, episode: PregnancyEpisode
) -> None:
    joined(episode, griet, people.stranger)
    covers(griet, people.an)
    seen = see_network(episode_id=episode.pk, by=people.stranger, now=LATER)
    assert [(each.covered, each.by_whom) for each in seen.covers] == [(griet, people.an)]
    assert people.an.pk in {person_of(who) for who in concerned(episode, LATER, ("maternity_carer",))}
    assert people.an.pk not in {person_of(who) for who in concerned(episode, LATER + 3 * DAY)}
    assert see_network(episode_id=episode.pk, by=people.stranger, now=LATER + 3 * DAY).covers == ()


def test_the_families_of_who_is_covered_stand_in_her_list(people: Cast, episode: PregnancyEpisode) -> None:
    mia = account("mia", "midwife", people.practice)
    joined(episode, mia, people.stranger)
    assert see_families(by=people.an, now=LATER).families == ()
    covers(mia, people.an)
    assert [each.episode for each in see_families(by=people.an, now=LATER).families] == [episode]


def test_given_that_she_who_is_covered_leaves_the_network_then_so_does_who_covers(
    people: Cast, griet: User, episode: PregnancyEpisode
) -> None:
    place = joined(episode, griet, people.stranger)
    covers(griet, people.an)
    leave_network(membership_id=place.pk, by=griet, now=LATER + DAY / 2)
    assert sees(people.an, episode)
    assert not sees(people.an, episode, days=1)


def test_what_she_registered_is_covered_and_what_her_colleagues_did_is_not(people: Cast, hilde: User) -> None:
    own, colleagues = booked(people.an).episode, booked(people.colleague).episode
    joined(own, hilde, people.an)
    covers(people.an, hilde)
    assert sees(hilde, own)
    assert not sees(hilde, colleagues), "that she sees by working there, which is not hers to pass on"


def test_nobody_covers_for_whom_she_covers_for(people: Cast, griet: User, episode: PregnancyEpisode) -> None:
    joined(episode, griet, people.stranger)
    covers(griet, people.an)
    covers(people.an, people.colleague)
    assert not sees(people.colleague, episode)


def test_shielded_only_once_the_mother_agreed_with_who_covers(people: Cast, hilde: User) -> None:
    episode = booked(people.an).episode
    joined(episode, hilde, people.an)
    elsewhere = account("mia", "midwife")
    joined(episode, elsewhere, people.an)
    place = Membership.objects.get(user=elsewhere)
    covers(people.an, elsewhere)
    leave_network(membership_id=place.pk, by=elsewhere, now=LATER)
    assert sees(elsewhere, episode, "prenatal")
    assert not sees(elsewhere, episode, "psychosocial")
    give_consent(
        episode_id=episode.pk, module="psychosocial", given=True, user=elsewhere, by=people.an, now=LATER
    )
    assert sees(elsewhere, episode, "psychosocial")


def test_who_may_be_asked_and_by_whom(people: Cast, griet: User, hilde: User) -> None:
    planner = account("pia", "planner", people.practice)
    assert asked(people.an, griet, by=planner).asked_by == planner
    with pytest.raises(NotThere):
        asked(people.an, griet, by=people.colleague)  # a colleague does not decide it
    with pytest.raises(NotThere):
        asked(people.an, people.stranger)  # they do not work together
    with pytest.raises(NotThere):
        asked(people.stranger, griet, by=planner)  # of another organisation
    episode = booked(people.an).episode
    joined(episode, hilde, people.an)
    assert asked(people.an, hilde).by_whom == hilde, "of her own network she names whom she will"
    with pytest.raises(NotThere):
        asked(people.an, hilde, by=planner)
    with pytest.raises(NotAllowed):
        see_covers(by=account("leen", "mother"), now=LATER)


def test_a_time_that_is_no_time(people: Cast) -> None:
    for days in (0, -1, 184):
        with pytest.raises(Refusal):
            asked(people.an, people.colleague, days=days)
    assert not Cover.objects.exists()


def test_the_same_form_twice_asks_once_and_only_who_is_asked_answers(people: Cast, griet: User) -> None:
    made = new_id(LATER)
    cover = asked(people.an, griet, id=made)
    assert asked(people.an, griet, id=made) == cover
    assert Message.objects.filter(template="cover_asked").count() == 1
    for stranger in (people.colleague, people.an):
        with pytest.raises(NotThere):
            accept_cover(cover_id=cover.pk, by=stranger, now=LATER)
    with pytest.raises(NotThere):
        end_cover(cover_id=cover.pk, by=people.colleague, now=LATER)
    with pytest.raises(NotThere):
        accept_cover(cover_id=new_id(LATER), by=griet, now=LATER)
    accept_cover(cover_id=cover.pk, by=griet, now=LATER)
    accept_cover(cover_id=cover.pk, by=griet, now=LATER)
    assert cover.steps.count() == 1
    end_cover(cover_id=cover.pk, by=griet, now=LATER)
    with pytest.raises(NotThere):
        accept_cover(cover_id=cover.pk, by=people.an, now=LATER)


def test_what_was_declined_is_not_taken_on_later(people: Cast, griet: User) -> None:
    cover = asked(people.an, griet)
    end_cover(cover_id=cover.pk, by=griet, now=LATER)
    with pytest.raises(Refusal):
        accept_cover(cover_id=cover.pk, by=griet, now=LATER)
    assert [step.what for step in cover.steps.all()] == ["declined"]


def test_a_mother_hears_when_somebody_new_begins_and_not_of_who_is_in_her_circle(
    people: Cast, griet: User, hilde: User, episode: PregnancyEpisode
) -> None:
    leen, bert = account("leen", "mother"), account("bert", "maternity_carer", people.practice)
    for user in (leen, griet):
        joined(episode, user, people.stranger)

    def told() -> list[Message]:
        return list(Message.objects.filter(template="cover_begins").order_by("id"))

    begins = LATER + DAY
    cover = ask_cover(
        covered=griet.pk,
        by_whom=bert.pk,
        since=begins,
        until=begins + DAY,
        by=griet,
        now=LATER,
        id=new_id(LATER),
    )
    assert not told(), "asked is not yet seeing"
    for _twice in range(2):
        accept_cover(cover_id=cover.pk, by=bert, now=LATER)
    (message,) = told()
    assert message.address == "leen@example.org"
    assert message.not_before >= begins
    assert message.context["link"].endswith(f"/my/{episode.pk}/circle/who-sees-what/")
    end_cover(cover_id=cover.pk, by=griet, now=begins - HOUR)
    assert states_of([message.pk])[message.pk] == "cancelled", "it did not begin"

    joined(episode, hilde, people.stranger)
    covers(griet, hilde)
    assert told() == [message], "Hilde stands in her circle: she was told of her then"
