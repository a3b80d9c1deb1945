"""The coordinator calls everyone together: agenda, who comes, what was decided; and who may not."""

from datetime import timedelta
from uuid import UUID

import pytest

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.flows.network_meeting import (
    SeenMeetings,
    add_to_agenda,
    answer,
    call_meeting,
    call_off,
    decide,
    move_meeting,
    see_meetings,
)
from kraamkring.flows.own_calendar import fetch_calendar, make_link, token_of
from kraamkring.flows.see_plan import see_plan
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions import Conflict
from kraamkring.rooms.careplan.models import NetworkMeeting, PlanItem
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.network.models import Membership
from tests.cast import Cast
from tests.flows.ward import BORN, DAY, HOUR, Ward, fresh, ward

pytestmark = pytest.mark.django_db

NOW, START = BORN - 20 * DAY, BORN - 10 * DAY


@pytest.fixture
def here(people: Cast) -> Ward:
    return ward(people)


def called(here: Ward, **more: object) -> NetworkMeeting:
    known = {
        "start": START,
        "end": START + HOUR,
        "where": "At home",
        "by": here.an,
        "now": NOW,
        "id": fresh(),
    }
    return call_meeting(episode_id=here.episode.pk, **(known | more))


def seen(here: Ward, by: User, now: object = NOW) -> SeenMeetings:
    return see_meetings(episode_id=here.episode.pk, by=by, now=now)


def invited(template: str, version: int = 1) -> set[str]:
    rows = Message.objects.filter(template=template, context__sequence=version)
    return set(rows.values_list("address", flat=True))


def test_everyone_in_force_is_asked_the_mother_too(here: Ward) -> None:
    called(here)
    assert invited("meeting_called") == {"leen@example.org", "wies@example.org", "george@example.org"}
    assert set(Message.objects.filter(template="meeting_called").values_list("channel", flat=True)) == {
        "icalendar"
    }


def test_moved_it_is_the_same_entry_of_the_calendar_with_a_higher_number(here: Ward) -> None:
    made = called(here)
    move_meeting(
        item=made.item, version=1, start=START + DAY, end=START + DAY + HOUR, where="Online", by=here.an,
        now=NOW, id=fresh(),
    )  # fmt: skip
    assert invited("meeting_called", 2) == invited("meeting_called", 1)
    (sitting,) = seen(here, here.leen).sittings
    assert (sitting.meeting.version, sitting.meeting.where) == (2, "Online")
    with pytest.raises(Conflict):
        move_meeting(
            item=made.item,
            version=1,
            start=START,
            end=START + HOUR,
            where="x",
            by=here.an,
            now=NOW,
            id=fresh(),
        )


def test_called_off_everyone_is_told_and_nothing_more_happens(here: Ward) -> None:
    made = called(here)
    call_off(item=made.item, version=1, by=here.an, now=NOW, id=fresh())
    assert len(invited("meeting_called_off", 2)) == 3
    with pytest.raises(Refusal, match="called off"):
        add_to_agenda(item=made.item, text="x", by=here.an, now=NOW, id=fresh())
    with pytest.raises(Refusal, match="not taken place"):
        decide(item=made.item, topic="feeding", text="x", by=here.an, now=START + HOUR, id=fresh())


def test_sent_twice_it_is_called_once(here: Ward) -> None:
    id = fresh()
    called(here, id=id), called(here, id=id)
    assert (NetworkMeeting.objects.count(), Message.objects.filter(template="meeting_called").count()) == (
        1,
        3,
    )


def test_only_who_coordinates_calls_moves_calls_off_and_decides(here: Ward) -> None:
    made = called(here)
    for act in (
        lambda by: called(here, by=by),
        lambda by: call_off(item=made.item, version=1, by=by, now=NOW, id=fresh()),
        lambda by: decide(item=made.item, topic="feeding", text="x", by=by, now=START, id=fresh()),
    ):
        for by in (here.wies, here.leen, here.gp):
            with pytest.raises(Refusal, match="who coordinates"):
                act(by)
    assert [seen(here, by).calls for by in (here.an, here.wies, here.leen)] == [True, False, False]


def test_a_stranger_finds_no_meeting_nor_does_who_asks_for_one_that_is_not(here: Ward) -> None:
    made, said = called(here), set()
    for item in (made.item, fresh()):
        with pytest.raises(NotThere) as refused:
            add_to_agenda(item=item, text="x", by=here.stranger, now=NOW, id=fresh())
        said.add(str(refused.value))
    assert len(said) == 1


def test_the_mother_puts_something_on_the_agenda_and_says_that_she_comes(here: Ward) -> None:
    made = called(here)
    id = fresh()
    for _twice in range(2):
        add_to_agenda(item=made.item, text="Who comes at night?", by=here.leen, now=NOW, id=id)
    answer(item=made.item, comes=False, by=here.leen, now=NOW, id=fresh())
    answer(item=made.item, comes=True, by=here.leen, now=NOW + HOUR, id=fresh())
    (sitting,) = seen(here, here.an).sittings
    assert [point.text for point in sitting.agenda] == ["Who comes at night?"]
    assert sitting.answers[here.leen.pk].comes


def test_it_stands_in_the_calendar_of_everyone_who_belongs_to_the_network(here: Ward) -> None:
    made = called(here)
    token = token_of(make_link(by=here.leen, now=NOW, id=fresh()))
    (dated,) = fetch_calendar(token=token, now=NOW).dates
    assert (dated.item, dated.start, dated.cancelled) == (made.item, START, False)
    assert dated.link.endswith("/meetings/")
    call_off(item=made.item, version=1, by=here.an, now=NOW, id=fresh())
    (dated,) = fetch_calendar(token=token, now=NOW + HOUR).dates
    assert (dated.version, dated.cancelled) == (2, True)


def test_who_is_no_member_is_not_asked(here: Ward, people: Cast) -> None:
    made = called(here)
    with pytest.raises(Refusal, match="not asked"):
        answer(item=made.item, comes=True, by=people.colleague, now=NOW, id=fresh())


def test_what_was_decided_is_a_point_of_the_plan(here: Ward) -> None:
    made = called(here)
    wies = Membership.objects.get(episode=here.episode, user=here.wies).pk
    id = fresh()
    for _twice in range(2):
        decide(
            item=made.item, topic="feeding", text="Weigh on Monday", by=here.an, now=START + HOUR, id=id, who=wies,
            until=(START + DAY).date(),
        )  # fmt: skip
    (sitting,) = seen(here, here.leen, START + HOUR).sittings
    ((decision, point),) = sitting.decisions
    assert (decision.who_id, point.text) == (wies, "Weigh on Monday")
    assert PlanItem.objects.count() == 1
    assert "Weigh on Monday" in str(
        [row.text for row in see_plan(episode_id=here.episode.pk, by=here.leen, now=START + HOUR).points]
    )


def test_nothing_is_decided_before_it_began_nor_for_somebody_of_another_family(
    here: Ward, people: Cast
) -> None:
    made = called(here)
    decided = {"item": made.item, "topic": "feeding", "text": "x", "by": here.an, "id": fresh()}
    with pytest.raises(Refusal, match="not taken place"):
        decide(**decided, now=START - timedelta(minutes=1))
    with pytest.raises(Refusal, match="no such person"):
        decide(**decided, now=START, who=fresh())
    assert not PlanItem.objects.exists()


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [(NOW, NOW + HOUR, "start"), (START, START, "end"), (START, START - HOUR, "end")],
)
def test_a_time_that_cannot_be_is_refused(here: Ward, start: object, end: object, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        called(here, start=start, end=end)
    assert refused.value.field == field


def test_somewhere_is_said(here: Ward) -> None:
    with pytest.raises(Refusal, match="no place"):
        called(here, where=" ")


def test_who_left_finds_it_no_more(here: Ward, people: Cast) -> None:
    from kraamkring.flows.build_network import remove_member

    made = called(here)
    place: UUID = Membership.objects.get(episode=here.episode, user=here.gp).pk
    remove_member(membership_id=place, by=here.an, now=NOW)
    with pytest.raises(NotThere):
        answer(item=made.item, comes=True, by=here.gp, now=NOW + HOUR, id=fresh())


def test_however_many_meetings_the_page_asks_the_same(
    here: Ward, django_assert_max_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _round in range(2):
        for _many in range(1 if not counts else 4):
            made = called(here)
            add_to_agenda(item=made.item, text="x", by=here.leen, now=NOW, id=fresh())
            answer(item=made.item, comes=True, by=here.leen, now=NOW, id=fresh())
        with CaptureQueriesContext(connection) as asked:
            seen(here, here.an)
        counts.append(len(asked))
    assert counts[0] == counts[1]
