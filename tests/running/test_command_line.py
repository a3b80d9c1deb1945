"""The command line: lazy, and in one sentence when it cannot."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.running.household import environment

COMMAND = [sys.executable, "-m", "kraamkring.config.command_line"]


def run(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs `kraamkring` as a person would, with a home folder that is empty."""
    known = environment(home) | more
    return subprocess.run(
        [*COMMAND, *words],
        env=known,
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )


def test_the_grammar_is_known_without_django_or_a_driver() -> None:
    program = (
        "import sys; from kraamkring.config import command_line as c; c.command_parser();"
        "print([m for m in ('django', 'psycopg', 'psutil', 'granian') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert said.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "words", [["--help"], ["demo", "--help"], ["serve", "--help"], ["db", "--help"], ["--version"]]
)
def test_help_is_given(tmp_path: Path, words: list[str]) -> None:
    assert run(tmp_path, *words).returncode == 0


@pytest.mark.parametrize(
    ("words", "more", "part"),
    [
        (["no-such-command"], {}, "no-such-command"),
        ([], {}, "COMMAND"),
        (["serve", "--port", "x"], {}, "port"),
        (["serve", "--port", "70000"], {}, "port"),
        (["serve", "--workers", "0"], {}, "whole number"),
        (["migrate"], {"DATABASE_URL": "mysql://localhost/x"}, "not an address of a PostgreSQL"),
        (["migrate"], {"DATABASE_URL": "postgresql://nobody:secret@127.0.0.1:1/x"}, "cannot be reached"),
        (["db", "start"], {"DATABASE_URL": "postgresql://localhost/x"}, "DATABASE_URL"),
        (
            ["worker"],
            {"DATABASE_URL": "postgresql://localhost/x", "KRAAMKRING_STAGE": "production"},
            "SECRET_KEY",
        ),
        (["migrate"], {"KRAAMKRING_STAGE": "holiday"}, "holiday"),
    ],
)
def test_a_fault_is_one_sentence_and_2(
    tmp_path: Path, words: list[str], more: dict[str, str], part: str
) -> None:
    done = run(tmp_path, *words, **more)
    assert done.returncode == 2
    assert part in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert "secret@" not in done.stderr


def test_the_last_resort_is_a_sentence_and_more_only_when_asked() -> None:
    program = (
        "import sys; from kraamkring.config.command_line import guarded; sys.exit(guarded(lambda: 1 // 0))"
    )
    plain = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    assert plain.returncode == 2
    assert plain.stderr.count("\n") == 1
    told = subprocess.run(
        [sys.executable, "-c", program],
        env={"KRAAMKRING_DEBUG": "1"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert "ZeroDivisionError" in told.stderr


def test_the_owner_is_not_guessed(tmp_path: Path) -> None:
    done = run(
        tmp_path, "migrate", DATABASE_APP_URL="postgresql://app@127.0.0.1:1/x", KRAAMKRING_STAGE="demo"
    )
    assert done.returncode == 2
