"""The form of every page, by the name that this door calls it."""

from kraamkring.doors.ui.asking import Asking

__all__ = ["Asking"]
