// fhir-kit-client: makes, reads, changes, searches page by page, sends a transaction, changes on a condition.
import { Client } from "fhir-kit-client";
import { asked, say } from "./asked.mjs";

const { url, token, mother, one, others } = await asked();
const client = new Client({ baseUrl: url, bearerToken: token });
const type = { resourceType: "Observation" };
const patient = await client.read({ resourceType: "Patient", id: mother });
const made = await client.create({ ...type, body: one });
const entry = others.map((resource) => ({ resource, request: { method: "POST", url: "Observation" } }));
const sent = await client.transaction({ body: { resourceType: "Bundle", type: "transaction", entry } });
const values = [];
let pages = 0;
let page = await client.search({ ...type, searchParams: { patient: mother, code: "8310-5", _count: 2, _sort: "-date" } });
while (page) {
  pages += 1;
  values.push(...page.entry.map(({ resource }) => resource.valueQuantity.value));
  page = await client.nextPage({ bundle: page });
}
const better = { ...one, valueQuantity: { ...one.valueQuantity, value: 37.4 }, note: [{ text: "misread" }] };
const changed = await client.update({ ...type, searchParams: { identifier: "urn:ward|7" }, body: better });
const versions = await client.resourceHistory({ ...type, id: made.id });
say({
  given: patient.name[0].given,
  statuses: sent.entry.map(({ response }) => response.status),
  values,
  pages,
  changed: [changed.id === made.id, changed.meta.versionId],
  versions: versions.entry.map(({ resource }) => resource.valueQuantity.value),
});
