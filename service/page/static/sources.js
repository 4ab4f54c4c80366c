// The documents: those cited by number, then those that were read and are not cited, with their roles.

import { count, el } from "./dom.js";
import { readable, roleNote, titleOf } from "./reading.js";

/** Two lists; `open(doc)` shows a document. */
export function sources(reading, open) {
  const cited = reading.sources.map((document) => entry(document, reading, open));
  const others = reading.others.map((document) => entry(document, reading, open));
  return [
    el("ol", { class: "source-list" }, ...cited),
    ...(others.length ? [el("h3", { text: "Also read, not cited" }), el("ul", { class: "source-list" }, ...others)] : []),
  ];
}

/** What is known of a document, besides its title. */
export const aboutOf = (document) =>
  [document.outlet, readable(document.published_at), document.title ? document.id : null].filter(Boolean).join(" · ");

function entry(document, reading, open) {
  const number = reading.number(document.index);
  const note = roleNote(document, reading);
  const button = el(
    "button",
    { type: "button", class: "source", on: { click: () => open(document.index, [], button) } },
    el("span", { class: number ? "number" : "number none", text: number ? String(number) : "–", "aria-hidden": number ? null : "true" }),
    el(
      "span",
      { class: "source-what" },
      el("span", { class: "source-title", text: titleOf(document), dir: "auto" }),
      el("span", { class: "source-about soft", text: aboutOf(document), dir: "auto" }),
      note ? el("span", { class: `role ${document.role}`, text: note, dir: "auto" }) : null,
      number ? el("span", { class: "source-about soft", text: `${count(reading.passages(document.index).length, "passage")} cited` }) : null,
    ),
  );
  return el("li", {}, button);
}
