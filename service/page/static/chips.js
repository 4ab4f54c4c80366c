// Citations as numbered buttons, the same wherever something is cited.

import { el } from "./dom.js";
import { nameOf } from "./reading.js";

/**
 * One button for each cited source. `open(doc, citations)` is called when one is pressed; `peek` shows the
 * passages while it is pointed at or has the focus.
 */
export function chips(citations, reading, { open, peek }) {
  return reading.grouped(citations).map(([number, doc, cited]) => {
    const document = reading.document(doc, cited);
    const chip = el("button", {
      type: "button",
      class: "chip",
      text: String(number),
      "aria-label": `${number}, ${nameOf(document)}`,
      data: { doc },
      on: { click: () => open(doc, cited, chip) },
    });
    peek.attach(chip, { number, document, citations: cited });
    return chip;
  });
}
