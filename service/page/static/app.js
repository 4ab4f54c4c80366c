// The page: what is put in, what is under way, what came out.

import { announce } from "./announce.js";
import { Problem, summarize } from "./client.js";
import { Documents } from "./documents.js";
import { byId, count, show } from "./dom.js";
import { hideProblem, showProblem } from "./failure.js";
import { learn, takeIn } from "./intake.js";
import { Options } from "./options.js";
import { Outcome } from "./outcome.js";
import { wireTheme } from "./theme-button.js";

const documents = new Documents(byId("list"));
const options = new Options(byId("form"));
const outcome = new Outcome();
let running = null;

/** One of `compose`, `work`, `done`: what the upper half of the page shows. */
function state(name) {
  document.body.dataset.state = name;
  show(byId("compose"), name === "compose");
  show(byId("brief"), name !== "compose");
  show(byId("cancel"), name === "work");
  show(byId("change"), name === "done");
}

function describe() {
  const size = documents.size;
  byId("count").textContent = size ? String(size) : "";
  show(byId("clear"), size > 1);
  byId("drop").classList.toggle("small", size > 0);
  byId("go-note").textContent = size === 1 ? "One article is enough, but several corroborate each other." : "";
}

async function start() {
  hideProblem();
  if (!documents.size) {
    byId("go-note").textContent = "Add an article first.";
    byId("files").focus();
    return;
  }
  const wrong = documents.check() ?? options.check();
  if (wrong) {
    byId("go-note").textContent = "Something is still to be mended.";
    wrong.focus();
    wrong.reportValidity?.();
    return;
  }
  await run();
}

async function run() {
  const form = new FormData();
  const sent = documents.fill(form);
  options.fill(form);
  form.append("include_text", "true");
  byId("brief-text").textContent = [count(sent.length, "article"), ...options.describe()].join(" · ");
  state("work");
  outcome.begin(form.get("format") === "bullets");
  byId("cancel").focus();
  running = new AbortController();
  try {
    const on = { progress: (data) => outcome.progress(data), sentence: (data) => outcome.sentence(data) };
    const summary = await summarize(form, running.signal, on);
    state("done");
    outcome.finish(summary);
    scrollTo({ top: 0 });
  } catch (error) {
    stopped(error, sent);
  } finally {
    running = null;
  }
}

function stopped(error, sent) {
  outcome.clear();
  state("compose");
  if (error.name === "AbortError") {
    announce("Cancelled. Your articles are still here.");
    byId("go-note").textContent = "Cancelled. Your articles are still here.";
    byId("go").focus();
    return;
  }
  fail(error, documents.blame(error.errors ?? [], sent));
}

function fail(error, placed = 0) {
  if (!(error instanceof Problem)) console.error(error);
  const problem = error instanceof Problem ? error : new Problem({ title: "The page failed", detail: String(error) });
  showProblem(problem, placed, start);
}

wireTheme();
state("compose");
byId("list").addEventListener("change", describe);
byId("clear").addEventListener("click", () => documents.clear());
byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  start();
});
byId("cancel").addEventListener("click", () => running?.abort());
byId("change").addEventListener("click", () => {
  state("compose");
  outcome.clear();
  byId("lede").scrollIntoView();
  byId("go").focus({ preventScroll: true });
});
takeIn(documents, () => running === null && document.body.dataset.state === "compose");
learn(documents, options, fail).catch(fail);
