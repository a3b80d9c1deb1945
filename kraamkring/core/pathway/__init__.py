"""The pathway: facts and protocol in; what must happen, who, in which window, why, and where the gap is, out."""

from .cards import Card, Protocol
from .derive import derive
from .evidence import uncalled_for
from .gates import Gate, gates_of, shut
from .gone import gone, is_over
from .phrases import Phrase
from .promises import Pathway, Promise
from .states import Activity, State, assess

__all__ = [
    "Activity",
    "Card",
    "Gate",
    "Pathway",
    "Phrase",
    "Promise",
    "Protocol",
    "State",
    "assess",
    "derive",
    "gates_of",
    "gone",
    "is_over",
    "shut",
    "uncalled_for",
]
