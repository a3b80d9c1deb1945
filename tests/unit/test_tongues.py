"""What parents read of the packs stands in Turkish and Arabic: every sentence, and none that is gone."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from kraamkring.core.kraamzorg.answer import Answer, Why
from kraamkring.core.kraamzorg.family import Family, Loss
from kraamkring.core.kraamzorg.indicate import indicate
from kraamkring.core.pathway.cards import InFourLanguages
from kraamkring.packs import protocol, tongues
from kraamkring.packs.alarm_signs import alarm_signs
from kraamkring.packs.charts import chart, chart_wording
from kraamkring.packs.kraamzorg import book
from kraamkring.packs.observations import JUDGED_BY, blocks
from kraamkring.packs.tongues import TONGUES, said, tongue

REGIONS = ("be-vlg", "be-wal", "be-bru", "be-dg", "nl")
OF_HOME = (*JUDGED_BY, "growth-who", "epds")  # what is measured and asked at home
PACKS = Path(tongues.__file__).parent
OF_RIGHTS = (  # what parents are told of care, its price and leave
    "be/maternity-care.toml",
    "nl/maternity-care.toml",
    "be/partner-leave.toml",
    "nl/partner-leave.toml",
    "be/leave/maternity_rest.toml",
    "nl/leave/pregnancy_and_birth.toml",
)
OF_ONE_WHO_ASKS = {"whoever went through the questions with her"}  # a role that no parent is told of


def met() -> Iterator[InFourLanguages]:
    """What the pages and messages of parents take from the packs."""
    for region in REGIONS:
        for card in protocol(region).cards:
            yield from (card.title, card.why)
    signs = alarm_signs()
    yield from (words for todo in signs.acts.values() for words in (todo.title, todo.words))
    yield from (sign.words for sign in signs.alarm.values())
    wording = chart_wording()
    yield from (*wording.levels.values(), *wording.roles.values(), *wording.words.values())
    yield from (wording.within_hours, wording.within_one_hour, wording.within_days)
    yield from (wording.support_only.parent, wording.not_reviewed, wording.to_be_confirmed, wording.proposed)
    yield from (action.parent for action in wording.actions.values())
    for held in map(chart, OF_HOME):
        yield from (held.title, held.normal.parent)
        yield from (rule.parent for rule in held.rules)
        yield from (named.word for named in held.names.values())


def of_files(said: object, under: tuple[str, ...] = ()) -> Iterator[str]:
    """The English of every sentence of a file that is not for professionals alone."""
    if isinstance(said, dict) and isinstance(said.get("en"), str):
        yield said["en"]
    elif isinstance(said, dict):
        for name, each in said.items():
            if name != "professional" and (under or name != "title"):
                yield from of_files(each, (*under, name))
    elif isinstance(said, list):
        for each in said:
            yield from of_files(each, under)


ENGLISH = {words.en for words in met()} | {
    english for file in OF_RIGHTS for english in of_files(tomllib.loads((PACKS / file).read_text("utf-8")))
}
ENGLISH -= OF_ONE_WHO_ASKS
OF_HOURS = tomllib.loads(
    (PACKS / "international" / "schemes" / "maternity_care_words.toml").read_text("utf-8")
)["sentences"]
NOT_ON_THE_PAGE = {"day-of-birth"}  # doors.parents.entitled
BORN = date(2024, 3, 1)  # a year of which the own part is known; of the next it is not
IN_HOSPITAL = {"born_on": BORN, "place_of_birth": "hospital", "hospital_without_medical_reason": True}
FED: tuple[dict[str, Any], ...] = ({}, {"feeding": "breast"}, {"feeding": "formula"}, {"newborns": 2})
MET: tuple[dict[str, Any], ...] = (
    {},
    IN_HOSPITAL | {"discharged_on": BORN + timedelta(days=1), "planned_hospital_days": 3},
    IN_HOSPITAL | {"hospital_days": 3, "born_on": date(2023, 3, 1)},
    {"hospital_days": 11, "newborn_stays_in_hospital": True, "birth_assistance_hours": 6},
    {"wished_hours": 30},
    {"wishes_fewer_hours": True},
    {"loss": Loss(gestation="10+0")},
    {"loss": Loss(gestation="18+0")},
    {"loss": Loss(gestation="24+0")},
)


def answers() -> Iterator[Answer]:
    """What families are told of their hours, by the only scheme whose hours are told as theirs. No record gives a
    judgement of a professional, which is in her own words."""
    for fed, met_with in product(FED, MET):
        yield indicate(Family(**fed, **met_with), book("lip"), date(2026, 11, 1))


def reasons(answer: Answer) -> Iterator[Why]:
    """Every reason that the page of a family shows."""
    yield from (line.why for line in answer.lines)
    yield from answer.why
    yield from answer.limits.why if answer.limits else ()
    yield from answer.own_contribution.why if answer.own_contribution else ()


def of_hours() -> Iterator[str]:
    """Those sentences, and the few words of each line of the sum."""
    yield OF_HOURS["average-is-no-rule"]["parent"]["en"]  # the only one that is met where no rule gives hours
    yield OF_HOURS["sum"]["label"]["en"]
    for answer in answers():
        told = {why.rule for why in reasons(answer)} - NOT_ON_THE_PAGE
        yield from (OF_HOURS[rule]["parent"]["en"] for rule in told)
        for line in answer.lines:
            said_of = OF_HOURS[line.line]
            yield from (
                said_of[name]["en"] for name in ("label", "label_one") if line.hours and name in said_of
            )


ENGLISH |= set(of_hours())


@pytest.mark.parametrize("language", TONGUES)
def test_every_sentence_that_parents_meet_is_there_and_none_that_is_gone(language: str) -> None:
    found = tongue(language)
    there = {*found.whole, *(pattern.english for pattern in found.filled)}
    assert not ENGLISH - there, sorted(ENGLISH - there)
    assert not there - ENGLISH, sorted(there - ENGLISH)


@pytest.mark.parametrize("language", TONGUES)
def test_a_sentence_is_found_again_when_its_places_are_filled(language: str) -> None:
    filled = said({"en": "Your baby has lost a lot of weight: 10.4 % of its birth weight."}, language)
    assert filled.language == language
    assert "10,4" in filled.text


def test_signs_with_their_values_are_said_one_by_one() -> None:
    english = "This is far from what is usual: temperature 39.4 °C, consciousness: reacts to pain only."
    turkish = said({"en": english}, "tr").text
    assert turkish.endswith("ateş 39,4 °C, bilinç: yalnızca ağrıya tepki veriyor.")
    assert "\u206639,4 °C\u2069، " in said({"en": english}, "ar").text  # one piece, from left to right


@pytest.mark.parametrize(("language", "length"), [("tr", "2 hafta 3 gün"), ("ar", "أسبوعان و3 أيام")])
def test_times_are_counted_as_the_language_counts(language: str, length: str) -> None:
    english = "Your child came 2 weeks and 3 days after the due date. You get those days extra."
    assert length in said({"en": english}, language).text
    assert said({"en": "2 weeks and 3 days"}, language).text == length


@pytest.mark.parametrize("language", TONGUES)
def test_what_a_family_is_told_of_its_hours_is_found_again_with_every_number(language: str) -> None:
    for answer in answers():
        told = [answer.said] if answer.hours is not None else []
        told += [why.parent for why in reasons(answer) if why.rule not in NOT_ON_THE_PAGE]
        for words in told:
            found = said(words, language)
            assert found.language == language, words.en
            numbers = [each.replace(".", ",") for each in re.findall(r"\d+(?:\.\d+)?", words.en)]
            assert sorted(re.findall(r"\d+(?:,\d+)?", found.text)) == sorted(numbers), words.en


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("tr", "45 saat, bir hastane günü için eksi 5,5 saat = 39,5 saat"),
        (
            "ar",
            "\u206645\u2069 ساعة، ناقص \u20665,5\u2069 عن يوم واحد في المستشفى = \u206639,5\u2069 ساعة",
        ),
    ],
)
def test_a_sum_of_hours_is_said_part_by_part(language: str, told: str) -> None:
    english = "45 h, minus 5.5 h for one hospital day = 39.5 h"
    assert said({"en": english}, language) == (told, language)


def test_of_a_sum_of_which_one_part_is_not_translated_nothing_is() -> None:
    english = "45 h, minus 5 h for the cat = 40 h"
    assert said({"en": english}, "tr") == (english, "en")


@pytest.mark.parametrize("language", TONGUES)
def test_what_parents_write_down_themselves_is_asked_in_their_language(language: str) -> None:
    own = [(block, each) for block in blocks() for each in block.observables if each.self_report]
    for block, each in own:
        for words in (block.title, each.words, *(choice.words for choice in each.choices)):
            assert said(words, language).language == language, words.en


def test_what_nobody_translated_is_said_in_english_and_told_as_such() -> None:
    words = {"nl": "Iets nieuws", "fr": "Du nouveau", "de": "Neues", "en": "Something new"}
    assert said(words, "ar") == ("Something new", "en")
    assert said(words, "nl") == ("Iets nieuws", "nl")
