// The ways in: the file dialog, dropping, pasting, and the examples.

import { about, exampleFile } from "./client.js";
import { byId, el, show } from "./dom.js";

const isField = (node) => node instanceof Element && node.closest("input, textarea, select") !== null;

/** Wire the ways in. `ready` is asked whether articles can be added now. */
export function takeIn(documents, ready) {
  const files = byId("files");
  files.addEventListener("change", () => {
    documents.addFiles(files.files);
    files.value = "";
  });
  byId("paste").addEventListener("click", () => documents.addText());
  takeDrops(documents, ready);
  takePastes(documents, ready);
}

/** Anywhere on the page is a place to drop: a file that misses the box would replace the page. */
function takeDrops(documents, ready) {
  let inside = 0;
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  const mark = (on) => document.body.classList.toggle("dropping", on);
  addEventListener("dragenter", (event) => {
    if (holdsFiles(event) && ready()) mark((inside += 1) > 0);
  });
  addEventListener("dragleave", (event) => {
    if (holdsFiles(event) && ready()) mark((inside = Math.max(0, inside - 1)) > 0);
  });
  addEventListener("dragover", (event) => holdsFiles(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    inside = 0;
    mark(false);
    if (ready()) documents.addFiles(event.dataTransfer.files);
  });
}

function takePastes(documents, ready) {
  addEventListener("paste", (event) => {
    if (isField(event.target) || !ready()) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (event.clipboardData?.files.length) documents.addFiles(event.clipboardData.files);
    else if (text.trim()) documents.addText(text);
    else return;
    event.preventDefault();
  });
}

/** Ask what the service takes, and offer its examples. */
export async function learn(documents, options, failed) {
  const known = await about();
  documents.about = known;
  options.about = known;
  byId("files").accept = known.suffixes.join(",");
  byId("version").textContent = `Citeweave ${known.version}`;
  const offers = known.examples.map((event) => {
    const button = el("button", { type: "button", class: "link", text: `${event.title} (${event.articles.length} articles)` });
    button.addEventListener("click", () => addExample(event, documents, button).catch(failed));
    return button;
  });
  if (show(byId("examples"), offers.length > 0)) {
    byId("examples").replaceChildren("None at hand? Take the examples: ", ...offers.flatMap((offer) => [offer, " "]));
  }
}

async function addExample(event, documents, button) {
  button.disabled = true;
  try {
    const files = await Promise.all(event.articles.map((article) => exampleFile(event.name, article.file)));
    const known = event.articles.map(({ outlet, published_at: published }) => ({ outlet, published }));
    documents.addFiles(files, known);
  } finally {
    button.disabled = false;
  }
  byId("go").focus();
}
