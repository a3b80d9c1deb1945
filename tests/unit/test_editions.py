"""What holds on a day, what becomes different, and a card in words."""

from datetime import date

import pytest

from kraamkring.core.facts.model import Role
from kraamkring.core.pathway.card_words import (
    AFTER,
    CERTAINTIES,
    DUTIES,
    LABELS,
    PREDICATES,
    ROLES,
    SAID,
    WHOM,
)
from kraamkring.core.pathway.cards import Card, Certainty, Event, Obligation, Protocol
from kraamkring.core.pathway.cards_report import field_in_words
from kraamkring.core.pathway.conditions import PREDICATES as KNOWN
from kraamkring.core.pathway.editions import differences, in_force, overdue, with_card
from kraamkring.core.pathway.in_words import (
    conditions_in_words,
    duty_in_words,
    lead_in_words,
    role_in_words,
    window_in_words,
)
from kraamkring.packs import protocol, protocols

VLG = protocol("be-vlg")
LANGUAGES = ("nl", "fr", "de", "en")


def card(name: str, of: Protocol = VLG) -> Card:
    return next(each for each in of.cards if each.activity == name)


def changed(activity: str, **window: float) -> Card:
    """The card with its last window changed, as a governor would propose it."""
    said = card(activity).model_dump(by_alias=True, exclude_none=True)
    promise = said["edition"][-1]["promise"][0]
    promise["window"] = {**promise["window"], **window}
    return Card.model_validate(said)


def test_the_edition_of_the_day_holds_and_the_next_is_announced() -> None:
    found = {each.card.activity: each for each in in_force(VLG, date(2023, 12, 31))}["blood-spot"]
    assert found.edition
    assert (found.edition.valid_from, found.follows_on) == (date(2014, 10, 21), date(2024, 1, 1))


def test_between_two_days_what_begins_what_ends_and_what_changes() -> None:
    def told(on: date, then: date) -> dict[str, str]:
        return {each.activity: each.what for each in differences(VLG, on, VLG, then)}

    assert told(date(2023, 12, 31), date(2024, 1, 1)) == {"blood-spot": "changes"}
    assert told(date(2022, 3, 29), date(2022, 3, 30)) == {"first-visit-after-home-birth": "begins"}
    assert told(date(2022, 3, 30), date(2022, 3, 29)) == {"first-visit-after-home-birth": "ends"}


def test_a_card_that_is_proposed_shows_each_value_that_changes_and_no_other() -> None:
    proposed = with_card(VLG, changed("first-home-visit", latest=36))
    day = date(2026, 11, 22)
    (change,) = differences(VLG, day, proposed, day)
    assert [field_in_words(each) for each in change.fields] == ["promise 1 window latest: 24 becomes 36"]
    assert len(proposed.cards) == len(VLG.cards)


def test_a_new_card_begins_and_stands_in_its_place() -> None:
    said = card("hand-over").model_dump(by_alias=True, exclude_none=True) | {"activity": "aaa-first"}
    proposed = with_card(VLG, Card.model_validate(said))
    assert proposed.cards[0].activity == "aaa-first"
    day = date(2026, 11, 22)
    assert [(each.activity, each.what) for each in differences(VLG, day, proposed, day)] == [
        ("aaa-first", "begins")
    ]


def test_a_review_is_overdue_the_day_after() -> None:
    assert not overdue(card("blood-spot"), card("blood-spot").sign.next_review)
    assert overdue(card("blood-spot"), date(2099, 1, 1))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", list(protocols()))
def test_every_card_of_every_pack_can_be_told_in_every_language(name: str, language: str) -> None:
    for each in protocol(name).cards:
        assert role_in_words(each.role, protocol(name), language)
        for rule in (rule for edition in each.editions for rule in edition.promises):
            told = [
                window_in_words(rule.window, language),
                *conditions_in_words(rule, language),
                duty_in_words(rule, language),
                lead_in_words(rule, language),
            ]
            assert all(told)
            assert not any("{" in part or "_" in part for part in told), told


def test_the_words_of_the_first_home_visit() -> None:
    (rule,) = card("first-home-visit").editions[0].promises
    assert window_in_words(rule.window, "en") == "0 to 24 h after going home, best at 24 h"
    assert conditions_in_words(rule, "nl") == ["als plaats van geboorte: niet thuis"]
    assert duty_in_words(rule, "de") == (
        "empfohlen; verpflichtend, wenn Stunden zwischen Geburt und Heimkehr: unter 72"
    )
    assert lead_in_words(rule, "fr") == "à risque 24 h avant la fin"


def test_every_word_that_a_card_may_use_is_there_in_four_languages() -> None:
    known = [
        (AFTER, set(Event.__args__)),  # type: ignore[attr-defined]
        (ROLES, set(Role.__args__)),  # type: ignore[attr-defined]
        (DUTIES, set(Obligation.__args__)),  # type: ignore[attr-defined]
        (CERTAINTIES, set(Certainty.__args__)),  # type: ignore[attr-defined]
        (PREDICATES, set(KNOWN)),
        (WHOM, {"mother", "each newborn", "everyone"}),
        (SAID, set(SAID["en"])),
        (LABELS, set(LABELS["en"])),
    ]
    for table, wanted in known:
        assert set(table) == set(LANGUAGES)
        assert all(set(table[language]) >= wanted for language in LANGUAGES)
