"""A red flag goes on until somebody has seen it: from the circle to who coordinates, who is on call, and the house."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from kraamkring.core.kernel.errors import NotAllowed, NotThere
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.climbing import climb_flags
from kraamkring.flows.put_on_call import put_on_call
from kraamkring.flows.red_flags import acknowledge_red_flag, see_red_flag
from kraamkring.flows.see_messages import see_messages
from kraamkring.flows.see_outbox import see_outbox
from kraamkring.flows.telling import FLAG_CLIMBS_AFTER, silence, tell
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.models import Message, OpenFlag, RedFlag, RedFlagStep
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import LATER, Cast, account, booked, give_coordinator, joined

pytestmark = pytest.mark.django_db

STEP = FLAG_CLIMBS_AFTER


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


def raised(episode: PregnancyEpisode, by: User, because: int = 7) -> RedFlag:
    tell(
        episode=episode,
        what="red",
        because=UUID(int=because),
        template="urgent",
        by=by,
        now=LATER,
        urgent=True,
    )
    return RedFlag.objects.get(because=UUID(int=because))


def steps(flag: RedFlag) -> list[tuple[str, str, str]]:
    rows = RedFlagStep.objects.filter(flag=flag).select_related("user").order_by("at", "id")
    return [(row.what, row.rung, row.user.email.split("@")[0] if row.user else "") for row in rows]


def after(quarters: int) -> datetime:
    return LATER + quarters * STEP


def test_it_climbs_a_rung_at_a_time_and_nobody_is_told_twice(people: Cast, episode: PregnancyEpisode) -> None:
    give_coordinator(episode, people.an)
    gp, duty = account("gp", "gp", people.practice), account("duty", "midwife", people.practice)
    joined(episode, gp, people.an)
    put_on_call(user_id=duty.pk, by=people.an, now=LATER)
    mother = account("leen", "mother")
    joined(episode, mother, people.an, role="mother")
    flag = raised(episode, by=mother)
    assert set(steps(flag)) == {("told", "circle", "an"), ("told", "circle", "gp")}
    assert climb_flags(now=after(1) - timedelta(seconds=1)) == 0
    assert climb_flags(now=after(1)) == 1  # who coordinates knows already: straight to who is on call
    assert climb_flags(now=after(1)) == 0
    assert steps(flag)[-1] == ("told", "on_call", "duty")
    assert climb_flags(now=after(2)) == 0  # whoever registered it is An, who knows
    assert OpenFlag.objects.get(pk=flag.pk).climbs_at is None  # it stays open, and everybody was told
    assert Message.objects.filter(because=flag.because, template="urgent").count() == 3
    assert all(message.urgency == "red_flag" for message in Message.objects.filter(template="urgent"))


def test_carers_open_its_page_and_parents_their_own(people: Cast, episode: PregnancyEpisode) -> None:
    joined(episode, account("leen", "mother"), people.an, role="mother")
    gp = account("gp", "gp", people.practice)
    joined(episode, gp, people.an)
    flag = raised(episode, by=people.an)
    links = {
        message.address: message.context["link"] for message in Message.objects.filter(template="urgent")
    }
    assert links["gp@example.org"].endswith(f"/families/{episode.pk}/red-flags/{flag.pk}/")
    assert "/my/" in links["leen@example.org"]
    assert steps(flag) == [("told", "circle", "gp")]  # she is called, not alarmed


def test_it_ends_with_who_has_seen_it_and_says_so(people: Cast, episode: PregnancyEpisode) -> None:
    gp, duty = account("gp", "gp", people.practice), account("duty", "midwife", people.practice)
    joined(episode, gp, people.an)
    put_on_call(user_id=duty.pk, by=people.an, now=LATER)
    flag = raised(episode, by=people.an)
    assert acknowledge_red_flag(episode_id=episode.pk, flag_id=flag.pk, by=gp, now=after(1))
    assert not acknowledge_red_flag(episode_id=episode.pk, flag_id=flag.pk, by=people.an, now=after(1))
    assert climb_flags(now=after(2)) == 0
    seen = see_red_flag(episode_id=episode.pk, flag_id=flag.pk, by=people.an, now=after(2)).flag
    assert (seen.seen_by, seen.seen_at, seen.nobody) == (gp.name or gp.email, after(1), False)
    assert [step.what for step in seen.steps] == ["told", "seen"]
    assert seen.steps[0].state == "created"  # what became of the message stands beside who was told
    assert AuditEvent.objects.filter(what="red_flag:seen", actor=gp).count() == 1
    assert not see_outbox(by=people.an, now=after(2)).flags
    (shown,) = see_messages(episode_id=episode.pk, by=people.an, now=after(2)).flags
    assert shown.seen_by


def test_nobody_there_is_said_on_the_list_of_everybody_concerned(
    people: Cast, episode: PregnancyEpisode
) -> None:
    flag = raised(episode, by=people.an)  # she is the only one
    assert climb_flags(now=after(1)) == 0
    assert climb_flags(now=after(5)) == 0
    assert steps(flag) == [("nobody", "", "")]
    ((_, _, shown),) = see_outbox(by=people.an, now=after(5)).flags
    assert shown.nobody
    assert acknowledge_red_flag(episode_id=episode.pk, flag_id=flag.pk, by=people.an, now=after(6))


def test_the_same_news_is_one_flag_and_a_loss_does_not_silence_it(
    people: Cast, episode: PregnancyEpisode
) -> None:
    gp, duty = account("gp", "gp", people.practice), account("duty", "midwife", people.practice)
    joined(episode, gp, people.an)
    put_on_call(user_id=duty.pk, by=people.an, now=LATER)
    assert raised(episode, by=people.an).pk == raised(episode, by=people.an).pk
    silence(episode=episode, why="loss", by=people.an, now=LATER)
    assert climb_flags(now=after(1)) == 1  # it may be about the mother
    flag = RedFlag.objects.get()
    assert steps(flag)[-1] == ("told", "on_call", "duty")


def test_who_has_nothing_to_do_with_her_finds_nothing(people: Cast, episode: PregnancyEpisode) -> None:
    mother = account("leen", "mother")
    joined(episode, mother, people.an, role="mother")
    flag, foreign = raised(episode, by=people.an), account("foreign", "midwife")
    for flag_id in (flag.pk, new_id(LATER)):
        with pytest.raises(NotThere):
            see_red_flag(episode_id=episode.pk, flag_id=flag_id, by=foreign, now=LATER)
    with pytest.raises(NotThere):
        acknowledge_red_flag(episode_id=episode.pk, flag_id=new_id(LATER), by=people.an, now=LATER)
    other = booked(people.an).episode
    with pytest.raises(NotThere):
        acknowledge_red_flag(episode_id=other.pk, flag_id=flag.pk, by=people.an, now=LATER)
    with pytest.raises(NotAllowed):
        acknowledge_red_flag(episode_id=episode.pk, flag_id=flag.pk, by=mother, now=LATER)


def test_it_exists_only_if_what_it_tells_of_does(people: Cast, episode: PregnancyEpisode) -> None:
    with transaction.atomic():
        raised(episode, by=people.an)
        transaction.set_rollback(True)
    assert not RedFlag.objects.exists()
