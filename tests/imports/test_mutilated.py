"""A file that was cut or changed on its way never leaves half a record, and never brings anything down."""

import os
from random import Random

import pytest
from django.db import connection

from kraamkring.core.kernel.errors import Refusal
from kraamkring.doors.imports.answers import Answers
from kraamkring.doors.imports.files import resources_of
from kraamkring.doors.imports.report import report_of
from kraamkring.doors.imports.understanding import Choices, Understood, understand
from kraamkring.flows.import_record import Imported, import_record
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import cast

from .cases import HL7, KRAAMWEEK, KRAAMWEEK_ANSWERS, NOW, PREGNANCY, TWINS, TWINS_ANSWERS
from .test_import_record import facts_of, rows

PROVING = os.environ.get("KRAAMKRING_PROVE") == "1"
READ, WRITTEN = (20_000, 500) if PROVING else (1_200, 25)
CASES = (
    (KRAAMWEEK[0], KRAAMWEEK_ANSWERS),
    (PREGNANCY[0], {}),
    (TWINS[1], TWINS_ANSWERS),
    (HL7 / "CarePlan-preg.json", {"due_on": "2013-10-08"}),
)


def mutilated(data: bytes, chance: Random) -> bytes:
    """The same file, cut short, or with bytes flipped, lost, doubled or exchanged."""
    way, at = chance.randrange(6), chance.randrange(len(data))
    if way == 0:
        return data[:at]
    if way == 1:
        return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
    if way == 2:
        return data[:at] + data[at + chance.randrange(1, 200) :]
    if way == 3:
        end = at + chance.randrange(1, 300)
        return data[:end] + data[at:]
    if way == 4:
        digits = [place for place, byte in enumerate(data) if chr(byte).isdigit()]
        place = chance.choice(digits)
        return data[:place] + str(chance.randrange(10)).encode() + data[place + 1 :]
    return bytes(chance.randrange(256) if chance.random() < 0.001 else byte for byte in data)


def understood(data: bytes, answers: dict[str, str]) -> Understood:
    choices = Choices(region="be-vlg", now=NOW, noon=True)
    return understand(resources_of(data), choices, Answers(answers))


@pytest.mark.parametrize("case", range(len(CASES)))
def test_whatever_happened_to_a_file_it_is_refused_in_a_sentence_or_every_element_is_accounted_for(
    case: int,
) -> None:
    path, answers = CASES[case]
    data, chance = path.read_bytes(), Random(case)
    taken, refusals = 0, set()
    for _ in range(READ // len(CASES)):
        try:
            record, resources = understood(mutilated(data, chance), answers)
        except Refusal as refusal:
            refusals.add(str(refusal))
            continue
        report = report_of(resources, Imported(None, {}, 0), dry_run=True)
        assert sum(report["counts"].values()) == report["elements"]
        assert record.facts.due_dates
        taken += 1
    assert all("\n" not in refusal for refusal in refusals)
    assert len(refusals) > 5 or case > 1  # the two last ones are no whole family
    assert taken > 10 or case > 1


@pytest.mark.parametrize("cut", range(0, 100, 7))
def test_cut_anywhere_nothing_is_taken(cut: int) -> None:
    for path, answers in CASES:
        data = path.read_bytes().rstrip()
        with pytest.raises(Refusal):
            understood(data[: len(data) * cut // 100], answers)
        with pytest.raises(Refusal):
            understood(data[:-1], answers)


@pytest.mark.django_db
def test_what_is_written_is_whole_and_comes_in_once() -> None:
    people, chance = cast(), Random(4)
    written = 0
    for _ in range(WRITTEN):
        path, answers = CASES[chance.randrange(2)]
        before = rows("audit.AuditEvent")
        try:
            record = understood(mutilated(path.read_bytes(), chance), answers).record
            imported = import_record(record=record, by=people.an, now=NOW, answer="another")
        except Refusal:
            assert rows("audit.AuditEvent") == before
            continue
        assert imported.episode is not None
        assert PregnancyEpisode.objects.filter(pk=imported.episode).exists()
        assert len(facts_of(imported.episode).births) == len(record.facts.births)
        after = rows()
        import_record(record=record, by=people.an, now=NOW, answer="another")
        assert rows() == after
        written += 1
    assert written
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # the transaction was left in order
