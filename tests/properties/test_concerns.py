"""Concerns over thousands of families: only a yes leads to an offer, and no answer takes one away from another."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kraamkring.core.vulnerability.answers import Answers
from kraamkring.packs.vulnerability import anamnesis, found_in, regions

QUESTIONS = sorted(anamnesis().question)
said = st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(["not asked", "declined", "no", "yes"]))


@st.composite
def families(draw: st.DrawFn) -> Answers:
    where = draw(st.sampled_from([{}, {"gestation": "8+0"}, {"gestation": "36+2"}, {"postpartum_day": 9}]))
    return Answers(region=draw(st.sampled_from(regions())), answers=draw(said), **where)


@given(families())
def test_a_concern_is_a_yes_and_nothing_else(family: Answers) -> None:
    found = found_in(family)
    assert {each.name for each in found.concerns} == {
        name for name, answer in family.answers.items() if answer == "yes"
    }
    assert all(set(each.because) <= {concern.name for concern in found.concerns} for each in found.offered)


@given(families(), st.sampled_from(QUESTIONS))
def test_one_more_yes_never_takes_an_offer_away(family: Answers, question: str) -> None:
    more = replace(family, answers={**family.answers, question: "yes"})
    before = {each.name: set(each.because) for each in found_in(family).offered}
    after = {each.name: set(each.because) for each in found_in(more).offered}
    assert all(because <= after[name] for name, because in before.items())


@given(families(), st.sampled_from(QUESTIONS), st.sampled_from(["declined", "not asked"]))
def test_declined_and_not_asked_are_treated_as_neither_yes_nor_no(
    family: Answers, question: str, answer: str
) -> None:
    without = {name: said for name, said in family.answers.items() if name != question}
    silent = found_in(replace(family, answers={**without, question: answer}))
    assert silent.concerns == found_in(replace(family, answers={**without, question: "no"})).concerns
    assert (question in silent.declined) is (answer == "declined")
    assert (question in {each.name for each in silent.to_ask}) is (answer == "not asked")


@given(families())
def test_every_question_is_answered_or_to_be_asked(family: Answers) -> None:
    found = found_in(family)
    open_ones = {each.name for each in found.to_ask}
    assert open_ones == {name for name, _, said in found.answered if said.answer == "not asked"}


@given(families())
def test_after_a_loss_nothing_is_asked_or_newly_offered(family: Answers) -> None:
    found = found_in(replace(family, after_loss=True))
    assert (found.to_ask, found.offered) == ((), ())


@given(families())
def test_the_order_of_answers_changes_nothing(family: Answers) -> None:
    turned = dict(reversed(list(family.answers.items())))
    assert found_in(replace(family, answers=turned)) == found_in(family)
