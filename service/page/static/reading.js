// A summary as a reader meets it: sources numbered in the order in which they are first cited.

const MONTHS = "January February March April May June July August September October November December".split(" ");

/** An ISO 8601 date as people write it, at the precision that it has: `14 October 2031`. */
export function readable(date) {
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(date ?? "");
  if (!parts) return date ?? "";
  const [, year, month, day] = parts;
  if (month && !MONTHS[Number(month) - 1]) return date;
  return [day && Number(day), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
}

/** What a document is called: its outlet, else its title, else its file's name. */
export const nameOf = (document) => document.outlet || document.title || document.id;

/** The heading of a document. */
export const titleOf = (document) => document.title || document.id;

/** All citations of a summary in a reader's order. */
function* citationsOf(summary) {
  for (const sentence of summary.sentences) yield* sentence.citations;
  for (const conflict of summary.conflicts) for (const side of conflict.sides) yield* side.citations;
  for (const entry of summary.timeline) yield* entry.citations;
}

const keyOf = (citation) => `${citation.start_char_index}-${citation.end_char_index}`;

/** The sources of a summary, their numbers, and the passages cited from each in the text's order. */
export class Reading {
  #numbers = new Map();
  #passages = new Map();

  constructor(summary) {
    this.summary = summary;
    this.documents = new Map(summary.documents.map((document) => [document.index, document]));
    for (const citation of citationsOf(summary)) this.#note(citation);
    for (const passages of this.#passages.values()) passages.sort((a, b) => a.start - b.start || a.end - b.end);
  }

  #note(citation) {
    const doc = citation.document_index;
    if (!this.#numbers.has(doc)) {
      this.#numbers.set(doc, this.#numbers.size + 1);
      this.#passages.set(doc, []);
    }
    const passages = this.#passages.get(doc);
    const key = keyOf(citation);
    if (passages.every((passage) => passage.key !== key)) {
      passages.push({ key, start: citation.start_char_index, end: citation.end_char_index, text: citation.cited_text });
    }
  }

  /** The number of a document, or null where it is not cited. */
  number(doc) {
    return this.#numbers.get(doc) ?? null;
  }

  /** The passages cited from a document. */
  passages(doc) {
    return this.#passages.get(doc) ?? [];
  }

  /** Where citations stand among their document's passages. */
  indices(doc, citations) {
    const keys = new Set(citations.filter((citation) => citation.document_index === doc).map(keyOf));
    return this.passages(doc).flatMap((passage, index) => (keys.has(passage.key) ? [index] : []));
  }

  /** What is known of a document; while the summary is being made, no more than its citations tell. */
  document(doc, citations = []) {
    const known = this.documents.get(doc);
    if (known) return known;
    const citation = citations.find((one) => one.document_index === doc);
    return { index: doc, id: citation?.document_id ?? "", title: citation?.document_title ?? null };
  }

  /** Citations by document, in the order of the sources' numbers: `[number, doc, citations]`. */
  grouped(citations) {
    const groups = new Map();
    for (const citation of citations) {
      const doc = citation.document_index;
      groups.set(doc, [...(groups.get(doc) ?? []), citation]);
    }
    return [...groups].map(([doc, cited]) => [this.number(doc), doc, cited]).sort((a, b) => a[0] - b[0]);
  }

  /** The cited documents by number. */
  get sources() {
    return [...this.#numbers.keys()].map((doc) => this.document(doc));
  }

  /** The documents that were read and are not cited. */
  get others() {
    return this.summary.documents.filter((document) => !this.#numbers.has(document.index));
  }

  /** How many independent sources tell the event. */
  get independent() {
    return this.summary.documents.filter((document) => document.role === "main").length;
  }
}

/** Say in words what a document is to the event; null for one of its tellers. */
export function roleNote(document, reading) {
  if (document.role === "syndicated_copy") {
    const original = reading.summary.documents.find((other) => other.id === document.copy_of);
    return original ? `Copy of ${nameOf(original)}, counted once` : "A copy, counted once";
  }
  if (document.role === "earlier_event") return "About an earlier event";
  return document.role === "off_event" ? "About another event, left out" : null;
}
