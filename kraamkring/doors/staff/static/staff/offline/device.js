// The page "this device": what was written here and what became of it, and whether the server hears of it.
import "./vault.js";
import * as queue from "./queue.js";
import { moment } from "./moments.js";
import { onStanding, standing, sync } from "./sync.js";

const { vault } = globalThis;
const words = document.getElementById("offline").dataset;

export async function showDevice(place) {
  place.querySelector("[data-sync]").addEventListener("click", () => sync({ wait: true }));
  const draw = () => show(place);
  queue.onChange(draw);
  onStanding(draw);
  await draw();
}

async function show(place) {
  const owner = await vault.current();
  const items = await queue.all(owner);
  const said = words[`standing${standing().replace(/(^|-)(.)/g, (_all, _dash, letter) => letter.toUpperCase())}`];
  place.querySelector("[data-standing]").textContent = said ?? "";
  place.querySelector("[data-heard]").textContent = owner?.heardAt ? moment(owner.heardAt) : words.never;
  const unsent = items.filter((item) => ["kept", "sent"].includes(item.state)).length;
  place.querySelector("[data-unsent]").textContent = unsent;
  place.querySelector("[data-nothing]").hidden = items.length > 0;
  const list = place.querySelector("[data-items]");
  list.replaceChildren(...[...items].reverse().map((item) => line(place, item)));
}

function line(place, item) {
  const made = place.querySelector("template").content.cloneNode(true).firstElementChild;
  made.querySelector("[data-what]").textContent = item.label || item.kind;
  made.querySelector("[data-value]").textContent = item.body.typed ?? "";
  made.querySelector("[data-at]").textContent = moment(new Date(item.said_at));
  const state = made.querySelector(".state");
  state.dataset.state = item.state;
  state.textContent = [words[item.state], item.why].filter(Boolean).join(" · ");
  const mend = made.querySelector("[data-mend]");
  mend.hidden = item.state !== "refused";
  mend.href = `/visits/${item.family}/`;
  return made;
}
