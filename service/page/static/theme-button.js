// The button that turns the light on and off. `theme.js` has set the chosen theme before the first paint.

import { byId } from "./dom.js";

/** Make the button work, and show what it would do. */
export function wireTheme() {
  const button = byId("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const tell = () => {
    button.setAttribute("aria-pressed", String(isDark()));
    button.querySelector("use").setAttribute("href", `page/icon.svg#${isDark() ? "sun" : "moon"}`);
  };
  button.addEventListener("click", () => {
    const chosen = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = chosen;
    try {
      localStorage.setItem("citeweave-theme", chosen);
    } catch {
      // It holds until the page is left.
    }
    tell();
  });
  system.addEventListener("change", tell);
  tell();
}
