// The key that a service may ask for: entered once, kept until the tab is closed, sent with every request.

import { el, show } from "./dom.js";

const NAME = "citeweave-key";
const USABLE = /^[\x21-\x7e]+$/; // what a header can carry

// What is shown for it, on every page that imports this.
const field = el("input", { id: "key-field", type: "password", autocomplete: "current-password", spellcheck: "false", "aria-describedby": "key-wrong" });
const wrong = el("p", { id: "key-wrong", class: "key-wrong", role: "alert" });
const dialog = el("dialog", { id: "key", class: "key", "aria-labelledby": "key-heading" });
const note = el("p", { id: "key-note" }, "Your key is kept until this tab is closed. ");

let key = kept();
let asking = null; // one question, however many requests wait for the answer

function kept() {
  try {
    return sessionStorage.getItem(NAME) ?? "";
  } catch {
    return ""; // Storage may be forbidden: the key then holds until the page is left.
  }
}

function keep(value) {
  key = value;
  try {
    if (value) sessionStorage.setItem(NAME, value);
    else sessionStorage.removeItem(NAME);
  } catch {
    // As above.
  }
  show(note, value !== "");
}

/** The headers that show who asks. */
export const credentials = () => (key ? { Authorization: `Bearer ${key}` } : {});

/** Ask for a key after a request was refused. Resolves to whether there is one to try with. */
export function askForKey() {
  asking ??= ask().finally(() => (asking = null));
  return asking;
}

function ask() {
  const refused = key !== "";
  keep("");
  wrong.textContent = refused ? "The service does not know this key." : "";
  field.value = "";
  dialog.returnValue = "";
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "entered"), { once: true });
  });
}

function enter(event) {
  event.preventDefault();
  const entered = field.value.trim();
  if (!USABLE.test(entered)) {
    wrong.textContent = "That is no key: it has letters, digits and signs, and no blank.";
    field.focus();
    return;
  }
  keep(entered);
  field.value = "";
  dialog.close("entered");
}

function forget() {
  keep("");
  location.reload();
}

dialog.append(
  el("form", { novalidate: true, on: { submit: enter } },
    el("h2", { id: "key-heading", text: "This service asks for a key" }),
    el("label", { for: "key-field", text: "The key that its operator gave you" }), field, wrong,
    el("div", { class: "key-actions" },
      el("button", { type: "submit", class: "primary", text: "Use this key" }),
      el("button", { type: "button", class: "quiet", text: "Cancel", on: { click: () => dialog.close() } }))));
note.append(el("button", { type: "button", id: "key-forget", class: "link", text: "Forget it now", on: { click: forget } }));
show(note, key !== "");
document.querySelector("footer").append(note);
