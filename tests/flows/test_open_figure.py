"""A figure opened into its families: whom it names to whom, and why each counts or does not."""

from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from kraamkring.core.facts import Contact, Discharge
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.open_figure import OpenedFigure, open_figure
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from tests.cast import BORN, Cast, account, booked, born, cast
from tests.planner import born_at_home

from .test_extract import HOME, KEY, OPEN, VISIT, extracted

pytestmark = pytest.mark.django_db
FIRST_VISIT, MONTH = "kce-first-visit", f"{BORN:%Y-%m}"


class Three(NamedTuple):
    """Three families of one practice: visited in time, visited too late, and born at home."""

    people: Cast
    lake: Path
    in_time: object
    too_late: object
    at_home: object


@pytest.fixture
def three(tmp_path: Path) -> Three:
    people = cast()
    found = []
    for hours in (20, 30):
        episode = booked(people.an).episode
        for value, at in (
            (born(), BORN),
            (Discharge(who=("mother", "newborn-1"), at=HOME), HOME),
            (
                Contact(kind="home_visit", at=HOME + timedelta(hours=hours), by="midwife"),
                VISIT + timedelta(days=1),
            ),
        ):
            record_fact(episode_id=episode.pk, value=value, by=people.an, now=at + timedelta(minutes=5))
        found.append(episode)
    at_home = born_at_home("Mila", people.an, BORN)
    extracted(tmp_path, account("gov", "governor"), OPEN)
    return Three(people, tmp_path, *found, at_home)


def opened(
    three: Three, by: User, month: str = MONTH, name: str = FIRST_VISIT, key: str = KEY
) -> OpenedFigure:
    return open_figure(name=name, month=month, lake=str(three.lake), key=key, by=by, now=OPEN)


def test_each_family_counts_or_does_not_and_the_page_says_why(three: Three) -> None:
    found = opened(three, three.people.an)
    told = [(each.episode, each.unit.counts, each.unit.numerator, each.unit.why) for each in found.behind]
    assert told == [
        (three.too_late, True, 0.0, "counts"),  # what is to be looked at comes first
        (three.in_time, True, 1.0, "counts"),
        (three.at_home, False, 0.0, "not gone home"),
    ]
    assert (found.counted, found.left_out, found.more) == (2, 1, False)
    looked = AuditEvent.objects.get(what=f"figure:{FIRST_VISIT}:3")
    assert (looked.actor, looked.purpose, looked.episode_id) == (three.people.an, "comparison", None)


def test_without_a_month_it_is_the_last_that_has_come(three: Three) -> None:
    assert opened(three, three.people.an, month="").month == MONTH
    with pytest.raises(NotThere):
        opened(three, three.people.an, month="1999-01")
    with pytest.raises(NotThere):
        opened(three, three.people.an, month=MONTH, name="kce-nothing")


def test_nobody_is_named_to_who_does_not_see_every_part(three: Three) -> None:
    """A colleague of the practice sees the three; a governor, and a midwife elsewhere, none; and when she closes one
    part to the colleague, her family is not listed, nor counted."""
    colleague, gov = three.people.colleague, User.objects.get(profession="governor")
    assert len(opened(three, colleague).behind) == 3
    for other in (gov, three.people.stranger):
        nothing = opened(three, other)
        assert (nothing.behind, nothing.counted, nothing.left_out) == ([], 0, 0)
    give_consent(
        episode_id=three.too_late.pk, module="postnatal", given=False, user=colleague, said_by="mother",  # type: ignore[attr-defined]
        by=three.people.an, now=OPEN - timedelta(hours=1),
    )  # fmt: skip
    found = opened(three, colleague)
    assert {each.episode for each in found.behind} == {three.in_time, three.at_home}
    assert found.counted == 1


@pytest.mark.parametrize(
    "profession", ["maternity_carer", "planner", "mother", "social_worker", "privacy_officer"]
)
def test_who_does_not_read_what_figures_follow_from_sees_none(three: Three, profession: str) -> None:
    with pytest.raises(NotAllowed):
        opened(three, account("other", profession, three.people.practice))


def test_contacts_that_are_alike_are_told_together(three: Three) -> None:
    record_fact(
        episode_id=three.in_time.pk, value=Contact(kind="home_visit", at=HOME + timedelta(hours=40), by="midwife"),  # type: ignore[attr-defined]
        by=three.people.an, now=HOME + timedelta(hours=41),
    )  # fmt: skip
    extracted(three.lake, User.objects.get(profession="governor"), OPEN + timedelta(hours=2))
    found = opened(three, three.people.an, name="kce-by-phone")
    visits = {
        each.episode: each.times for each in found.behind if each.unit.numerator == 0 and each.unit.counts
    }
    assert visits == {three.in_time: 2, three.too_late: 1}
    assert found.counted == 3


def test_another_key_opens_nothing(three: Three) -> None:
    with pytest.raises(Refusal, match="another key"):
        opened(three, three.people.an, key=KEY + "!")
    with pytest.raises(Refusal, match="missing or too short"):
        opened(three, three.people.an, key="")


def test_without_a_lake_there_is_no_month(three: Three, tmp_path: Path) -> None:
    for lake in ("", str(tmp_path / "none")):
        found = open_figure(name=FIRST_VISIT, month="", lake=lake, key=KEY, by=three.people.an, now=OPEN)
        assert (found.month, list(found.months), list(found.behind)) == ("", [], [])
