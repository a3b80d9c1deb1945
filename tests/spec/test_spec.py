"""Every table of tests/spec holds, and docs/protocols is printed from them."""

import pytest

from tests.spec.manual import left_behind, pages
from tests.spec.tables import Case, chapters, outcome, told

CASES = [(name, case) for name in told() for chapter in chapters(name) for case in chapter.cases]


@pytest.mark.parametrize(
    ("name", "case"),
    CASES,
    ids=lambda given: f"{given.file}: {given.name}" if isinstance(given, Case) else given,
)
def test_the_table_holds(name: str, case: Case) -> None:
    assert outcome(case, name) == case.rows


def test_there_is_no_empty_table() -> None:
    assert all(case.rows and case.source for _, case in CASES)


@pytest.mark.printed
def test_the_manual_is_printed_from_what_is_tested() -> None:
    printed = pages()
    assert not left_behind(printed), "run `make manual`: it clears away what is no longer printed"
    for path, text in printed.items():
        assert path.exists(), f"{path.name} is missing: run `make manual`"
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is not up to date: run `make manual`"
