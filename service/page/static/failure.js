// What went wrong, and what to do about it. Nothing that was entered is touched.

import { byId, el, show } from "./dom.js";

const ADVICE = {
  401: "Try again, and enter the key that you were given.",
  413: "Remove an article, or shorten one, and try again.",
  415: "Remove the article, or save it as one of the kinds that are read.",
  422: "Mend what is named here and try again.",
  429: "Too many requests at once.",
  500: "The articles are still here. If it happens again, tell the operator the request’s id.",
  503: "The service is busy or not ready.",
};

/** Show a problem. `again` is called if the user wants to try once more. */
export function showProblem(problem, placed, again) {
  const wait = problem.retryAfter ? ` Try again in ${problem.retryAfter} seconds.` : "";
  const rest = problem.errors.slice(0, 20).filter((fault) => fault.detail !== problem.detail);
  const box = byId("problem");
  box.replaceChildren(
    el("h2", { text: problem.title }),
    el("p", { text: problem.detail, dir: "auto" }),
    ...(rest.length ? [el("ul", {}, ...rest.map((fault) => el("li", { text: fault.detail, dir: "auto" })))] : []),
    el("p", { class: "advice", text: `${ADVICE[problem.status] ?? ""}${wait}${placed ? " The articles concerned are marked." : ""}`.trim() }),
    el(
      "p",
      { class: "problem-actions" },
      el("button", { type: "button", text: "Try again", on: { click: again } }),
      el("button", { type: "button", class: "quiet", text: "Dismiss", on: { click: hideProblem } }),
      problem.requestId ? el("small", { class: "soft", text: `Request ${problem.requestId}` }) : null,
    ),
  );
  show(box);
  box.focus();
}

/** Take the problem away. */
export function hideProblem() {
  show(byId("problem"), false);
  byId("problem").replaceChildren();
}
