"""A family is handed over in four parts, to colleagues who may read it; whoever gets it says that she read it."""

from datetime import timedelta
from uuid import UUID

import pytest

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.flows.build_network import remove_member
from kraamkring.flows.hand_over import (
    READ_WITHIN,
    hand_over,
    say_about,
    say_read,
    see_hand_over,
    see_hand_overs,
)
from kraamkring.flows.see_today import see_today
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions.handing_over import Told
from kraamkring.rooms.careplan.models import HandOver, HandOverStep
from kraamkring.rooms.messages.models import Message, Urgency
from kraamkring.rooms.network.models import Membership
from tests.cast import Cast, account, joined
from tests.flows.ward import BORN, DAY, FRIDAY_EVENING, HOUR, Ward, fresh, give_birth, ward

pytestmark = pytest.mark.django_db

SBAR = Told(
    about=("mother", "newborn-1"),
    situation="Home this evening",
    background="First child",
    assessment="Well, tired",
    recommendation="Weigh tomorrow",
    language="en",
)


@pytest.fixture
def here(people: Cast) -> Ward:
    made = ward(people)
    give_birth(made)
    return made


def place(here: Ward, user: User) -> UUID:
    return Membership.objects.get(episode=here.episode, user=user).pk


def given(here: Ward, *to: User, told: Told = SBAR, **more: object) -> HandOver:
    known = {"id": fresh(), "by": here.wies, "now": FRIDAY_EVENING}
    members = [place(here, user) for user in to or (here.an,)]
    return hand_over(episode_id=here.episode.pk, told=told, members=members, **(known | more))


def told_to(here: Ward, template: str) -> list[str]:
    return list(
        Message.objects.filter(template=template).order_by("address").values_list("address", flat=True)
    )


def spoken(**more: object) -> Told:
    return Told(**({"about": ("mother",), "situation": "x", "recommendation": "y"} | more))


def test_whoever_it_goes_to_is_told_and_says_that_she_read_it(here: Ward) -> None:
    row = given(here)
    assert told_to(here, "hand_over_given") == ["an@example.org"]
    assert Message.objects.get(template="hand_over_given").urgency == Urgency.ORDINARY

    say_read(hand_over_id=row.pk, by=here.an, now=FRIDAY_EVENING + HOUR, id=fresh())
    again = say_read(hand_over_id=row.pk, by=here.an, now=FRIDAY_EVENING + 2 * HOUR, id=fresh())

    assert again.at == FRIDAY_EVENING + HOUR
    (seen,) = see_hand_overs(episode_id=here.episode.pk, by=here.wies, now=FRIDAY_EVENING + DAY).hand_overs
    assert [(step.what, step.by_id) for step in seen.steps.all()] == [("read", here.an.pk)]


def test_what_cannot_wait_goes_at_once(here: Ward) -> None:
    given(here, told=spoken(urgent=True))
    assert Message.objects.get(template="hand_over_given").urgency == Urgency.RED_FLAG


def test_sent_twice_it_is_handed_over_once(here: Ward) -> None:
    id = fresh()
    assert given(here, id=id).pk == given(here, id=id).pk
    assert (HandOver.objects.count(), len(told_to(here, "hand_over_given"))) == (1, 1)
    with pytest.raises(Refusal, match="something else"):
        given(here, id=id, told=spoken(situation="other"))


def test_who_may_not_read_about_the_child_is_not_chosen(here: Ward, people: Cast) -> None:
    physio = account("pia", "physiotherapist")
    joined(here.episode, physio, here.an)
    with pytest.raises(Refusal, match="may not read"):
        given(here, physio)
    given(here, physio, told=spoken())
    assert HandOver.objects.count() == 1


def test_it_is_read_only_by_whoever_may_read_about_them(here: Ward, people: Cast) -> None:
    """The physiotherapist sees the mother's, not the child's; a stranger and an unknown id are answered alike."""
    physio = account("pia", "physiotherapist")
    joined(here.episode, physio, here.an)
    about_both, about_her = given(here), given(here, told=spoken())

    now = FRIDAY_EVENING + HOUR
    seen = see_hand_overs(episode_id=here.episode.pk, by=physio, now=now).hand_overs
    assert [each.pk for each in seen] == [about_her.pk]
    answers = []
    for by, id in ((physio, about_both.pk), (here.stranger, about_her.pk), (here.stranger, fresh())):
        with pytest.raises(NotThere) as refused:
            see_hand_over(hand_over_id=id, by=by, now=now)
        answers.append(str(refused.value))
    assert answers[0] == answers[2]


def test_who_left_the_network_reads_nothing_more(here: Ward) -> None:
    row = given(here, here.gp)
    remove_member(membership_id=place(here, here.gp), by=here.an, now=FRIDAY_EVENING + HOUR)
    with pytest.raises(NotThere):
        say_read(hand_over_id=row.pk, by=here.gp, now=FRIDAY_EVENING + 2 * HOUR, id=fresh())


@pytest.mark.parametrize("missing", ["situation", "recommendation"])
def test_it_says_what_is_going_on_and_what_is_asked(here: Ward, missing: str) -> None:
    with pytest.raises(Refusal) as refused:
        given(here, told=spoken(**{missing: " "}))
    assert refused.value.field == missing
    assert not HandOver.objects.exists()


def test_a_family_is_handed_over_to_somebody(here: Ward) -> None:
    with pytest.raises(Refusal, match="nobody is chosen"):
        hand_over(
            episode_id=here.episode.pk, told=SBAR, members=[], by=here.wies, now=FRIDAY_EVENING, id=fresh()
        )


def test_the_mother_does_not_hand_herself_over(here: Ward) -> None:
    with pytest.raises(Refusal):
        given(here, by=here.leen)
    assert not HandOver.objects.exists()


def test_who_only_reads_about_the_mother_hands_nothing_over_about_her(here: Ward) -> None:
    doctor = account("petra", "paediatrician")
    joined(here.episode, doctor, here.an)
    with pytest.raises(NotAllowed):
        given(here, by=doctor)
    given(here, by=doctor, told=spoken(about=("newborn-1",)))
    assert HandOver.objects.count() == 1


def test_a_call_is_noted_with_whether_it_was_said_back(here: Ward) -> None:
    row = given(here, told=spoken(how="call", read_back=False))
    assert (row.how, row.read_back) == ("call", False)


def test_a_question_reaches_the_sender_and_the_answer_the_others(here: Ward) -> None:
    row = given(here, here.an, here.gp)
    say_about(hand_over_id=row.pk, words="When exactly?", by=here.an, now=FRIDAY_EVENING + HOUR, id=fresh())
    assert told_to(here, "hand_over_said") == ["george@example.org", "wies@example.org"]
    with pytest.raises(Refusal, match="nothing is said"):
        say_about(hand_over_id=row.pk, words=" ", by=here.an, now=FRIDAY_EVENING + HOUR, id=fresh())
    assert HandOverStep.objects.count() == 1


def test_only_whoever_it_went_to_says_that_she_read_it(here: Ward) -> None:
    row = given(here)
    with pytest.raises(Refusal, match="somebody else"):
        say_read(hand_over_id=row.pk, by=here.gp, now=FRIDAY_EVENING + HOUR, id=fresh())
    assert not HandOverStep.objects.exists()


def test_today_shows_what_waits_to_be_read_and_what_nobody_read(here: Ward) -> None:
    row = given(here)
    soon, late = FRIDAY_EVENING + HOUR, FRIDAY_EVENING + READ_WITHIN + timedelta(minutes=1)
    assert [each.pk for each in see_today(by=here.an, now=soon).to_read] == [row.pk]
    assert see_today(by=here.wies, now=soon).unread == ()
    assert [each.pk for each in see_today(by=here.wies, now=late).unread] == [row.pk]
    say_read(hand_over_id=row.pk, by=here.an, now=late, id=fresh())
    assert see_today(by=here.an, now=late).to_read == ()
    assert see_today(by=here.wies, now=late).unread == ()


def test_before_the_birth_it_is_about_the_pregnancy(people: Cast) -> None:
    made = ward(people)
    row = given(made, made.wies, told=spoken(), by=made.an, now=BORN - DAY)
    assert row.modules == ["prenatal"]
