// What the service answers, as it arrives and when it is whole.

import { announce, mention } from "./announce.js";
import { conflicts } from "./conflicts.js";
import { byId, count, el, show } from "./dom.js";
import { Peek } from "./peek.js";
import { Reader } from "./reader.js";
import { Reading } from "./reading.js";
import { shareButtons } from "./share.js";
import { sources } from "./sources.js";
import { isBulleted, legend, told } from "./summary.js";
import { timeline } from "./timeline.js";

const STAGES = {
  queue: "Waiting for a free place",
  ingest: "Reading the articles",
  clean: "Setting menus, captions and comments aside",
  segment: "Finding the sentences",
  group: "Telling reprints and other events apart",
  shortlist: "Choosing what to look at closely",
  encode: "Comparing what the sentences mean",
  rank: "Weighing what matters",
  cluster: "Putting together what tells the same",
  select: "Choosing the facts",
  fuse: "Writing sentences",
  verify: "Checking every sentence against the sources",
  choose: "Keeping what the sources support",
  cite: "Attaching the evidence",
  assemble: "Putting the summary together",
  conflicts: "Looking for disagreement",
  timeline: "Drawing the timeline",
};
const PARTS = ["facts", "warnings", "legend", "share", "conflicts", "timeline", "made", "sources"];
const NOTHING = { summary: "", sentences: [], conflicts: [], timeline: [], documents: [] };

/** The lower half of the page. */
export class Outcome {
  #peek = new Peek();
  #reader = new Reader();
  #told = new Map();

  constructor() {
    addEventListener("keydown", (event) => event.key === "Escape" && this.#escape(event));
  }

  /** Empty it for a new summary. */
  begin(bulleted) {
    this.clear();
    this.#told.clear();
    this.bulleted = bulleted;
    byId("title").textContent = "The summary, as it is written";
    byId("outcome").classList.add("under-way");
    show(byId("work"));
    show(byId("outcome"));
    this.#stage("Sending the articles", 0);
    announce("Sending the articles.");
  }

  /** A stage has begun. */
  progress({ stage, fraction }) {
    const label = STAGES[stage] ?? "Working";
    this.#stage(label, fraction);
    mention(`${label}.`);
  }

  /** A sentence has been settled ahead of the rest; `order` says how those settled so far are read. */
  sentence(sentence) {
    this.#told.set(sentence.number ?? this.#told.size, sentence);
    const order = (sentence.order ?? [...this.#told.keys()]).filter((number) => this.#told.has(number));
    const sentences = order.map((number) => this.#told.get(number));
    const reading = new Reading({ ...NOTHING, sentences });
    const on = { open: () => announce("The source can be opened once the summary is whole."), peek: this.#peek };
    this.#peek.hide();
    byId("text").replaceChildren(told(sentences, reading, on, { bulleted: this.bulleted, fresh: sentences.indexOf(sentence) }));
    mention(`${count(this.#told.size, "sentence")} so far.`);
  }

  /** The summary is whole. */
  finish(summary) {
    const reading = new Reading(summary);
    const on = {
      peek: this.#peek,
      open: (doc, citations, opener) => this.#reader.open(reading, doc, citations, opener),
    };
    show(byId("work"), false);
    byId("outcome").classList.remove("under-way");
    this.#peek.hide();
    byId("title").textContent = summary.title || "Summary";
    document.title = `${summary.title || "Summary"} · Citeweave`;
    byId("facts").textContent = facts(summary, reading);
    byId("text").replaceChildren(told(summary.sentences, reading, on, { bulleted: isBulleted(summary) }));
    fill("warnings", summary.warnings.map((warning) => el("li", { text: warning, dir: "auto" })));
    fill("legend", legend(summary, reading));
    fill("share", shareButtons(summary, reading));
    fill("conflicts", conflicts(summary, reading, on), "conflicts-list");
    fill("timeline", timeline(summary, reading, on), "timeline-list");
    fill("sources", sources(reading, on.open), "sources-list");
    byId("made").querySelector("dl").replaceChildren(...made(summary));
    for (const part of ["facts", "made"]) show(byId(part));
    announce(`The summary is ready: ${facts(summary, reading)}.`);
    byId("title").focus();
  }

  /** Take everything away. */
  clear() {
    this.#peek.hide();
    this.#reader.close(false);
    document.title = "Citeweave";
    byId("title").textContent = "";
    byId("text").replaceChildren();
    for (const part of PARTS) show(byId(part), false);
    show(byId("work"), false);
    show(byId("outcome"), false);
  }

  #stage(label, fraction) {
    byId("stage").textContent = label;
    byId("bar").value = fraction;
  }

  #escape(event) {
    if (this.#peek.shown) {
      this.#peek.hide();
      event.preventDefault();
    } else if (this.#reader.shown) {
      this.#reader.close();
      event.preventDefault();
    }
  }
}

/** Fill a part of the page, and show it if there is anything in it. */
function fill(part, nodes, into = part) {
  byId(into).replaceChildren(...nodes);
  show(byId(part), nodes.length > 0);
}

function facts(summary, reading) {
  const words = summary.sentences.flatMap((sentence) => sentence.text.split(/\s+/).filter(Boolean)).length;
  return [
    count(summary.sentences.length, "sentence"),
    count(words, "word"),
    `${count(reading.independent, "independent source")} among ${count(summary.documents.length, "article")}`,
  ].join(" · ");
}

function made(summary) {
  const seconds = (ms) => `${(ms / 1000).toLocaleString("en", { maximumFractionDigits: 2 })} s`;
  const rows = [
    ...Object.entries(summary.models ?? {}),
    ...Object.entries(summary.timings_ms ?? {}).map(([stage, ms]) => [stage, seconds(ms)]),
    ["id", summary.id],
  ];
  return rows.flatMap(([name, value]) => [el("dt", { text: name }), el("dd", { text: String(value) })]);
}
