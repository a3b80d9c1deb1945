"""The public page `/cards/`: every rule, readable. No test here asks for the database, so the page asks none."""

import re
from html import unescape

import pytest
from django.test import Client

from kraamkring.core.pathway.cards import Event
from kraamkring.doors.ui import words
from kraamkring.packs import protocol

from .test_pathway_page import DANGEROUS, LANGUAGES


def page(language: str = "en") -> str:
    answer = Client(HTTP_ACCEPT_LANGUAGE=language).get("/cards/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_stands_there_in_every_language(language: str) -> None:
    html = page(language)
    for card in protocol("be-vlg").cards:
        assert f'<article class="card rule" id="{card.activity}">' in html
        assert getattr(card.title, language) in unescape(html)
    assert "%(" not in html
    assert not DANGEROUS.search(html)


def test_a_card_says_what_its_file_says() -> None:
    html = page().partition('id="first-home-visit"')[2].partition("</article>")[0]
    read = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " "))
    for part in (
        "within 24 h after going home",
        "recommended; required if: hours between birth and going home: under 72",
        "place of birth: not home",
        "midwife",
        "general practitioner",
        "KCE Report 232As",
        "verified in the source",
        "Checked by: not reviewed by a clinician",
        "next review 22-05-2027",
    ):
        assert part in read


def test_the_line_links_to_cards_that_are_there() -> None:
    from .families import A_DAY_LATER

    line = Client(HTTP_ACCEPT_LANGUAGE="en").post("/", A_DAY_LATER).content.decode()
    linked = set(re.findall(r'href="/cards/#([\w-]+)"', line))
    assert len(linked) > 20
    assert linked <= {card.activity for card in protocol("be-vlg").cards}


def test_every_event_has_its_words() -> None:
    events = set(Event.__args__)  # type: ignore[attr-defined]
    assert set(words.EVENTS) == set(words.AFTER) == events


def test_nothing_may_be_sent_to_it() -> None:
    assert Client().post("/cards/").status_code == 405
