// What a screen reader is told. Progress is told now and then, not at every step.

import { byId } from "./dom.js";

const PAUSE_MS = 4000;
let last = 0;

/** Say something now. */
export function announce(text) {
  last = Date.now();
  byId("live").textContent = text;
}

/** Say something unless something was just said. */
export function mention(text) {
  if (Date.now() - last > PAUSE_MS) announce(text);
}
