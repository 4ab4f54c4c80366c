// The passage behind a citation, shown while its number is pointed at or has the focus.

import { el } from "./dom.js";
import { nameOf, readable } from "./reading.js";

const MARGIN = 8;
const LINGER_MS = 120;
const LONGEST = 420;

/** One small window for all citations; it can be pointed into, and Escape closes it (WCAG 1.4.13). */
export class Peek {
  #window = el("div", { id: "peek", class: "peek", role: "tooltip", hidden: true });
  #owner = null;
  #leaving = 0;

  constructor() {
    document.body.append(this.#window);
    this.#window.addEventListener("pointerenter", () => clearTimeout(this.#leaving));
    this.#window.addEventListener("pointerleave", () => this.#leave());
    addEventListener("scroll", () => this.hide(), { passive: true, capture: true });
    addEventListener("resize", () => this.hide());
  }

  get shown() {
    return this.#owner !== null;
  }

  /** Show what is cited at a control. */
  attach(control, cited) {
    control.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && this.#show(control, cited));
    control.addEventListener("pointerleave", () => this.#leave());
    control.addEventListener("focus", () => control.matches(":focus-visible") && this.#show(control, cited));
    control.addEventListener("blur", () => this.hide());
    control.addEventListener("click", () => this.hide());
  }

  hide() {
    clearTimeout(this.#leaving);
    this.#owner?.removeAttribute("aria-describedby");
    this.#owner = null;
    this.#window.hidden = true;
  }

  #leave() {
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => this.hide(), LINGER_MS);
  }

  #show(control, { number, document: source, citations }) {
    this.hide();
    this.#owner = control;
    const about = [nameOf(source), readable(source.published_at)].filter(Boolean).join(" · ");
    this.#window.replaceChildren(
      el("p", { class: "peek-head" }, el("span", { class: "number", text: String(number) }), el("span", { text: about, dir: "auto" })),
      ...citations.map((citation) => el("blockquote", { dir: "auto", text: shortened(citation.cited_text) })),
    );
    this.#window.hidden = false;
    control.setAttribute("aria-describedby", this.#window.id);
    this.#place(control.getBoundingClientRect());
  }

  #place(anchor) {
    const { offsetWidth: width, offsetHeight: height } = this.#window;
    const { clientWidth, clientHeight } = document.documentElement;
    const left = Math.min(Math.max(MARGIN, anchor.left + anchor.width / 2 - width / 2), clientWidth - width - MARGIN);
    const below = anchor.bottom + MARGIN;
    const above = anchor.top - height - MARGIN;
    this.#window.style.left = `${Math.max(MARGIN, left)}px`;
    this.#window.style.top = `${below + height < clientHeight || above < 0 ? below : above}px`;
  }
}

/** A passage as one short line; it is cut between code points. */
function shortened(text) {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= LONGEST) return line;
  return `${[...line.slice(0, LONGEST * 2)].slice(0, LONGEST).join("").trimEnd()} …`;
}
