"""What a person must say because the source does not: asked all at once, answered in a small JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

from kraamkring.core.facts.model import Mode, Outcome, Place
from kraamkring.core.kernel.errors import Refusal

UNKNOWN = "unknown"
LARGEST_BYTES = 100_000
A_DAY, AN_INSTANT = "a day, as in 2026-10-14", "a time with its offset, as in 2026-10-14T08:30:00+02:00"
WHAT_FITS: Mapping[str, str] = {
    "due_on": A_DAY,
    "since": A_DAY,
    "born_at": f"{AN_INSTANT}, or {UNKNOWN}",
    "died_at": AN_INSTANT,
    "outcome": f"{' or '.join(get_args(Outcome))}, or {UNKNOWN}",
    "place": f"{', '.join(get_args(Place))}, or {UNKNOWN}",
    "mode": f"{', '.join(get_args(Mode))}, or {UNKNOWN}",
}


class Unanswered(Refusal):
    """The source leaves something open that a record here cannot do without. asked: by the name of the answer, what
    fits there."""

    def __init__(self, asked: Mapping[str, str]) -> None:
        self.asked = dict(asked)
        super().__init__(
            "", f"the source does not say {', '.join(asked)}", "Answer in a file and give it with --answers"
        )


class Answers:
    """What was answered, and what is still to be asked."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        self.given = dict(given or {})
        self.asked: dict[str, str] = {}
        self.used: set[str] = set()

    def to(self, name: str) -> str:
        """The answer; empty, and to be asked, if there is none."""
        self.used.add(name)
        if name not in self.given:
            self.asked[name] = WHAT_FITS[name.rpartition(".")[2]]
        return self.given.get(name, "")

    def all_there(self) -> None:
        """Nothing. Raises Unanswered if something must be asked, Refusal for an answer to what nobody asked."""
        if self.asked:
            raise Unanswered(self.asked)
        if idle := sorted(set(self.given) - self.used):
            raise Refusal(f"answers {idle[0]}", "nobody asked this", "Leave it out")


def read_answers(path: Path) -> dict[str, str]:
    """The answers in a file. Raises Refusal if it is no JSON object of texts."""
    problem = "this is no JSON object of texts"
    try:
        with path.open("rb") as file:
            document = json.loads(file.read(LARGEST_BYTES + 1))
    except OSError:
        problem, document = "this cannot be opened", None
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or not all(isinstance(value, str) for value in document.values()):
        raise Refusal("answers", problem, 'Write { "newborn-1.place": "hospital" }')
    return document
