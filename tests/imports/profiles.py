"""What national profiles ask of a resource that claims them, as rows of `golden/fhir/profiles.tsv`; and who breaks one.

    profile            where                  asks                          source
    bc-Birth           code.coding.code       is 3950001                    bc-Birth

where: a path; `[S|C]` after a name keeps those whose code has that coding; `x[x]` is any type of x. asks: `is a T` (of
the resource), `as P` (all of another profile), `n..m` (how many there), `is V`, `holds S|C` and `one of S|C ...` (among
codings), `type T ...` (of x[x]), `matches R`, `refers to P ...` (what is referred to is in the file and claims one).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from .cases import GOLDEN

SYSTEMS = {"sct": "http://snomed.info/sct", "loinc": "http://loinc.org"}
STEP = re.compile(r"(?P<name>\w+)(?P<any>\[x\])?(?:\[(?P<coding>\w+\|[\w-]+)\])?")
MANY = re.compile(r"(\d+)\.\.(\d+|\*)")


class Rule(NamedTuple):
    """One row."""

    profile: str
    where: str
    asks: str
    source: str


@cache
def rules() -> Mapping[str, tuple[Rule, ...]]:
    """The rows of each profile, by the last part of its address."""
    lines = (GOLDEN / "profiles.tsv").read_text("utf-8").splitlines()[1:]
    found: dict[str, tuple[Rule, ...]] = {}
    for line in lines:
        rule = Rule(*line.split("\t"))
        found[rule.profile] = (*found.get(rule.profile, ()), rule)
    return found


def claims(resource: Mapping[str, Any]) -> set[str]:
    """The profiles that it claims, by the last part of the address of each."""
    return {url.rpartition("/")[2] for _name, url in _at(resource, ["meta", "profile"])}


def broken_in(bundle: Mapping[str, Any]) -> tuple[list[str], set[str]]:
    """What the resources of a file break, each with its profile and place; and which profiles have no rows."""
    known: dict[str, set[str]] = {}
    resources = []
    for entry in bundle["entry"]:
        each = entry["resource"]
        names = {entry.get("fullUrl", ""), f"{each['resourceType']}/{each.get('id', '')}"}
        known |= dict.fromkeys(names, claims(each))
        resources += [each, *each.get("contained", ())]
    faults, unknown = [], set()
    for each in resources:
        inside = {f"#{part['id']}": claims(part) for part in each.get("contained", ())}
        for profile in sorted(claims(each)):
            if profile not in rules():
                unknown.add(profile)
            faults += [f"{profile}: {fault}" for fault in _broken(each, profile, known | inside)]
    return faults, unknown


def _broken(resource: Mapping[str, Any], profile: str, known: Mapping[str, set[str]]) -> Iterator[str]:
    for rule in rules().get(profile, ()):
        verb, _, rest = rule.asks.partition(" ")
        if verb == "as":
            yield from _broken(resource, rest, known)
        elif rule.asks.startswith("is a "):
            if resource["resourceType"] != rest.removeprefix("a "):
                yield rule.asks
        elif not _fits(rule, verb, rest, resource, known):
            yield f"{rule.where} {rule.asks}"


def _fits(
    rule: Rule, verb: str, rest: str, resource: Mapping[str, Any], known: Mapping[str, set[str]]
) -> bool:
    there = list(_at(resource, rule.where.split(".")))
    if many := MANY.fullmatch(rule.asks):
        return int(many[1]) <= len(there) and (many[2] == "*" or len(there) <= int(many[2]))
    if verb == "is":
        return all(value == rest for _name, value in there)
    if verb == "matches":
        return all(re.fullmatch(rest, str(value)) for _name, value in there)
    if verb == "type":
        stem = rule.where.rpartition(".")[2].removesuffix("[x]")
        return all(name.removeprefix(stem) in rest.split() for name, _value in there)
    if verb == "holds":
        return all(_coding(rest) in _codings(value) for _name, value in there)
    if verb == "one":
        wanted = {_coding(each) for each in rest.removeprefix("of ").split()}
        return all(wanted & _codings(value) for _name, value in there)
    assert rule.asks.startswith("refers to "), rule
    wanted_profiles = set(rest.removeprefix("to ").split())
    return all(wanted_profiles & known.get(value.get("reference", ""), set()) for _name, value in there)


def _at(value: Any, steps: list[str], name: str = "") -> Iterator[tuple[str, Any]]:
    """Everything at the end of a path, with the name under which it stands."""
    if isinstance(value, list):
        for each in value:
            yield from _at(each, steps, name)
    elif not steps:
        yield name, value
    elif isinstance(value, dict):
        step = STEP.fullmatch(steps[0])
        assert step is not None, steps
        for key, inner in value.items():
            if key == step["name"] or (step["any"] and re.fullmatch(rf"{step['name']}[A-Z]\w*", key)):
                parts = inner if isinstance(inner, list) else [inner]
                coding = step["coding"]
                kept = [each for each in parts if not coding or _coding(coding) in _codings(each.get("code"))]
                yield from _at(kept, steps[1:], key)


def _codings(value: Any) -> set[tuple[str, str]]:
    """Every coding of a concept, or of several; of a coding itself, it."""
    if isinstance(value, list):
        return {each for part in value for each in _codings(part)}
    if not isinstance(value, dict):
        return set()
    found = value.get("coding", [value])
    return {(each.get("system", ""), each.get("code", "")) for each in found}


def _coding(said: str) -> tuple[str, str]:
    system, _, code = said.partition("|")
    return SYSTEMS[system], code
