// Signing out with something unsent: it says how many, offers to send, and loses nothing without a decision.
import "./vault.js";
import * as queue from "./queue.js";
import { sync } from "./sync.js";

const { vault } = globalThis;

export function guardSignOut() {
  for (const form of document.querySelectorAll("form[data-sign-out], form[action$='/account/logout/']")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      leave(form);
    });
  }
}

async function leave(form) {
  const owner = await vault.current();
  if (owner?.itemsKey && (await queue.countUnsent(owner.user))) await sync({ wait: true });
  if (!(await gone())) return ask(form);
  form.submit();
}

// Whether this device now holds nothing of hers.
async function gone() {
  const owner = await vault.current();
  if (!owner) return true;
  try {
    await vault.leave(owner.user);
    return true;
  } catch {
    return false;
  }
}

async function ask(form) {
  const dialog = document.getElementById("unsent");
  const owner = await vault.current();
  const told = async () => {
    dialog.querySelector("[data-count]").textContent = await queue.countUnsent(owner.user);
  };
  const again = async (leaving) => {
    dialog.querySelector("[data-busy]").hidden = false;
    const became = await sync({ wait: true, leave: leaving });
    dialog.querySelector("[data-busy]").hidden = true;
    dialog.querySelector("[data-failed]").hidden = !["offline", "later"].includes(became);
    if (await gone()) form.submit();
    else await told();
  };
  await told();
  dialog.querySelector("[data-send]").onclick = () => again(false);
  dialog.querySelector("[data-leave]").onclick = () => again(true);
  dialog.querySelector("[data-stay]").onclick = () => dialog.close();
  dialog.showModal();
}
