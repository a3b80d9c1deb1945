"""The page on which a mother says whether she would go to a maternity-care hotel, and what who plans then sees."""

import pytest

from kraamkring.core.facts import Death
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.planner.models import HotelStay, HotelStep
from tests.cast import Cast, cast
from tests.flows.test_hotel_stays import NOW, Told

from .test_planning_pages import read
from .test_staff_pages import signed_in

pytestmark = pytest.mark.django_db
SCARCITY = "/planning/scarcity/"


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def test_a_family_is_asked_answers_on_its_page_and_is_given_a_bed(people: Cast) -> None:
    told = Told(people)
    planner, leen = signed_in(told.at.planner), signed_in(told.leen)
    hers = f"/my/{told.episode.pk}/hotel/"
    assert "Nobody asks you anything" in read(leen.get(hers).content.decode())
    ask = {"act": "stay-ask", "question": told.question.pk, "family": told.episode.pk, "id": new_id(NOW)}
    for _again in range(2):
        assert planner.post(SCARCITY, ask).status_code == 302
    stay = HotelStay.objects.get()
    assert "would you go to a maternity-care hotel?" in read(leen.get("/my/").content.decode())
    page = read(leen.get(hers).content.decode())
    for sentence in (
        "Kraamzorg De Brug asks whether you want to go to Rest",
        "You may say no. Then your help at home stays as it was promised.",
        "it is not sure yet",
        "ask Kraamzorg De Brug",
    ):
        assert sentence in page
    for wrong in ({"stay": stay.pk, "answer": "perhaps"}, {"stay": stay.pk}):
        assert leen.post(hers, wrong).status_code == 422
    assert leen.post(hers, {"stay": new_id(NOW), "answer": "yes"}).status_code == 404
    assert leen.post(hers, {"stay": stay.pk, "answer": "yes"})["Location"] == hers
    assert "You said yes. It is not sure yet" in read(leen.get(hers).content.decode())
    assert "would you go" not in read(leen.get("/my/").content.decode())
    seen = read(planner.get(SCARCITY).content.decode())
    assert "said yes" in seen
    assert "Give this family the bed" in seen
    assert planner.post(SCARCITY, {"act": "stay-agree", "stay": stay.pk}).status_code == 302
    assert "It is arranged. There is a bed for you." in read(leen.get(hers).content.decode())
    assert leen.post(hers, {"stay": stay.pk, "answer": "no"}).status_code == 302
    assert "You said no." in read(leen.get(hers).content.decode())
    refused = planner.post(SCARCITY, ask | {"id": new_id(NOW)})
    assert refused.status_code == 422
    assert "This family said no to these days" in read(refused.content.decode())


def test_an_answer_by_telephone_says_who_wrote_it_down(people: Cast) -> None:
    told = Told(people)
    planner, stay = signed_in(told.at.planner), told.ask()
    assert planner.post(SCARCITY, {"act": "stay-no", "stay": stay.pk}).status_code == 302
    assert HotelStep.objects.get(what="no").by_telephone
    assert f"by telephone, written down by {told.at.planner.name}" in read(
        planner.get(SCARCITY).content.decode()
    )
    assert planner.post(SCARCITY, {"act": "stay-withdraw", "stay": "x"}).status_code == 404


def test_after_a_loss_the_page_asks_nothing(people: Cast) -> None:
    told = Told(people)
    stay, leen = told.ask(), signed_in(told.leen)
    record_fact(episode_id=told.episode.pk, value=Death(who="newborn-1", at=NOW), by=people.an, now=NOW)
    page = read(leen.get(f"/my/{told.episode.pk}/hotel/").content.decode())
    assert "Nobody asks you anything" in page
    assert "Rest" not in page
    assert "maternity-care hotel" not in read(leen.get(f"/my/{told.episode.pk}/more/").content.decode())
    answered = leen.post(f"/my/{told.episode.pk}/hotel/", {"stay": stay.pk, "answer": "yes"})
    assert answered.status_code == 422
