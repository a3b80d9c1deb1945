"""How the record is said to other systems, and read from them: pure mappings, no network and no files."""

from .claims import claims
from .defining import ResourceType
from .parameters import Key, NotUnderstood, Parameter, keys_of
from .registry import TYPES
from .resource import Made, body, whole

__all__ = [
    "TYPES",
    "Key",
    "Made",
    "NotUnderstood",
    "Parameter",
    "ResourceType",
    "body",
    "claims",
    "keys_of",
    "whole",
]
