"""The demo starts, stops, is killed, and starts again; it never leaves anything running and never loses data."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from kraamkring.config.database import names
from tests.running.flooding import pour
from tests.running.household import Demo, all_gone, environment, postgresql_processes

pytestmark = [pytest.mark.running, pytest.mark.xdist_group("running")]


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="kraamkring-home-"))
    folder.chmod(0o755)
    yield folder
    for process in postgresql_processes(folder):
        process.kill()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def start(home: Path) -> Iterator[Callable[[], Demo]]:
    """Starts a demo in the home folder; what a failed test left running is ended."""
    started: list[Demo] = []

    def begin() -> Demo:
        started.append(Demo.start(home))
        return started[-1]

    yield begin
    for demo in started:
        if demo.process.poll() is None:
            demo.end(signal.SIGINT)


@pytest.fixture(scope="module")
def standing(home: Path) -> Iterator[Demo]:
    """A demo that the last tests only look at."""
    demo = Demo.start(home)
    yield demo
    assert demo.end(signal.SIGINT) == 0


def owner_url(home: Path) -> str:
    """The superuser's address of the embedded database of that home folder."""
    asked = subprocess.run(
        [
            sys.executable,
            "-c",
            "from kraamkring.config.database.connection import administrative_url as a; print(a())",
        ],
        env=environment(home),
        check=True,
        capture_output=True,
        text=True,
    )
    return asked.stdout.strip()


def test_ctrl_c_stops_everything_and_says_so(home: Path, start: Callable[[], Demo]) -> None:
    demo = start()
    assert demo.healthy()
    family = demo.family()
    assert len(family) >= 4
    with psycopg.connect(owner_url(home), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
    assert demo.end(signal.SIGINT) == 0
    assert "Stopped; the data is kept." in demo.said
    assert all_gone(family, 1)


def test_a_second_start_keeps_the_data(home: Path, start: Callable[[], Demo]) -> None:
    demo = start()
    with psycopg.connect(owner_url(home)) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (42,)
    assert demo.end(signal.SIGTERM) == 0


def test_kill_minus_9_leaves_nothing_running(home: Path, start: Callable[[], Demo]) -> None:
    """And it may be started again at once, before everything of the one before is gone."""
    start().end(signal.SIGKILL)
    demo = start()
    assert demo.healthy()
    family = demo.family()
    demo.end(signal.SIGKILL)
    assert all_gone(family)
    assert postgresql_processes(home) == []


def test_a_killed_postgresql_is_noticed_and_started_again(home: Path, start: Callable[[], Demo]) -> None:
    demo = start()
    family = demo.family()
    for process in postgresql_processes(home):
        process.kill()
    demo.end(signal.SIGKILL)
    assert all_gone(family)
    again = start()
    assert again.healthy()
    with psycopg.connect(owner_url(home)) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (42,)
    assert again.end(signal.SIGINT) == 0


def test_a_server_left_by_a_killed_stopper_is_taken_over(home: Path, start: Callable[[], Demo]) -> None:
    demo = start()
    family = demo.family()
    for process in family:
        if "stopper" in " ".join(process.cmdline()):
            process.kill()
    demo.end(signal.SIGKILL)
    (left,) = postgresql_processes(home)
    again = start()
    assert [process.pid for process in postgresql_processes(home)] == [left.pid]
    assert again.end(signal.SIGINT) == 0
    assert all_gone([left], 5)
    for process in family:
        if process.is_running():
            process.kill()


def test_a_pid_file_that_names_somebody_else_is_cleared(home: Path, start: Callable[[], Demo]) -> None:
    if not list(home.glob("postgresql*")):  # otherwise the test before ended its own
        start().end(signal.SIGINT)
    pointer = home / "postgresql-is-in"
    folder = Path(pointer.read_text().strip()) if pointer.exists() else home / "postgresql"
    stranger = subprocess.Popen(
        ["sleep", "60"], user=(folder / "data").stat().st_uid if os.geteuid() == 0 else None
    )
    (folder / "data" / "postmaster.pid").write_text(
        f"{stranger.pid}\n{folder / 'data'}\n1\n5432\n/tmp\n\n1 1\nready\n"
    )
    demo = start()
    assert demo.healthy()
    assert demo.end(signal.SIGINT) == 0
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_second_demo_in_the_same_home_is_refused_in_one_sentence(home: Path, standing: Demo) -> None:
    command = [sys.executable, "-m", "kraamkring.config.command_line", "demo"]
    second = subprocess.run(
        command, env=environment(home), check=False, capture_output=True, text=True, timeout=60
    )
    assert second.returncode == 2
    assert second.stderr.count("\n") == 1
    assert f"process {standing.process.pid}" in second.stderr


def test_web_and_worker_do_not_know_the_owner(standing: Demo) -> None:
    looked_at = 0
    for process in standing.family():
        if "granian" in " ".join(process.cmdline()) or "procrastinate" in " ".join(process.cmdline()):
            known = process.environ()
            assert "kraamkring_app" in known["DATABASE_APP_URL"]
            assert names.SUPERUSER not in " ".join(known.values())
            assert "DATABASE_URL" not in known
            looked_at += 1
    assert looked_at


@pytest.mark.parametrize("told", [True, False], ids=["length told", "in chunks"])
def test_200_megabytes_are_refused_within_bounded_memory(home: Path, standing: Demo, told: bool) -> None:
    words = [
        "exchange",
        "token",
        "--for",
        "mieke@demo.example",
        "--client",
        "flood",
        "--scope",
        "user/*.cruds",
    ]
    command = [sys.executable, "-m", "kraamkring.config.command_line", *words]
    given = subprocess.run(command, env=environment(home), check=True, capture_output=True, text=True)
    web = [each for each in standing.family() if "granian" in " ".join(each.cmdline())]
    before = sum(each.memory_info().rss for each in web)
    most = before
    with ThreadPoolExecutor() as other:
        asked = other.submit(pour, standing.address, given.stdout.strip(), 200, told=told)
        while not asked.done():
            most = max(most, sum(each.memory_info().rss for each in web))
            time.sleep(0.02)
        status = asked.result()
    assert status == (413 if told else 411)
    assert most - before < 64 * 2**20
    assert standing.healthy()
