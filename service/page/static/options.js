// Length, wording, layout and focus.

import { byId, show } from "./dom.js";

const MODES = {
  abstractive: "Sentences that tell the same are fused into one, and checked against the sources.",
  extractive: "Only the sources’ own sentences, word for word.",
};

/** The options of the form. */
export class Options {
  #form;
  #lengths = { short: 60, medium: 130, long: 250 };
  #most = { words: 2000, sentences: 200 };

  constructor(form) {
    this.#form = form;
    form.addEventListener("change", () => this.#explain());
    this.#explain();
  }

  /** What the service takes, once that is known. */
  set about({ lengths, limits }) {
    this.#lengths = lengths;
    this.#most = limits;
    byId("query").maxLength = limits.query_characters;
    this.#explain();
  }

  /** Say what is wrong with the options: the control, or null. */
  check() {
    const amount = byId("amount");
    return this.#chosen("length") === "custom" && !amount.checkValidity() ? amount : null;
  }

  /** Put the options into a form as the service takes them. */
  fill(form) {
    form.append("length", this.#length());
    form.append("mode", this.#chosen("mode"));
    form.append("format", this.#chosen("format"));
    const query = byId("query").value.trim();
    if (query) form.append("query", query);
  }

  /** The options in a few words. */
  describe() {
    const length = this.#chosen("length");
    const unit = byId("unit").value;
    const query = byId("query").value.trim();
    return [
      length === "custom" ? `at most ${byId("amount").value} ${unit}` : length,
      this.#chosen("mode") === "extractive" ? "verbatim" : "fused",
      this.#chosen("format"),
      query && `focus: “${query}”`,
    ].filter(Boolean);
  }

  #length() {
    const length = this.#chosen("length");
    return length === "custom" ? JSON.stringify({ [byId("unit").value]: Number(byId("amount").value) }) : length;
  }

  #chosen(name) {
    // By name alone: a form's elements also have a `length` of their own.
    return this.#form.elements.namedItem(name).value;
  }

  #explain() {
    const length = this.#chosen("length");
    show(byId("custom"), length === "custom");
    show(byId("length-note"), length !== "custom");
    byId("amount").max = this.#most[byId("unit").value];
    byId("length-note").textContent = `At most ${this.#lengths[length] ?? ""} words.`;
    byId("mode-note").textContent = MODES[this.#chosen("mode")];
  }
}
