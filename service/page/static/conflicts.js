// Where the sources disagree: one card for each matter, its sides next to each other.

import { chips } from "./chips.js";
import { el } from "./dom.js";
import { nameOf } from "./reading.js";

export const conflicts = (summary, reading, on) =>
  summary.conflicts.map((conflict) =>
    el(
      "article",
      { class: "conflict" },
      el("h3", { text: conflict.about, dir: "auto" }),
      el("div", { class: "sides" }, ...conflict.sides.map((side) => oneSide(side, reading, on))),
    ),
  );

function oneSide(side, reading, on) {
  const tellers = reading.grouped(side.citations).map(([, doc, cited]) =>
    el(
      "li",
      {},
      el("p", { class: "teller" }, ...chips(cited, reading, on), " ", el("span", { text: nameOf(reading.document(doc, cited)), dir: "auto" })),
      el("blockquote", { dir: "auto" }, ...emphasised(cited[0].cited_text, side.value)),
    ),
  );
  return el("div", { class: "side-of" }, el("p", { class: "value", text: side.value, dir: "auto" }), el("ul", {}, ...tellers));
}

/** The passage with the disputed value set off, where it stands there as a word. */
function emphasised(text, value) {
  const place = text.toLowerCase().indexOf(value.toLowerCase());
  if (place < 0 || text.toLowerCase().length !== text.length || !value) return [text];
  const end = place + value.length;
  return [text.slice(0, place), el("b", { text: text.slice(place, end) }), text.slice(end)];
}
