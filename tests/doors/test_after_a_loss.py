"""The pages of carers after a loss: each is quiet, and none asks for a child who is not there."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kraamkring.core.facts import Birth
from kraamkring.flows.change_plan import change_plan
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions.plan import PlanContent
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.access.addresses import addresses
from tests.access.table import TABLE
from tests.cast import cast, give_coordinator
from tests.clock import this_morning

from .test_staff_pages import book, signed_in, words

pytestmark = pytest.mark.django_db

# Every page of one family. The page on which a loss is written down is always quiet.
OF_A_FAMILY = sorted(
    each.name
    for each in addresses()
    if [*each.asks] == ["family"]
    and TABLE[each.name].get != "."
    and not each.name.startswith("my_")
    and not each.name.endswith("_pdf")  # a file
)
QUIET = re.compile(r'<body class="[^"]*\bquiet\b')


@pytest.fixture
def an() -> User:
    return cast().an


def a_family(an: User, outcome: str) -> PregnancyEpisode:
    now = this_morning()
    birth = Birth(
        newborn="newborn-1",
        born_at=now - timedelta(hours=41),
        outcome=outcome,
        place="hospital",
        mode="vaginal",
    )
    episode = book(an, now, births=(birth,))
    give_coordinator(episode, an, at=now)
    change_plan(episode_id=episode.pk, content=PlanContent(stay="short"), based_on=0, by=an, now=now)
    return episode


def page(an: User, episode: PregnancyEpisode, name: str) -> str:
    answer = signed_in(an).get(reverse(name, kwargs={"family": episode.pk}))
    assert answer.status_code == 200, name
    return str(answer.content.decode())


def test_every_page_of_a_family_is_quiet(an: User) -> None:
    lost, usual = a_family(an, "stillborn"), a_family(an, "live")
    assert "consent" in OF_A_FAMILY
    assert not [name for name in OF_A_FAMILY if not QUIET.search(page(an, lost, name))]
    assert [name for name in OF_A_FAMILY if QUIET.search(page(an, usual, name))] == ["loss"]


def test_nothing_is_asked_for_a_child_who_was_lost(an: User) -> None:
    lost, usual = a_family(an, "stillborn"), a_family(an, "live")
    of_the_child = (
        ("plan", "Check of the child by a doctor, day 7 to 10"), ("plan", "First visit of youth health care"),
        ("plan_edit", "First visit of youth health care"), ("letter", "Child still in hospital"), ("family", "A birth"),
    )  # fmt: skip
    for name, words_of_it in of_the_child:
        assert words_of_it in words(page(an, usual, name)), words_of_it
        shown = words(page(an, lost, name))
        assert words_of_it not in shown, words_of_it
    assert "Check of the mother at six weeks" in words(page(an, lost, "plan"))


def test_what_was_agreed_for_the_child_is_kept_when_the_plan_is_changed(an: User) -> None:
    lost, now = a_family(an, "stillborn"), this_morning()
    before = PlanContent(stay="short", youth_visit="Said before the birth")
    change_plan(episode_id=lost.pk, content=before, based_on=1, by=an, now=now)
    assert "Said before the birth" in words(page(an, lost, "plan"))
    assert 'type="hidden" name="youth_visit" value="Said before the birth"' in page(an, lost, "plan_edit")
