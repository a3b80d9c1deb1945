"""Admitted, born, back in hospital, handed over: what is written, who hears it, and what is refused."""

from datetime import timedelta
from uuid import UUID

import pytest

from kraamkring.core.kernel.errors import ImpossibleFact, NotAllowed, NotThere, Refusal
from kraamkring.flows.admit_to_hospital import admit_to_hospital
from kraamkring.flows.discharge import discharge
from kraamkring.flows.hand_over_to_youth_care import hand_over_to_youth_care
from kraamkring.flows.pathway import facts_now, reconciled
from kraamkring.flows.readmit import readmit
from kraamkring.flows.record_birth import record_birth
from kraamkring.rooms.careplan.actions import Difference
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.people.models import Person, Subject
from kraamkring.rooms.record.models import Entry
from tests.cast import BOOKED, Cast, account, born, joined
from tests.flows.ward import (
    BORN,
    DAY,
    FRIDAY_EVENING,
    HOUR,
    Ward,
    fresh,
    give_birth,
    outbox,
    sent_of,
    states,
    ward,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(people: Cast) -> Ward:
    return ward(people)


@pytest.fixture
def twins(people: Cast) -> Ward:
    return ward(people, expected_newborns=2)


def home(here: Ward, *who: str, at: object = FRIDAY_EVENING) -> None:
    discharge(
        episode_id=here.episode.pk,
        who=who or ("mother", "newborn-1"),
        id=fresh(),
        by=here.wies,
        now=at,
        override_reason="the family insists",
    )


# --- into hospital


def test_she_is_admitted_and_those_around_her_hear_it_but_not_she_herself(here: Ward) -> None:
    done = admit_to_hospital(episode_id=here.episode.pk, id=fresh(), by=here.wies, now=BORN - 6 * HOUR)
    assert facts_now(here.episode).admissions[0].at == BORN - 6 * HOUR
    assert sent_of("admission") == ["an", "george"]
    assert len(done.told) == 2


def test_she_is_not_admitted_twice_nor_after_she_went_home(here: Ward) -> None:
    admit_to_hospital(episode_id=here.episode.pk, id=fresh(), by=here.wies, now=BORN - 6 * HOUR)
    with pytest.raises(Refusal, match="in hospital already"):
        admit_to_hospital(episode_id=here.episode.pk, id=fresh(), by=here.wies, now=BORN - 5 * HOUR)
    with pytest.raises(Refusal, match="has not come yet"):
        admit_to_hospital(episode_id=here.episode.pk, id=fresh(), by=here.wies, now=BORN - 5 * HOUR, at=BORN)
    give_birth(here)
    home(here)
    with pytest.raises(Refusal, match="went home after the birth"):
        admit_to_hospital(episode_id=here.episode.pk, id=fresh(), by=here.wies, now=FRIDAY_EVENING + DAY)


def test_a_false_alarm_she_goes_home_and_is_admitted_again(here: Ward) -> None:
    admit_to_hospital(episode_id=here.episode.pk, id=fresh(), by=here.wies, now=BORN - 3 * DAY)
    gone = discharge(
        episode_id=here.episode.pk, who=("mother",), id=fresh(), by=here.wies, now=BORN - 2 * DAY
    )
    assert gone.gates == ()  # the gates belong to the stay around the birth
    admit_to_hospital(episode_id=here.episode.pk, id=fresh(), by=here.wies, now=BORN - HOUR)


# --- born


def test_twins_are_two_persons_with_a_record_of_their_own_from_the_first_minute(twins: Ward) -> None:
    give_birth(twins, "live", "live")
    children = list(Person.objects.filter(subjects__slot__startswith="newborn").order_by("subjects__slot"))
    assert len({child.pk for child in children}) == 2
    assert [child.identifiers.get().system for child in children] == ["provisional", "provisional"]
    assert sent_of("birth") == ["an", "george"]
    now = states(twins, BORN + 2 * HOUR)
    assert {"blood-spot/newborn-1/birth/1", "blood-spot/newborn-2/birth/1"} <= set(now)


def test_given_twins_when_one_is_stillborn_then_all_is_silent_and_the_other_keeps_its_care(
    twins: Ward,
) -> None:
    admit_to_hospital(episode_id=twins.episode.pk, id=fresh(), by=twins.wies, now=BORN - 2 * HOUR)
    give_birth(twins, "live", "stillborn")
    assert outbox() == [
        ("admission", "an", "cancelled"),
        ("admission", "george", "cancelled"),
        ("loss", "an", "created"),
        ("loss", "george", "created"),
    ]
    assert Subject.objects.get(slot="newborn-2").person is not None
    now = states(twins, BORN + 2 * HOUR)
    assert now["blood-spot/newborn-1/birth/1"] == "open"
    assert now["blood-spot/newborn-2/birth/1"] == "withdrawn"
    assert now["loss-told/mother/loss/1"] == "open"


def test_what_is_sent_twice_is_written_and_told_once(twins: Ward) -> None:
    id, births = fresh(), [born(born_at=BORN), born(born_at=BORN, newborn="newborn-2")]
    for at in (BORN + HOUR, BORN + 2 * HOUR):
        record_birth(episode_id=twins.episode.pk, births=births, id=id, by=twins.wies, now=at)
    assert Entry.objects.filter(kind="births").count() == 2
    assert Message.objects.filter(template="family_news").count() == 2
    other = [born(born_at=BORN, weight_g=2000), births[1]]
    with pytest.raises(Refusal, match="this id belongs to another"):
        record_birth(episode_id=twins.episode.pk, births=other, id=id, by=twins.wies, now=BORN + HOUR)


def test_a_birth_that_is_sent_again_after_a_loss_says_nothing_new(twins: Ward) -> None:
    id, births = fresh(), [born(born_at=BORN)]
    record_birth(episode_id=twins.episode.pk, births=births, id=id, by=twins.wies, now=BORN + HOUR)
    still = [born(born_at=BORN + HOUR, newborn="newborn-2", outcome="stillborn")]
    record_birth(episode_id=twins.episode.pk, births=still, id=fresh(), by=twins.wies, now=BORN + 2 * HOUR)
    record_birth(episode_id=twins.episode.pk, births=births, id=id, by=twins.wies, now=BORN + 3 * HOUR)
    assert sent_of("birth") == []
    assert sent_of("loss") == ["an", "george"]


def test_no_second_birth_in_the_same_place_and_none_that_cannot_be(here: Ward) -> None:
    give_birth(here)
    for births, error, why in (
        ([born(born_at=BORN)], Refusal, "recorded already"),
        (
            [born(newborn="newborn-2", born_at=BORN), born(newborn="newborn-2", born_at=BORN)],
            Refusal,
            "already",
        ),
        ([], Refusal, "no child is given"),
        ([born(newborn="newborn-2", born_at=BORN + DAY)], Refusal, "has not come yet"),
        ([born(newborn="newborn-2", born_at=BOOKED)], ImpossibleFact, "this birth would be"),
    ):
        with pytest.raises(error, match=why):
            record_birth(episode_id=here.episode.pk, births=births, id=fresh(), by=here.wies, now=BORN + HOUR)
    assert Entry.objects.filter(kind="births").count() == 1


def test_who_may_not_and_who_is_nobody(here: Ward) -> None:
    for flow, more in (
        (admit_to_hospital, {}),
        (record_birth, {"births": [born(born_at=BORN)]}),
        (readmit, {"who": ("mother",)}),
        (discharge, {"who": ("mother",)}),
        (hand_over_to_youth_care, {}),
    ):
        said = []
        for episode_id in (here.episode.pk, UUID(int=1)):
            with pytest.raises(NotThere) as refused:
                flow(episode_id=episode_id, id=fresh(), by=here.stranger, now=BORN + HOUR, **more)
            said.append(str(refused.value))
        assert said[0] == said[1]
        if flow is not hand_over_to_youth_care:
            with pytest.raises(NotAllowed, match="does not write"):
                flow(episode_id=here.episode.pk, id=fresh(), by=here.gp, now=BORN + HOUR, **more)


# --- back in hospital


def test_given_a_child_alone_back_in_hospital_when_it_comes_home_then_a_visit_is_due_again(
    here: Ward,
) -> None:
    give_birth(here)
    home(here)
    back_at = FRIDAY_EVENING + 2 * DAY
    readmit(
        episode_id=here.episode.pk,
        who=("newborn-1",),
        id=fresh(),
        by=here.wies,
        now=back_at,
        kept_together=True,
    )
    now = states(here, back_at + HOUR)
    assert now["readmission-registered/newborn-1/readmission-1/1"] == "done"
    assert now["kept-together/newborn-1/readmission-1/1"] == "done"
    assert sent_of("readmission") == ["an", "george"]

    again_home = back_at + 2 * DAY
    home(here, "newborn-1", at=again_home)
    after = states(here, again_home + HOUR)
    assert after["home-visit-after-readmission/newborn-1/return-1/1"] in ("open", "at_risk")
    assert "home-visit-after-readmission/mother/return-1/1" not in after


def test_how_they_stay_together_is_watched_while_nobody_said(here: Ward) -> None:
    give_birth(here)
    home(here)
    back_at = FRIDAY_EVENING + 2 * DAY
    readmit(episode_id=here.episode.pk, who=("mother",), id=fresh(), by=here.wies, now=back_at)
    assert states(here, back_at + 25 * HOUR)["kept-together/mother/readmission-1/1"] == "gap"


def test_nobody_comes_back_who_did_not_go_home(here: Ward) -> None:
    for expected in ("no birth and no going home", "has not gone home yet"):
        with pytest.raises(Refusal, match=expected):
            readmit(episode_id=here.episode.pk, who=("mother",), id=fresh(), by=here.wies, now=BORN + DAY)
        if expected.startswith("no birth"):
            give_birth(here)


def test_a_readmission_sent_twice_is_one(here: Ward) -> None:
    give_birth(here)
    home(here)
    id, at = fresh(), FRIDAY_EVENING + 2 * DAY
    for now in (at, at + HOUR):
        readmit(episode_id=here.episode.pk, who=("newborn-1",), id=id, by=here.wies, now=now)
    assert Entry.objects.filter(kind="readmissions").count() == 1
    assert Entry.objects.filter(kind="steps", payload__step="readmission_registered").count() == 1
    assert sent_of("readmission") == ["an", "george"]


# --- handed over


def test_a_family_is_not_handed_over_to_nobody(here: Ward) -> None:
    give_birth(here)
    at = BORN + 10 * DAY
    with pytest.raises(Refusal, match="nobody of youth health care"):
        hand_over_to_youth_care(episode_id=here.episode.pk, id=fresh(), by=here.an, now=at)
    joined(here.episode, account("kato", "youth_health"), here.an, at=at)
    id = fresh(at)
    for now in (at + HOUR, at + 2 * HOUR):
        hand_over_to_youth_care(episode_id=here.episode.pk, id=id, by=here.an, now=now)
    assert states(here, at + 3 * HOUR)["hand-over/mother/birth/1"] == "done"
    assert sent_of("handed_over") == ["george", "kato"]


def test_without_a_child_there_is_nothing_to_hand_over(here: Ward) -> None:
    joined(here.episode, account("kato", "youth_health"), here.an, at=BORN)
    with pytest.raises(Refusal, match="no child yet"):
        hand_over_to_youth_care(episode_id=here.episode.pk, id=fresh(), by=here.an, now=BORN)
    give_birth(here, "stillborn")
    with pytest.raises(Refusal, match="no child yet"):
        hand_over_to_youth_care(episode_id=here.episode.pk, id=fresh(), by=here.an, now=BORN + 10 * DAY)


def test_every_flow_leaves_the_pathway_with_nothing_to_write(here: Ward) -> None:
    give_birth(here)
    home(here)
    readmit(episode_id=here.episode.pk, who=("mother",), id=fresh(), by=here.wies, now=FRIDAY_EVENING + DAY)
    at = FRIDAY_EVENING + 2 * DAY
    assert reconciled(here.episode, by=here.an, now=at, because=[]) == Difference()


def test_the_queries_do_not_grow_with_the_history(here: Ward, django_assert_max_num_queries: object) -> None:
    give_birth(here)
    home(here)
    at = FRIDAY_EVENING
    for _ in range(8):
        at += timedelta(days=1)
        readmit(episode_id=here.episode.pk, who=("newborn-1",), id=fresh(), by=here.wies, now=at)
        at += timedelta(hours=12)
        home(here, "newborn-1", at=at)
    with django_assert_max_num_queries(75):
        readmit(episode_id=here.episode.pk, who=("newborn-1",), id=fresh(), by=here.wies, now=at + DAY)
