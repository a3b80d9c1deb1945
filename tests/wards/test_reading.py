"""Messages as what they tell: a table. And what cannot be read: its place, never a value."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraamkring.doors.wards.reading import header_of, moment, must_be_for_us, read
from kraamkring.doors.wards.segments import Faulty, parsed
from kraamkring.doors.wards.taking import Peer, answer
from kraamkring.doors.wards.ward import ModeField, Ward, who_speaks
from kraamkring.flows.ward_event import WardEvent, Whom, as_kept, from_kept
from tests.examples import sample

from .messages import BRUSSELS, NK1, adt, of_child, of_mother, segment, stay, the_ward

CAME = datetime(2026, 10, 16, 18, 31, tzinfo=UTC)
SHE = Whom(
    numbers=(("ssin", "93051822361"), ("hospital", "4711")), family_name="Voorbeeld", given_name="Leen",
    birth_date=date(1993, 5, 18),
)  # fmt: skip
WRONG = "93051822362^^^NISS^NNBEL"  # wrong check digits: it must not make her somebody else
HOME = datetime(2026, 10, 16, 12, 0, tzinfo=UTC)
MODE = ModeField(segment="ZBR", position=2, words={"SC": "caesarean", "SP": "vaginal"})


def told(raw: bytes, ward: Ward | None = None) -> WardEvent | None:
    message = parsed(raw.decode())
    must_be_for_us(header_of(message))
    return read(message, ward or the_ward(), CAME)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (adt("A03", of_mother(), stay(left="20261016140000")), {"what": "left", "at": HOME, "mother": SHE}),
        (adt("A03", of_mother(), stay(left="202610161400+0200")), {"at": HOME}),
        (adt("A03", of_mother(), stay(left="20261016")), {"at": None, "unclear": "no_time", "said": "20261016"}),
        (adt("A03", of_mother(), stay(left="2026101614")), {"at": None, "unclear": "no_time", "said": "2026101614"}),
        (adt("A03", of_mother(), stay()), {"at": None, "unclear": "no_time"}),
        (adt("A03", of_mother(), stay(left="202610250230")), {"unclear": "hour_twice", "said": "202610250230"}),
        (adt("A03", of_mother(), stay(left="202603290230")), {"unclear": "skipped_hour"}),
        (adt("A03", of_mother(), stay(left="202610161400", f36="02")), {"home": False}),
        (adt("A03", of_mother(), stay(left="202610161400", f36="01")), {"home": True}),
        (adt("A03", of_mother(), stay(left="202610161400", f37="NICU")), {"home": False}),
        (adt("A03", of_mother(f30="Y"), stay(left="202610161400")), {"died": True}),
        (adt("A13", of_mother(), stay()), {"what": "undone"}),
        (adt("A01", of_mother(f21="1"), stay("202610161400")), {"child": None}),  # a grown woman names her mother
        (adt("A01", of_mother(WRONG), stay("202610161400")), {"mother": replace(SHE, numbers=SHE.numbers[1:])}),
    ],
)  # fmt: skip
def test_of_a_mother(raw: bytes, says: dict[str, Any]) -> None:
    event = told(raw)
    assert event
    assert {name: getattr(event, name) for name in says} == says
    assert from_kept(as_kept(event)) == event


def test_of_a_newborn() -> None:
    raw = adt("A28", of_child("202610150600", f24="Y", f25="2", f30="N"), "ZBR||SC")
    event = told(raw, the_ward(mode=MODE))
    assert event
    assert event.child
    born = datetime(2026, 10, 15, 4, 0, tzinfo=UTC)
    child = event.child
    assert (child.born_at, child.lives, child.mode, child.several, child.order) == (
        born, True, "caesarean", True, 2,
    )  # fmt: skip
    assert event.mother.numbers == (("hospital", "4711"),)
    assert child.whom.numbers == (("hospital", "9001"),)


def test_its_mother_may_be_named_as_next_of_kin() -> None:
    kin = segment(
        NK1, {1: "1", 2: "Voorbeeld^Leen", 3: "MTH", 16: "19930518", 33: "93051822361^^^NISS^NNBEL"}
    )
    event = told(adt("A01", of_child("202610150600", f21=""), stay("202610150600", f4="N"), kin))
    assert event
    assert event.child
    assert event.mother == replace(SHE, numbers=SHE.numbers[:1])
    assert event.child.lives is None


@pytest.mark.parametrize(
    "raw",
    [
        adt("A01", of_mother(), stay("202610161400", f2="O")),
        adt("A01", of_mother(), stay("202610161400", f3="CARD^1")),
    ],
)
def test_who_is_in_no_bed_of_the_ward_is_passed_by(raw: bytes) -> None:
    assert told(raw, the_ward(points_of_care=frozenset({"MAT"}))) is None


@pytest.mark.parametrize(
    ("raw", "at", "code"),
    [
        (b"", "MSH", 100),
        (b"PID|1", "MSH", 100),
        (b"MSH|^~", "MSH-2", 101),
        (b"MSH|^^\\&|A", "MSH-2", 102),
        (adt("A40", of_mother()), "MSH-9.2", 201),
        (adt("A03", of_mother(), stay(), control_id=""), "MSH-10", 101),
        (adt("A03", of_mother(), stay(), version="3.0"), "MSH-12", 203),
        (adt("A03", of_mother(), stay(), processing="T"), "MSH-11", 202),
        (adt("A03", stay()), "PID", 101),
        (adt("A03", of_mother()), "PV1", 101),
        (adt("A03", segment("PID", {3: ""}), stay()), "PID-3", 101),
        (adt("A03", of_mother(f7="1993x518"), stay()), "PID-7", 102),
        (adt("A03", of_mother(f7="19931350"), stay()), "PID-7", 102),
        (adt("A03", of_mother(), stay(left="2026101625000")), "PV1-45", 102),
        (adt("A03", of_mother(), stay(left="202610162500")), "PV1-45", 102),
        (adt("A28", of_child("202610150600", f25="12")), "PID-25", 102),
        (adt("A03", of_mother(), "lower|1"), "segment 4", 100),
    ],
)
def test_what_cannot_be_read_says_where_and_no_value(raw: bytes, at: str, code: int) -> None:
    with pytest.raises(Faulty) as fault:
        told(raw)
    assert (fault.value.at, fault.value.code) == (at, code)
    said = answer(raw, Peer([the_ward()], "127.0.0.1"), CAME).bytes.decode()
    assert "MSA|A" in said
    assert "|AA|" not in said
    assert not any(value in said for value in ("Voorbeeld", "Leen", "93051822361", "1993", "4711"))


def test_a_sender_is_known_by_name_address_and_certificate() -> None:
    ward = the_ward(certificate="a" * 64)
    assert ward.may_come_from("127.0.0.1", "a" * 64)
    assert ward.may_come_from("::ffff:127.0.0.1", "a" * 64)
    assert not ward.may_come_from("127.0.0.1", "")
    assert not ward.may_come_from("10.0.0.1", "a" * 64)
    assert not ward.may_come_from("", "a" * 64)
    assert who_speaks([ward], "ZIS", "AZV") == ward
    assert who_speaks([ward], "ZIS", "ELDERS") is None
    said = answer(adt("A03", of_mother(), stay()), Peer([], "10.0.0.1"), CAME).bytes.decode()
    assert "MSA|AE|1" in said
    assert "ERR||MSH^1^4|103" in said


def test_of_two_wards_behind_one_address_each_has_its_own_character_set() -> None:
    wards = [the_ward(), the_ward(facility="ELDERS", encoding="latin-1")]
    for facility, at in (("AZV", "MSH^1^18|102"), ("ELDERS^1.2^ISO", "MSH^1^11|202")):
        message = adt("A03", of_mother(f5="Zoë"), stay(), facility=facility, processing="T")
        raw = message.decode().encode("latin-1")
        assert f"ERR||{at}" in answer(raw, Peer(wards, "127.0.0.1"), CAME).bytes.decode()


def test_escapes_and_other_separators() -> None:
    raw = "MSH#*!?+#ZIS#AZV#####ADT*A03#1#P#2.5\rPID###4711***AZV*PI##Van?F?Zee*An?T?a\rPV1##I\r"
    event = read(parsed(raw), the_ward(), CAME)
    assert event
    assert (event.mother.family_name, event.mother.given_name) == ("Van#Zee", "An+a")


def test_a_time_without_a_zone_is_the_wall_clock_of_the_hospital() -> None:
    assert moment("202601161400", BRUSSELS, "x")[0] == datetime(2026, 1, 16, 13, 0, tzinfo=UTC)
    assert moment("202607161400", BRUSSELS, "x")[0] == datetime(2026, 7, 16, 12, 0, tzinfo=UTC)


@settings(max_examples=sample(1))
@given(st.data())
def test_a_message_that_is_mutilated_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    raw = bytearray(adt("A28", of_child("202610150600", f24="Y", f25="2", f30="N"), stay("202610150600")))
    for _change in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    try:
        told_of = told(raw.decode("utf-8", "replace").encode())
    except Faulty:
        return
    assert told_of is None or from_kept(as_kept(told_of)) == told_of
