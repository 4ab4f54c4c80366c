// The summary's text: sentences, what each rests on, and how it was written.

import { chips } from "./chips.js";
import { el, unseen } from "./dom.js";

const MOST_DOTS = 5;

/** The sentences as prose or bullets, in the order given. `on.open(doc, citations, control)`, `on.peek`. */
export function told(sentences, reading, on, { bulleted, fresh = -1 }) {
  const items = sentences.map((sentence, index) => {
    const item = one(sentence, reading, on, bulleted ? "li" : "span");
    if (index === fresh) item.classList.add("fresh");
    return item;
  });
  if (bulleted) return el("ul", {}, ...items);
  return el("p", {}, ...items.flatMap((item) => [item, " "]));
}

/** Whether the summary's sentences stand as bullets. */
export const isBulleted = (summary) => /^\s*[-*•]\s/.test(summary.summary);

function one(sentence, reading, on, tag) {
  const verbatim = sentence.method === "extractive";
  const node = el(tag, { class: `told${verbatim ? " verbatim" : ""}`, dir: "auto" });
  const open = (doc, citations, control) => {
    document.querySelectorAll(".told.current").forEach((other) => other.classList.remove("current"));
    node.classList.add("current");
    on.open(doc, citations, control);
  };
  node.append(
    ...(verbatim ? [quoteSign()] : []),
    el("span", { class: "told-text", text: sentence.text }),
    " ",
    el(
      "span",
      { class: "evidence" },
      ...chips(sentence.citations, reading, { open, peek: on.peek }),
      dots(sentence.corroboration, reading.independent),
    ),
  );
  return node;
}

/** Marks a sentence that is a source's own. */
export const quoteSign = () => el("span", { class: "quote-sign", title: "A source’s own words" }, unseen("Verbatim: "));

/** How many independent sources tell a sentence, as dots: filled ones out of all; a number where there are many. */
export function dots(corroboration, independent) {
  const of = Math.max(independent, corroboration);
  const told = `told by ${corroboration} ${independent ? `of ${of} ` : ""}independent sources`;
  const node = el("span", { class: "dots", title: told[0].toUpperCase() + told.slice(1) }, unseen(` (${told})`));
  if (of > MOST_DOTS) {
    node.append(el("span", { class: "dots-number", "aria-hidden": "true", text: `×${corroboration}` }));
  } else {
    for (let number = 0; number < of; number += 1) node.append(el("i", { class: number < corroboration ? "on" : "off" }));
  }
  return node;
}

/** What the signs in the text mean, as far as they occur in it. */
export function legend(summary, reading) {
  const methods = new Set(summary.sentences.map((sentence) => sentence.method));
  const lines = [];
  if (reading.independent > 1) {
    lines.push(el("span", {}, dots(1, Math.min(reading.independent, 3)), " how many independent sources tell it"));
  }
  if (methods.has("extractive")) lines.push(el("span", {}, quoteSign(), " a source’s own words"));
  if (methods.has("abstractive")) lines.push(el("span", { text: methods.size > 1 ? "the rest is fused from the sources cited" : "fused from the sources cited" }));
  return lines;
}
