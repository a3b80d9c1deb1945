"""A form is sent: done, or back with what was refused."""

from __future__ import annotations

from collections.abc import Callable

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal

from ..asking import Asking


def done(form: Asking, act: Callable[[], object]) -> bool:
    """True if it was done. What was refused stands in the form; what is not there, or not hers to do, is raised."""
    try:
        act()
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True
