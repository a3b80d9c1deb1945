"""Role, care relation, consent and purpose -> allowed or not, and why. Denied unless something allows it."""

from .decision import (
    EMERGENCY_LASTS,
    SENTENCES,
    Asked,
    Consent,
    Decision,
    Ground,
    Relation,
    Standing,
    decide,
    in_force,
)
from .modules import ABOUT_ANOTHER, module_of, modules_for
from .roles import MAY_BREAK_GLASS, MAY_COORDINATE, MAY_GOVERN, may_book, may_govern, may_serve_as
from .table import ACTS, MODULES, SHIELDED, TABLE, Act, Module, may

__all__ = [
    "ABOUT_ANOTHER",
    "ACTS",
    "EMERGENCY_LASTS",
    "MAY_BREAK_GLASS",
    "MAY_COORDINATE",
    "MAY_GOVERN",
    "MODULES",
    "SENTENCES",
    "SHIELDED",
    "TABLE",
    "Act",
    "Asked",
    "Consent",
    "Decision",
    "Ground",
    "Module",
    "Relation",
    "Standing",
    "decide",
    "in_force",
    "may",
    "may_book",
    "may_govern",
    "may_serve_as",
    "module_of",
    "modules_for",
]
