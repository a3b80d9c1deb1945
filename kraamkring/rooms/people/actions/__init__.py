"""Writes of this room. The flow that calls them writes the audit row: `audit` is a higher room."""

from .links import end_parent_link, link_parent, merge_persons, undo_merge
from .persons import complete_person, identify, note_death, register_person
from .places import write_place_of_care
from .pregnancies import make_slots, open_pregnancy, register_newborn

__all__ = [
    "complete_person",
    "end_parent_link",
    "identify",
    "link_parent",
    "make_slots",
    "merge_persons",
    "note_death",
    "open_pregnancy",
    "register_newborn",
    "register_person",
    "undo_merge",
    "write_place_of_care",
]
