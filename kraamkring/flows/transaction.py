"""One act: all of it or nothing, and what other systems read of it becomes true in the same transaction.

Every flow begins its transactions here and not at Django (an architecture test says so). The outermost one hears what
was written (`rooms.audit.heard`) and, before it commits, makes anew what goes out of it. So no flow can forget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ContextDecorator, contextmanager
from types import TracebackType
from typing import TypeVar, overload

from django.db import transaction
from django.db.transaction import set_rollback

from kraamkring.rooms.audit.heard import heard_so_far, listening, listens

from .exchange.derived import forget, keeping
from .exchange.projecting import project

__all__ = ["atomic", "set_rollback", "settle"]

Flow = TypeVar("Flow", bound=Callable[..., object])


class Act(ContextDecorator):
    """As a block, or around a whole flow."""

    _block: AbstractContextManager[None]

    def _recreate_cm(self) -> Act:
        return Act()

    def __enter__(self) -> None:
        self._block = transaction.atomic() if listens() else _outermost()
        self._block.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return self._block.__exit__(kind, error, trace)


@contextmanager
def _outermost() -> Iterator[None]:
    with transaction.atomic(), listening() as written, keeping():
        yield
        if written and not transaction.get_rollback():
            project(written)


def settle() -> None:
    """What goes out of what was written so far is made now, and not at the end: for an act that answers with it."""
    written = heard_so_far()
    if written:
        project(written)
        written.clear()
        forget()


@overload
def atomic() -> Act: ...
@overload
def atomic(flow: Flow) -> Flow: ...
def atomic(flow: Flow | None = None) -> Act | Flow:
    """`with atomic():`, or `@atomic` over a flow, as Django's own."""
    return Act() if flow is None else Act()(flow)
