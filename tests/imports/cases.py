"""The records that tests take over, and what a person answers about them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from kraamkring.doors.imports.answers import Answers
from kraamkring.doors.imports.files import resources_in
from kraamkring.doors.imports.understanding import Choices, Understood, understand
from kraamkring.flows.import_record import Imported, import_record
from kraamkring.rooms.accounts.models import User

GOLDEN = Path(__file__).parents[1] / "golden/fhir"
NOW = datetime(2026, 9, 20, 9, 0, tzinfo=UTC)

KRAAMWEEK = (GOLDEN / "made_up/kraamweek.xml",)
KRAAMWEEK_ANSWERS = {"newborn-1.born_at": "2026-09-10T06:30:00+02:00", "since": "2026-09-12"}
PREGNANCY = (GOLDEN / "made_up/zwangerschap.json",)
HL7 = GOLDEN / "hl7_r4"
TWINS = tuple(HL7 / f"Patient-infant-{who}.json" for who in ("mom", "twin-1", "twin-2"))
TWINS_ANSWERS = {
    "due_on": "2017-06-05",
    **{
        f"newborn-{n}.{what}": said
        for n in (1, 2)
        for what, said in (("outcome", "live"), ("place", "hospital"), ("mode", "caesarean"))
    },
}
NEWBORN = tuple(
    HL7 / name for name in ("Patient-mom.json", "Patient-newborn.json", "RelatedPerson-newborn-mom.json")
)


def understood(
    paths: tuple[Path, ...], answers: Mapping[str, str] | None = None, **choices: object
) -> Understood:
    """The record in these files."""
    said = {"region": "be-vlg", "now": NOW} | choices
    return understand(resources_in(paths), Choices(**said), Answers(answers))


def taken_over(
    by: User,
    paths: tuple[Path, ...],
    answers: Mapping[str, str] | None = None,
    now: datetime = NOW,
    noon: bool = False,
    **how: object,
) -> Imported:
    """The same, taken over."""
    return import_record(record=understood(paths, answers, noon=noon).record, by=by, now=now, **how)
