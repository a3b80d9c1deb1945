"""Emergencies are judged by somebody else, once; the mother reads it; what is overdue stands first."""

from datetime import timedelta

import pytest

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.break_glass import break_glass
from kraamkring.flows.review_emergency import REVIEW_WITHIN, judge_emergency, see_emergency, see_reviews
from kraamkring.flows.see_looks import see_looks
from kraamkring.flows.see_record import see_record
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.network.models import BreakGlass, EmergencyReview
from tests.cast import LATER, Cast, account, booked, cast, give_coordinator, joined

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def officer(people: Cast) -> User:
    return account("olga", "privacy_officer", people.practice)


@pytest.fixture
def broken(people: Cast, officer: User) -> BreakGlass:
    """A doctor from elsewhere opened Leen's record and read it."""
    episode = booked(people.an).episode
    joined(episode, account("leen", "mother"), people.an)
    dirk = account("dirk", "gp")
    opened = break_glass(episode_id=episode.pk, reason="she cannot speak", by=dirk, now=LATER)
    see_record(episode_id=episode.pk, by=dirk, now=LATER + HOUR)
    return opened


def judged(
    broken: BreakGlass, by: User, outcome: str = "justified", words: str = "it was"
) -> EmergencyReview:
    return judge_emergency(
        emergency_id=broken.pk, outcome=outcome, words=words, by=by, now=LATER + HOUR, id=new_id(LATER)
    )


def told(what: str) -> list[str]:
    return sorted(row.address.partition("@")[0] for row in Message.objects.filter(template=what))


def test_who_guards_the_log_is_asked_and_sees_what_was_looked_at(broken: BreakGlass, officer: User) -> None:
    assert told("emergency_to_review") == ["olga"]
    (one,) = see_reviews(by=officer, now=LATER)
    assert (one.broken, one.reviewers, one.review) == (broken, ("Olga",), None)
    seen = see_emergency(emergency_id=broken.pk, by=officer, now=LATER)
    assert [each.what for each in seen.looks] == ["record"]
    assert seen.told
    row = AuditEvent.objects.get(what="emergency:review")
    assert (row.actor, row.episode_id, row.purpose, row.ground) == (
        officer, broken.episode_id, "accountability", "accountability",
    )  # fmt: skip


def test_who_coordinates_judges_too_and_is_named_first(
    broken: BreakGlass, people: Cast, officer: User
) -> None:
    with pytest.raises(NotThere):
        judged(broken, people.an)
    give_coordinator(broken.episode, people.an)
    (one,) = see_reviews(by=people.an, now=LATER)
    assert one.reviewers == ("An", "Olga")
    assert judged(broken, people.an).outcome == "justified"


def test_the_outcome_stands_for_good_and_the_mother_reads_it(
    broken: BreakGlass, people: Cast, officer: User
) -> None:
    review = judged(broken, officer, "not_justified", "her own doctor was there")
    assert told("emergency_reviewed") == ["an", "leen"]
    with pytest.raises(Refusal):
        judged(broken, officer)
    leen = User.objects.get(email="leen@example.org")
    (opened,) = see_looks(episode_id=broken.episode_id, by=leen, now=LATER + 2 * HOUR).emergencies
    assert [each for each in opened.reviews.all()] == [review]
    (one,) = see_reviews(by=officer, now=LATER + 2 * HOUR)
    assert one.review == review
    assert not one.overdue(LATER + 9 * REVIEW_WITHIN)


def test_sent_twice_it_is_judged_once(broken: BreakGlass, officer: User) -> None:
    made = new_id(LATER)
    for _again in range(2):
        judge_emergency(
            emergency_id=broken.pk, outcome="justified", words="x", by=officer, now=LATER, id=made
        )
    assert EmergencyReview.objects.count() == 1


def test_nobody_judges_her_own_emergency(people: Cast, officer: User) -> None:
    episode = booked(people.stranger).episode
    joined(episode, people.an, people.stranger)
    give_coordinator(booked(people.an).episode, people.an)
    own = break_glass(episode_id=episode.pk, reason="x", by=people.stranger, now=LATER)
    give_coordinator(episode, people.stranger)
    with pytest.raises(NotAllowed):
        judged(own, people.stranger)
    (one,) = see_reviews(by=people.stranger, now=LATER)
    assert (one.hers, one.reviewers) == (True, ())


def test_what_waits_too_long_is_overdue_and_stands_first(
    broken: BreakGlass, officer: User, people: Cast
) -> None:
    later = LATER + REVIEW_WITHIN + HOUR
    fresh = break_glass(episode_id=broken.episode_id, reason="again", by=account("eva", "gp"), now=later)
    found = see_reviews(by=officer, now=later)
    assert [(each.broken, each.overdue(later)) for each in found] == [(broken, True), (fresh, False)]


@pytest.mark.parametrize("profession", ["maternity_carer", "mother", "planner", "governor"])
def test_others_judge_nothing(broken: BreakGlass, people: Cast, profession: str) -> None:
    other = account("x", profession, people.practice)
    with pytest.raises(NotAllowed):
        see_reviews(by=other, now=LATER)
    with pytest.raises(NotThere):
        see_emergency(emergency_id=broken.pk, by=other, now=LATER)


def test_a_foreign_emergency_and_an_unknown_one_are_not_there(broken: BreakGlass, people: Cast) -> None:
    elsewhere = account("otto", "privacy_officer", people.stranger.organisation)
    for pk in (broken.pk, new_id(LATER)):
        with pytest.raises(NotThere) as refused:
            judge_emergency(emergency_id=pk, outcome="justified", words="x", by=elsewhere, now=LATER, id=pk)
        assert refused.value.problem == "there is no such emergency for you"
    assert not EmergencyReview.objects.exists()
    assert see_reviews(by=elsewhere, now=LATER) == []


@pytest.mark.parametrize(("outcome", "words"), [("justified", " "), ("perhaps", "x")])
def test_a_judgement_has_an_outcome_and_words(
    broken: BreakGlass, officer: User, outcome: str, words: str
) -> None:
    with pytest.raises(Refusal):
        judged(broken, officer, outcome, words)
    assert not EmergencyReview.objects.exists()
