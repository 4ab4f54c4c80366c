// A source beside the summary: its text, what is cited from it marked, boilerplate greyed.

import { byId, el } from "./dom.js";
import { cut } from "./offsets.js";
import { roleNote, titleOf } from "./reading.js";
import { aboutOf } from "./sources.js";

const NARROW = matchMedia("(max-width: 60rem)");
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

/** On a wide screen it stands where the list of sources is; on a narrow one it covers the page. */
export class Reader {
  #dialog = byId("reader");
  #text = byId("reader-text");
  #opener = null;
  #doc = null;
  #count = 0;
  #here = 0;

  constructor() {
    byId("reader-close").addEventListener("click", () => this.close());
    byId("reader-previous").addEventListener("click", () => this.#step(-1));
    byId("reader-next").addEventListener("click", () => this.#step(1));
    this.#dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    NARROW.addEventListener("change", () => this.#dialog.open && this.#reopen());
  }

  get shown() {
    return this.#dialog.open;
  }

  /** Show a document, scrolled to what `citations` cite; the focus comes back to `opener` at the end. */
  open(reading, doc, citations, opener) {
    this.#opener = opener;
    this.#doc = doc;
    const document = reading.document(doc);
    this.#head(reading, document);
    const passages = reading.passages(doc);
    this.#count = passages.length;
    this.#text.replaceChildren(...pieces(document, passages));
    this.#reopen();
    const cited = reading.indices(doc, citations);
    if (cited.length) this.#go(cited[0], cited);
    else this.#top();
  }

  /** Go back to the list of sources, and to where the reader came from. */
  close(focus = true) {
    if (!this.shown) return;
    this.#dialog.close();
    document.body.classList.remove("reading");
    document.querySelectorAll(".told.current").forEach((told) => told.classList.remove("current"));
    if (focus && this.#opener?.isConnected) this.#opener.focus();
  }

  #head(reading, document) {
    const number = reading.number(document.index);
    byId("reader-number").textContent = number ?? "–";
    byId("reader-title").textContent = titleOf(document);
    byId("reader-about").replaceChildren(aboutOf(document));
    const note = roleNote(document, reading);
    if (note) byId("reader-about").append(" ", el("span", { class: `role ${document.role}`, text: note, dir: "auto" }));
  }

  #reopen() {
    this.#dialog.close();
    document.body.classList.add("reading");
    if (NARROW.matches) this.#dialog.showModal();
    else this.#dialog.show();
  }

  #top() {
    this.#here = -1;
    this.#tellPlace();
    this.#text.scrollTop = 0;
    this.#text.focus({ preventScroll: true });
  }

  #step(by) {
    if (!this.#count) return;
    const next = this.#here < 0 ? (by > 0 ? 0 : this.#count - 1) : (this.#here + by + this.#count) % this.#count;
    this.#go(next, [next], false);
  }

  /** Highlight passages, and bring one into view. */
  #go(index, highlighted, focus = true) {
    this.#here = index;
    this.#tellPlace();
    const marks = [...this.#text.querySelectorAll("mark")];
    const holds = (mark, passage) => mark.dataset.passages.split(" ").includes(String(passage));
    for (const mark of marks) mark.classList.toggle("here", highlighted.some((passage) => holds(mark, passage)));
    const first = marks.find((mark) => holds(mark, index));
    if (!first) return;
    const place = first.offsetTop - this.#text.clientHeight / 3;
    this.#text.scrollTo({ top: place, behavior: CALM.matches ? "auto" : "smooth" });
    if (focus) first.focus({ preventScroll: true });
  }

  #tellPlace() {
    const passages = this.#count === 1 ? "1 passage cited" : `${this.#count} passages cited`;
    byId("reader-place").textContent = this.#here < 0 ? (this.#count ? passages : "Not cited") : `Passage ${this.#here + 1} of ${this.#count}`;
    for (const id of ["reader-previous", "reader-next"]) byId(id).hidden = this.#count < 2;
  }
}

function pieces(document, passages) {
  if (document.text === undefined) return [el("p", { class: "soft", text: "The service did not return this source’s text." })];
  return cut(document.text, passages, document.boilerplate ?? []).map((piece) => {
    if (piece.passages.length) {
      return el("mark", { tabindex: "-1", data: { passages: piece.passages.join(" ") }, text: piece.text });
    }
    return piece.clutter ? el("span", { class: "clutter", text: piece.text }) : piece.text;
  });
}
