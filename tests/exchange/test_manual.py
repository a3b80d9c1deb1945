"""The session in docs/exchange.md runs as it stands there: each line of it is asked, and answered."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from kraamkring.flows.exchange.projecting import everything_of
from kraamkring.flows.observe import Said, observe
from tests.cast import LATER, Cast, booked
from tests.flows.ward import fresh

from .conftest import Connect

PAGE = Path(__file__).parents[2] / "docs/exchange.md"
IN_THE_DIRECTORY = 4  # An, what she does, for whom, and by which protocol: no part of the record
SESSION = re.findall(r"^curl .*?(?=\s*(?:#.*)?$)", PAGE.read_text("utf-8"), re.MULTILINE)


@pytest.mark.django_db
def test_the_session_of_the_manual(people: Cast, connect: Connect) -> None:
    leen = booked(people.an).episode
    said = [Said(id=fresh(LATER), who="mother", what="temperature_c", value=37.2, at=LATER)]
    observe(episode_id=leen.pk, said=said, by=people.an, now=LATER)
    known = {"BASE": "http://testserver/fhir", "MOTHER": str(leen.mother_id)}
    kinds = [_answer(line, known, connect(people.an)) for line in SESSION]
    everything = ("Bundle", len(everything_of(leen)) - IN_THE_DIRECTORY)
    assert kinds == [
        ("CapabilityStatement", None),
        ("Bundle", 1),
        ("Bundle", 2),
        ("Bundle", 1),
        everything,
        ("Bundle", 1),
    ]


def _answer(line: str, known: dict[str, str], client: Client) -> tuple[str, int | None]:
    words = shlex.split(line.replace("$TOKEN", "x").replace("\\$", "§"), comments=True)
    url = re.sub(r"\$([A-Z]+)", lambda name: known[name[1]], words[-1]).replace("§", "$")
    parts = urlsplit(url)
    if "-d" in words:
        answer: Any = client.post(
            parts.path, words[words.index("-d") + 1], "application/x-www-form-urlencoded"
        )
    else:
        answer = client.get(f"{parts.path}?{parts.query}")
    assert answer.status_code == 200, (line, answer.content)
    said = answer.json()
    return said["resourceType"], len(said["entry"]) if "entry" in said else None
