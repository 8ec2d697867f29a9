// Runs before the page is drawn, so that a chosen theme shows no flash of the other.
(() => {
  const root = document.documentElement;
  root.classList.add("has-script");
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch {
    // Storage may be refused by the browser's settings: the theme of the system stays.
    delete root.dataset.theme;
  }
})();
