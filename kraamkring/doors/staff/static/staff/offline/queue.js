// What was written here and goes to the server, in the order it was written. Each item has one state:
// kept (here only), sent (under way, or the answer was lost), accepted, refused (why), quarantined (waits for a person),
// mended (refused, and written again). Of what waited a person decides: taken_up, or rests.
import "./vault.js";

const { within, answered, seal, unseal, newId } = globalThis.vault;
const UNSENT = ["kept", "sent"];
const OVER = ["accepted", "mended", "taken_up", "rests"];
const KEPT_AFTERWARDS_MS = 48 * 3600 * 1000; // what is over stays to be looked at; our choice
const MOST_WAITING = 500; // asked about in one request
const news = new BroadcastChannel("kraamkring");
const here = new EventTarget();

function tell() {
  news.postMessage("changed");
  here.dispatchEvent(new Event("changed"));
}

export function onChange(act) {
  news.addEventListener("message", act);
  here.addEventListener("changed", act);
}

// Puts it on the disk with the next number of this device, both or neither. Returns its id.
export async function add(owner, { id = newId(), family, kind, body, about, label = "" }) {
  const content = { family, kind, body, about, label, said_at: new Date().toISOString() };
  const row = { id, owner: owner.user, ...(await seal(owner.itemsKey, id, content)) };
  await within(["people", "items"], "readwrite", async (store) => {
    const person = await answered(store("people").get(owner.user));
    if (!person?.itemsKey) throw new Error("signed out");
    person.sequence += 1;
    store("people").put(person);
    store("items").put({ ...row, sequence: person.sequence, state: "kept", why: null, at: Date.now() });
  });
  tell();
  return id;
}

const rows = (user) => within(["items"], "readonly", (store) => answered(store("items").index("owner").getAll(user)));

// Every item of hers with its words, in the order it was written.
export async function all(owner) {
  if (!owner?.itemsKey) return [];
  const found = (await rows(owner.user)).sort((a, b) => a.sequence - b.sequence);
  return Promise.all(found.map((row) => opened(owner, row)));
}

async function opened(owner, row) {
  const content = await unseal(owner.itemsKey, row.id, row);
  const why = row.why ? await unseal(owner.itemsKey, `${row.id} why`, row.why) : { why: "", field: "" };
  return { ...content, ...why, id: row.id, sequence: row.sequence, state: row.state, at: row.at };
}

export async function countUnsent(user) {
  return (await rows(user)).filter((row) => UNSENT.includes(row.state)).length;
}

// The next items to send, in order; `passed`: those that the server could not take just now.
export async function next(owner, most, mostBytes, passed) {
  const waiting = (await rows(owner.user)).filter((row) => UNSENT.includes(row.state) && !passed.has(row.id));
  const batch = [];
  let bytes = 0;
  for (const row of waiting.sort((a, b) => a.sequence - b.sequence)) {
    bytes += row.sealed.byteLength;
    if (batch.length === most || (batch.length && bytes > mostBytes)) break;
    batch.push(await opened(owner, row));
  }
  return batch;
}

async function mark(user, ids, changed) {
  await within(["items"], "readwrite", async (store) => {
    for (const id of ids) {
      const row = await answered(store("items").get(id));
      if (row && row.owner === user) store("items").put({ ...row, ...(await changed(row)) });
    }
  });
  tell();
}

export const markSent = (user, ids) => mark(user, ids, (row) => (row.state === "kept" ? { state: "sent" } : {}));
export const markKept = (user, ids) => mark(user, ids, (row) => (row.state === "sent" ? { state: "kept" } : {}));
export const markMended = (user, ids) => mark(user, ids, (row) => (row.state === "refused" ? { state: "mended" } : {}));

// What the server said of each. An item is settled once: a late answer to an earlier sending says the same.
export async function settle(owner, answers) {
  const said = await sealed(owner, answers);
  await mark(owner.user, said.keys(), (row) => (UNSENT.includes(row.state) ? said.get(row.id) : {}));
}

// What a person decided about what waited; the first decision holds.
export async function decide(owner, decisions) {
  if (!decisions?.length) return;
  const said = await sealed(owner, decisions);
  await mark(owner.user, said.keys(), (row) => (row.state === "quarantined" ? said.get(row.id) : {}));
}

// The ids of what is shown as waiting, the oldest first.
export async function waiting(user) {
  const found = (await rows(user)).filter((row) => row.state === "quarantined");
  return found.sort((a, b) => a.sequence - b.sequence).slice(0, MOST_WAITING).map((row) => row.id);
}

async function sealed(owner, answers) {
  const said = new Map();
  for (const answer of answers) {
    const state = answer.state === "later" ? "kept" : answer.state;
    const words = { why: answer.why, field: answer.field };
    const why = answer.why ? await seal(owner.itemsKey, `${answer.id} why`, words) : null;
    said.set(answer.id, { state, why, at: Date.now() });
  }
  return said;
}

// The server misses numbers that it had (it was put back to an earlier state): they are sent once more.
export async function sendAgain(owner, ranges) {
  const missing = (await rows(owner.user)).filter(
    (row) => row.state === "accepted" && ranges.some(([first, last]) => first <= row.sequence && row.sequence <= last),
  );
  if (missing.length) await mark(owner.user, missing.map((row) => row.id), () => ({ state: "kept" }));
  return missing.length;
}

// The server has seen higher numbers than ours (this browser was put back to an earlier state): we count on from there.
export const countFrom = (user, last) => within(["people"], "readwrite", async (store) => {
  const person = await answered(store("people").get(user));
  if (person && person.sequence < last) store("people").put({ ...person, sequence: last });
});

export async function forgetOld(owner) {
  const before = Date.now() - KEPT_AFTERWARDS_MS;
  const old = (await rows(owner.user)).filter((row) => OVER.includes(row.state) && row.at < before);
  if (!old.length) return;
  await within(["items"], "readwrite", async (store) => old.forEach((row) => store("items").delete(row.id)));
}

// What stands half-typed in a field: kept so that a browser that dies takes nothing along.
export async function keepDraft(owner, field, value) {
  const place = `${owner.user} ${field}`;
  const row = { place, owner: owner.user, ...(await seal(owner.itemsKey, place, { value, at: Date.now() })) };
  await within(["drafts", "people"], "readwrite", async (store) => {
    if ((await answered(store("people").get(owner.user)))?.itemsKey) store("drafts").put(row);
  });
}

// Every draft of hers that can be read, by field.
export async function drafts(owner) {
  if (!owner.itemsKey) return new Map();
  const found = await within(["drafts"], "readonly", (store) => answered(store("drafts").index("owner").getAll(owner.user)));
  const field = (row) => row.place.slice(owner.user.length + 1);
  return new Map(await Promise.all(found.map(async (row) => [field(row), (await unseal(owner.itemsKey, row.place, row)).value])));
}

export const dropDraft = (owner, field) =>
  within(["drafts"], "readwrite", (store) => answered(store("drafts").delete(`${owner.user} ${field}`)), "relaxed");
