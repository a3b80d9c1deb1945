"""Resources as they go out, what they are found by, the keys of those who ask, and what goes out at once."""

from .exports import Export, ExportPart
from .programs import Grant, Launch, Program, RefreshToken, UsedAssertion
from .resources import Resource, SearchKey, Superseded
from .subscriptions import Notification, Subscription
from .tokens import AccessToken

__all__ = [
    "AccessToken",
    "Export",
    "ExportPart",
    "Grant",
    "Launch",
    "Notification",
    "Program",
    "RefreshToken",
    "Resource",
    "SearchKey",
    "Subscription",
    "Superseded",
    "UsedAssertion",
]
