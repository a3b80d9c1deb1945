"""Who sees what, put together for a person to read: every answer is asked of `decide`, and only then grouped."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .decision import Asked, Standing, decide
from .table import MODULES, Module

Right = Literal["write", "read", ""]


@dataclass(frozen=True, slots=True)
class Sees:
    """What one person may with each part. The groups are in the order of MODULES."""

    rights: Mapping[Module, Right]

    @property
    def writes(self) -> tuple[Module, ...]:
        return self._with("write")

    @property
    def reads(self) -> tuple[Module, ...]:
        return self._with("read")

    @property
    def closed(self) -> tuple[Module, ...]:
        return self._with("")

    @property
    def open(self) -> tuple[Module, ...]:
        """What she reads, and what she writes in."""
        return tuple(module for module in MODULES if self.rights[module])

    @property
    def shape(self) -> Literal["everything", "nothing", "all_but", "only"]:
        """How it is said most shortly: everything, nothing, everything except these, or only these."""
        if not self.closed:
            return "everything"
        if not self.open:
            return "nothing"
        return "all_but" if len(self.closed) < len(self.open) else "only"

    def _with(self, right: Right) -> tuple[Module, ...]:
        return tuple(module for module in MODULES if self.rights[module] == right)


def sees(standing: Standing, at: datetime) -> Sees:
    """What somebody who stands so before a family may with each part of its record, at that instant."""
    return Sees({module: _right(module, standing, at) for module in MODULES})


def closed_by(standing: Standing, at: datetime) -> Mapping[Module, str]:
    """Why each part is closed: a key of SENTENCES."""
    answers = {module: decide(Asked(module=module, act="read", at=at), standing) for module in MODULES}
    return {module: answer.why for module, answer in answers.items() if not answer.allowed}


def _right(module: Module, standing: Standing, at: datetime) -> Right:
    acts: Collection[Literal["write", "read"]] = ("write", "read")
    return next((act for act in acts if decide(Asked(module=module, act=act, at=at), standing).allowed), "")
