"""Every question, every offer and every table of answers is as the spec says."""

import pytest

from kraamkring.core.access import SHIELDED
from kraamkring.core.access.table import may
from kraamkring.core.vulnerability.report import MODULE
from kraamkring.packs.vulnerability import anamnesis
from tests.spec.concern_tables import (
    ConcernTable,
    concern_outcome,
    concern_tables,
    listed,
    offered,
    questions,
    report,
)


def test_the_questions_are_those_of_the_table() -> None:
    assert tuple(questions()) == listed("questions")


def test_the_offers_are_those_of_the_table() -> None:
    assert tuple(offered()) == listed("offers")


@pytest.mark.parametrize("table", concern_tables(), ids=lambda table: table.name)
def test_the_table_of_answers_holds(table: ConcernTable) -> None:
    assert tuple(concern_outcome(table.given)) == table.rows


def test_only_those_ask_who_may_write_the_shielded_part() -> None:
    for name, question in anamnesis().questions():
        assert all(may(role, MODULE, "write") for role in question.by), name
    assert MODULE in SHIELDED


def test_the_certainty_of_moments_is_said() -> None:
    found = anamnesis()
    assert {name: moment.certainty for name, moment in found.moment.items()} == {
        "booking": "reading", "pregnancy": "reading", "home-visit": "verified", "home": "reading",
        "six-weeks": "reading",
    }  # fmt: skip
    assert (found.watch.certainty, found.shield.certainty) == ("verified", "proposed")


@pytest.mark.parametrize("table", concern_tables(), ids=lambda table: table.name)
def test_there_is_no_number_that_weighs(table: ConcernTable) -> None:
    """No score, not even a hidden one: the only values are words, yes or no."""

    def numbers(node: object) -> list[object]:
        if isinstance(node, dict):
            return [number for inner in node.values() for number in numbers(inner)]
        if isinstance(node, list):
            return [number for inner in node for number in numbers(inner)]
        return [node] if isinstance(node, int | float) and not isinstance(node, bool) else []

    assert numbers(report(table.given)) == []
