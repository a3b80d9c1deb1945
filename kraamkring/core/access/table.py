"""What each role may read and write by default, module by module. Our reading, checked by nobody yet.

What is not in the table is not allowed: a role without a row, a module without a letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Module = Literal["prenatal", "birth_and_stay", "postnatal", "plan", "network", "psychosocial", "child"]
Act = Literal["read", "write"]
MODULES: tuple[Module, ...] = get_args(Module)
ACTS: tuple[Act, ...] = get_args(Act)

SHIELDED: frozenset[Module] = frozenset({"psychosocial"})  # not through an organisation, not in an emergency

_DEFAULTS = """
                      prenatal  birth_and_stay  postnatal  plan  network  psychosocial  child
mother                rw        r               rw         rw    rw       r             rw
partner               -         -               -          r     r        -             r
coordinator           rw        rw              rw         rw    rw       rw            rw
midwife               rw        rw              rw         rw    rw       rw            rw
ward_midwife          r         rw              rw         rw    r        -             rw
gp                    rw        r               rw         rw    rw       r             rw
gynaecologist         rw        rw              rw         rw    rw       r             r
paediatrician         r         rw              r          rw    r        -             rw
maternity_carer       -         r               rw         rw    r        -             rw
youth_health          -         r               r          rw    r        -             rw
lactation_consultant  -         r               rw         rw    r        -             r
physiotherapist       -         r               rw         rw    r        -             -
social_worker         -         -               -          rw    r        rw            -
buddy                 -         -               -          r     r        -             -
planner               -         -               -          rw    r        -             -
"""


def _read(table: str) -> dict[str, dict[Module, str]]:
    _, *rows = (line.split() for line in table.strip().splitlines())
    return {role: dict(zip(MODULES, rights, strict=True)) for role, *rights in rows}


TABLE: Mapping[str, Mapping[Module, str]] = _read(_DEFAULTS)


# What speaks for a house and is nobody: it signs in nowhere, stands in no network and covers for nobody. The system of
# a maternity ward tells who came, who went home and who was born (ADR 0804).
WARD_SYSTEM = "ward_system"
SYSTEMS: Mapping[str, Mapping[Module, str]] = {WARD_SYSTEM: {"birth_and_stay": "rw"}}


def may(role: str, module: Module, act: Act) -> bool:
    """True if the role may by default. Writing is never given without reading."""
    rights = TABLE.get(role) or SYSTEMS.get(role, {})
    return act[0] in rights.get(module, "")
