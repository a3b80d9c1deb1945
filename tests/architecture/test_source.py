"""The rules of the house hold; and each rule is shown to bite."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import pytest

from tests.architecture import source

Rule = Callable[[ast.AST], Iterator[str]]

TOP = frozenset(
    [
        ".ci",
        ".gitignore",
        "CHANGELOG.md",
        "GLOSSARY.md",
        "LICENSE",
        "Makefile",
        "README.md",
        "benchmarks",
        "docs",
        "kraamkring",
        "pyproject.toml",
        "tests",
        "uv.lock",
    ]
)
TREE_RULES: list[tuple[Rule, tuple[str, ...]]] = [
    (source.clock_faults, ("core", "packs", "rooms", "flows", "doors")),
    (source.table_faults, ("doors",)),
    (source.country_faults, ("core", "rooms", "flows")),
]


@pytest.mark.parametrize(("rule", "storeys"), TREE_RULES, ids=lambda value: getattr(value, "__name__", ""))
def test_the_code_keeps_the_rule(rule: Rule, storeys: tuple[str, ...]) -> None:
    faults = [
        f"{path.relative_to(source.ROOT)} {fault}"
        for path in source.modules(*storeys)
        for fault in rule(ast.parse(path.read_text("utf-8")))
    ]
    assert not faults, "\n".join(faults)


def test_every_module_names_its_subject() -> None:
    faults = [
        fault for path in source.modules() for fault in source.name_faults(path.relative_to(source.ROOT))
    ]
    assert not faults, "\n".join(faults)


def test_nothing_lies_at_the_top_that_is_not_of_the_house() -> None:
    assert source.at_the_top() <= TOP, "what was only tried belongs in no commit"


@pytest.mark.parametrize("rule", [source.unfinished_faults, source.machine_faults])
def test_every_committed_text_keeps_the_rule(rule: Callable[[str], Iterator[str]]) -> None:
    faults = [f"{path} {fault}" for path, text in source.committed_texts() for fault in rule(text)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        (source.clock_faults, "from datetime import datetime\nwhen = datetime.now()"),
        (source.clock_faults, "import datetime\nwhen = datetime.datetime.now(tz)"),
        (source.clock_faults, "from datetime import date\nwhen = date.today()"),
        (source.clock_faults, "at = models.DateTimeField(default=timezone.now)"),
        (source.clock_faults, "at = models.DateTimeField(auto_now_add=True)"),
        (source.table_faults, "return Episode.objects.get(pk=pk)"),
        (source.country_faults, "if pack == 'be-vlg':\n    pass"),
        (source.country_faults, "found = country in ('be', 'nl')"),
        (source.country_faults, "match country:\n    case 'nl':\n        pass"),
    ],
)
def test_a_rule_about_code_bites(rule: Rule, wrong: str) -> None:
    assert list(rule(ast.parse(wrong)))


@pytest.mark.parametrize(
    ("rule", "right"),
    [
        (
            source.clock_faults,
            "def due(now: datetime) -> bool:\n    return now > datetime.combine(day, noon)",
        ),
        (source.table_faults, "return see_pathway(episode, by=request.user)"),
        (source.country_faults, "LANGUAGES = ['nl', 'fr']\nif role == 'midwife':\n    pass"),
    ],
)
def test_a_rule_about_code_lets_pass_what_is_right(rule: Rule, right: str) -> None:
    assert not list(rule(ast.parse(right)))


@pytest.mark.parametrize(
    "name", ["core/utils.py", "rooms/common/models.py", "flows/birth_helpers.py", "core/base.py"]
)
def test_the_rule_about_names_bites(name: str) -> None:
    assert list(source.name_faults(PurePosixPath(name)))


def test_the_rules_about_texts_bite() -> None:
    assert list(source.unfinished_faults("x = 1  # TO" + "DO: later"))
    assert list(source.machine_faults("see /ro" + "ot/project/file"))
    assert list(source.machine_faults('source = { registry = "https:' + '//mirror.example/simple" }'))
    assert not list(source.machine_faults('source = { registry = "https://pypi.org/simple" }'))


def test_the_rules_look_at_something() -> None:
    assert len(source.modules()) > 20
    assert Path("pyproject.toml") in dict(source.committed_texts())
