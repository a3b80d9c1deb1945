"""Countries: cards with source, certainty, checker and next review, and the few functions that data cannot say."""

from .loading import criteria, protocol, protocols

__all__ = ["criteria", "protocol", "protocols"]
