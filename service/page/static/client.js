// What the page asks of the service: the same interface that programs use.

import { askForKey, credentials } from "./key.js";

const EVENTS = "text/event-stream";

/** What went wrong, in the words of the service's problem documents (RFC 9457). */
export class Problem extends Error {
  constructor({ title, detail, status = 0, errors = [], requestId = null, retryAfter = null }) {
    super(detail);
    Object.assign(this, { title, detail, status, errors, requestId, retryAfter });
  }

  static of(body, response = null) {
    const retry = Number.parseInt(response?.headers.get("Retry-After") ?? "", 10);
    return new Problem({
      title: body.title ?? "The service answered with an error",
      detail: body.detail ?? `The service answered with status ${response?.status ?? body.status}.`,
      status: body.status ?? response?.status ?? 0,
      errors: Array.isArray(body.errors) ? body.errors : [],
      requestId: body.request_id ?? null,
      retryAfter: Number.isFinite(retry) ? retry : null,
    });
  }
}

const UNREACHABLE = {
  title: "The service cannot be reached",
  detail: "It may have been stopped, or the connection may be gone. Try again in a moment.",
};
const CUT_OFF = {
  title: "The answer broke off",
  detail: "The connection ended before the summary was whole. Try again.",
};

/** What the service reads, how much of it, and the examples it has. */
export async function about() {
  return (await ask("page/about", {})).json();
}

/** An example article as a file. */
export async function exampleFile(event, name) {
  const response = await ask(`page/examples/${encodeURIComponent(event)}/${encodeURIComponent(name)}`, {});
  return new File([await response.blob()], name, { type: "" });
}

/**
 * Have a form summarized. `on.progress` and `on.sentence` hear what arrives ahead of the summary.
 * @returns the summary; throws Problem, and AbortError once the signal says so
 */
export async function summarize(form, signal, on) {
  const headers = { Accept: `${EVENTS}, application/json;q=0.5` };
  const response = await ask("v1/summaries", { method: "POST", body: form, headers, signal });
  if (!response.headers.get("Content-Type")?.startsWith(EVENTS)) return response.json();
  let summary = null;
  try {
    for await (const { name, data } of events(response.body)) {
      if (name === "error") throw Problem.of(data);
      if (name === "summary") summary = data;
      else on[name]?.(data);
    }
  } catch (error) {
    if (error instanceof Problem || error.name === "AbortError") throw error;
    throw new Problem(CUT_OFF);
  }
  if (summary === null) throw new Problem(CUT_OFF);
  return summary;
}

/** A summary as a report of a media type, made by the service. */
export async function report(summary, type) {
  const headers = { "Content-Type": "application/json", Accept: type };
  return (await ask("page/report", { method: "POST", body: JSON.stringify(summary), headers })).text();
}

async function ask(address, options) {
  let response;
  try {
    do response = await fetch(address, { ...options, headers: { ...options.headers, ...credentials() } });
    while (response.status === 401 && (await askForKey()));
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(UNREACHABLE);
  }
  if (response.ok) return response;
  throw Problem.of(await response.json().catch(() => ({})), response);
}

/** The events of a stream, as in the HTML standard's section on server-sent events; data is JSON. */
export async function* events(body) {
  let name = "message";
  let data = [];
  for await (const line of lines(body)) {
    if (line === "") {
      if (data.length) yield { name, data: JSON.parse(data.join("\n")) };
      name = "message";
      data = [];
      continue;
    }
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    if (field === "event") name = value;
    else if (field === "data") data.push(value);
  }
}

async function* lines(body) {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = parts.pop();
    for (const part of parts) yield part.endsWith("\r") ? part.slice(0, -1) : part;
  }
}
