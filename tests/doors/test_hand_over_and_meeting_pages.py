"""The pages of handing over and of meetings: anonymous, not allowed, allowed; typed once, kept when refused."""

import html
import re
from uuid import UUID

import pytest
from django.test import Client

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.careplan.models import (
    AgendaPoint,
    HandOver,
    HandOverStep,
    MeetingAnswer,
    NetworkMeeting,
    PlanItem,
)
from kraamkring.rooms.network.models import Membership
from tests import clock
from tests.cast import Cast
from tests.flows.conftest import people  # noqa: F401 (the fixture)
from tests.flows.ward import Ward, give_birth, ward

from .test_network_pages import stripped
from .test_staff_pages import NOBODY, book, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(people: Cast, settings: object, morning: None) -> Ward:  # noqa: F811
    settings.CLOCK = clock.PATH
    clock.set_to("2026-10-16 18:00")  # 36 hours after the birth
    made = ward(people)
    give_birth(made)
    return made


def hand_overs(here: Ward) -> str:
    return f"/families/{here.episode.pk}/hand-overs/"


def meetings(here: Ward) -> str:
    return f"/families/{here.episode.pk}/meetings/"


def said(here: Ward, **more: object) -> dict[str, object]:
    place = Membership.objects.get(episode=here.episode, user=here.an).pk
    return {
        "id": new_id(clock.now()), "about": ["mother", "newborn-1"], "to": [place], "how": "written",
        "situation": "Goes home <b>now</b>", "background": "", "assessment": "", "recommendation": "Weigh her child",
    } | more  # fmt: skip


def call(here: Ward, day: str, time: str = "10:00") -> UUID:
    answer = signed_in(here.an).post(
        f"{meetings(here)}new/",
        {
            "id": new_id(clock.now()), "version": 0, "start_on": day,
            "start_time": time, "minutes": "60", "where": "In the kitchen",
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return NetworkMeeting.objects.get().item


@pytest.mark.parametrize("page", ["hand-overs/", "hand-overs/new/", "meetings/", "meetings/new/"])
def test_nobody_sees_them_signed_out_and_a_stranger_as_little_as_a_family_that_is_not(
    here: Ward, page: str
) -> None:
    address = f"/families/{here.episode.pk}/{page}"
    assert Client().get(address).status_code == 302
    foreign = signed_in(here.stranger).get(address)
    unknown = signed_in(here.stranger).get(f"/families/{NOBODY}/{page}")
    assert foreign.status_code == unknown.status_code == 404
    assert stripped(foreign) == stripped(unknown)


def test_what_the_record_knows_already_stands_in_the_form(here: Ward) -> None:
    page = signed_in(here.wies).get(f"{hand_overs(here)}new/").content.decode()
    background = re.search(r'<textarea name="background"[^>]*>(.*?)</textarea>', page, re.S)
    assert background is not None
    assert "3420" in html.unescape(background[1]).replace("\u202f", "").replace("\u00a0", "")


def test_while_nobody_else_accepted_there_is_no_form_that_cannot_be_sent(people: Cast, here: Ward) -> None:  # noqa: F811
    alone = book(people.an, clock.now())
    page = signed_in(people.an).get(f"/families/{alone.pk}/hand-overs/new/").content.decode()
    assert "nobody to hand over to" in page
    assert "<textarea" not in page


def test_it_is_sent_read_asked_about_and_printed(here: Ward) -> None:
    form = said(here)
    for _twice in range(2):
        sent = signed_in(here.wies).post(f"{hand_overs(here)}new/", form)
    item = HandOver.objects.get().pk
    one = f"{hand_overs(here)}{item}/"
    assert sent["Location"] == one

    an = signed_in(here.an)
    page = an.get(one).content.decode()
    assert "Goes home &lt;b&gt;now&lt;/b&gt;" in page
    assert "I have read it" in page
    an.post(one, {"id": new_id(clock.now())})
    an.post(one, {"id": new_id(clock.now()), "words": "At what time?"})
    assert list(HandOverStep.objects.order_by("at").values_list("what", flat=True)) == ["read", "said"]
    page = signed_in(here.wies).get(one).content.decode()
    assert "At what time?" in page
    assert "I have read it" not in page

    for language in ("nl", "fr", "de", "en"):
        printed = an.get(f"{hand_overs(here)}{item}.pdf?in={language}")
        assert printed["Content-Type"] == "application/pdf"
        assert printed.content.startswith(b"%PDF")
        assert str(item) not in printed["Content-Disposition"]


def test_what_is_refused_is_kept(here: Ward) -> None:
    answer = signed_in(here.wies).post(
        f"{hand_overs(here)}new/", said(here, situation=" ", assessment="Well")
    )
    assert answer.status_code == 422
    assert "Well</textarea>" in answer.content.decode()
    assert not HandOver.objects.exists()


def test_a_call_says_whether_it_was_said_back(here: Ward) -> None:
    address = f"{hand_overs(here)}new/"
    assert signed_in(here.wies).post(address, said(here, how="call")).status_code == 422
    assert signed_in(here.wies).post(address, said(here, how="call", read_back="yes")).status_code == 302


def test_one_of_another_family_is_not_found_under_this_one(here: Ward) -> None:
    signed_in(here.wies).post(f"{hand_overs(here)}new/", said(here))
    item = HandOver.objects.get().pk
    assert signed_in(here.wies).get(f"/families/{NOBODY}/hand-overs/{item}/").status_code == 404
    assert signed_in(here.wies).get(f"{hand_overs(here)}{NOBODY}/").status_code == 404


def test_the_coordinator_calls_a_meeting_and_the_mother_answers(here: Ward) -> None:
    item = call(here, "2026-10-19")
    mine = "/my/meetings/"
    leen = signed_in(here.leen)
    assert "In the kitchen" in leen.get(mine).content.decode()
    leen.post(f"{mine}{item}/", {"id": new_id(clock.now()), "act": "comes"})
    leen.post(f"{mine}{item}/", {"id": new_id(clock.now()), "act": "agenda", "text": "Who comes at night?"})
    assert (MeetingAnswer.objects.get().comes, AgendaPoint.objects.get().text) == (
        True,
        "Who comes at night?",
    )
    refused = leen.post(f"{mine}{item}/", {"id": new_id(clock.now()), "act": "agenda", "text": ""})
    assert refused.status_code == 422
    page = signed_in(here.wies).get(f"{meetings(here)}{item}/").content.decode()
    assert "Who comes at night?" in page
    assert leen.get(f"/my/meetings/{NOBODY}/").status_code == 404


def test_only_who_coordinates_is_offered_to_call_and_may(here: Ward) -> None:
    assert "meetings/new/" in signed_in(here.an).get(meetings(here)).content.decode()
    assert "meetings/new/" not in signed_in(here.wies).get(meetings(here)).content.decode()
    assert signed_in(here.wies).get(f"{meetings(here)}new/").status_code == 403


def test_moved_decided_and_called_off(here: Ward) -> None:
    item = call(here, "2026-10-19")
    an, one = signed_in(here.an), f"{meetings(here)}{item}/"
    moved = an.post(
        f"{one}move/",
        {
            "id": new_id(clock.now()), "version": 1, "start_on": "2026-10-20", "start_time": "10:00",
            "minutes": "30", "where": "Online",
        },
    )  # fmt: skip
    assert moved.status_code == 302
    early = an.post(one, {"id": new_id(clock.now()), "act": "decide", "decided": "Weigh", "topic": "feeding"})
    assert early.status_code == 422
    assert not PlanItem.objects.exists()
    off = an.post(one, {"id": new_id(clock.now()), "act": "call_off"})
    assert off.status_code == 302
    assert NetworkMeeting.objects.order_by("-version")[0].called_off


def test_what_was_decided_stands_in_the_plan(here: Ward) -> None:
    item = call(here, "2026-10-16", "19:00")
    clock.later(hours=2)
    an, one = signed_in(here.an), f"{meetings(here)}{item}/"
    form = {
        "id": new_id(clock.now()), "act": "decide", "decided": "Weigh on Monday", "topic": "feeding",
        "until": "2026-12-24",
    }  # fmt: skip
    assert an.post(one, form).status_code == 302
    assert PlanItem.objects.get().text == "Weigh on Monday"
    assert "24-12-2026" in an.get(one).content.decode().replace("\u2011", "-")
