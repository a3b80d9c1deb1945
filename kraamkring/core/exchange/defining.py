"""What a type of resource is: what it is searched by, what a subset keeps, and what is taken from outside."""

from __future__ import annotations

from dataclasses import dataclass

from .parameters import Parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceType:
    """A type with what it is searched by. creates, updates: whether a flow takes it from outside. directory: of who
    works in care, or by which rules, and no part of a record. mandatory: elements that no subset leaves out; summary:
    those that the specification marks as summary and that we send."""

    name: str
    parameters: tuple[Parameter, ...]
    mandatory: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    creates: bool = False
    updates: bool = False
    directory: bool = False

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of this name; None if there is none."""
        return next((each for each in self.parameters if each.name == name), None)
