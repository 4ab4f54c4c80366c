// Runs before the first paint, so that a chosen theme does not flash the other one.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("citeweave-theme");
  } catch {
    // Storage may be forbidden; the system's theme holds then.
  }
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
})();
