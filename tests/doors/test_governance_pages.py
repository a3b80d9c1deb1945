"""The pages about the cards: the list, one card, what changes, and a dry run over the families."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kraamkring.packs import protocol, protocols
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from tests.cast import Cast, account, cast
from tests.clock import this_morning
from tests.flows.test_governance import CARD

from .test_pathway_page import DANGEROUS, LANGUAGES
from .test_staff_pages import book, signed_in

pytestmark = pytest.mark.django_db

CARDS, ONE, CHANGES, TRY = (
    "/governance/be-vlg/", "/governance/be-vlg/cards/blood-spot/", "/governance/be-vlg/changes/",
    "/governance/be-vlg/try/",
)  # fmt: skip
PAGES = ["/governance/", CARDS, ONE, CHANGES, TRY]


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def greet(people: Cast) -> User:
    return account("greet", "governor")


def read(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def page(user: User, address: str, language: str = "en", status: int = 200) -> str:
    answer = signed_in(user, language).get(address)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_who_is_not_signed_in_is_sent_to_sign_in(address: str, db: None) -> None:
    answer = Client().get(address)
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]


@pytest.mark.parametrize("address", PAGES)
def test_who_does_not_govern_is_told_so(people: Cast, address: str) -> None:
    client = signed_in(people.an)
    answer = client.get(address)
    assert answer.status_code == 403
    assert "only who governs" in answer.content.decode().lower()
    unknown = client.get(address.replace("be-vlg", "be-moon"))
    assert unknown.status_code == 403
    assert client.post(TRY, {"day": "2024-01-01"}).status_code == 403


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_governs_reads_every_page_in_her_language(greet: User, address: str, language: str) -> None:
    answer = signed_in(greet, language).get(address)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    html = answer.content.decode()
    assert "%(" not in html
    assert not DANGEROUS.search(html)


@pytest.mark.parametrize(
    "address",
    [
        "/governance/be-moon/",
        "/governance/be-vlg/cards/moon/",
        "/governance/x/changes/",
        "/governance/x/try/",
    ],
)
def test_what_there_is_not_is_a_404(greet: User, address: str) -> None:
    assert signed_in(greet).get(address).status_code == 404


def test_the_list_names_every_card_with_its_source_its_checker_and_its_review(greet: User) -> None:
    for name, pack in protocols().items():
        html = page(greet, f"/governance/{name}/")
        assert html.count('<th scope="row">') == len(pack.cards)
        assert all(f"/governance/{name}/cards/{card.activity}/" in html for card in pack.cards)
    told = read(page(greet, CARDS))
    assert f"{len(protocol('be-vlg').cards)} cards have not been checked by a clinician." in told
    assert "22-05-2027" in told
    assert "overdue" not in told


def test_a_review_that_is_past_is_marked(greet: User) -> None:
    told = read(page(greet, CARDS + "?on=2027-05-23"))
    assert "cards ought to have been looked at again by now" in told
    assert "overdue since 22-05-2027" in told


def test_on_an_earlier_day_the_edition_of_then_holds(greet: User) -> None:
    told = read(page(greet, CARDS + "?on=2023-06-01"))
    assert "edition of 21-10-2014 · another one from 01-01-2024" in told
    assert "not in force before 21-10-2014" in read(page(greet, CARDS + "?on=2010-06-01"))


def test_a_day_that_is_none_is_said_at_its_field(greet: User) -> None:
    html = page(greet, CARDS + "?on=2026-02-30", status=422)
    assert "Something is not right yet" in html
    assert 'href="#id_on"' in html


def test_one_card_is_drawn_edition_by_edition(greet: User) -> None:
    html = page(greet, ONE)
    assert html.count('role="img"') == 2
    told = read(html)
    assert "48 to 96 h after the birth, best at 72 h" in told
    assert "72 to 96 h after the birth, best at 84 h" in told
    assert told.index("Edition of 01-01-2024") < told.index("Edition of 21-10-2014")


def test_what_changes_between_two_days_field_by_field(greet: User) -> None:
    told = read(page(greet, CHANGES + "?first=2023-12-31&last=2024-01-01"))
    assert "the edition of 21-10-2014 is followed by that of 01-01-2024" in told
    assert "promise 1 window earliest: 72 becomes 48" in told
    assert "Nothing is different" in read(page(greet, CHANGES + "?first=2026-01-01&last=2026-01-01"))
    assert 'href="#id_last"' in page(greet, CHANGES + "?first=2026-01-01", status=422)


def test_a_proposed_card_is_tried_on_the_families_and_not_kept(people: Cast, greet: User) -> None:
    book(people.an, this_morning())
    client = signed_in(greet)
    text = CARD.replace("LATEST", "57")
    answer = client.post(TRY, {"card": text})
    told = read(answer.content.decode())
    assert answer.status_code == 200
    assert "1 family was looked at. Something changes for 1 of them." in told
    assert "1 gets other days" in told
    assert "promise 1 window latest: 56 becomes 57" in told
    assert "Leen" not in told
    as_file = client.post(TRY, {"file": SimpleUploadedFile("card.toml", text.encode())})
    assert "1 gets other days" in read(as_file.content.decode())
    assert protocol("be-vlg") is protocols()["be-vlg"]
    assert AuditEvent.objects.filter(actor=greet, what="dry_run:be-vlg:1").count() == 2


def test_the_families_of_her_own_work_are_named(people: Cast) -> None:
    now = this_morning()
    episode = book(people.an, now)
    book(people.stranger, now, given_name="Amina")
    User.objects.filter(pk=people.an.pk).update(profession="administrator")
    html = signed_in(User.objects.get(pk=people.an.pk)).post(TRY, {"card": CARD.replace("LATEST", "57")})
    told = html.content.decode()
    assert "Amina" not in told
    assert (f"/families/{episode.pk}/" in told) == ("Leen" in told)


def test_editions_from_a_day_on_are_tried(people: Cast, greet: User) -> None:
    book(people.an, this_morning())
    told = read(signed_in(greet).post(TRY, {"day": "2024-01-01"}).content.decode())
    assert "Blood spot screening" in told
    assert "the edition of 21-10-2014 is followed by that of 01-01-2024" in told


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Give either a day or a proposed card."),
        ({"day": "2024-01-01", "card": "x"}, "Give either a day or a proposed card."),
        ({"day": "soon"}, "Enter a valid date."),
        ({"card": "x ="}, "this is not TOML"),
        ({"card": CARD.replace("LATEST", "1")}, "latest"),
        ({"file": SimpleUploadedFile("card.toml", b"\xff\xfe")}, "This file is no text."),
    ],
    ids=["nothing", "both", "no day", "no TOML", "no window", "no text"],
)
def test_what_cannot_be_tried_comes_back_as_it_was_with_a_reason(
    greet: User, sent: dict[str, object], said: str
) -> None:
    answer = signed_in(greet).post(TRY, sent)
    html = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert said.lower() in html.lower()
    if isinstance(sent.get("card"), str):
        assert str(sent["card"])[:20].strip() in html


def test_a_long_region_is_looked_at_bit_by_bit(
    people: Cast, greet: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kraamkring.flows.try_edition.MOST", 1)
    for _ in range(2):
        book(people.an, this_morning())
    client = signed_in(greet)
    first = client.post(TRY, {"card": CARD.replace("LATEST", "57")}).content.decode()
    assert "There are more families; they have not been looked at yet." in first
    after = re.search(r'name="after" value="([^"]+)"', first)
    assert after
    second = client.post(TRY, {"card": CARD.replace("LATEST", "57"), "after": after[1]}).content.decode()
    assert "There are more families" not in second


def test_the_way_to_the_cards_is_shown_to_who_governs_only(people: Cast, greet: User) -> None:
    assert 'href="/governance/"' in page(greet, "/families/")
    assert 'href="/governance/"' not in page(people.an, "/families/")
