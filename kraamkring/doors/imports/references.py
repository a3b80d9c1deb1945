"""Which resource means which: references resolved within what was given, and about whom a resource is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kraamkring.core.exchange.dialects.tree import LONGEST_LEAF, Node
from kraamkring.core.kernel.errors import Refusal

from .codes import PROFILES
from .files import Resource

TAIL = re.compile(r"([A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,200})(/_history/.*)?$")
A_PATIENT = re.compile(r"(^|/)Patient/")
NOT_TRUE = frozenset({"entered-in-error", "cancelled", "not-done", "draft", "rejected", "refuted"})
MUST_BE_UNDERSTOOD = ("modifierExtension", "implicitRules")
ABOUT = ("subject", "patient", "beneficiary")


class Given:
    """Everything that was given, to be looked up."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self.all = tuple(resources)
        self.readable: list[Resource] = []
        self._by_name: dict[str, Resource] = {}
        for each in resources:
            self._add(each)

    def of(self, *kinds: str) -> list[Resource]:
        """Every resource of these kinds that may be understood."""
        return [each for each in self.readable if each.kind in kinds]

    def meant_by(self, reference: Node | None, within: Resource) -> Resource | None:
        """The resource that a reference means, if it was given."""
        said = reference.text("reference") if reference else ""
        if said.startswith("#"):
            return self._by_name.get(f"{(within.holder or within).name}{said}")
        tail = TAIL.search(said)
        return self._by_name.get(said) or (self._by_name.get(tail[1]) if tail else None)

    def patient_of(self, resource: Resource) -> Resource | None:
        """Whom a resource is about, if that person was given."""
        for name in ABOUT:
            meant = self.meant_by(resource.node.one(name), resource)
            if meant is not None and meant.kind == "Patient":
                return meant
        return None

    def is_about_another(self, resource: Resource, family: Sequence[Resource]) -> bool:
        """Whether it names a patient who is not of the family, or does not say whom it is about."""
        for name in ABOUT:
            for said in resource.node.all(name):
                meant = self.meant_by(said, resource)
                if meant is None or (meant.kind == "Patient" and meant not in family):
                    return True
        for _path, leaf in resource.leaves():
            if leaf.name == "reference" and A_PATIENT.search(leaf.value or ""):
                holder = Node("", children=[leaf])
                if self.meant_by(holder, resource) not in family:
                    return True
        return False

    def _add(self, resource: Resource) -> None:
        for _path, leaf in resource.leaves():
            if len(leaf.value or "") > LONGEST_LEAF:
                leaf.refuse("longest_leaf")
        for profile in resource.node.all("meta.profile"):
            if not (profile.value or "").startswith(PROFILES):
                raise Refusal(
                    resource.label,
                    "it claims a profile that nobody has read here",
                    "Leave it out, or ask for its profile to be added",
                )
        names = {resource.name} | ({resource.url} if resource.url else set())
        known = next((self._by_name[name] for name in names if name in self._by_name), None)
        if known is not None and known.kind != "Bundle":
            if _content(known) != _content(resource):
                raise Refusal(resource.label, "another resource has the same id", "Give one family at a time")
            resource.node.refuse("twice")
            return
        self._by_name |= dict.fromkeys(names, resource)
        if resource.kind != "Bundle" and self._is_true(resource):
            self.readable.append(resource)

    def _is_true(self, resource: Resource) -> bool:
        """Whether it may be understood: what was recorded in error is kept, and so is what says that it must not be
        read without rules that nobody knows here."""
        node, holder = resource.node, resource.holder
        said = {node.text("status"), node.text("verificationStatus"), *_codes(node, "verificationStatus")}
        if said & NOT_TRUE or any(node.one(name) for name in MUST_BE_UNDERSTOOD):
            return False
        return holder is None or holder in self.readable


def _codes(node: Node, name: str) -> set[str]:
    return {coding.text("code") for coding in node.all(f"{name}.coding")}


def _content(resource: Resource) -> list[tuple[str, str | None]]:
    return sorted((path, leaf.value) for path, leaf in resource.leaves())
