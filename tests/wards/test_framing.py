"""MLLP framing: however the bytes come in pieces, the same messages; and never more than one message held."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraamkring.doors.wards.framing import BrokenFrame, Frames, framed
from tests.examples import sample

INSIDE = st.binary(max_size=60).filter(lambda raw: b"\x0b" not in raw and b"\x1c\r" not in raw)
MESSAGES = st.lists(INSIDE.filter(lambda raw: not raw.endswith(b"\x1c")), max_size=5)


def taken(frames: Frames, line: bytes, cuts: list[int]) -> list[bytes]:
    edges = sorted({0, len(line), *(cut % (len(line) + 1) for cut in cuts)})
    pieces = [line[a:b] for a, b in itertools.pairwise(edges)]
    return [message for piece in pieces for message in frames.feed(piece)]


@settings(max_examples=sample(1))
@given(MESSAGES, st.lists(st.integers(0, 400), max_size=8), st.sampled_from([b"", b"\r", b"\r\n\r\n"]))
def test_however_it_is_cut_the_same_messages_come_out(
    messages: list[bytes], cuts: list[int], between: bytes
) -> None:
    line = between.join(framed(each) for each in messages)
    frames = Frames()
    assert taken(frames, line, cuts) == messages
    assert not frames.halfway


@settings(max_examples=sample(1))
@given(st.binary(max_size=300), st.lists(st.integers(0, 400), max_size=8))
def test_whatever_comes_it_is_messages_or_a_broken_frame_and_little_is_held(
    line: bytes, cuts: list[int]
) -> None:
    frames = Frames(largest=50)
    try:
        for message in taken(frames, line, cuts):
            assert len(message) <= 50
    except BrokenFrame:
        return
    assert len(frames._held) <= 54


class Counted(bytearray):
    """Bytes that know how many of them were looked at."""

    looked = 0

    def find(self, sub: bytes, start: int = 0, end: int | None = None) -> int:  # type: ignore[override]
        self.looked += (len(self) if end is None else end) - start
        return super().find(sub, start, end)

    def lstrip(self, chars: bytes | None = None) -> bytearray:  # type: ignore[override]
        self.looked += len(self)
        return super().lstrip(chars)

    def __getitem__(self, at: slice) -> bytearray:  # type: ignore[override]
        found = super().__getitem__(at)
        self.looked += len(found)
        return found


def test_a_message_that_comes_byte_by_byte_is_looked_at_once() -> None:
    frames = Frames()
    frames._held = Counted()
    line = framed(b"a" * 2_000)
    came = [message for at in range(len(line)) for message in frames.feed(line[at : at + 1])]
    assert came == [b"a" * 2_000]
    assert frames._held.looked < 10 * len(line)


@pytest.mark.parametrize("line", [b"x", b"\x0b" + b"a" * 51, b"\x0ba\x0bb\x1c\r", b"\x0ba\x1c\rx"])
def test_what_is_no_frame_ends_the_line(line: bytes) -> None:
    with pytest.raises(BrokenFrame):
        list(Frames(largest=50).feed(line))
