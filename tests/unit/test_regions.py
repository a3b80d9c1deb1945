"""The regions of Belgium: what they share, and what each says in its own words."""

from kraamkring.core.pathway.cards import LANGUAGES, Card
from kraamkring.packs import protocol, protocols

BELGIUM = ("be-vlg", "be-bru", "be-wal", "be-dg")


def cards(region: str) -> dict[str, Card]:
    return {card.activity: card for card in protocol(region).cards}


def test_belgium_has_four_protocols() -> None:
    assert set(BELGIUM) <= set(protocols())


def test_what_holds_in_all_of_belgium_is_one_card() -> None:
    for activity in (
        "first-home-visit",
        "further-home-visit",
        "doctor-check",
        "six-week-check",
        "coordinator",
    ):
        assert all(cards(region)[activity] == cards("be-vlg")[activity] for region in BELGIUM)


def test_nobody_hears_of_kind_en_gezin_where_it_does_not_work() -> None:
    for region in ("be-wal", "be-dg"):
        for card in cards(region).values():
            assert not any(
                "Gezin" in getattr(said, lang) for said in (card.title, card.why) for lang in LANGUAGES
            )


def test_every_region_says_who_youth_health_care_is_there() -> None:
    for region in BELGIUM:
        called = protocol(region).called["youth_health"]
        title = cards(region)["hand-over"].title
        assert all(getattr(called, lang) in getattr(title, lang) for lang in ("nl", "fr", "de"))


def test_no_card_has_an_open_place_in_its_words() -> None:
    for each in protocols().values():
        for card in each.cards:
            assert not any(
                "{" in getattr(said, lang) for said in (card.title, card.why) for lang in LANGUAGES
            )


def test_maternity_care_as_such_is_proposed_only_where_it_exists() -> None:
    assert [region for region in BELGIUM if "home-care-intake" in cards(region)] == ["be-vlg", "be-bru"]
