// The key that a service may ask for: entered once, kept until the tab is closed, sent with every request.

import { byId, show } from "./dom.js";

const NAME = "citeweave-key";
const USABLE = /^[\x21-\x7e]+$/; // what a header can carry

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
  show(byId("key-note"), value !== "");
}

/** The headers that show who asks. */
export const credentials = () => (key ? { Authorization: `Bearer ${key}` } : {});

/** Ask for a key after a request was refused. Resolves to whether there is one to try with. */
export function askForKey() {
  asking ??= ask().finally(() => (asking = null));
  return asking;
}

function ask() {
  const dialog = byId("key");
  const field = byId("key-field");
  const refused = key !== "";
  keep("");
  byId("key-wrong").textContent = refused ? "The service does not know this key." : "";
  field.value = "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "entered"), { once: true });
  });
}

byId("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const entered = byId("key-field").value.trim();
  if (!USABLE.test(entered)) {
    byId("key-wrong").textContent = "That is no key: it has letters, digits and signs, and no blank.";
    byId("key-field").focus();
    return;
  }
  keep(entered);
  byId("key-field").value = "";
  byId("key").close("entered");
});
byId("key-cancel").addEventListener("click", () => byId("key").close());
byId("key-forget").addEventListener("click", () => {
  keep("");
  location.reload();
});
show(byId("key-note"), key !== "");
