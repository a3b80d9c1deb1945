"""Whatever is killed, and whenever: nothing that was acknowledged is lost, nothing is told twice, nothing is half."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random
from secrets import randbelow
from typing import Any

import psycopg
import pytest

from .acts import ACTS, BORN, EXPECTING, GIVING_BIRTH, LOSING
from .house import DOORS, House, household
from .killer import Killer
from .person import Person, Sending

pytestmark = [pytest.mark.running, pytest.mark.xdist_group("killing")]

PROVE = os.environ.get("KRAAMKRING_PROVE") == "1"
KILLS = int(os.environ.get("KRAAMKRING_KILLS") or (300 if PROVE else 10))
SEED = int(os.environ.get("KRAAMKRING_KILL_SEED") or randbelow(2**31))
MANY = 4 + KILLS // 10  # families of each stage that one birth, one loss uses up
FAMILIES = {EXPECTING: 4, **dict.fromkeys((GIVING_BIRTH, BORN, LOSING), MANY)}
WORKING = slice(0, 3)  # of the people; the last is told, and does nothing
ON_THE_DISK = ("fsync", "synchronous_commit", "full_page_writes")
CALM = -1  # the index of the family of a stage on which each act is done before anything is killed


def test_nothing_is_lost_or_doubled_by_kill_9(capsys: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()
    with seed_told(capsys), household(SEED) as house:
        writes_to_the_disk(house)
        told, killer = killed_at_work(house)
        settled = house_settles(house)
        found = audited(house, told)
    with capsys.disabled():
        kills, seconds = sum(killer.killed.values()), time.monotonic() - began
        sys.stdout.write(f"\n{kills} kill points in {seconds:.0f} s, seed {SEED}: {dict(killer.killed)}")
        sys.stdout.write(f"\n  amid {dict(killer.amid)}; {found['figures'] | settled}\n")
    assert not found["wrong"], f"KRAAMKRING_KILL_SEED={SEED}\n" + "\n".join(found["wrong"][:40])
    assert found["figures"]["answers_lost"], "no answer was ever lost: nothing was proved"


@contextmanager
def seed_told(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """What failed can be run again: the same choices, though the machine never runs twice at the same pace."""
    try:
        yield
    except BaseException:
        with capsys.disabled():
            sys.stdout.write(
                f"\nKRAAMKRING_KILL_SEED={SEED} KRAAMKRING_KILLS={KILLS} chooses the same again\n"
            )
        raise


def writes_to_the_disk(house: House) -> None:
    """The database of the demo is as durable as PostgreSQL can be; otherwise nothing is proved."""
    with psycopg.connect(house.working["DATABASE_APP_URL"]) as connection:
        for setting in ON_THE_DISK:
            found = connection.execute("SELECT current_setting(%s)", [setting]).fetchone()
            assert found == ("on",), f"{setting} is {found}"


def killed_at_work(house: House) -> tuple[dict[str, Any], Killer]:
    """People work, and meanwhile things are killed. Returns what they did."""
    random = Random(SEED)
    seeded = json.loads(house.program("seeding", json.dumps(FAMILIES)))
    working = list(seeded["people"].values())[WORKING]
    sending, stop = Sending(), threading.Event()
    people = [
        Person(
            email=email,
            port=house.port,
            families=dealt(seeded["families"], index, len(working)),
            random=Random(random.random()),
            clock=clock_of(house),
            sending=sending,
            stop=stop,
        )
        for index, email in enumerate(working)
    ]
    for person in people:
        person.sign_in()
    calm = {act.name: people[0].does(act, seeded["families"][act.stage][CALM], twice=True) for act in ACTS}
    house.calm.unlink()
    killer = Killer(house, sending, random)
    for person in people:
        person.start()
    for _kill in range(KILLS):
        assert not [person.failed for person in people if person.failed]
        killer.kill_once()
    stop.set()
    for person in people:
        person.join(timeout=600)
        assert not person.is_alive(), "somebody never got an answer"
        if person.failed:
            raise person.failed
    return {
        "acts": [told for person in people for told in person.told()],
        "calm": {name: vars(done) for name, done in calm.items()},
        "messages": {act.name: act.messages for act in ACTS},
    }, killer


def dealt(families: dict[str, list[str]], index: int, people: int) -> dict[str, list[str]]:
    """The families of one person: nobody else writes about them; the calm one is nobody's."""
    return {stage: listed[:CALM][index::people] for stage, listed in families.items()}


def clock_of(house: House) -> Callable[[], datetime]:
    return lambda: datetime.now(house.zone)


def house_settles(house: House) -> dict[str, int]:
    """Everything runs again, time passes, and nothing waits any more."""
    house.calm.touch()
    for door in DOORS[1:]:
        house.kill(door)
    house.program("settling", "age")
    for door in DOORS[1:]:
        house.start(door)
    return dict(json.loads(house.program("settling", "settle")))


def audited(house: House, told: dict[str, Any]) -> dict[str, Any]:
    acts = house.home / "acts.json"
    acts.write_text(json.dumps(told), "utf-8")
    return dict(json.loads(house.program("audit", str(acts), str(house.letters))))
