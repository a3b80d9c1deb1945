"""Finding somebody: how a name is compared, what was typed, and who may be the same person."""

from .fragments import Sought, sought
from .likeness import Known, Likeness, Number, contradiction, likeness
from .names import LONGEST_FRAGMENT, endings, folded, words, words_and_numbers

__all__ = [
    "LONGEST_FRAGMENT",
    "Known",
    "Likeness",
    "Number",
    "Sought",
    "contradiction",
    "endings",
    "folded",
    "likeness",
    "sought",
    "words",
    "words_and_numbers",
]
