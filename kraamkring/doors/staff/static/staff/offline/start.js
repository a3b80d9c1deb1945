// Begins on every page of somebody who cares for families: whose device this is, what it holds, and what it sends.
import "./vault.js";
import * as queue from "./queue.js";
import * as syncing from "./sync.js";
import { moment } from "./moments.js";
import { takeAlong } from "./bundle.js";
import { guardSignOut } from "./leaving.js";

const { vault } = globalThis;
const page = document.getElementById("offline").dataset;
const keptAt = document.documentElement.dataset.keptAt;

async function begin() {
  guardSignOut();
  let owner = await vault.current();
  const known = owner?.user === page.user && owner.itemsKey && owner.pagesKey;
  if (!known && !keptAt) {
    owner = await vault.become(page.user);
    navigator.storage?.persist?.();
  }
  if (owner?.user !== page.user) return;
  if (document.querySelector("[data-item]")) (await import("./visit.js")).fillForms(owner);
  const device = document.querySelector("[data-this-device]");
  if (device) (await import("./device.js")).showDevice(device);
  syncing.onStanding((now) => { line(now); if (now === "ok") takeAlong(); });
  queue.onChange(() => line(syncing.standing()));
  line("unknown");
  syncing.begin();
}

// One line at the top of the page where something is not as it is online.
async function line(standing) {
  const place = document.getElementById("offline-line");
  const unsent = await queue.countUnsent(page.user);
  const said = [];
  if (keptAt) said.push(page.keptpage.replace("%s", moment(keptAt)));
  if (standing === "offline") said.push(page.standingOffline);
  if (standing === "signed-out" && unsent) said.push(page.standingSignedOut);
  if (standing === "another") said.push(page.standingAnother);
  if (standing === "revoked") said.push(page.standingRevoked);
  if (unsent) said.push(page.unsent.replace("%s", unsent));
  place.querySelector("span").textContent = said.join(" ");
  place.hidden = said.length === 0;
  if (standing === "revoked") document.querySelector("main")?.replaceChildren(place); // nor what is on the screen
}

if ("serviceWorker" in navigator) navigator.serviceWorker.register(page.worker, { scope: "/" }).catch(() => {});
if (globalThis.indexedDB && globalThis.crypto?.subtle) begin();
