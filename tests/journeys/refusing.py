"""Every form of a page, sent empty and then with nonsense, as somebody does who is tired or in a hurry: a list of
what is wrong stands above the form and has the focus, each line leads to its field, what was typed is still there.

A form that asks nothing of her (a button) cannot be filled in wrongly and is not sent. One that can be sent empty says
why in CANNOT_FAIL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page, TimeoutError

from . import walk

REFUSED = (422, 200)  # the pages of signing in answer 200
NONSENSE = "Zxq 7"

# Where a form leads -> why sending it empty is no mistake.
CANNOT_FAIL = {
    "me": "a language and a way to be told are always chosen; a number is asked only for text messages",
    "peace": "every hour stands in a list, and one of them is always chosen",
    "my_plan_change": "nothing has to be said in a plan",
    "my_partner_parts": "a partner may read nothing",
    "my_leave": "the kind of work may be left open",
    "plan_edit": "nothing has to be said in a plan",
    "on_call": "a colleague or nobody stands in the list, and one of them is always chosen",
    "intensity": "one of the three is always chosen",
    "member_coordinate": "one of the three is always chosen",
    "member_remove": "no reason has to be given",
    "member_leave": "no reason has to be given",
    "privacy": "to ask for nothing is to ask for the last rows",
    "planning_changes": "with nothing ticked nothing is agreed, and the page says so",
}
# Where a form leads -> which of its buttons is pressed; elsewhere the first one. The others need nothing of her.
PRESSED = {"visit_waiting": "let_rest"}

FORMS = """() => [...document.querySelectorAll("main form")].map((form, at) => {
  const asked = [...form.elements].filter(each => each.name && each.offsetParent !== null
    && !["hidden", "submit", "button", "file"].includes(each.type) && each.type !== "fieldset" && !each.readOnly);
  const said = name => form.getAttribute(name) || "";  // a button may be called "action"
  const to = new URL(said("action"), location.href).href;
  return {at, to, post: said("method") === "post", asked: asked.map(each => each.name).join(" ")};
})"""
EMPTY = """at => {
  const form = document.querySelectorAll("main form")[at];
  form.noValidate = true;
  for (const each of form.elements) {
    if (each.type === "checkbox") each.checked = false;
    else if (each.tagName === "SELECT") { if ([...each.options].some(one => one.value === "")) each.value = ""; }
    else if (each.tagName === "TEXTAREA" || !["hidden", "submit", "button", "radio", "file"].includes(each.type)) {
      if (each.name && !each.readOnly) each.value = "";
    }
  }
}"""
# Everything but the field that was missed; gives back what she typed, by name.
FILLED = """([at, missed, nonsense]) => {
  const form = document.querySelectorAll("main form")[at], typed = {};
  form.noValidate = true;
  for (const each of form.elements) {
    if (!each.name || each.offsetParent === null || each.readOnly || each.disabled) continue;
    if (each.id === missed || ["hidden", "submit", "button", "file", "password"].includes(each.type)) continue;
    if (each.type === "checkbox") { each.checked = true; continue; }
    if (each.type === "radio") { each.checked = true; typed[each.name] = each.value; continue; }
    if (each.tagName === "SELECT") each.selectedIndex = each.options.length - 1;
    else if (each.type === "date") each.value = "1900-01-01";
    else if (each.type === "time") each.value = "03:07";
    else if (each.type === "number") each.value = "-7";
    else each.value = each.maxLength > 0 ? nonsense.slice(0, each.maxLength) : nonsense;
    typed[each.name] = each.value;
  }
  return typed;
}"""
SEND = """([at, pressed]) => {
  const form = document.querySelectorAll("main form")[at];
  const button = [...form.elements].find(each => each.type === "submit" && (!pressed || each.value === pressed));
  if (form.dataset.family) form.submit();  // as without its script, which keeps every field on the device instead
  else button ? form.requestSubmit(button) : form.requestSubmit();
}"""
DRAWN = "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
SUMMARY = """() => {
  const all = [...document.querySelectorAll("main #errors")], summary = all[0];
  if (!summary) return null;
  const asked = each => `main .wrong ${each}`, kinds = ["input:not([type=hidden])", "textarea", "select"];
  const field = document.querySelector(kinds.map(asked).join(", "));
  return {
    many: all.length,
    focus: document.activeElement === summary ? "" : document.activeElement.outerHTML.slice(0, 80),
    above: !field || Boolean(summary.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING),
    lines: [...summary.querySelectorAll("li")].map(each => {
      const link = each.querySelector("a[href^='#']"), target = link && document.getElementById(link.hash.slice(1));
      return {said: each.textContent.trim(), leads: Boolean(target), to: target ? target.id : "",
        field: Boolean(target && target.matches("input:not([type=hidden]), textarea, select, main, fieldset"))};
    }),
  };
}"""
KEPT = """typed => Object.entries(typed).filter(([name, value]) => {
  const found = [...document.querySelectorAll("main [name]")].filter(each => each.name === name);
  return !found.some(each => each.type === "radio" ? each.checked && each.value === value : each.value === value);
}).map(([name]) => name)"""

Lights = Callable[[Page, walk.Stop, str], Iterator[str]]


def faults_of_forms(page: Page, stop: walk.Stop, lights: Lights, again: Callable[[], None]) -> Iterator[str]:
    """What is wrong with the answers. lights: looks at a page in every light. again: opens the page anew."""
    seen = set()
    for form in page.evaluate(FORMS):
        to = _name(form["to"])
        if not form["post"] or not form["asked"] or to in CANNOT_FAIL or (to, form["asked"]) in seen:
            continue
        seen.add((to, form["asked"]))
        where = f"{stop.name}, form to {to} ({form['asked'][:60]})"
        again()
        page.evaluate(EMPTY, form["at"])
        if (status := _sent(page, form["at"], to)) not in REFUSED or (
            summary := page.evaluate(SUMMARY)
        ) is None:
            yield f"{where}: sent empty, {status}, nothing says what is wrong; CANNOT_FAIL says why if that is right"
            continue
        yield from (f"{where}, sent empty: {fault}" for fault in _wrong(summary))
        yield from lights(page, stop._replace(name=f"{stop.name}-{to}"), "error")
        again()
        missed = next((line["to"] for line in summary["lines"] if line["field"]), "")
        typed = page.evaluate(FILLED, [form["at"], missed, NONSENSE])
        if (
            typed
            and _sent(page, form["at"], to) in REFUSED
            and (summary := page.evaluate(SUMMARY)) is not None
        ):
            yield from (f"{where}, with nonsense: {fault}" for fault in _wrong(summary))
            if lost := page.evaluate(KEPT, typed):
                yield f"{where}, with nonsense: what she typed is gone from {lost}"
    again()


def _wrong(summary: dict[str, Any]) -> Iterator[str]:
    if summary["many"] != 1:
        yield f"{summary['many']} lists of what is wrong"
    if summary["focus"]:
        yield f"the list of what is wrong has not the focus, but {summary['focus']}"
    if not summary["above"]:
        yield "the list of what is wrong stands below a field"
    if not summary["lines"]:
        yield "the list of what is wrong is empty"
    for line in summary["lines"]:
        if not line["said"] or not line["leads"] or not line["field"]:
            yield f"a line that leads to no field: {line}"


def _sent(page: Page, at: int, to: str) -> int:
    """The status of the answer; 0 if none came."""
    try:
        with page.expect_navigation() as navigation:
            page.evaluate(SEND, [at, PRESSED.get(to, "")])
    except TimeoutError:
        return 0
    answer = navigation.value
    assert answer is not None
    page.wait_for_load_state("load")
    page.evaluate(DRAWN)  # the focus is moved when the page is drawn, not when it is loaded
    return answer.status


def _name(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).url_name or address
    except Resolver404:
        return address
