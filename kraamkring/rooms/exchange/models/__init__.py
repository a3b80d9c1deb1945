"""Resources as they go out, what they are found by, and the keys of those who ask."""

from .programs import Grant, Program, RefreshToken, UsedAssertion
from .resources import Resource, SearchKey, Superseded
from .tokens import AccessToken

__all__ = [
    "AccessToken",
    "Grant",
    "Program",
    "RefreshToken",
    "Resource",
    "SearchKey",
    "Superseded",
    "UsedAssertion",
]
