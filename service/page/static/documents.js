// The articles that are to be summarized: files and pasted texts, with what the user says of them.

import { announce } from "./announce.js";
import { count, el, icon, unseen } from "./dom.js";
import { readable } from "./reading.js";

const KINDS = { htm: "HTML", html: "HTML", xhtml: "HTML", markdown: "MD", md: "MD", text: "TXT", txt: "TXT" };
const FIELDS = [
  ["outlet", "Outlet", "text", "as the file says, if it does"],
  ["published", "Date", "date", null],
  ["title", "Title", "text", "as the file says, if it does"],
];
const LONGEST = { outlet: 500, title: 1000 };

/** The list of articles on the page. Dispatches `change` on the list whenever it is another one. */
export class Documents {
  #list;
  #entries = [];
  #about = { suffixes: [], types: [], limits: {} };
  #made = 0;

  constructor(list) {
    this.#list = list;
  }

  /** What the service reads, once that is known. */
  set about(about) {
    this.#about = about;
    for (const entry of this.#entries) this.#judge(entry);
  }

  get size() {
    return this.#entries.length;
  }

  /** Add files, each with what is known of it. */
  addFiles(files, known = []) {
    [...files].forEach((file, index) => this.#add({ file, name: file.name, ...known[index] }));
    if (files.length) announce(`${count(files.length, "file")} added; ${count(this.size, "article")} now.`);
  }

  /** Add a text to be typed or pasted, and put the cursor there. */
  addText(text = "") {
    this.#made += 1;
    const entry = this.#add({ file: null, name: `Pasted text ${this.#made}`, text });
    entry.details.open = true;
    entry.area.focus();
  }

  /** Remove all, and forget what was said of them. */
  clear() {
    for (const entry of [...this.#entries]) this.#remove(entry, false);
    announce("All articles removed.");
    this.#changed();
  }

  /** Mark what cannot be sent. Returns the first faulty entry's control, or null. */
  check() {
    for (const entry of this.#entries) this.#judge(entry, true);
    const faulty = this.#entries.find((entry) => !entry.fault.hidden);
    if (!faulty) return null;
    faulty.details.open = true;
    return faulty.area ?? faulty.details.querySelector("summary");
  }

  /** Put the articles into a form as the service takes them. */
  fill(form) {
    const metadata = [];
    for (const entry of this.#entries) {
      form.append("documents", entry.file ?? new Blob([entry.area.value], { type: "text/plain" }), entry.name);
      metadata.push({
        title: entry.inputs.title.value.trim() || null,
        outlet: entry.inputs.outlet.value.trim() || null,
        published_at: entry.inputs.published.value || null,
      });
    }
    form.append("metadata", JSON.stringify(metadata));
    return [...this.#entries];
  }

  /** Show the service's complaints at the articles that they point to; returns how many could be placed. */
  blame(errors, sent) {
    const placed = errors.map(({ pointer, detail }) => {
      const index = /^\/(?:documents|metadata)\/(\d+)/.exec(pointer ?? "")?.[1];
      const entry = index === undefined ? undefined : sent[Number(index)];
      if (!entry) return false;
      this.#complain(entry, detail);
      return true;
    });
    return placed.filter(Boolean).length;
  }

  #add({ file, name, text = "", outlet = null, published = null }) {
    const entry = { file, name, inputs: {} };
    entry.about = el("span", { class: "doc-about soft" });
    entry.fault = el("p", { class: "doc-fault", id: `fault-${crypto.getRandomValues(new Uint32Array(1))[0]}`, hidden: true });
    const fields = el("div", { class: "doc-fields" }, ...FIELDS.map((field) => this.#field(entry, field)));
    if (!file) fields.prepend(this.#area(entry, text));
    entry.details = el(
      "details",
      { class: "doc" },
      el(
        "summary",
        { "aria-describedby": entry.fault.id },
        el("span", { class: "doc-kind", text: kindOf(entry) }),
        el("span", { class: "doc-name", text: name, dir: "auto" }),
        entry.about,
        el("span", { class: "doc-edit", "aria-hidden": "true", text: "Edit" }),
      ),
      fields,
    );
    const remove = el("button", { type: "button", class: "quiet icon-button doc-remove" }, icon("close"), unseen(`Remove ${name}`));
    remove.addEventListener("click", () => this.#remove(entry));
    entry.node = el("li", {}, el("div", { class: "doc-row" }, entry.details, remove), entry.fault);
    entry.inputs.outlet.value = outlet ?? "";
    entry.inputs.published.value = published ?? "";
    this.#entries.push(entry);
    this.#list.append(entry.node);
    this.#judge(entry);
    this.#describe(entry);
    this.#changed();
    return entry;
  }

  #field(entry, [key, label, type, placeholder]) {
    const input = el("input", { type, placeholder, maxlength: LONGEST[key], autocomplete: "off" });
    input.addEventListener("input", () => this.#describe(entry));
    entry.inputs[key] = input;
    return el("label", { class: `doc-field doc-${key}` }, el("span", { text: label }), input);
  }

  #area(entry, text) {
    entry.area = el("textarea", { rows: "8", dir: "auto", placeholder: "Paste the article's text here" });
    entry.area.value = text;
    entry.area.addEventListener("input", () => {
      this.#judge(entry);
      this.#describe(entry);
    });
    return el("label", { class: "doc-field doc-text" }, el("span", { text: "Text" }), entry.area);
  }

  /** Say in the closed row what the open one holds. */
  #describe(entry) {
    const { outlet, published, title } = entry.inputs;
    const size = entry.file ? bytes(entry.file.size) : count(words(entry.area.value), "word");
    const told = [outlet.value.trim(), readable(published.value), title.value.trim(), size];
    entry.about.textContent = told.filter(Boolean).join(" · ");
  }

  /** Find fault with an article before it is sent; an empty text is one only when it is to be sent. */
  #judge(entry, sending = false) {
    const { suffixes, types, limits } = this.#about;
    const suffix = /\.[^.]*$/.exec(entry.name.toLowerCase())?.[0];
    if (entry.file && suffixes.length && !suffixes.includes(suffix) && !types.includes(entry.file.type)) {
      this.#complain(entry, `This kind of file is not read. Use ${suffixes.join(", ")}.`);
    } else if (entry.file && entry.file.size > (limits.document_bytes ?? Infinity)) {
      this.#complain(entry, `This file has ${bytes(entry.file.size)}; at most ${bytes(limits.document_bytes)} are taken.`);
    } else if (entry.file && entry.file.size === 0) {
      this.#complain(entry, "This file is empty.");
    } else if (!entry.file && sending && !entry.area.value.trim()) {
      this.#complain(entry, "There is no text yet: paste one, or remove this entry.");
    } else {
      entry.fault.hidden = true;
      entry.fault.textContent = "";
    }
  }

  #complain(entry, text) {
    entry.fault.textContent = text;
    entry.fault.hidden = false;
  }

  #remove(entry, tell = true) {
    const place = this.#entries.indexOf(entry);
    this.#entries.splice(place, 1);
    entry.node.remove();
    if (!tell) return;
    const next = this.#entries[Math.min(place, this.size - 1)];
    (next?.details.querySelector("summary") ?? document.getElementById("files")).focus();
    announce(`${entry.name} removed; ${count(this.size, "article")} left.`);
    this.#changed();
  }

  #changed() {
    this.#list.dispatchEvent(new Event("change"));
  }
}

function kindOf({ file, name }) {
  const suffix = /\.([^.]{1,8})$/.exec(name)?.[1].toLowerCase();
  return file ? (KINDS[suffix] ?? suffix?.toUpperCase() ?? "FILE") : "TEXT";
}

const words = (text) => text.split(/\s+/).filter(Boolean).length;

function bytes(number) {
  if (number < 1024) return count(number, "byte");
  const [unit, size] = number < 1024 * 1024 ? ["kB", 1024] : ["MB", 1024 * 1024];
  return `${(number / size).toLocaleString("en", { maximumFractionDigits: number < 10 * size ? 1 : 0 })} ${unit}`;
}
