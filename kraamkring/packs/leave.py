"""Schemes of leave from TOML files, checked once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from ..core.entitlements.answer import Leave
from ..core.entitlements.case import BirthCase, MaternityRestCase, PregnancyLeaveCase
from ..core.entitlements.maternity_rest import maternity_rest
from ..core.entitlements.pregnancy_leave import pregnancy_leave
from ..core.entitlements.scheme import MaternityRestScheme, PregnancyLeaveScheme, Scheme
from ..core.kernel.document import read_document
from ..core.kernel.errors import BadCard
from ..core.pathway.cards import Source
from .loading import public_holidays

PAGE = "docs/leave.md"
AnyScheme = TypeVar("AnyScheme", bound=Scheme)


class CountryLeave(NamedTuple):
    """What is asked, how it is read, and how the answer is worked out. asks: the fields of a case, by name."""

    scheme: Scheme
    case: TypeAdapter[Any]
    work_out: Callable[[Any], Leave]
    asks: frozenset[str]

    def read(self, text: bytes | str) -> BirthCase:
        """The case in a JSON document. Raises ImpossibleFact, one sentence."""
        case: BirthCase = read_document(text, self.case, PAGE)
        return case


@lru_cache(maxsize=1)
def leave_schemes() -> Mapping[str, CountryLeave]:
    """The kind of leave of each country."""
    leave = scheme("nl", "pregnancy_and_birth", PregnancyLeaveScheme)
    rest = scheme("be", "maternity_rest", MaternityRestScheme)
    return {
        "nl": CountryLeave(
            leave,
            TypeAdapter(PregnancyLeaveCase),
            lambda case: pregnancy_leave(case, leave, public_holidays("nl")),
            frozenset(field.name for field in fields(PregnancyLeaveCase)),
        ),
        "be": CountryLeave(
            rest,
            TypeAdapter(MaternityRestCase),
            lambda case: maternity_rest(case, rest, public_holidays("be")),
            frozenset(field.name for field in fields(MaternityRestCase)),
        ),
    }


def scheme(country: str, name: str, kind: type[AnyScheme]) -> AnyScheme:
    """A scheme of a pack. Raises BadCard if it says too little, or names a source that is not there."""
    file = files(__package__) / country / "leave" / f"{name}.toml"
    try:
        found = kind.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except ValidationError as refused:
        first = refused.errors(include_url=False)[0]
        at = ".".join(str(step) for step in first["loc"])
        raise BadCard(f"{file.name} {at}", first["msg"].rstrip("."), "Mend the scheme") from None
    known = sources(country)
    for rule, said in found.rules().items():
        for citation in said.sources:
            if citation.id not in known:
                raise BadCard(
                    f"{file.name} {rule}", f"there is no source {citation.id}", "Add it to sources.toml"
                )
    return found


@lru_cache(maxsize=4)
def sources(country: str) -> Mapping[str, Source]:
    """The documents that a country's rules rest on."""
    file = files(__package__) / country / "sources.toml"
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: Source.model_validate(source) for name, source in said.items()}
