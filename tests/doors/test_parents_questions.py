"""Her questions for the next visit and what was answered; and a list of what she may need."""

import pytest

from kraamkring.doors.parents.questions import NEEDS
from kraamkring.doors.parents.words import OF_A_BABY, TOPICS
from kraamkring.flows.talk_about_plan import comment_on_point, settle_point
from kraamkring.rooms.careplan.models import PlanItem

from .test_parents_pages import Home, get, hidden, home, lost, main, visit_agreed  # noqa: F401 (fixtures)
from .test_staff_pages import signed_in

pytestmark = pytest.mark.django_db


def asks(home: Home, page: str, **said: str) -> str:  # noqa: F811
    """Sends a question from one of the two pages, twice; where she comes back to."""
    html = get(home.leen, home.address(f"{page}/"))
    sent = {"id": hidden(html, "id"), "back": page} | said
    for _twice in range(2):
        answer = signed_in(home.leen, "en").post(home.address("plan/points/"), sent)
        assert answer.status_code == 302
    return str(answer["Location"])


def test_a_question_waits_is_answered_and_is_settled(home: Home) -> None:  # noqa: F811
    visit_agreed(home, accepted=True)
    back = asks(home, "questions", topic="sleep", text="May I sleep on my belly?")
    assert back == home.address("questions/")
    said = main(get(home.leen, back))
    assert "Next: Visit at home" in said
    assert "May I sleep on my belly?" in said
    assert "still to ask" in said
    point = PlanItem.objects.get()
    comment_on_point(item=point.item, version=1, text="Yes, you may", by=home.mia, now=home.now)
    said = main(get(home.leen, back))
    assert "Yes, you may" in said
    assert "answered" in said
    assert "still to ask" not in said
    settle_point(item=point.item, version=1, settled=True, by=home.mia, now=home.now)
    assert "There is no question." in main(get(home.leen, back))


def test_what_she_says_herself_is_no_answer(home: Home) -> None:  # noqa: F811
    back = asks(home, "questions", topic="sleep", text="May I sleep on my belly?")
    point = PlanItem.objects.get()
    comment_on_point(item=point.item, version=1, text="I always did", by=home.leen, now=home.now)
    assert "still to ask" in main(get(home.leen, back))


def test_a_need_can_be_asked_about_and_the_list_says_so(home: Home) -> None:  # noqa: F811
    assert set(NEEDS) <= set(TOPICS)
    html = get(home.leen, home.address("checklist/"))
    assert html.count("nothing is written about it") == len(NEEDS)
    assert asks(home, "checklist", topic="household", text="Nobody yet") == home.address("checklist/")
    said = main(get(home.leen, home.address("checklist/")))
    assert said.count("you asked about it") == 1
    assert "No care professional has checked it yet" in said


def test_after_a_loss_the_list_asks_nothing_of_a_baby(lost: Home) -> None:  # noqa: F811
    html = get(lost.leen, lost.address("checklist/"))
    for topic, (_words, after_loss) in NEEDS.items():
        assert (f'id="need-{topic}"' in html) is after_loss
        assert after_loss is (topic not in OF_A_BABY)


def test_her_partner_reads_and_is_not_asked(home: Home) -> None:  # noqa: F811
    for page in ("questions/", "checklist/"):
        assert "<textarea" not in get(home.pol, home.address(page))
