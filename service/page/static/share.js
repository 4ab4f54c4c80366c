// What can be taken along: the text, Markdown, JSON, and a report that stands alone.

import { announce } from "./announce.js";
import { report } from "./client.js";
import { el } from "./dom.js";
import { isBulleted } from "./summary.js";
import { readable, titleOf } from "./reading.js";

/** The buttons for one summary. */
export function shareButtons(summary, reading) {
  const markdown = onceAsked(() => report(withoutTexts(summary), "text/markdown"));
  const name = fileName(summary.title);
  return [
    button("Copy text", "Copied", () => copy(plain(summary, reading))),
    button("Copy Markdown", "Copied", () => copy(markdown())),
    button("Download JSON", "Saved", () => save(`${name}.json`, JSON.stringify(summary, null, 2), "application/json")),
    button("Download report", "Saved", async () => save(`${name}.html`, await report(summary, "text/html"), "text/html")),
  ];
}

/** The summary as plain text, with its citations' numbers and the sources. */
export function plain(summary, reading) {
  const marked = summary.sentences.map(
    (sentence) => `${sentence.text} ${reading.grouped(sentence.citations).map(([number]) => `[${number}]`).join("")}`,
  );
  const body = isBulleted(summary) ? marked.map((line) => `- ${line}`).join("\n") : marked.join(" ");
  const sources = reading.sources.map((document) => {
    const about = [document.outlet, titleOf(document), readable(document.published_at)].filter(Boolean);
    return `[${reading.number(document.index)}] ${about.join(", ")}`;
  });
  return `${summary.title}\n\n${body}\n\nSources\n${sources.join("\n")}\n`;
}

function button(label, done, act) {
  const node = el("button", { type: "button", text: label });
  node.addEventListener("click", async () => {
    try {
      await act();
      flash(node, label, done);
    } catch (error) {
      flash(node, label, "That failed");
      announce(`${label} failed. ${error.detail ?? ""}`);
    }
  });
  return node;
}

function flash(node, label, text) {
  node.textContent = text;
  announce(`${label}: ${text}`);
  setTimeout(() => (node.textContent = label), 1600);
}

/** Copy a text, or the text that a promise brings: Safari wants to be asked before the answer is there. */
async function copy(text) {
  if (globalThis.ClipboardItem && navigator.clipboard?.write) {
    const blob = Promise.resolve(text).then((whole) => new Blob([whole], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    return;
  }
  copyOldWay(await text);
}

/** Browsers keep the clipboard from pages that came over plain HTTP, but for this. */
function copyOldWay(text) {
  const area = el("textarea", { class: "vh", readonly: true, "aria-hidden": "true" });
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (!copied) throw new Error("the browser did not copy");
}

function save(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

const withoutTexts = (summary) => ({
  ...summary,
  documents: summary.documents.map(({ text, boilerplate, ...document }) => document),
});

function onceAsked(ask) {
  let answer = null;
  return () => {
    answer ??= ask().catch((error) => {
      answer = null;
      throw error;
    });
    return answer;
  };
}

const fileName = (title) => `summary-${title.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 60).replace(/^-+|-+$/g, "") || "citeweave"}`;
