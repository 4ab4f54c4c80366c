// Elements from values. Texts of documents only ever become text nodes: nothing here parses markup.

const SVG = "http://www.w3.org/2000/svg";

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/**
 * Make an element. `properties`: `class`, `text`, `on` (listeners by event), `data`, and attributes; an
 * attribute that is null, undefined or false is left out. Children are nodes or strings.
 */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "text") node.textContent = value;
    else if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (name === "data") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A small drawing from the page's own sheet of icons. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `page/icon.svg#${name}`);
  drawing.append(use);
  return drawing;
}

/** Text for screen readers alone. */
export const unseen = (text) => el("span", { class: "vh", text });

/** Show or hide, and say whether it is shown. */
export function show(node, shown = true) {
  node.hidden = !shown;
  return shown;
}

/** `1 article`, `2 articles`. */
export const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
