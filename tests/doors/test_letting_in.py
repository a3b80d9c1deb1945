"""The midwife lets the mother in; the mother comes in by her link, with a password or a passkey of her own."""

import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import AccountInvitation, User
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import Cast, booked, cast
from tests.clock import this_morning

from .test_pathway_page import words
from .test_staff_pages import signed_in

pytestmark = pytest.mark.django_db

PASSWORD = "a long sentence is a password"


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def family(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


@pytest.fixture(autouse=True)
def caught(settings: Any, tmp_path: Path) -> Path:
    settings.MESSAGE_CATCHER = tmp_path
    return tmp_path


def said(**otherwise: object) -> dict[str, object]:
    return {
        "id": new_id(this_morning()), "role": "mother", "name": "Leen", "email": "leen@home.example",
        "phone": "0470 12 34 56", "language": "en", "way": "mail",
    } | otherwise  # fmt: skip


def link_in(folder: Path) -> str:
    """The link of the letter that came last."""
    newest = sorted(folder.glob("*.eml"))[-1]
    body = message_from_bytes(newest.read_bytes(), policy=default).get_body()
    assert body is not None
    return str(re.findall(r"(/welcome/[\w-]{43}/)", body.get_content())[0])


def code_in(folder: Path) -> str:
    texts = sorted(folder.glob("*.txt"))
    return re.findall(r"\d{6}", texts[-1].read_text("utf-8").partition("\n")[2])[0]


def address(family: PregnancyEpisode) -> str:
    return f"/families/{family.pk}/parents/"


def test_whoever_is_not_signed_in_or_not_of_this_family_is_not_let_there(
    family: PregnancyEpisode, people: Cast
) -> None:
    assert Client().get(address(family)).status_code == 302
    stranger = signed_in(people.stranger)
    unknown = f"/families/{new_id(this_morning())}/parents/"
    for asked in (address(family), unknown):
        assert stranger.get(asked).status_code == stranger.post(asked, said()).status_code == 404
        assert stranger.post(f"{asked}{people.an.pk}/end/").status_code == 404


def test_the_link_goes_by_mail_the_code_to_her_telephone_and_she_is_in(
    family: PregnancyEpisode, people: Cast, caught: Path
) -> None:
    midwife = signed_in(people.an)
    sent = midwife.post(address(family), said(), follow=True).content.decode()
    assert "The link is sent" in sent
    assert "has a link; it works until" in words(sent)

    mother = Client(HTTP_ACCEPT_LANGUAGE="nl")
    on = mother.get(link_in(caught))
    assert (on.status_code, on["Location"]) == (302, "/welcome/")
    assert on.cookies["welcome"]["path"] == "/welcome/"
    page = mother.get("/welcome/").content.decode()
    assert '<html lang="en"' in page  # her own language
    assert "ends in 56" in page
    assert "Praktijk De Linde invites you" in page
    mother.post("/welcome/code/")
    assert "on its way" in mother.get("/welcome/").content.decode()
    wrong = mother.post("/welcome/", {"code": "000000", "way": "passkey"})
    assert wrong.status_code == 422
    assert "This is not the code" in wrong.content.decode()
    own = {"code": code_in(caught), "way": "password", "password1": PASSWORD, "password2": PASSWORD}
    done = mother.post("/welcome/", own)
    assert (done.status_code, done["Location"]) == (302, "/my/")
    assert mother.get("/my/").status_code == 200
    assert done.cookies["welcome"]["max-age"] == 0
    assert mother.post("/welcome/", own)["Location"] == "/my/"  # pressed twice
    assert (
        Client().post("/account/login/", {"login": "leen@home.example", "password": PASSWORD}).status_code
        == 302
    )
    assert "has an account of her own" in midwife.get(address(family)).content.decode()


def test_with_a_passkey_she_goes_on_to_make_it_and_has_no_password(
    family: PregnancyEpisode, people: Cast, caught: Path
) -> None:
    shown = signed_in(people.an).post(address(family), said(phone="", way="paper")).content.decode()
    assert "This page is shown once" in shown
    assert not list(caught.glob("*"))
    (code,) = re.findall(r"<code>([B-Z2-9]{8})</code>", shown)
    assert "data:image/svg+xml" in shown
    mother = Client()
    mother.get(re.findall(r"http://localhost:8000(/welcome/\S+/)<", shown)[0])
    done = mother.post("/welcome/", {"code": code, "way": "passkey"})
    assert done["Location"] == "/account/2fa/webauthn/add/"
    assert mother.get(done["Location"]).status_code == 200
    assert not User.objects.get(profession="mother").has_usable_password()


@pytest.mark.parametrize(
    ("own", "fault"),
    [
        ({"code": "", "way": "passkey"}, "Write the code"),
        ({"code": "x", "way": ""}, "Choose one of the two"),
        ({"code": "x", "way": "password"}, "Write a password"),
        ({"code": "x", "way": "password", "password1": PASSWORD, "password2": "y"}, "are not the same"),
    ],
)
def test_what_is_missing_is_said_and_counts_as_no_try(
    family: PregnancyEpisode, people: Cast, caught: Path, own: dict[str, str], fault: str
) -> None:
    signed_in(people.an).post(address(family), said())
    mother = Client()
    mother.get(link_in(caught))
    answer = mother.post("/welcome/", own)
    assert answer.status_code == 422
    assert fault in answer.content.decode()
    assert AccountInvitation.objects.get().tries == 0


def test_a_link_that_was_ended_and_one_that_never_was_read_the_same(
    family: PregnancyEpisode, people: Cast, caught: Path
) -> None:
    midwife, mother, guesser = signed_in(people.an), Client(), Client()
    midwife.post(address(family), said())
    mother.get(link_in(caught))
    her = User.objects.get(profession="mother")
    assert midwife.post(f"{address(family)}{her.pk}/end/").status_code == 302
    guesser.get(f"/welcome/{'x' * 43}/")
    answers = [client.get("/welcome/") for client in (mother, guesser, Client())]
    assert {answer.status_code for answer in answers} == {410}
    assert len({words(answer.content.decode()) for answer in answers}) == 1
    assert {client.post("/welcome/code/").status_code for client in (mother, guesser)} == {410}


def test_what_is_wrong_stays_in_the_form(family: PregnancyEpisode, people: Cast) -> None:
    answer = signed_in(people.an).post(address(family), said(email="leen"))
    assert answer.status_code == 422
    assert "This is no e-mail address" in answer.content.decode()
    assert 'value="leen"' in answer.content.decode()


def test_a_letter_that_could_not_go_is_given_on_paper(
    family: PregnancyEpisode, people: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.MESSAGE_CATCHER = None
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    shown = signed_in(people.an).post(address(family), said()).content.decode()
    assert "could not be sent" in shown
    assert "/welcome/" in shown


def test_sent_twice_it_is_shown_once(family: PregnancyEpisode, people: Cast) -> None:
    midwife, form = signed_in(people.an), said(phone="")
    assert "This page is shown once" in midwife.post(address(family), form).content.decode()
    again = midwife.post(address(family), form, follow=True).content.decode()
    assert "This was sent already" in again
    assert AccountInvitation.objects.count() == 1


def test_no_new_password_is_sent_to_an_account_that_still_waits(
    family: PregnancyEpisode, people: Cast, mailoutbox: list[Any]
) -> None:
    """Else the mailbox alone would do, without the code."""
    signed_in(people.an).post(address(family), said())
    Client().post("/account/password/reset/", {"email": "leen@home.example"})
    assert "/password/reset/key/" not in "".join(message.body for message in mailoutbox)
