"""Who looked: the mother reads it, whoever builds her network reads it, and who was refused stands in it too."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kraamkring.core.kernel.errors import NotAllowed, NotThere
from kraamkring.flows.note_refusal import note_refusal
from kraamkring.flows.see_looks import LOOKS_ON_A_PAGE, see_looks
from kraamkring.flows.see_record import see_record
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import LATER, Cast, account, booked, invited, joined

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
NOBODY = UUID("00000000-0000-7000-8000-000000000000")


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


def asked(by: User, episode_id: UUID, refusal: NotThere | NotAllowed) -> AuditEvent | None:
    return note_refusal(episode_id=episode_id, page="record", refusal=refusal, by=by, now=LATER + HOUR / 2)


def refusal_of(by: User, episode_id: UUID) -> NotThere | NotAllowed:
    with pytest.raises((NotThere, NotAllowed)) as refusal:
        see_record(episode_id=episode_id, by=by, now=LATER)
    return refusal.value


def test_the_mother_reads_who_looked_at_her_record(episode: PregnancyEpisode, people: Cast) -> None:
    mother = account("leen", "mother")
    joined(episode, mother, people.an)
    see_record(episode_id=episode.pk, by=people.colleague, now=LATER + HOUR)
    seen = see_looks(episode_id=episode.pk, by=mother, now=LATER + 2 * HOUR)
    newest = seen.events[0]
    assert (newest.actor, newest.actor_role, newest.what) == (people.colleague, "midwife", "record")
    assert newest.at == LATER + HOUR
    assert "entry:due_dates" not in {event.what for event in seen.events}  # booked as several at once
    assert "entries" in {event.what for event in seen.events}


def test_looking_at_the_looks_is_a_look_too(episode: PregnancyEpisode, people: Cast) -> None:
    see_looks(episode_id=episode.pk, by=people.an, now=LATER)
    assert see_looks(episode_id=episode.pk, by=people.an, now=LATER + HOUR).events[0].what == "looks"


@pytest.mark.parametrize("role", ["buddy", "partner", "gp"])
def test_every_role_that_reads_the_network_may_read_it(
    role: str, episode: PregnancyEpisode, people: Cast
) -> None:
    somebody = account("bo", role)
    joined(episode, somebody, people.an)
    assert see_looks(episode_id=episode.pk, by=somebody, now=LATER).events


def test_nobody_else_may(episode: PregnancyEpisode, people: Cast) -> None:
    gp = account("george", "gp")
    invited(episode, gp, people.an)
    for stranger in (people.stranger, gp):
        with pytest.raises(NotThere):
            see_looks(episode_id=episode.pk, by=stranger, now=LATER)
    narrow = account("griet", "maternity_carer")
    joined(episode, narrow, people.an, modules=("plan",))
    with pytest.raises(NotAllowed):
        see_looks(episode_id=episode.pk, by=narrow, now=LATER)


def test_a_stranger_who_was_refused_stands_in_it(episode: PregnancyEpisode, people: Cast) -> None:
    asked(people.stranger, episode.pk, refusal_of(people.stranger, episode.pk))
    row = see_looks(episode_id=episode.pk, by=people.an, now=LATER + HOUR).events[0]
    assert (row.action, row.actor, row.what, row.ground) == (
        "refused", people.stranger, "record", "no_relation",
    )  # fmt: skip
    assert row.person == episode.mother


def test_who_was_refused_a_part_stands_in_it_with_the_reason(episode: PregnancyEpisode, people: Cast) -> None:
    gp = account("george", "gp")
    joined(episode, gp, people.an, modules=("psychosocial",))
    asked(gp, episode.pk, refusal_of(gp, episode.pk))
    row = see_looks(episode_id=episode.pk, by=people.an, now=LATER + HOUR).events[0]
    assert (row.action, row.actor, row.ground) == ("refused", gp, "not_agreed")


def test_who_asks_for_a_family_that_does_not_exist_is_noted_without_one(people: Cast) -> None:
    row = asked(people.stranger, NOBODY, refusal_of(people.stranger, NOBODY))
    assert row is not None
    assert (row.episode, row.person, row.object_id) == (None, None, NOBODY)


def test_an_old_link_within_her_own_family_is_no_intrusion(episode: PregnancyEpisode, people: Cast) -> None:
    gone = NotThere("entry", "there is no such entry for you")
    assert asked(people.an, episode.pk, gone) is None
    assert asked(people.stranger, episode.pk, gone) is not None


def test_a_foreign_id_and_an_unknown_one_cost_the_same(episode: PregnancyEpisode, people: Cast) -> None:
    refusal = refusal_of(people.stranger, NOBODY)
    counted = []
    for asked_for in (episode.pk, NOBODY):
        with CaptureQueriesContext(connection) as queries:
            asked(people.stranger, asked_for, refusal)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_long_list_comes_page_by_page_in_a_fixed_number_of_queries(
    episode: PregnancyEpisode, people: Cast
) -> None:
    def queries(page: int = 1) -> int:
        with CaptureQueriesContext(connection) as counted:
            see_looks(episode_id=episode.pk, by=people.an, now=LATER, page=page)
        return len(counted)

    few = queries()
    for number in range(LOOKS_ON_A_PAGE + 10):
        see_record(episode_id=episode.pk, by=people.colleague, now=LATER + number * HOUR)
    assert queries() == few
    assert queries(page=2) == few - 1  # emergencies stand on the first page
    pages = [see_looks(episode_id=episode.pk, by=people.an, now=LATER, page=n) for n in (1, 2, 3)]
    assert [page.more for page in pages] == [True, False, False]
    times = [event.at for page in pages for event in page.events]
    assert times == sorted(times, reverse=True)
