// The contract's page: every operation can be tried where it is told. Answers are shown as text, whatever they are.

import { byId, show } from "./dom.js";
import { askForKey, credentials } from "./key.js";
import { wireTheme } from "./theme-button.js";

const JSON_TYPE = /^application\/(.*\+)?json\b/;
const TOLD = ["Content-Type", ...byId("main").dataset.headers.split(" ")]; // the contract's own
const busy = new WeakSet();
const WIDE = matchMedia("(min-width: 60.01rem)");

/** What one form asks for: address, method, headers, and a body that is text, a form or nothing. */
function asked(form) {
  const headers = {};
  const accept = form.querySelector(".accept")?.value;
  if (accept) headers.Accept = accept;
  for (const field of form.querySelectorAll("[data-in=header] input")) {
    if (field.value) headers[field.name] = field.value;
  }
  let address = form.dataset.path.slice(1) || "./";
  for (const field of form.querySelectorAll("[data-in=path] input")) {
    address = address.replace(`{${field.name}}`, encodeURIComponent(field.value || field.placeholder));
  }
  return { address, method: form.dataset.method, headers, body: bodyOf(form, headers) };
}

function bodyOf(form, headers) {
  const body = form.querySelector(".body:not([hidden])");
  if (!body) return null;
  const text = body.querySelector("textarea");
  if (text) {
    headers["Content-Type"] = body.dataset.type;
    return text.value;
  }
  const filled = new FormData();
  for (const field of body.querySelectorAll("input, select")) {
    if (field.type === "file") for (const file of field.files) filled.append(field.name, file);
    else if (field.value) filled.append(field.name, field.value);
  }
  return filled;
}

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** The same as a line for a shell. */
function asCurl({ address, method, headers, body }) {
  const parts = ["curl", quoted(new URL(address, location.href).href)];
  if (method !== (body === null ? "GET" : "POST")) parts.splice(1, 0, "-X", method);
  if (headers.Accept === "text/event-stream") parts.splice(1, 0, "-N");
  for (const [name, value] of Object.entries(headers)) parts.push("-H", quoted(`${name}: ${value}`));
  if (typeof body === "string") parts.push("-d", quoted(body));
  else if (body) {
    for (const [name, value] of body) {
      if (value instanceof File) parts.push("-F", quoted(`${name}=@"${value.name.replace(/[\\"]/g, "\\$&")}"`));
      else parts.push("--form-string", quoted(`${name}=${value}`));
    }
  }
  return parts.join(" ");
}

async function send(form) {
  if (busy.has(form)) return; // the button stays enabled, so that the keyboard's focus stays on it
  busy.add(form);
  const stop = new AbortController();
  const outcome = form.querySelector(".outcome");
  const answer = form.querySelector(".answer");
  const button = form.querySelector(".stop");
  const abort = () => stop.abort();
  button.addEventListener("click", abort);
  show(button);
  show(answer, false);
  outcome.textContent = "Waiting for the answer";
  const began = performance.now();
  try {
    const response = await ask(asked(form), stop.signal);
    await tell(response, answer, outcome);
    outcome.textContent = `${headline(response)}, ${((performance.now() - began) / 1000).toFixed(1)} s`;
  } catch (error) {
    outcome.textContent = error.name === "AbortError" ? "Stopped" : "The service cannot be reached";
  } finally {
    busy.delete(form);
    show(button, false);
    button.removeEventListener("click", abort);
  }
}

async function ask({ address, method, headers, body }, signal) {
  const once = () => fetch(address, { method, body, signal, headers: { ...headers, ...credentials() } });
  const response = await once();
  return response.status === 401 && (await askForKey()) ? once() : response;
}

const headline = (response) => `${response.status} ${response.statusText}`.trim();

/** Show an answer as it comes: the headers that the contract tells of, then the body. */
async function tell(response, answer, outcome) {
  outcome.textContent = headline(response);
  const head = TOLD.filter((name) => response.headers.has(name)).map((name) => `${name}: ${response.headers.get(name)}\n`);
  answer.textContent = `${head.join("")}\n`;
  show(answer);
  if (JSON_TYPE.test(response.headers.get("Content-Type") ?? "")) {
    answer.append(pretty(await response.text()));
    return;
  }
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    answer.append(decoder.decode(value, { stream: true }));
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function copy(form) {
  const line = asCurl(asked(form));
  const outcome = form.querySelector(".outcome");
  try {
    await navigator.clipboard.writeText(line);
    outcome.textContent = "Copied";
  } catch {
    // Only secure pages may write there: shown, it can be taken by hand.
    outcome.textContent = "To copy from here";
    const answer = form.querySelector(".answer");
    answer.textContent = line;
    show(answer);
  }
}

function wire(form) {
  show(form);
  show(form.parentElement.querySelector(".without"), false);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
  form.querySelector(".copy").addEventListener("click", () => copy(form));
  form.querySelector(".body-type")?.addEventListener("change", (event) => {
    for (const body of form.querySelectorAll(".body")) show(body, body.dataset.type === event.target.value);
  });
}

wireTheme();
byId("contents").open = WIDE.matches;
document.querySelectorAll(".attempt").forEach(wire);
