// MedplumClient: makes, reads, changes, searches page by page, sends a transaction, changes on a condition.
import { MedplumClient } from "@medplum/core";
import { asked, say } from "./asked.mjs";

const { url, token, mother, one, others } = await asked();
const { origin } = new URL(url);
const client = new MedplumClient({ baseUrl: `${origin}/`, fhirUrlPath: "fhir/", accessToken: token, cacheTime: 0 });
const patient = await client.readResource("Patient", mother);
const made = await client.createResource(one);
const entry = others.map((resource) => ({ resource, request: { method: "POST", url: "Observation" } }));
const sent = await client.executeBatch({ resourceType: "Bundle", type: "transaction", entry });
const values = [];
let pages = 0;
for await (const page of client.searchResourcePages("Observation", { patient: mother, code: "8310-5", _count: "2", _sort: "-date" })) {
  pages += 1;
  values.push(...page.map((each) => each.valueQuantity.value));
}
const better = { ...one, valueQuantity: { ...one.valueQuantity, value: 37.4 }, note: [{ text: "misread" }] };
const changed = await client.upsertResource(better, { identifier: "urn:ward|7" });
const versions = await client.readHistory("Observation", made.id);
say({
  given: patient.name[0].given,
  statuses: sent.entry.map(({ response }) => response.status),
  values,
  pages,
  changed: [changed.id === made.id, changed.meta.versionId],
  versions: versions.entry.map(({ resource }) => resource.valueQuantity.value),
});
