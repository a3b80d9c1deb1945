"""The pathway: facts and protocol in; what must happen, who, in which window, why, and where the gap is, out."""

from .cards import Card, Protocol
from .derive import Pathway, Promise, derive
from .phrases import Phrase
from .states import Activity, State, assess

__all__ = ["Activity", "Card", "Pathway", "Phrase", "Promise", "Protocol", "State", "assess", "derive"]
