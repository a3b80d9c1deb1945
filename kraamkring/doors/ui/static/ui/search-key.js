// The key "/" leads to the search. It is off in fields, and wherever the person switched it off on this device.
const KEPT = "search-key-off";
const field = document.getElementById("id_fragment");
const link = document.getElementById("search-link");
const choice = document.querySelector("[data-search-key]");

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  const other = event.ctrlKey || event.altKey || event.metaKey;
  if (event.key !== "/" || typing || other || localStorage.getItem(KEPT)) return;
  event.preventDefault();
  field ? field.focus() : link?.click();
});
if (choice) {
  const box = choice.querySelector("input");
  choice.hidden = false;
  box.checked = !localStorage.getItem(KEPT);
  box.addEventListener("change", () => box.checked ? localStorage.removeItem(KEPT) : localStorage.setItem(KEPT, "1"));
}
