"""One visit for mother and children; the screenings, each followed to its end."""

from dataclasses import replace

import pytest

from kraamkring.core.facts import Appointment, Contact, Preferences, Screening, ScreeningResult
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.flows.discharge import discharge
from kraamkring.flows.pathway import facts_now
from kraamkring.flows.record_screening import record_screening
from kraamkring.flows.visit_home import Kept, Visit, visit_home
from kraamkring.rooms.careplan.actions import Conflict
from kraamkring.rooms.careplan.models import Appointment as Row
from kraamkring.rooms.careplan.models.versions import latest
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.record.models import Entry
from tests.cast import Cast, account, joined
from tests.flows.ward import (
    BORN,
    DAY,
    FRIDAY_EVENING,
    HOUR,
    Ward,
    activities,
    agreed,
    fresh,
    give_birth,
    sent_of,
    states,
    ward,
)

pytestmark = pytest.mark.django_db

SATURDAY = FRIDAY_EVENING + 16 * HOUR
SPOT = Screening(screening="blood_spot", newborn="newborn-1", at=SATURDAY + 40 * HOUR, outcome="done")
FIRST = "first-home-visit/mother/homecoming/1"


@pytest.fixture
def here(people: Cast) -> Ward:
    """Home since Friday evening, with the first visit agreed for Saturday."""
    made = ward(people, preferences=Preferences(maternity_care=False))
    give_birth(made)
    agreed(made, "home_visit", SATURDAY, made.an, "mother", "newborn-1")
    discharge(
        episode_id=made.episode.pk,
        who=("mother", "newborn-1"),
        id=fresh(),
        by=made.wies,
        now=FRIDAY_EVENING,
        override_reason="full",
    )
    return made


def visited(here: Ward, now: object = SATURDAY + HOUR, **more: object) -> object:
    known = {"who": ("mother", "newborn-1"), "at": SATURDAY + HOUR / 4}
    by = more.pop("by", here.an)
    id = more.pop("id", fresh())
    return visit_home(episode_id=here.episode.pk, visit=Visit(**(known | more)), id=id, by=by, now=now)


def kept(here: Ward) -> Kept:
    row = latest(Row, here.episode.pk).get(care="home_visit")
    return Kept(item=row.item, version=row.version)


def test_one_visit_for_both_closes_the_appointment_and_counts_once(here: Ward) -> None:
    more_to_come = [key for key, state in states(here, SATURDAY + HOUR).items() if state == "done"]
    visited(here, kept=kept(here))
    row = latest(Row, here.episode.pk).get(care="home_visit")
    assert (row.outcome, row.version) == ("held", 2)
    contact = next(each for each in facts_now(here.episode).contacts)
    assert (contact.who, contact.by, contact.appointment) == (
        ("mother", "newborn-1"), "midwife", str(row.item),
    )  # fmt: skip
    now = activities(here, SATURDAY + HOUR)
    assert now[FIRST].state == "done"
    assert now[FIRST].done_at == SATURDAY + HOUR / 4
    newly = [key for key, each in now.items() if each.state == "done" and key not in more_to_come]
    assert newly == [FIRST]  # the appointment and the visit are one visit, and keep one promise


def test_what_was_tested_during_the_visit_is_an_entry_of_its_own(here: Ward) -> None:
    at = BORN + 60 * HOUR
    spot = replace(SPOT, at=at)
    visited(here, at=at, now=at + HOUR, screenings=(spot,))
    assert facts_now(here.episode).screenings[0].by == "midwife"
    assert states(here, at + HOUR)["blood-spot/newborn-1/birth/1"] == "done"


def test_the_next_visit_is_agreed_in_the_same_act_and_the_mother_hears_of_it(here: Ward) -> None:
    start = SATURDAY + DAY
    following = Appointment(
        care="home_visit", start=start, end=start + HOUR, role="midwife", accepted=True, who=None
    )
    visited(here, next=following)
    row = latest(Row, here.episode.pk).get(start=start)
    assert (row.accepted_by, row.member.user) == (here.an, here.an)
    assert (
        Message.objects.filter(
            template="appointment_made", address=here.leen.email, context__start=start.isoformat()
        ).count()
        == 1
    )


def test_sent_twice_it_is_one_visit(here: Ward) -> None:
    start = SATURDAY + DAY
    following = Appointment(care="home_visit", start=start, end=start + HOUR, role="midwife", accepted=True)
    id, seen = fresh(), kept(here)
    for now in (SATURDAY + HOUR, SATURDAY + 2 * HOUR):
        visited(here, now=now, id=id, at=None, kept=seen, next=following)
    assert Entry.objects.filter(kind="contacts").count() == 1
    assert latest(Row, here.episode.pk).count() == 2


def test_somebody_moved_the_appointment_meanwhile(here: Ward) -> None:
    seen = kept(here)
    visited(here, kept=seen)
    with pytest.raises(Conflict):
        visited(here, kept=seen)
    with pytest.raises(NotThere):
        visited(here, kept=Kept(item=fresh(), version=1))
    assert Entry.objects.filter(kind="contacts").count() == 1


def test_a_visit_before_the_birth_or_to_who_is_not_there(here: Ward, people: Cast) -> None:
    for more, why in (
        ({"who": ("newborn-2",)}, "not born"),
        ({"at": BORN - HOUR}, "before the birth"),
        ({"at": SATURDAY + DAY}, "has not come yet"),
    ):
        with pytest.raises(Refusal, match=why):
            visited(here, **more)
    assert not Entry.objects.filter(kind="contacts").exists()


def test_the_midwife_of_the_ward_who_is_midwife_at_home_visits_as_midwife(here: Ward) -> None:
    mia = account("mia", "ward_midwife")
    joined(here.episode, mia, here.an, role="midwife", at=BORN)
    visited(here, by=mia)
    assert facts_now(here.episode).contacts[0].by == "midwife"


def test_who_may_not_and_who_is_nobody(here: Ward) -> None:
    youth = account("kato", "youth_health")
    joined(here.episode, youth, here.an, at=BORN)
    with pytest.raises(NotAllowed):
        visited(here, by=youth)
    with pytest.raises(NotThere):
        visited(here, by=here.stranger)


# --- screening


def screened(here: Ward, what: object, **more: object) -> object:
    known = {"id": fresh(), "by": here.an, "now": what.at + HOUR}
    return record_screening(episode_id=here.episode.pk, what=what, **(known | more))


def test_refused_in_writing_is_waived_and_the_coordinator_hears_it(here: Ward) -> None:
    refused = replace(SPOT, outcome="refused", by="midwife")
    screened(here, refused, in_writing=True, by=here.wies)
    now = states(here, refused.at + HOUR)
    assert now["blood-spot/newborn-1/birth/1"] == "waived"
    assert now["blood-spot-refusal/newborn-1/blood_spot_refused/1"] == "done"
    assert sent_of("screening") == ["an"]


def test_refused_by_word_alone_the_writing_stays_to_be_asked(here: Ward) -> None:
    refused = replace(SPOT, outcome="refused", by="midwife")
    screened(here, refused)
    now = states(here, refused.at + HOUR)
    assert now["blood-spot-refusal/newborn-1/blood_spot_refused/1"] == "open"


def test_a_test_that_went_well_is_no_news_and_its_result_is_followed(here: Ward) -> None:
    screened(here, SPOT)
    assert sent_of("screening") == []
    assert states(here, SPOT.at + HOUR)["blood-spot/newborn-1/birth/1"] == "done"
    result = ScreeningResult(
        screening="blood_spot", newborn="newborn-1", at=SPOT.at + 5 * DAY, result="refer"
    )
    screened(here, result, by=here.wies)
    assert states(here, result.at + HOUR)["blood-spot-result/newborn-1/blood_spot_done/1"] == "done"
    assert sent_of("screening") == ["an", "george"]


def test_what_the_state_of_the_case_does_not_allow(here: Ward) -> None:
    early = ScreeningResult(screening="hearing", newborn="newborn-1", at=SATURDAY, result="normal")
    with pytest.raises(Refusal, match="not recorded as done"):
        screened(here, early)
    screened(here, SPOT)
    with pytest.raises(Refusal, match="recorded as done"):
        screened(here, replace(SPOT, outcome="refused", at=SPOT.at + HOUR))
    with pytest.raises(Refusal, match="at this time already"):
        screened(here, SPOT)
    before = ScreeningResult(screening="blood_spot", newborn="newborn-1", at=SATURDAY, result="normal")
    with pytest.raises(Refusal, match="before the test"):
        screened(here, before)
    with pytest.raises(Refusal, match="not born"):
        screened(here, replace(SPOT, newborn="newborn-2"))
    with pytest.raises(Refusal, match="nothing was refused"):
        screened(here, SPOT, in_writing=True)


def test_a_screening_sent_twice_is_one(here: Ward) -> None:
    id = fresh()
    for _ in range(2):
        screened(here, replace(SPOT, outcome="refused", by="midwife"), id=id, in_writing=True, by=here.wies)
    assert Entry.objects.filter(kind="screenings").count() == 1
    assert sent_of("screening") == ["an"]


def test_access(here: Ward) -> None:
    with pytest.raises(NotThere):
        screened(here, SPOT, by=here.stranger)
    lia = account("lia", "lactation_consultant")
    joined(here.episode, lia, here.an, at=BORN)
    with pytest.raises(NotAllowed):
        screened(here, SPOT, by=lia)


def test_the_queries_do_not_grow_with_the_visits(here: Ward, django_assert_max_num_queries: object) -> None:
    for day in range(12):
        at = SATURDAY + day * DAY / 2
        visited(here, at=at, now=at + HOUR)
    at = SATURDAY + 7 * DAY
    with django_assert_max_num_queries(60):
        visited(here, at=at, now=at + HOUR)
    assert Contact in {type(each) for each in facts_now(here.episode).contacts}
