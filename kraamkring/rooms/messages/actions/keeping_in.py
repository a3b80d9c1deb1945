"""What happened before this house existed is written down now: its messages are kept, and nothing of them goes out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_why: ContextVar[str] = ContextVar("why messages are kept in", default="")


@contextmanager
def kept_in(why: str) -> Iterator[None]:
    """Whatever is intended in this block is created and cancelled in one transaction. No sender ever finds it, also if
    this process is killed. why: a code, which the history of each message shows. For the past of a demo alone."""
    token = _why.set(why)
    try:
        yield
    finally:
        _why.reset(token)


def why_kept_in() -> str:
    """The code, or nothing where messages go out as ever."""
    return _why.get()
