"""Of a sample of changes to the cards nearly all are noticed; and the way of looking is shown to be honest."""

import random
import tomllib
from pathlib import Path

import pytest

from kraamkring.packs import protocols
from tests.mutation.changes import PACKS, Change, changes, files
from tests.mutation.checks import Check, gathered
from tests.mutation.trial import Bench

SAMPLE, SEED = 40, 5
MAY_SURVIVE = 5  # of 40; `make prove` tries all, and asks for 95 %
FIRST_VISIT = next(path for path in files() if path.stem == "first-home-visit")


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(gathered())


def first_visit(becomes: int) -> Change:
    return Change(FIRST_VISIT, ("edition", 0, "promise", 0, "window", "latest"), "number", 24, becomes)


def latest() -> float:
    card = next(card for card in protocols()["be-vlg"].cards if card.activity == "first-home-visit")
    window = card.editions[0].promises[0].window
    assert window.unit == "elapsed hours"
    return window.latest


def test_of_a_sample_of_changed_numbers_nearly_all_are_noticed(bench: Bench) -> None:
    numbers = [change for change in changes() if change.kind in ("number", "date")]
    tried = [bench.tried(change) for change in random.Random(SEED).sample(numbers, SAMPLE)]
    survived = [str(verdict.change) for verdict in tried if verdict.caught_by is None]
    assert len(survived) <= MAY_SURVIVE, "no test noticed:\n" + "\n".join(survived)


def test_a_test_fails_in_memory_only_if_it_fails_anyhow(bench: Bench) -> None:
    assert not [check.name for check in bench.broken if check.holds()]
    assert len(bench.checks) > len(files())


def test_a_change_of_the_first_visit_is_noticed_by_a_table(bench: Bench) -> None:
    noticed = bench.tried(first_visit(25)).caught_by
    assert noticed
    assert "test_the_table_holds" in noticed.name


def test_what_is_not_changed_is_not_noticed(bench: Bench) -> None:
    for file in files()[::60]:
        steps = next(change.steps for change in changes() if change.file == file)
        same = Change(
            file, steps[:1], "number", None, tomllib.loads(file.read_text(encoding="utf-8"))[steps[0]]
        )
        assert bench.tried(same).caught_by is None, file.name


def test_without_tests_every_change_survives() -> None:
    assert Bench([]).tried(first_visit(25)).caught_by is None


def test_a_change_is_read_by_the_packs_and_gone_afterwards() -> None:
    seen = []
    Bench([Check("looks", lambda: seen.append(latest()))]).tried(first_visit(25))
    assert seen == [24, 25]
    assert latest() == 24


def test_each_kind_of_value_is_changed_by_one_unit() -> None:
    found = {(str(c.was), str(c.becomes)) for c in changes() if "protocols" in str(c.file.relative_to(PACKS))}
    assert {("36+0", "35+6"), ("36+0", "36+1"), ("2024-01-01", "2023-12-31"), ("96", "97")} <= found


def test_no_page_that_is_printed_counts_as_a_test(bench: Bench) -> None:
    assert not [check.name for check in bench.checks if "manual" in check.name or "schema" in check.name]


def test_every_file_of_rules_is_changed() -> None:
    without = {path for path in files() if not any(change.file == path for change in changes())}
    assert not {path.relative_to(PACKS) for path in without if "protocols" in Path(path).parts}
