"""The line end to end: a socket, the door, the flow, the database."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from kraamkring.config.commands.listening import taken
from kraamkring.doors.wards.framing import framed
from kraamkring.doors.wards.listening import Listener, Take
from kraamkring.doors.wards.taking import Answered, Peer
from kraamkring.doors.wards.ward import Ward
from kraamkring.flows.pathway import facts_now
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.record.models import Entry
from kraamkring.rooms.wards.models import WardMessage
from tests.cast import cast
from tests.flows.ward import BORN, DAY, HOUR, give_birth, ward

from .messages import NOBODY, adt, local, of_mother, stay, the_ward
from .people import NUMBER

FRIDAY = BORN + 36 * HOUR
NOW = FRIDAY + DAY


class Line:
    """One connection."""

    def __init__(self, port: int, address: str = "127.0.0.1") -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60, source_address=(address, 0))

    def send(self, message: bytes) -> None:
        self.socket.sendall(message)

    def answer(self) -> str:
        """The next answer; empty if the line was closed."""
        came = b""
        while not came.endswith(b"\x1c\x0d"):
            more = self.socket.recv(65536)
            if not more:
                return ""
            came += more
        return came[1:-2].decode()

    def close(self) -> None:
        self.socket.close()


@contextmanager
def listening(wards: list[Ward], take: Take = taken, **more: float) -> Iterator[tuple[int, Listener]]:
    """The line on a free port, in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    listener = Listener(wards, take, lambda: NOW, **more)
    try:
        yield asyncio.run_coroutine_threadsafe(listener.start("127.0.0.1", 0), loop).result(30), listener
    finally:
        asyncio.run_coroutine_threadsafe(listener.end(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.mark.django_db(transaction=True)
def test_a_ward_tells_that_a_mother_went_home_and_her_record_says_so() -> None:
    here = ward(cast(), mother_number=NUMBER)
    give_birth(here)
    house = here.wies.organisation
    assert house
    message = adt("A03", of_mother(), stay(left=local(FRIDAY)))
    with listening([the_ward(house.pk)]) as (port, _listener):
        line = Line(port)
        line.send(framed(message))
        first = line.answer()
        line.send(framed(message))
        again = line.answer()
        line.close()
    assert first.split("\r")[1] == again.split("\r")[1] == "MSA|AA|1"
    (leaving,) = facts_now(here.episode).discharges
    assert (leaving.who, leaving.at, leaving.planned) == (("mother",), FRIDAY, False)
    entry = Entry.objects.get(pk=leaving.id)
    assert (entry.author.organisation, entry.role, entry.source) == (house, "ward_system", "import")
    row = WardMessage.objects.get()
    assert (row.outcome, row.episode, row.slot, row.told) == ("taken", here.episode, "mother", {})
    written = AuditEvent.objects.get(what="ward:taken")
    assert (written.door, written.network, written.episode) == ("wards", "127.0.0.0/24", here.episode)
    for answer in (first, again):
        assert not any(said in answer for said in (NUMBER, "Voorbeeld", "Leen", "4711"))


def well(raw: bytes, peer: Peer, now: datetime) -> Answered:
    return Answered(b"MSA|AA", "taken")


@pytest.mark.parametrize("line", [b"GET / HTTP/1.1\r\n", framed(b"MSH") + b"MSH"])
def test_a_line_that_speaks_something_else_is_closed(line: bytes) -> None:
    with listening([the_ward()], well) as (port, _listener):
        other = Line(port)
        other.send(line)
        answers = [other.answer() for _ in range(2)]
        other.close()
    assert answers == (["MSA|AA", ""] if line.startswith(b"\x0b") else ["", ""])


def test_a_message_that_stops_halfway_ends_its_line_and_a_silent_line_stays() -> None:
    with listening([the_ward()], well, whole_within_s=0.05) as (port, _listener):
        silent, halfway = Line(port), Line(port)
        halfway.send(b"\x0bMSH|")
        assert halfway.answer() == ""
        silent.send(framed(b"MSH"))
        assert silent.answer() == "MSA|AA"
        for each in (silent, halfway):
            each.close()


def test_what_is_being_taken_when_the_end_comes_is_finished_and_answered() -> None:
    begun = threading.Event()

    def until_the_end(raw: bytes, peer: Peer, now: datetime) -> Answered:
        begun.set()
        while not listener.ending.is_set():
            sleep(0.01)
        return well(raw, peer, now)

    with listening([the_ward()], until_the_end) as (port, listener):
        line = Line(port)
        line.send(framed(b"MSH") + framed(b"MSH"))
        assert begun.wait(30)
    assert [line.answer(), line.answer()] == ["MSA|AA", ""]
    line.close()


WARDS = f"""
[[ward]]
facility = "AZV"
organisation = "{NOBODY}"
zone = "Europe/Brussels"
addresses = ["127.0.0.1/32"]
"""


def test_the_command_answers_a_ward_hangs_up_on_others_and_ends_with_a_signal(
    tmp_path: Path, test_database: Any
) -> None:
    file = tmp_path / "wards.toml"
    file.write_text(WARDS)
    environment = os.environ | {
        "DATABASE_APP_URL": test_database.application_url,
        "KRAAMKRING_HOME": str(tmp_path),
        "KRAAMKRING_WARDS": str(file),
    }
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "kraamkring.config.command_line", "listen", "adt", "--port", "0"]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout
    try:
        told = next((line for line in process.stdout if "Listening for wards on" in line), "")
        port = int(told.partition("127.0.0.1:")[2].partition(" ")[0])
        stranger, line = Line(port, "127.0.0.2"), Line(port)
        assert stranger.answer() == ""
        line.send(framed(adt("A40", of_mother())))
        assert "MSA|AR|1" in line.answer()
        process.send_signal(signal.SIGTERM)
        assert line.answer() == ""
        said = process.stdout.read()
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait(30)
    assert "Stopped." in said
    assert "not a ward's" in said
    assert not any(value in said for value in (NUMBER, "Voorbeeld", "Leen", "4711"))
    for each in (stranger, line):
        each.close()
