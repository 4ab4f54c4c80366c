// The timeline: a line with a point for each day, the space between them growing with the time that passed.

import { chips } from "./chips.js";
import { count, el } from "./dom.js";
import { readable } from "./reading.js";

const DAY_MS = 24 * 60 * 60 * 1000;

/** One list item for each date; entries of one date stand together. */
export function timeline(summary, reading, on) {
  const dates = [...new Set(summary.timeline.map((entry) => entry.date))];
  return dates.map((date, index) => {
    const days = index ? daysBetween(dates[index - 1], date) : null;
    const item = el(
      "li",
      {},
      days > 1 ? el("span", { class: "gap soft", text: `${span(days)} later` }) : null,
      el("time", { datetime: date, text: readable(date) }),
      ...summary.timeline
        .filter((entry) => entry.date === date)
        .map((entry) =>
          el("p", { dir: "auto" }, entry.text, " ", el("span", { class: "evidence" }, ...chips(entry.citations, reading, on))),
        ),
    );
    item.style.setProperty("--gap", `${(0.5 * Math.log2(1 + Math.min(days ?? 0, 4000))).toFixed(2)}rem`);
    return item;
  });
}

/** Days from one date to the next, or null where one is not known to the day. */
function daysBetween(earlier, later) {
  const [from, to] = [earlier, later].map((date) => (/^\d{4}-\d\d-\d\d/.test(date) ? Date.parse(date.slice(0, 10)) : NaN));
  return Number.isNaN(to - from) ? null : Math.round((to - from) / DAY_MS);
}

function span(days) {
  if (days < 60) return count(days, "day");
  return days < 730 ? count(Math.round(days / 30.44), "month") : count(Math.round(days / 365.25), "year");
}
