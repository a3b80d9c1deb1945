// Sends what is kept, in order, one tab at a time; tries again later, and whenever the network or the person comes back.
import "./vault.js";
import * as queue from "./queue.js";

const { vault } = globalThis;
const MOST = 50, MOST_BYTES = 1024 * 1024; // of one request
const PATIENCE_MS = 30_000; // for one answer
const FIRST_PAUSE_MS = 2_000, LONGEST_PAUSE_MS = 60_000;
const HEARD_EVERY_MS = 5 * 60_000; // the server hears of this device at least so often while it is in use
const addresses = { standing: "/visits/standing/", send: "/visits/send/", gone: "/visits/gone/" };
const TOKEN = "X-Device";

let pause = FIRST_PAUSE_MS, timer, stands = "unknown";
const listeners = new Set();

// offline, ok, signed-out, another, revoked, unknown
export const standing = () => stands;
export const onStanding = (act) => listeners.add(act);

function say(now) {
  stands = now;
  listeners.forEach((act) => act(now));
}

const named = () => {
  const agent = navigator.userAgent;
  const browser = /Firefox/.test(agent) ? "Firefox" : /Edg\//.test(agent) ? "Edge" : /Chrome/.test(agent) ? "Chrome" : /Safari/.test(agent) ? "Safari" : "Browser";
  const system = /Android/.test(agent) ? "Android" : /iPhone|iPad/.test(agent) ? "iOS" : /Windows/.test(agent) ? "Windows" : /Mac/.test(agent) ? "macOS" : "Linux";
  return `${browser} on ${system}`;
};

async function asked(address, owner, options = {}) {
  const headers = { ...options.headers, ...(owner.token ? { [TOKEN]: owner.token } : {}) };
  return fetch(address, { ...options, headers, cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) });
}

async function post(address, owner, csrf, content) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
  return asked(address, owner, { method: "POST", headers, body: JSON.stringify(content) });
}

const plain = ({ id, sequence, family, kind, said_at, body }) => ({ id, sequence, family, kind, said_at, body });

// Sends everything once. leave: whoever is signed in, leave it at the server, where it waits for a person.
async function sendAll(owner, csrf, leave) {
  const passed = new Set();
  let told;
  do {
    const batch = await queue.next(owner, MOST, MOST_BYTES, passed);
    if (!batch.length && told) break;
    const ids = batch.map((item) => item.id);
    await queue.markSent(owner.user, ids);
    let answer;
    try {
      answer = await post(addresses.send, owner, csrf, {
        device: owner.device, user: owner.user, name: named(), sent_at: new Date().toISOString(), leave, items: batch.map(plain),
        waiting: await queue.waiting(owner.user),
      });
    } catch (error) {
      throw error; // the answer may be lost: they stay `sent`, and come again
    }
    if (!answer.ok) {
      await queue.markKept(owner.user, ids);
      return { status: answer.status };
    }
    told = await answer.json();
    await queue.settle(owner, told.items);
    await queue.decide(owner, told.decided);
    for (const id of ids) if (!told.items.some((each) => each.id === id && each.state !== "later")) passed.add(id);
    owner = (await vault.change(owner.user, { token: told.token, heardAt: Date.now() })) ?? owner;
  } while ((await queue.next(owner, 1, 1, passed)).length);
  await queue.countFrom(owner.user, told.last);
  if (!told.revoked && (await queue.sendAgain(owner, told.missing))) return sendAll(owner, csrf, leave);
  await queue.forgetOld(owner);
  return { status: 200, revoked: told.revoked, left: passed.size };
}

async function round(leave) {
  const owner = await vault.current();
  if (!owner?.itemsKey) return "unknown";
  const answer = await asked(addresses.standing, owner);
  if (!answer.ok) return "offline";
  const now = await answer.json();
  freshen(now.csrf);
  if (now.user !== null && now.user !== owner.user) return "another";
  if (now.user === null && !(owner.token && (leave || now.revoked))) return "signed-out";
  const sent = await sendAll(owner, now.csrf, leave || now.user === null);
  if (sent.status === 401) return "signed-out";
  if (sent.status !== 200) return "offline";
  if (sent.revoked && !sent.left) {
    await post(addresses.gone, await vault.person(owner.user), now.csrf, {}).catch(() => {});
    await vault.empty(owner.user);
    return "revoked";
  }
  return sent.left ? "later" : "ok";
}

// The forms of a page that was kept here hold a token that has passed.
function freshen(csrf) {
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = csrf;
}

export async function sync({ leave = false, wait = false } = {}) {
  return navigator.locks.request("kraamkring-sync", wait ? {} : { ifAvailable: true }, async (lock) => {
    if (!lock) return stands;
    let became;
    try {
      became = await round(leave);
    } catch {
      became = "offline";
    }
    say(became);
    plan(became);
    return became;
  });
}

function plan(became) {
  clearTimeout(timer);
  const failed = became === "offline" || became === "later";
  pause = failed ? Math.min(pause * 2, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
  const wait = failed ? pause * (0.75 + Math.random() / 2) : HEARD_EVERY_MS;
  timer = setTimeout(sync, wait);
}

export function begin() {
  const now = () => { pause = FIRST_PAUSE_MS; sync(); };
  addEventListener("online", now);
  addEventListener("offline", () => say("offline"));
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") now(); });
  now();
}
