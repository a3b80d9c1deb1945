// A form that is kept field by field: what is typed is a draft, what is finished is an item in the queue, and beside each
// field stands what became of it.
import "./vault.js";
import * as queue from "./queue.js";
import { sync } from "./sync.js";

const { vault } = globalThis;
const DRAFT_AFTER_MS = 250;
const ONE_VISIT_MS = 12 * 3600 * 1000; // what is written later belongs to another visit; our choice
const OPEN = ["unfinished", "reason", "failed"]; // of a field that is not in the queue
const SETTLED = ["accepted", "kept", "sent", "quarantined", "taken_up", "rests"];
const PARTS = "[data-part]"; // beside the value: the reason for one that is unusual
const words = document.getElementById("offline").dataset;

const controls = (field) =>
  [...field.querySelectorAll("input, select, textarea")].filter((one) => one.type !== "hidden" && !one.matches(PARTS));
const part = (field, name) => field.querySelector(`[data-part="${name}"]`);

function raw(field) {
  const [first, ...others] = controls(field);
  if (!first) return "";
  if (first.type === "radio") return [first, ...others].find((one) => one.checked)?.value ?? "";
  if (first.type === "checkbox") return first.checked ? first.value : "";
  return first.value.trim();
}

function put(field, value) {
  const all = controls(field);
  if (all[0]?.type === "radio" || all[0]?.type === "checkbox") all.forEach((one) => { one.checked = one.value === value; });
  else if (all[0]) all[0].value = value;
}

// What the page came with.
function initial(field) {
  const [first, ...others] = controls(field);
  if (first?.type === "radio") return [first, ...others].find((one) => one.defaultChecked)?.value ?? "";
  if (first?.type === "checkbox") return first.defaultChecked ? first.value : "";
  if (first?.tagName === "SELECT") return [...first.options].find((one) => one.defaultSelected)?.value ?? "";
  return (first?.defaultValue ?? "").trim();
}

// The value as the server takes it; undefined while it is none.
function value(field, typed) {
  const kind = field.dataset.kind ?? (controls(field)[0]?.type === "number" ? "number" : "words");
  if (kind === "yes_no") return { yes: true, true: true, 1: true, no: false, false: false, 0: false }[typed];
  if (kind !== "number" && kind !== "count") return typed;
  const number = Number(typed.replace(",", "."));
  return typed !== "" && Number.isFinite(number) && (kind === "number" || Number.isInteger(number)) ? number : undefined;
}

function unusual(field, number) {
  const low = field.dataset.softLow, high = field.dataset.softHigh;
  return typeof number === "number" && ((low && number < Number(low)) || (high && number > Number(high)));
}

// Shows the state of a field in words; `why` beside it.
function show(field, state, why = "") {
  const output = field.querySelector("output.state");
  field.dataset.state = state;
  if (!output) return;
  output.dataset.state = state;
  output.textContent = [words[state] ?? "", why].filter(Boolean).join(" · ");
}

async function visitOf(family) {
  const name = `visit ${family}`;
  const before = await vault.note(name);
  if (before && Date.now() - before.at < ONE_VISIT_MS) return before.id;
  const made = { id: vault.newId(), at: Date.now() };
  await vault.putNote(name, made);
  return made.id;
}

export class Visit {
  constructor(form, owner) {
    this.form = form;
    this.owner = owner;
    this.family = form.dataset.family;
    this.fields = [...form.querySelectorAll("[data-item]")];
    this.waits = new Map(); // field -> what it still does
    this.timers = new Map();
  }

  place(field) {
    const { item, who, what } = field.dataset;
    return [this.family, item, who ?? "", what ?? ""].join(" ");
  }

  // It listens before it has read what was kept: a hand is faster than a disk.
  begin() {
    const stop = new AbortController();
    const on = (what, act) => this.form.addEventListener(what, act, { signal: stop.signal });
    on("input", (event) => this.typed(event));
    on("change", (event) => this.finished(event));
    on("change", (event) => this.allNormal(event.target));
    on("change", (event) => this.answered(event.target.closest("fieldset[data-required].wrong")));
    on("submit", (event) => this.submitted(event));
    addEventListener("pagehide", () => this.fields.forEach((field) => this.timers.has(field) && this.keep(field)));
    this.ready = this.start();
    this.ready.catch(() => stop.abort()); // nothing can be kept here: the form goes as it is
  }

  async start() {
    this.visit = await visitOf(this.family);
    const [items, drafts] = await Promise.all([this.items(), queue.drafts(this.owner)]);
    this.last = items;
    for (const field of this.fields) this.restore(field, this.last.get(this.place(field)), drafts.get(this.place(field)));
    queue.onChange(() => this.refresh());
  }

  fieldOf(event) {
    return event.target.closest?.("[data-item]") ?? null;
  }

  typed(event) {
    const field = this.fieldOf(event);
    if (!field) return;
    clearTimeout(this.timers.get(field));
    this.timers.set(field, setTimeout(() => this.keep(field), DRAFT_AFTER_MS));
  }

  async keep(field) {
    clearTimeout(this.timers.get(field));
    this.timers.delete(field);
    const typed = { value: raw(field), reason: part(field, "reason")?.value ?? "" };
    await queue.keepDraft(this.owner, this.place(field), typed);
    if (field.dataset.state !== "reason") show(field, "typed");
  }

  finished(event) {
    const field = this.fieldOf(event);
    if (field) this.write(field);
  }

  // "All normal" of a block is every normal answer of it, each by itself, where nothing else was said.
  allNormal(tick) {
    if (!tick.matches("[data-all-normal]") || !tick.checked) return;
    for (const field of tick.closest("[data-block]").querySelectorAll("[data-item][data-normal]")) {
      if (raw(field) !== "") continue;
      put(field, field.dataset.normal);
      this.write(field);
    }
  }

  // One field after another does not wait; the same field waits for itself.
  write(field) {
    const before = this.waits.get(field) ?? Promise.resolve();
    const now = before.then(() => this.writeNow(field)).catch(() => show(field, "failed"));
    this.waits.set(field, now);
    return now;
  }

  async writeNow(field) {
    await this.ready;
    clearTimeout(this.timers.get(field));
    this.timers.delete(field);
    const typed = raw(field), place = this.place(field), reason = part(field, "reason")?.value.trim() ?? "";
    const before = this.last.get(place);
    if (typed === "" || (before && before.body.typed === typed && (before.body.reason ?? "") === reason && before.state !== "mended")) {
      if (typed === "" && before) put(field, before.body.typed); // emptying a field takes nothing back
      return queue.dropDraft(this.owner, place).then(() => this.refresh());
    }
    const said = value(field, typed);
    if (said === undefined || !controls(field).every((one) => one.checkValidity())) {
      await this.keep(field);
      return show(field, "unfinished", controls(field)[0].validationMessage);
    }
    if (unusual(field, said) && !reason) {
      await this.keep(field);
      const asked = part(field, "reason");
      if (asked) {
        const box = asked.closest("[hidden]");
        if (box) box.hidden = false;
        asked.hidden = false;
      }
      return show(field, "reason");
    }
    const { item: kind, who, what } = field.dataset;
    const body = { who, what, value: said, typed, reason, visit: this.visit };
    if (before && before.state !== "mended") {
      body.corrects = before.id;
      body.because = "typed_again";
    }
    const id = await queue.add(this.owner, { family: this.family, kind, body, about: place, label: this.label(field) });
    if (before?.state === "refused") await queue.markMended(this.owner.user, [before.id]);
    await queue.dropDraft(this.owner, place);
    this.last.set(place, { id, body, state: "kept" });
    show(field, "kept");
    sync();
  }

  // What was written of this visit, by field.
  async items() {
    const items = (await queue.all(this.owner)).filter((item) => item.family === this.family && item.body.visit === this.visit);
    return new Map(items.map((item) => [item.about, item]));
  }

  // Puts back what was typed. What she typed while it was read stays, and the words of before come before hers.
  restore(field, item, draft) {
    const typed = raw(field);
    if (typed !== initial(field) && typed !== item?.body.typed) {
      if (draft?.value && field.querySelector("textarea") && !typed.startsWith(draft.value)) put(field, `${draft.value} ${typed}`);
      this.keep(field);
    } else if (draft?.value) {
      put(field, draft.value);
      const reason = part(field, "reason");
      if (reason) reason.value = draft.reason;
      show(field, "typed");
    } else if (item) {
      put(field, item.body.typed);
      show(field, item.state, item.why);
    }
  }

  // Shows what became of each field.
  async refresh() {
    this.last = await this.items();
    for (const field of this.fields) {
      const item = this.last.get(this.place(field));
      if (item && !this.timers.has(field) && raw(field) === item.body.typed) show(field, item.state, item.why);
    }
  }

  // What a list calls this field: whom it is about, and its label.
  label(field) {
    const person = field.closest("section")?.querySelector("h2")?.textContent ?? "";
    return [person, field.querySelector("label")?.textContent].filter(Boolean).map((text) => text.trim()).join(" · ");
  }

  // The visit itself is the last item: whom she saw, when, what was tested, when she comes again.
  async submitted(event) {
    event.preventDefault();
    if (this.ending) return;
    this.ending = true;
    try {
      await this.ready;
    } catch {
      return this.form.submit();
    }
    const unsaid = (field) => this.timers.has(field) || (field.dataset.state ? !SETTLED.includes(field.dataset.state) : raw(field) !== initial(field));
    const typed = this.fields.filter(unsaid);
    await Promise.all(typed.map((field) => this.write(field)));
    const open = this.fields.find((field) => OPEN.includes(field.dataset.state));
    const unanswered = [...this.form.querySelectorAll("[data-visit] fieldset[data-required]")].filter((asked) => !this.answered(asked));
    if (open || unanswered.length) {
      this.ending = false;
      open?.closest("details")?.setAttribute("open", "");
      return (open ? controls(open)[0] : unanswered[0].querySelector("input")).focus();
    }
    await this.end();
    await sync({ wait: true });
    location.assign(this.form.dataset.next ?? location.href);
  }

  // Whether this question of the visit has an answer. If not, it says so in the words that the server would use later,
  // when she has gone.
  answered(asked) {
    if (!asked) return true;
    const yes = Boolean(asked.querySelector("input:checked"));
    let problem = asked.querySelector(".problem");
    asked.classList.toggle("wrong", !yes);
    if (yes) {
      problem?.remove();
      asked.removeAttribute("aria-describedby");
    } else if (!problem) {
      problem = Object.assign(document.createElement("p"), { className: "problem", textContent: asked.dataset.required });
      problem.id = `${asked.querySelector("input").name}-unanswered`;
      asked.querySelector("legend").after(problem);
      asked.setAttribute("aria-describedby", problem.id);
    }
    return yes;
  }

  async end() {
    const section = this.form.querySelector("[data-visit]");
    if (section) {
      const names = new Set([...section.querySelectorAll("[name]")].map((one) => one.name));
      const filled = new FormData(this.form);
      const fields = Object.fromEntries([...names].map((name) => [name, filled.getAll(name)]));
      const label = section.querySelector("h2")?.textContent ?? "";
      await queue.add(this.owner, { id: this.visit, family: this.family, kind: "visit", body: { fields }, about: `${this.family} visit`, label });
    }
    await vault.putNote(`visit ${this.family}`, null);
  }
}

export function fillForms(owner) {
  for (const form of document.querySelectorAll("form[data-family]")) if (form.querySelector("[data-item]")) new Visit(form, owner).begin();
}
